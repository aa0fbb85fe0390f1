// <dismissible-alert>... <button hidden></button></dismissible-alert>: the button takes the message away.

class DismissibleAlert extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    button.addEventListener("click", () => this.remove());
    button.hidden = false;
  }
}

customElements.define("dismissible-alert", DismissibleAlert);
