// <proof-of-work challenge="{...}"><input type="hidden"><span data-when="idle|working|done|failed"></proof-of-work>
// Solves an ALTCHA challenge while the form around it is filled in; a form that is sent sooner waits for the solution.

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const bytes = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));

export async function solve({ parameters, signature }) {
  const { algorithm, cost, keyLength, keyPrefix } = parameters;
  const kdf = { name: "PBKDF2", hash: algorithm.replace("PBKDF2/", ""), salt: bytes(parameters.salt), iterations: cost };
  const password = new Uint8Array([...bytes(parameters.nonce), 0, 0, 0, 0]);
  const begun = performance.now();
  for (let counter = 0; ; counter += 1) {
    new DataView(password.buffer).setUint32(password.length - 4, counter);
    const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const derivedKey = hex(new Uint8Array(await crypto.subtle.deriveBits(kdf, key, keyLength * 8)));
    if (!derivedKey.startsWith(keyPrefix)) continue;
    const solution = { counter, derivedKey, time: Math.round(performance.now() - begun) };
    return btoa(JSON.stringify({ challenge: { parameters, signature }, solution }));
  }
}

class ProofOfWork extends (globalThis.HTMLElement ?? Object) {
  connectedCallback() {
    this.form = this.closest("form");
    this.away = new AbortController();
    const { signal } = this.away;
    this.form.addEventListener("focusin", () => this.work(), { signal });
    this.form.addEventListener("submit", (event) => this.hold(event), { signal, capture: true });
  }

  disconnectedCallback() {
    this.away.abort();
  }

  work() {
    this.working ??= this.answer();
    return this.working;
  }

  async answer() {
    this.show("working");
    try {
      this.querySelector("input").value = await solve(JSON.parse(this.getAttribute("challenge")));
      this.show("done");
    } catch {
      this.show("failed");
    }
    this.isOver = true;
  }

  async hold(event) {
    if (this.isOver) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    await this.work();
    this.form.requestSubmit(submitter);
  }

  show(state) {
    for (const text of this.querySelectorAll("[data-when]")) text.hidden = text.dataset.when !== state;
  }
}

globalThis.customElements?.define("proof-of-work", ProofOfWork);
