// <passkey-form kind="get" options="{...}">: asks the browser for a passkey, and sends its answer by the form inside.
// With the attribute start it asks at once. What it has to say stands in the page, under data-say.
// <passkey-form suggest="address of the options">: offers passkeys among the browser's suggestions for the field with autocomplete="... webauthn".
const HOLDS = 4 * 60 * 1000; // a challenge does so for five minutes
const FIELDS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

function read(json) {
  const options = JSON.parse(json);
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const key of [...(options.allowCredentials ?? []), ...(options.excludeCredentials ?? [])]) key.id = bytes(key.id);
  return options;
}

function write({ id, rawId, type, response }) {
  const answer = { transports: response.getTransports?.() };
  for (const field of FIELDS) if (response[field]) answer[field] = text(response[field]);
  return JSON.stringify({ id, rawId: text(rawId), type, response: answer, clientExtensionResults: {} });
}

class PasskeyForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    if (this.hasAttribute("suggest")) return this.suggest();
    this.button = this.querySelector("button");
    if (!window.PublicKeyCredential) return this.say("unsupported");
    this.button.hidden = false;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask();
    });
    if (this.hasAttribute("start")) this.ask();
  }

  async suggest() {
    if (!(await window.PublicKeyCredential?.isConditionalMediationAvailable?.())) return;
    const signal = AbortSignal.timeout(HOLDS);
    try {
      const options = await (await fetch(this.getAttribute("suggest"))).text();
      this.send(await navigator.credentials.get({ publicKey: read(options), mediation: "conditional", signal }));
    } catch {
      if (signal.aborted) this.suggest();
    }
  }

  async ask() {
    this.say("");
    this.button.disabled = true;
    try {
      const publicKey = read(this.getAttribute("options"));
      this.send(await navigator.credentials[this.getAttribute("kind")]({ publicKey }));
    } catch (fault) {
      this.button.disabled = false;
      this.say(this.querySelector(`[data-say="${fault.name}"]`) ? fault.name : "failed");
    }
  }

  send(credential) {
    this.querySelector("[data-answer]").value = write(credential);
    this.form.submit();
  }

  say(name) {
    for (const line of this.querySelectorAll("[data-say]")) line.hidden = line.dataset.say !== name;
  }
}

customElements.define("passkey-form", PasskeyForm);
