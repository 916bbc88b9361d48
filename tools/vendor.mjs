// Copies what the pages load from node_modules to static/vendor.
// Bootstrap's pictures in `data:` addresses are left out: the content policy forbids them, and rfl.css
// draws its own ticks and arrows. The shapes of countries (Natural Earth) are read on the server.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const packages = join(root, "node_modules");
const sheets = ["bootstrap.min.css", "bootstrap.rtl.min.css"];
const shapes = ["countries-50m.json", "LICENSE"];

function target(name) {
  const folder = join(root, "static", "vendor", name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

const bootstrap = target("bootstrap");
for (const name of sheets) {
  const css = readFileSync(join(packages, "bootstrap", "dist", "css", name), "utf8");
  const bare = css
    .replace(/url\((["']?)data:[^)]*?\1\)/g, "none")
    .replace(/\/\*# sourceMappingURL=.*?\*\//, "");
  writeFileSync(join(bootstrap, name), bare);
}
const atlas = target("world-atlas");
for (const name of shapes) copyFileSync(join(packages, "world-atlas", name), join(atlas, name));
console.log(`static/vendor: ${sheets.length + shapes.length} files`);
