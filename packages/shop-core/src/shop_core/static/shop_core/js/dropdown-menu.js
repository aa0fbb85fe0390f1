// <dropdown-menu><details>...</details></dropdown-menu>: closes where one clicks elsewhere, moves on, or presses Escape.

class DropdownMenu extends HTMLElement {
  connectedCallback() {
    const details = this.querySelector("details");
    const close = () => {
      details.open = false;
    };
    this.addEventListener("keydown", ({ key }) => {
      if (key !== "Escape" || !details.open) return;
      close();
      details.querySelector("summary").focus();
    });
    this.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !this.contains(relatedTarget)) close();
    });
    document.addEventListener("click", ({ target }) => {
      if (!this.contains(target)) close();
    });
  }
}

customElements.define("dropdown-menu", DropdownMenu);
