// <quantity-field><button data-step="-1" hidden>-</button><input type="number"><button data-step="1" hidden>+</button></quantity-field>

class QuantityField extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input");
    for (const button of this.querySelectorAll("[data-step]")) {
      button.addEventListener("click", () => {
        const before = input.value;
        if (button.dataset.step === "1") input.stepUp();
        else input.stepDown();
        if (input.value !== before) input.dispatchEvent(new Event("change", { bubbles: true }));
      });
      button.hidden = false;
    }
  }
}

customElements.define("quantity-field", QuantityField);
