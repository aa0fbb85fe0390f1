// Shows the last one-time code over the API docs, and puts it and its target into the request bodies that are open.
(() => {
  const find = (name) => document.getElementById(`last-code${name}`);
  const setValue = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set;
  const PLACEHOLDER = "string";
  let last = {};

  // Without `before`, whatever stands there gives way; else only a placeholder and what was filled in before.
  function put(text, name, value, before) {
    return text.replace(new RegExp(`("${name}"\\s*:\\s*")([^"]*)`), (all, start, there) =>
      !before || there === PLACEHOLDER || there === before[name] ? start + value : all,
    );
  }

  function fill(before) {
    for (const body of document.querySelectorAll("textarea.body-param__text")) {
      if (!/"code"\s*:/.test(body.value)) continue;
      const filled = put(put(body.value, "code", last.code, before), "target", last.target, before);
      if (filled === body.value) continue;
      setValue.call(body, filled);
      body.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  async function look() {
    const sent = await (await fetch(find("").dataset.url)).json();
    if (sent.code) {
      const before = last;
      last = { code: sent.code, target: sent.to };
      find("-none").hidden = true;
      find("-some").hidden = false;
      if (find("-digits").textContent !== sent.code) find("-digits").textContent = sent.code;
      find("-to").textContent = sent.to;
      fill(before);
    }
    setTimeout(look, 1500);
  }

  find("-fill").addEventListener("click", () => fill());
  look();
})();
