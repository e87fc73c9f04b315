// What the package weighs, compressed as servers do, beside what it is wanted to weigh. It fails where a part grows beyond
// its guard, so that growth is a decision.
import { readFileSync, readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";

const dist = new URL("../dist/", import.meta.url);
const size = (path) => gzipSync(readFileSync(new URL(path, dist)), { level: 9 }).length;
const sum = (paths) => paths.reduce((total, path) => total + size(path), 0);
const scripts = readdirSync(dist, { recursive: true }).filter((path) => path.endsWith(".js"));
const modules = { brigade: size("wasm/brigade_bg.wasm"), analysis: size("wasm/analysis_bg.wasm") };

/** What, bytes, wanted, guard. */
const rows = [
  ["Bucket Brigade's module", modules.brigade, 60_000, 60_400],
  ["the module of Balatro, mining and networks", modules.analysis, undefined, 187_000],
  ["both modules", modules.brigade + modules.analysis, 250_000, 246_000],
  ["JavaScript generated beside Bucket Brigade's", size("wasm/brigade.js"), 20_000, 20_000],
  ["all JavaScript", sum(scripts), undefined, 77_000],
];
const kilobytes = (bytes) => (bytes / 1000).toFixed(1);
let isOver = false;
for (const [what, bytes, wanted, guard] of rows) {
  const beside = wanted === undefined ? "" : `, wanted ${kilobytes(wanted)}`;
  console.log(`${what}: ${kilobytes(bytes)} kB gzip${beside}${bytes > guard ? `, BEYOND ITS GUARD of ${kilobytes(guard)}` : ""}`);
  isOver ||= bytes > guard;
}
process.exitCode = isOver ? 1 : 0;
