// Keeps what is typed while htmx fetches a part of a form anew: the answer knows only what was there when it was asked.
// A part that wants this carries data-keep-typed and an id.

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const part = detail.target;
  if (!detail.shouldSwap || !part.matches("[data-keep-typed]")) return;
  const typed = [...part.querySelectorAll("input:not([type=hidden], [type=checkbox], [type=radio]), textarea")].map(({ name, value }) => [name, value]);
  const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
  const restore = () => {
    const fresh = document.getElementById(part.id);
    for (const [name, value] of typed) {
      const field = fresh?.querySelector(`[name="${CSS.escape(name)}"]`);
      if (field && field.tagName !== "SELECT") field.value = value;
    }
    if (focused) document.getElementById(focused)?.focus();
  };
  document.addEventListener("htmx:afterSwap", restore, { once: true });
});
