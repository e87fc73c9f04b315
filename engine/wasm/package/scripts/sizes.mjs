// What the package weighs, compressed as servers do, and whether that is within its bounds.
import { readFileSync, readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";

const dist = new URL("../dist/", import.meta.url);
const size = (path) => gzipSync(readFileSync(new URL(path, dist)), { level: 9 }).length;
const sum = (paths) => paths.reduce((total, path) => total + size(path), 0);
const scripts = readdirSync(dist, { recursive: true }).filter((path) => path.endsWith(".js"));

const rows = [
  ["Bucket Brigade's module", size("wasm/brigade_bg.wasm"), 60_000],
  ["both modules", sum(["wasm/brigade_bg.wasm", "wasm/analysis_bg.wasm"]), 250_000],
  ["JavaScript of Bucket Brigade", sum(scripts.filter((path) => !path.includes("analysis"))), 20_000],
  ["all JavaScript", sum(scripts), Infinity],
];
let tooLarge = false;
for (const [what, bytes, most] of rows) {
  const bound = Number.isFinite(most) ? `, at most ${(most / 1000).toFixed(0)}` : "";
  console.log(`${what}: ${(bytes / 1000).toFixed(1)} kB gzip${bound}`);
  tooLarge ||= bytes > most;
}
process.exitCode = tooLarge ? 1 : 0;
