/** Prints what the page weighs, how soon it is there, how fast it plays, and what Lighthouse says: `npm run figures`. */

import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { relative } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

import lighthouse from "lighthouse";
import { type Page, chromium } from "playwright-core";

import { CHROME, FLAGS, launch } from "../tests/support/browser.js";
import { DIST, serveFiles } from "../tests/support/files.js";
import { filesBelow } from "./build-plugins.js";

const RUNS = 7;
const VIEWS = ["town", "tournament", "agents", "balatro", "graph", "history"];
const CATEGORIES = ["accessibility", "best-practices", "performance"];

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

function median(values: number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;
}

function sizes(): void {
  const kinds = new Map<string, { bytes: number; gzip: number; brotli: number }>();
  for (const path of filesBelow(DIST).filter((path) => !/\.(br|gz|gitignore)$/.test(path))) {
    const bytes = readFileSync(path);
    const kind = path.endsWith(".wasm") ? relative(DIST, path).replace(/^assets\//, "").replace(/-[\w-]{8}\.wasm$/, ".wasm") : /\.\w+$/.exec(path)?.[0] ?? "other";
    const sum = kinds.get(kind) ?? { bytes: 0, gzip: 0, brotli: 0 };
    kinds.set(kind, { bytes: sum.bytes + bytes.length, gzip: sum.gzip + gzipSync(bytes, { level: 9 }).length, brotli: sum.brotli + brotliCompressSync(bytes).length });
  }
  console.log("\n| file | bytes | gzip | brotli |\n|---|---:|---:|---:|");
  for (const [kind, sum] of [...kinds].sort()) console.log(`| ${kind} | ${kilobytes(sum.bytes)} | ${kilobytes(sum.gzip)} | ${kilobytes(sum.brotli)} |`);
}

/** Milliseconds from the start of the navigation until the first view can be used: its game is played and painted. */
async function firstLoad(page: Page, address: string): Promise<{ interactive: number; bytes: number; files: number }> {
  await page.goto(`${address}#/town`);
  await page.locator(".ring .house").first().waitFor();
  return page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => {
    const entries = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
    resolve({ interactive: performance.now(), bytes: entries.reduce((sum, entry) => sum + entry.encodedBodySize, 0), files: entries.length });
  }, 0))));
}

/** Milliseconds from the click to the first painted row of results, and the engine's own time for all games. */
async function tournament(page: Page, address: string): Promise<{ first: number; all: string }> {
  await page.goto(`${address}#/tournament`);
  const button = page.getByRole("button", { name: "Run the tournament" });
  await button.waitFor();
  await page.waitForTimeout(500);
  const first = await page.evaluate(() => new Promise<number>((resolve) => {
    const place = document.getElementById("tournament-results");
    let begun = 0;
    const observer = new MutationObserver(() => {
      if (!place?.querySelector("tbody tr")) return;
      observer.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begun), 0));
    });
    if (place) observer.observe(place, { childList: true, subtree: true });
    begun = performance.now();
    document.querySelector<HTMLButtonElement>("button[type=submit]")?.click();
  }));
  await page.locator("#ranking").waitFor();
  return { first, all: (await page.locator(".figures dd").nth(2).textContent()) ?? "" };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address ? address.port : 9222;
}

async function scores(address: string): Promise<void> {
  const port = await freePort();
  const browser = await chromium.launch({ executablePath: CHROME, args: [...FLAGS, `--remote-debugging-port=${port}`] });
  console.log(`\n| Lighthouse | ${CATEGORIES.join(" | ")} |\n|---|${CATEGORIES.map(() => "---:").join("|")}|`);
  for (const view of VIEWS) {
    const found = await lighthouse(`${address}#/${view}`, { port, onlyCategories: CATEGORIES, logLevel: "error", formFactor: "desktop", screenEmulation: { disabled: true }, throttlingMethod: "provided" });
    const cells = CATEGORIES.map((category) => Math.round((found?.lhr.categories[category]?.score ?? 0) * 100));
    console.log(`| ${view} | ${cells.join(" | ")} |`);
    for (const audit of Object.values(found?.lhr.audits ?? {})) {
      if (audit.score === 0 && audit.scoreDisplayMode === "binary") console.log(`  ${view}: ${audit.id}: ${audit.title}`);
    }
  }
  await browser.close();
}

const site = await serveFiles("");
const browser = await launch();
sizes();
const loads = [];
for (let run = 0; run < RUNS; run += 1) {
  const context = await browser.newContext();
  loads.push(await firstLoad(await context.newPage(), site.address));
  await context.close();
}
console.log(`\nfirst load, median of ${RUNS}: ${median(loads.map((load) => load.interactive)).toFixed(0)} ms until the first game is painted; ${loads[0]?.files} files, ${kilobytes(loads[0]?.bytes ?? 0)} uncompressed`);
const plays = [];
for (let run = 0; run < RUNS; run += 1) {
  const context = await browser.newContext();
  plays.push(await tournament(await context.newPage(), site.address));
  await context.close();
}
console.log(`tournament of 1,000 games, median of ${RUNS}: first result painted after ${median(plays.map((play) => play.first)).toFixed(0)} ms; all games in ${plays.map((play) => play.all).join(", ")}`);
await browser.close();
await scores(site.address);
await site.stop();
