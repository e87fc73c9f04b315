/** Tournament: a thousand games, their ranking, a cancellation, and the same scores from a link. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import type { Browser, Page } from "playwright-core";

import { launch, open } from "./support/browser.js";
import { type Served, serveFiles } from "./support/files.js";

let browser: Browser;
let site: Served;
before(async () => {
  [browser, site] = await Promise.all([launch(), serveFiles()]);
});
after(async () => {
  await browser.close();
  await site.stop();
});

const cells = (page: Page, table: string) => page.locator(`${table} tbody tr`).evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));

test("a thousand games are ranked, and a link plays them again to the same scores", async () => {
  const { page, close } = await open(browser, `${site.address}#/tournament`, { permissions: ["clipboard-read", "clipboard-write"] });
  await page.getByRole("button", { name: "Run the tournament" }).click();
  await page.locator("#ranking").waitFor();
  assert.equal(await page.locator(".figures dd").first().textContent(), "1,000");
  const ranking = await cells(page, "#ranking");
  assert.deepEqual(ranking.map(([place]) => place), ["1", "2", "3", "4", "5"]);
  assert.equal(ranking[0]?.[1], "firefighter");
  // Four of a kind score as the engine says, whatever the number of workers.
  const matrix = await cells(page, ".matrix");
  assert.equal(matrix.length, 4);
  assert.equal(matrix[0]?.[0], "1. 4 × firefighter");
  await page.locator(".chart canvas").waitFor();

  await page.getByRole("button", { name: "Copy a link" }).click();
  await page.getByText("The link is copied.").first().waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const other = await open(browser, link);
  await other.page.getByRole("button", { name: "Play it again" }).click();
  await other.page.getByText("Every score is the one that was shared.").waitFor();
  assert.deepEqual(await cells(other.page, "#ranking"), ranking);
  await other.close();

  // The same from a file; and other scores than those of the file are noticed.
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save the plan" }).click()]);
  const plan = JSON.parse(readFileSync(await file.path(), "utf8")) as { scores: string };
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.getByRole("button", { name: "Open a plan" }).click()]);
  await chooser.setFiles({ name: "plan.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify({ ...plan, scores: "0".repeat(64) })) });
  await page.getByRole("button", { name: "Play it again" }).click();
  await page.getByText("These are not the scores that were shared.").waitFor();
  await close();
});

test("every mix of a pool, in two scenarios", async () => {
  const { page, close } = await open(browser, `${site.address}#/tournament`);
  await page.getByLabel("Every mix of a pool").check();
  await page.getByLabel("easy", { exact: true }).check();
  await page.getByLabel("Games a team").fill("5");
  await page.getByLabel("Seats of a team").fill("2");
  await page.getByRole("button", { name: "Run the tournament" }).click();
  await page.locator("#ranking").waitFor();
  // 15 multisets of two out of five, two scenarios, five games.
  assert.equal(await page.locator(".figures dd").first().textContent(), "150");
  const first = await cells(page, "#ranking");
  await page.getByLabel("Scenario", { exact: true }).selectOption({ label: "easy" });
  assert.notDeepEqual(await cells(page, "#ranking"), first);
  await close();
});

test("a long tournament shows its progress and can be cancelled", async () => {
  const { page, close } = await open(browser, `${site.address}#/tournament`);
  await page.getByLabel("Games a team").fill("100000");
  await page.getByRole("button", { name: "Run the tournament" }).click();
  await page.waitForFunction(() => (document.querySelector("progress")?.value ?? 0) > 0);
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByText("Cancelled", { exact: true }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Run the tournament" }).isEnabled(), true);
  await page.getByLabel("Games a team").fill("10");
  await page.getByRole("button", { name: "Run the tournament" }).click();
  await page.locator("#ranking").waitFor();
  await close();
});
