// Builds what shop-core ships ready-made: stylesheet, icons, vendored scripts.
// `--check` writes nothing and fails where a committed file is not the current one.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");
const core = join(root, "packages/shop-core/src/shop_core");
const icons = join(core, "templates/shop_core/icons");
const assets = join(core, "static/shop_core");
const vendor = join(assets, "vendor");

const read = (path) => readFileSync(path, "utf8");
const manifest = (name) => JSON.parse(read(join(modules, name, "package.json")));

function stylesheet() {
  const command = join(modules, ".bin/tailwindcss");
  const options = { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1 << 26 };
  return execFileSync(command, ["--input", "frontend/shop.css", "--minify"], options).trimEnd() + "\n";
}

function icon(name) {
  const svg = read(join(modules, "lucide-static/icons", `${name}.svg`));
  const shapes = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  const drawn = shapes.replaceAll(/\s*\n\s*/g, "");
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="currentColor"' +
    ` stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"{{ attributes }}>${drawn}</svg>`
  );
}

function thirdParties() {
  const rows = [
    ["htmx.org", "`vendor/htmx.min.js`", "htmx.LICENSE"],
    ["lucide-static", "the icons in `templates/shop_core/icons/`", "lucide.LICENSE"],
    ["daisyui", "component styles in `shop.css`", "daisyui.LICENSE"],
    ["tailwindcss", "reset and utility styles in `shop.css`", "tailwindcss.LICENSE"],
  ].map(([name, use, licence]) => {
    const { version, license } = manifest(name);
    return `| ${name} | ${version} | ${license} | ${use} | \`${licence}\` |`;
  });
  return `# Third-party assets

Written by \`npm run build\` from the packages that the \`package.json\` at the root of the repository names; do not edit.

| npm package | version | licence | used as | text |
|---|---|---|---|---|
${rows.join("\n")}
`;
}

function artifacts() {
  const names = Object.entries(JSON.parse(read(join(root, "frontend/icons.json"))));
  return new Map([
    ...names.map(([own, lucide]) => [join(icons, `${own}.svg`), icon(lucide)]),
    [join(vendor, "htmx.min.js"), read(join(modules, "htmx.org/dist/htmx.min.js"))],
    [join(vendor, "htmx.LICENSE"), read(join(modules, "htmx.org/LICENSE"))],
    [join(vendor, "lucide.LICENSE"), read(join(modules, "lucide-static/LICENSE"))],
    [join(vendor, "daisyui.LICENSE"), read(join(modules, "daisyui/LICENSE"))],
    [join(vendor, "tailwindcss.LICENSE"), read(join(modules, "tailwindcss/LICENSE"))],
    [join(vendor, "README.md"), thirdParties()],
    [join(assets, "shop.css"), stylesheet()],
  ]);
}

function leftovers(wanted) {
  return [icons, vendor]
    .filter(existsSync)
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .filter((path) => !wanted.has(path));
}

const wanted = artifacts();
const stale = [...wanted].filter(([path, text]) => !existsSync(path) || read(path) !== text).map(([path]) => path);
const extra = leftovers(wanted);

if (process.argv.includes("--check")) {
  const wrong = [...stale, ...extra].map((path) => relative(root, path));
  if (wrong.length) {
    console.error(`Not current, run "npm run build":\n  ${wrong.join("\n  ")}`);
    process.exit(1);
  }
  console.log("The committed build is current.");
} else {
  for (const path of extra) rmSync(path);
  for (const path of stale) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, wanted.get(path));
  }
  console.log(`Wrote ${stale.length} files, removed ${extra.length}.`);
}
