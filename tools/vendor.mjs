// Copies what the pages load from node_modules to static/vendor.
// Bootstrap's pictures in `data:` addresses are left out: the content policy forbids them, and rfl.css
// draws its own ticks and arrows.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const files = ["bootstrap.min.css", "bootstrap.rtl.min.css"];
const target = join(root, "static", "vendor", "bootstrap");

mkdirSync(target, { recursive: true });
for (const name of files) {
  const css = readFileSync(join(root, "node_modules", "bootstrap", "dist", "css", name), "utf8");
  const bare = css
    .replace(/url\((["']?)data:[^)]*?\1\)/g, "none")
    .replace(/\/\*# sourceMappingURL=.*?\*\//, "");
  writeFileSync(join(target, name), bare);
}
console.log(`static/vendor: ${files.length} files`);
