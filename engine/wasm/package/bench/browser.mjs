// The figures in headless Chromium, and that everything works there: `node bench/browser.mjs`. The browser is found as
// CHROMIUM, or where Debian puts it.
import { createServer } from "node:http";
import { existsSync, readFileSync } from "node:fs";

import { chromium } from "playwright-core";

import { table } from "./workloads.mjs";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
if (!existsSync(executablePath)) {
  console.log("skipped: there is no Chromium (CHROMIUM names one)");
  process.exit(0);
}

const TYPES = { js: "text/javascript", mjs: "text/javascript", wasm: "application/wasm", html: "text/html" };
const root = new URL("../", import.meta.url);

/** The package as any file server gives it, without a bundler and without isolation headers. */
const server = createServer((request, response) => {
  const path = new URL(request.url, "http://localhost").pathname;
  if (path === "/favicon.ico") return response.writeHead(204).end();
  if (path === "/") return response.setHeader("content-type", "text/html").end("<!doctype html><title>figures</title>");
  const file = new URL(`.${path}`, root);
  if (!existsSync(file)) return response.writeHead(404).end();
  response.setHeader("content-type", TYPES[path.split(".").pop()] ?? "application/octet-stream").end(readFileSync(file));
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const page = await browser.newPage();
const complaints = [];
page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
page.on("pageerror", (error) => complaints.push(String(error)));
await page.goto(`http://127.0.0.1:${server.address().port}/`);

const loaded = await page.evaluate(async () => {
  const began = performance.now();
  const engine = await import("/dist/index.js");
  await engine.init();
  const loaded = performance.now() - began;
  engine.playGame({ scenario: "default", team: ["hero"] });
  return { loaded, played: performance.now() - began };
});

const workers = 2;
const figures = await page.evaluate(async (workers) => {
  const [engine, { measure, tournament }] = [await import("/dist/index.js"), await import("/bench/workloads.mjs")];
  return { rows: measure(engine), milliseconds: await tournament(engine, workers) };
}, workers);

/** What only a browser can show: agents in blob workers, and a tournament from a cold start. */
const shown = await page.evaluate(async () => {
  const engine = await import("/dist/index.js");
  const failure = async (javascript) => {
    try {
      await engine.playMixedGame({ scenario: "default", team: [{ javascript, timeLimitMs: 60 }, "hero"] });
      return "no error";
    } catch ({ code, line, message }) {
      return `${code}, line ${line}: ${message}`;
    }
  };
  const names = [
    "fetch", "XMLHttpRequest", "WebSocket", "importScripts", "indexedDB", "caches", "Worker", "navigator", "postMessage",
    "setTimeout", "Date", "crypto", "eval", "BroadcastChannel", "WebAssembly", "EventSource", "close", "name",
  ];
  const began = performance.now();
  let first;
  const tournament = new engine.Tournament({
    scenarios: ["default"], teams: [["hero", "liar", "free_rider", "coordinator"]], games: 1000, rules: "rust_core",
  });
  await tournament.run({ onPart: () => { first ??= performance.now() - began; } });
  const ways = [];
  ways.push(["an endless move", await failure("function act() { for (;;); }")]);
  ways.push(["an exception", await failure("function act(view) {\n  return view.nothing.here;\n}")]);
  ways.push(["no JavaScript", await failure("function act() {\n  return [0, 0 0];\n}")]);
  ways.push(["a wrong answer", await failure("function act() { return [99, 1, 1]; }")]);
  ways.push(["what is left", await failure(
    `function act() { throw new Error(${JSON.stringify(names)}.filter((name) => globalThis[name]).join(" ") || "nothing"); }`)]);
  const mixed = await engine.playMixedGame({
    scenario: "default", rules: "rust_core", team: [{ javascript: "function act(v) { return [v.home, Math.random() < 0.5 ? 1 : 0]; }" }, "hero"],
  });
  const analysis = await import("/dist/analysis/index.js");
  await analysis.initAnalysis();
  ways.push(["a pair of kings", String(analysis.score({ played: [{ rank: "K", suit: "H" }, { rank: "K", suit: "S" }] }).score)]);
  return { ways, nights: mixed.result.nights, first, all: performance.now() - began };
});

console.log(`Chromium ${browser.version()}, headless`);
console.log(table(figures.rows, figures.milliseconds, workers));
console.log(`loaded in ${loaded.loaded.toFixed(0)} ms from localhost, first game after ${loaded.played.toFixed(0)} ms`);
console.log(`first games of a tournament ${shown.first.toFixed(0)} ms after a cold start of its workers`);
for (const [what, answer] of shown.ways) console.log(`${what}: ${answer}`);
console.log(`a game with an agent in JavaScript: ${shown.nights} nights; errors in the console: ${complaints.length}`);
complaints.forEach((complaint) => console.log(`  ${complaint}`));
await browser.close();
server.close();
process.exitCode = complaints.length > 0 ? 1 : 0;
