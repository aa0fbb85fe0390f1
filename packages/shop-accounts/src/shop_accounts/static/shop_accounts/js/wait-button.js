// <wait-button seconds="45">: counts down what it says, and keeps its button off until then. Without scripts the server refuses.
class WaitButton extends HTMLElement {
  connectedCallback() {
    this.until = Date.now() + Number(this.getAttribute("seconds")) * 1000;
    this.button = this.querySelector("button");
    this.note = this.querySelector("[data-wait]");
    this.timer = setInterval(() => this.show(), 250);
    this.show();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  show() {
    const left = Math.max(0, Math.ceil((this.until - Date.now()) / 1000));
    this.button.disabled = left > 0;
    this.note.hidden = left === 0;
    this.note.querySelector("[data-seconds]").textContent = left;
    if (!left) clearInterval(this.timer);
  }
}

customElements.define("wait-button", WaitButton);
