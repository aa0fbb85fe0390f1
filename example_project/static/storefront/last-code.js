// Shows the last one-time code beside the API docs, and puts it into the request bodies that are open.
(() => {
  const find = (name) => document.getElementById(`last-code${name}`);
  const setValue = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set;
  let last = {};

  function fill(only) {
    for (const body of document.querySelectorAll("textarea.body-param__text")) {
      const filled = body.value.replace(/("code"\s*:\s*")([^"]*)/, (all, start, code) =>
        !only || only.includes(code) ? start + last.code : all,
      );
      if (filled === body.value) continue;
      setValue.call(body, filled);
      body.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  async function look() {
    const sent = await (await fetch(find("").dataset.url)).json();
    if (sent.code) {
      const before = last.code;
      last = sent;
      find("-none").hidden = true;
      find("-some").hidden = false;
      find("-digits").textContent = sent.code;
      find("-to").textContent = sent.to;
      fill(["string", before]);
    }
    setTimeout(look, 1500);
  }

  find("-fill").addEventListener("click", () => fill());
  look();
})();
