// <infinite-scroll>: appends the next items of a list when the reader comes near its end, and shows as many again when they come back.
// Without it, links lead to the list's pages. After some batches it waits for a click, so that the page's end can be reached.

const AUTOMATIC = 8;
const MOST = 200;

class InfiniteScroll extends HTMLElement {
  static #returned = false;
  #batches = 0;
  #appended = 0;
  #loading = false;
  #observer = new IntersectionObserver((entries) => this.#approach(entries), { rootMargin: "600px" });
  #remember = () => sessionStorage.setItem(this.#key, JSON.stringify({ appended: this.#appended, y: scrollY }));

  async connectedCallback() {
    if (!this.#next) return;
    this.#part("pages").hidden = true;
    this.#part("more").querySelector("button").addEventListener("click", () => this.#load({ clicked: true }));
    addEventListener("pagehide", this.#remember);
    await this.#comeBack();
    this.#observer.observe(this.#part("end"));
  }

  disconnectedCallback() {
    this.#observer.disconnect();
    removeEventListener("pagehide", this.#remember);
  }

  get #key() {
    return `scroll:${location.pathname}${location.search}`;
  }

  get #next() {
    return this.querySelector("[data-next]");
  }

  #part(name) {
    return this.querySelector(`[data-${name}]`);
  }

  #approach(entries) {
    if (this.#batches < AUTOMATIC && entries.some((entry) => entry.isIntersecting)) this.#load();
  }

  async #comeBack() {
    const seen = JSON.parse(sessionStorage.getItem(this.#key) ?? "null");
    const [visit] = performance.getEntriesByType("navigation");
    if (InfiniteScroll.#returned || !seen || !["back_forward", "reload"].includes(visit?.type)) return;
    InfiniteScroll.#returned = true;
    while (this.#next && this.#appended < seen.appended) {
      if (!(await this.#load({ size: Math.min(MOST, seen.appended - this.#appended) }))) break;
    }
    scrollTo({ top: seen.y, behavior: "instant" });
  }

  // Appends the next items and tells whether it could; where it could not, the links to the pages are back.
  async #load({ size, clicked = false } = {}) {
    const mark = this.#next;
    if (this.#loading || !mark) return false;
    const address = new URL(mark.dataset.next, location);
    if (size) address.searchParams.set("batch", size);
    this.#show({ waiting: true });
    this.#loading = true;
    try {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(answer.statusText);
      const batch = document.createElement("template");
      batch.innerHTML = await answer.text();
      this.#appended += batch.content.querySelectorAll("article").length;
      this.#batches = clicked ? 0 : this.#batches + 1;
      const first = batch.content.querySelector("a");
      mark.replaceWith(batch.content);
      if (clicked) first?.focus();
      this.#show({ more: this.#next && this.#batches >= AUTOMATIC });
      return true;
    } catch {
      this.#show({ more: true, pages: true });
      return false;
    } finally {
      this.#loading = false;
      // What is in sight already does not come into sight: look again.
      this.#observer.unobserve(this.#part("end"));
      if (this.#part("more").hidden) this.#observer.observe(this.#part("end"));
    }
  }

  #show({ waiting = false, more = false, pages = false }) {
    this.#part("waiting").hidden = !waiting;
    this.#part("more").hidden = !more;
    this.#part("pages").hidden = !pages;
  }
}

customElements.define("infinite-scroll", InfiniteScroll);
