// <password-field><input type="password"><button hidden>two icons</button></password-field>: shows what is typed.

class PasswordField extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input");
    const button = this.querySelector("button");
    button.addEventListener("click", () => {
      const shown = input.type === "password";
      input.type = shown ? "text" : "password";
      button.setAttribute("aria-pressed", String(shown));
      for (const icon of button.children) icon.classList.toggle("hidden");
    });
    button.hidden = false;
  }
}

customElements.define("password-field", PasswordField);
