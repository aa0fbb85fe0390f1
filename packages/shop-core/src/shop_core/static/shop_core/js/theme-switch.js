// <theme-switch><button hidden>...</button></theme-switch>: turns the page light or dark and remembers it.

const DARK = "shop-dark";
const LIGHT = "shop";
const system = matchMedia("(prefers-color-scheme: dark)");

const preferred = () => (system.matches ? DARK : LIGHT);
const current = () => document.documentElement.dataset.theme ?? preferred();

function choose(theme) {
  if (theme === preferred()) {
    localStorage.removeItem("shop-theme");
    delete document.documentElement.dataset.theme;
  } else {
    localStorage.setItem("shop-theme", theme);
    document.documentElement.dataset.theme = theme;
  }
}

class ThemeSwitch extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    const show = () => button.setAttribute("aria-checked", String(current() === DARK));
    button.addEventListener("click", () => {
      choose(current() === DARK ? LIGHT : DARK);
      show();
    });
    system.addEventListener("change", show);
    show();
    button.hidden = false;
  }
}

customElements.define("theme-switch", ThemeSwitch);
