// <order-live>: keeps a page about an order up to date, over a socket where one opens and by asking where none does.
//
// Attributes: data-version (what the page shows), data-socket and data-url (where to hear and to ask), data-reload (on pages
// without anything to type: load the whole page again). The server only says that something has changed; the page is then
// fetched again, and its regions marked data-live are put in place. A region in which somebody is typing stays, and a
// notice offers to load the page again. Without scripts the page shows what was true when it was loaded.

const ATTEMPTS_BEFORE_POLLING = 2;
const POLL_EVERY = 5_000;
const PING_EVERY = 25_000;
const PATIENCE = 10_000;

/** How long to wait before attempt number `attempt`, in milliseconds: full jitter, half a second to half a minute. */
function backoff(attempt) {
  return 500 + Math.random() * Math.min(30_000, 500 * 2 ** attempt);
}

/** Whether somebody is at work in a region: something in it has the focus, a control was changed, or a part is folded out. */
function isInUse(region) {
  if (region.contains(document.activeElement)) return true;
  if (region.querySelector("details[open]")) return true;
  return [...region.querySelectorAll("input, textarea")].some(
    (control) => control.value !== control.defaultValue || control.checked !== control.defaultChecked,
  );
}

class OrderLive extends HTMLElement {
  connectedCallback() {
    this.version = Number(this.dataset.version);
    this.attempt = 0;
    this.wake = () => document.visibilityState === "visible" && this.lookNow();
    document.addEventListener("visibilitychange", this.wake);
    globalThis.addEventListener("online", this.wake);
    this.open();
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.wake);
    globalThis.removeEventListener("online", this.wake);
    this.drop();
  }

  /** Come back at once when the page is seen again or the network is back. */
  lookNow() {
    if (this.socket?.readyState === WebSocket.OPEN) this.ping();
    else if (!this.over) this.open();
  }

  open() {
    this.drop();
    const socket = new WebSocket(new URL(this.dataset.socket, location.href.replace(/^http/, "ws")));
    this.socket = socket;
    socket.onmessage = (event) => {
      if (this.socket !== socket) return;
      this.attempt = 0;
      this.later(() => this.ping(), PING_EVERY);
      this.take(JSON.parse(event.data));
    };
    socket.onclose = (event) => this.socket === socket && this.lost(event.code);
    this.later(() => this.lost(1006), PATIENCE);
  }

  ping() {
    this.socket.send(JSON.stringify({ type: "ping" }));
    this.later(() => this.lost(1006), PATIENCE);
  }

  lost(code) {
    this.drop();
    this.over = code >= 4400 && code <= 4499;
    if (this.over) return;
    this.attempt += 1;
    if (this.attempt > ATTEMPTS_BEFORE_POLLING) this.poll();
    else this.later(() => this.open(), backoff(this.attempt));
  }

  /** Ask, and go on asking; a socket is tried again every now and then. */
  async poll() {
    try {
      const answer = await fetch(this.dataset.url, { headers: { Accept: "application/json" } });
      if (answer.status === 404) return;
      if (answer.ok) this.take(await answer.json());
    } catch {
      // the network is away: the next round comes
    }
    this.attempt += 1;
    this.later(() => (this.attempt % 6 ? this.poll() : this.open()), POLL_EVERY);
  }

  async take(frame) {
    if (frame.version <= this.version) return;
    this.version = frame.version;
    if ("reload" in this.dataset) {
      location.reload();
      return;
    }
    await this.refresh();
    this.querySelector("[role=status]").textContent = frame.label;
  }

  async refresh() {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const region of document.querySelectorAll("[data-live]")) {
      const fresh = page.getElementById(region.id);
      if (fresh && isInUse(region)) this.querySelector("[data-notice]").hidden = false;
      else if (fresh) region.replaceWith(document.importNode(fresh, true));
      else region.replaceChildren();
    }
  }

  drop() {
    clearTimeout(this.timer);
    const { socket } = this;
    this.socket = undefined;
    socket?.close();
  }

  later(work, delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(work, delay);
  }
}

customElements.define("order-live", OrderLive);
