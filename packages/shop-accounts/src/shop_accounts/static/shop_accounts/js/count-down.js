// <count-down seconds="2592000">: lets the numbers that the server wrote run down. Without scripts they stand, right for the moment.
const DAY = 86400;

class CountDown extends HTMLElement {
  connectedCallback() {
    this.until = Date.now() + Number(this.getAttribute("seconds")) * 1000;
    for (const part of this.querySelectorAll("[data-live]")) part.hidden = false;
    this.timer = setInterval(() => this.show(), 250);
    this.show();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  show() {
    const left = Math.max(0, Math.ceil((this.until - Date.now()) / 1000));
    this.write("days", Math.floor(left / DAY));
    this.write("hours", Math.floor((left % DAY) / 3600));
    this.write("minutes", Math.floor((left % 3600) / 60));
    this.write("seconds", left % 60);
    if (!left) clearInterval(this.timer);
  }

  write(part, number) {
    const place = this.querySelector(`[data-${part}]`);
    if (place.textContent !== String(number)) place.textContent = number;
  }
}

customElements.define("count-down", CountDown);
