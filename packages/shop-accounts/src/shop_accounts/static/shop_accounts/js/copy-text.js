// <copy-text from="id" data-done="Copied."><button hidden>Copy</button><span role="status"></span></copy-text>: copies what the element of
// that id says, or has in data-copy. The button shows up only where the browser lets pages write to the clipboard.

class CopyText extends HTMLElement {
  connectedCallback() {
    if (!navigator.clipboard) return;
    const button = this.querySelector("button");
    const status = this.querySelector("[role=status]");
    button.addEventListener("click", async () => {
      const source = document.getElementById(this.getAttribute("from"));
      await navigator.clipboard.writeText(source.dataset.copy ?? source.innerText);
      status.textContent = this.dataset.done;
    });
    button.hidden = false;
  }
}

customElements.define("copy-text", CopyText);
