/** History: what the page asks a server, and what it shows where there is none. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { after, before, test } from "node:test";

import type { Browser } from "playwright-core";

import { launch, open, write } from "./support/browser.js";
import { serveFiles } from "./support/files.js";
import { PROGRAM, serveProgram } from "./support/ludograph.js";

let browser: Browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

test("without a server the page says how to get one", async () => {
  const site = await serveFiles();
  const { page, close } = await open(browser, `${site.address}#/history`);
  await page.getByText("No server beside this page").waitFor();
  await close();
  await site.stop();
});

/** Answers as `ludograph serve` does: a list, rows, and problem details. */
function answers(request: IncomingMessage, response: ServerResponse): boolean {
  if (request.url?.endsWith("/api/v1/queries")) {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify([{ name: "pairs", title: "Pairs", answers: "Which go together.", href: "", sql: "SELECT pair, runs FROM pairs" }]));
    return true;
  }
  if (!request.url?.endsWith("/api/v1/query")) return false;
  let body = "";
  request.on("data", (chunk: Buffer) => (body += chunk.toString()));
  request.on("end", () => {
    const { sql } = JSON.parse(body) as { sql: string };
    if (sql.includes("pairs")) {
      response.writeHead(200, { "content-type": "application/x-ndjson" });
      response.end('{"pair":"Egg, \\"Hack\\"","runs":12}\n{"pair":"Joker","runs":7}\n{"pair":null,"runs":null}\n');
    } else if (sql.includes("many")) {
      response.writeHead(200, { "content-type": "application/x-ndjson" });
      response.end(Array.from({ length: 20_000 }, (_, at) => `{"at":${at}}\n`).join(""));
    } else {
      response.writeHead(400, { "content-type": "application/problem+json" });
      response.end(JSON.stringify({ title: "The statement is invalid", status: 400, detail: "no table pears", suggestion: "pairs" }));
    }
  });
  return true;
}

test("rows as table, chart and file; errors as the server words them", async () => {
  const site = await serveFiles("", answers);
  const { page, faults, context } = await open(browser, `${site.address}#/history`);
  await page.locator("[data-query=pairs]").click();
  await page.locator("#rows").waitFor();
  const rows = await page.locator("#rows tbody tr").evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));
  assert.deepEqual(rows, [['Egg, "Hack"', "12"], ["Joker", "7"], ["–", "–"]]);
  await page.locator(".chart canvas").waitFor();
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save as CSV" }).click()]);
  assert.equal(readFileSync(await file.path(), "utf8"), 'pair,runs\r\n"Egg, ""Hack""",12\r\nJoker,7\r\n,\r\n');

  await write(page, "SQL", "SELECT many");
  await page.keyboard.press("Control+Enter");
  await page.getByText("the first 10,000 rows, of which 500 are shown").waitFor();

  assert.equal(faults.join("; "), "");
  await write(page, "SQL", "SELECT pears");
  await page.getByRole("button", { name: "Ask", exact: true }).click();
  const alert = page.getByRole("alert");
  await alert.getByText("The statement is invalid").waitFor();
  await alert.getByText("Did you mean “pairs”?").waitFor();
  // The browser itself notes the status 400; nothing else is amiss.
  assert.equal(faults.filter((fault) => !fault.includes("status of 400")).length, 0);
  await context.close();
  await site.stop();
});

test("the program serves the page, and answers it", { skip: PROGRAM ? false : "skipped: LUDOGRAPH_BIN is not set" }, async () => {
  const served = await serveProgram(PROGRAM ?? "");
  const { page, faults, context } = await open(browser, `${served.address}#/history`);
  await page.locator("[data-query=event_kinds]").click();
  await page.locator("#rows").waitFor();
  assert.ok((await page.locator("#rows tbody tr").count()) > 3);
  await page.locator(".chart canvas").waitFor();
  await write(page, "SQL", "SELECT count(*) AS events FROM events");
  await page.keyboard.press("Control+Enter");
  await page.getByText(/^one row, in/).waitFor();
  assert.ok(Number(await page.locator("#rows tbody td").textContent()) > 100);
  // Everything else works from there too, under the headers of the program.
  await page.goto(`${served.address}#/town`);
  await page.locator(".ring").waitFor();
  assert.deepEqual(faults, []);
  await page.goto(`${served.address}#/history`);
  await write(page, "SQL", "DROP TABLE events");
  await page.getByRole("button", { name: "Ask", exact: true }).click();
  await page.getByRole("alert").getByText("The statement is refused").waitFor();
  await context.close();

  const index = await fetch(served.address);
  assert.equal(index.headers.get("cache-control"), "no-cache");
  const again = await fetch(served.address, { headers: { "if-none-match": index.headers.get("etag") ?? "" } });
  assert.equal(again.status, 304);
  await served.stop();
});
