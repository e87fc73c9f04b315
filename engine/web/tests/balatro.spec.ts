/** Balatro: the best play of a hand that is built, and of a state that is pasted or dropped. */

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

const score = async (page: Page) => {
  await page.locator("#balatro-answer[aria-busy=false] #best-score").waitFor();
  return page.locator("#best-score").textContent();
};

test("the best play of a hand, and every step of its score", async () => {
  const { page, close } = await open(browser, `${site.address}#/balatro`, { permissions: ["clipboard-read", "clipboard-write"] });
  await score(page);
  // A straight flush at level 1 is 100 chips and 8 mult; the cards add 10 + 10 + 10 + 10 + 9.
  for (const name of ["Blueprint", "Jolly Joker", "Smiley Face", "The Duo", "Photograph"]) await page.getByRole("button", { name: `Remove ${name}` }).click();
  await page.getByLabel("As text").fill("KS QS JS 10S 9S 9H 2D 3C");
  await page.getByLabel("As text").press("Enter");
  await page.getByRole("region", { name: "Best play" }).getByText("Straight Flush", { exact: true }).waitFor();
  assert.equal(await score(page), "1,192");
  const steps = await page.locator("#steps tbody tr").evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));
  assert.equal(steps.length, 6);
  assert.deepEqual(steps[0]?.slice(4), ["100", "8"]);
  assert.deepEqual(steps[5]?.slice(4), ["149", "8"]);

  // A joker that adds 4 mult.
  await page.getByLabel("Joker", { exact: true }).fill("Joker");
  await page.getByRole("button", { name: "Add the joker" }).click();
  await page.getByText("149 chips × 12 mult are 1,788.").waitFor();
  assert.equal(await score(page), "1,788");

  await page.getByRole("button", { name: "Copy a link" }).click();
  await page.getByText("The link is copied.").first().waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const other = await open(browser, link);
  assert.equal(await score(other.page), "1,788");
  await other.close();
  await close();
});

test("what is no card and what is no joker is said", async () => {
  const { page, close } = await open(browser, `${site.address}#/balatro`);
  await score(page);
  await page.getByLabel("As text").fill("KS 11H");
  await page.getByRole("button", { name: "Take this hand" }).click();
  await page.getByRole("alert").getByText("“11H” is no card").waitFor();
  await page.getByLabel("Joker", { exact: true }).fill("Jokester");
  await page.getByRole("button", { name: "Add the joker" }).click();
  await page.getByRole("alert").getByText("There is no joker “Jokester”.").waitFor();
  await close();
});

test("a state of the game is pasted, dropped, and refused where it is none", async () => {
  const { page, close } = await open(browser, `${site.address}#/balatro`);
  await score(page);
  const state = recordedState();
  await page.getByLabel("A GAME_STATE of the mod").fill(state);
  await page.getByRole("button", { name: "Decide" }).click();
  await page.locator("#decision-cards").waitFor();
  const decided = await page.locator("#decision-cards").textContent();
  assert.match(decided ?? "", /Play: .+/);
  assert.ok((await page.locator("#steps tbody tr").count()) > 1);

  await page.getByLabel("A GAME_STATE of the mod").fill("{}");
  await page.getByRole("button", { name: "Decide" }).click();
  await page.locator("#balatro-answer").getByRole("alert").waitFor();

  const data = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], "state.json", { type: "application/json" }));
    return transfer;
  }, state);
  await page.getByRole("group", { name: "Game state" }).dispatchEvent("drop", { dataTransfer: data });
  await page.locator("#decision-cards").waitFor();
  assert.equal(await page.locator("#decision-cards").textContent(), decided);
  await close();
});

/** The first state of the recorded session in which a hand is held. */
function recordedState(): string {
  const lines = readFileSync(new URL("../../../fixtures/session.ndjson", import.meta.url), "utf8").split("\n");
  for (const line of lines) {
    if (!line.includes("GAME_STATE")) continue;
    const { body } = JSON.parse(line) as { body: { events?: { type: string; payload: { hand?: unknown[] } }[] } };
    const found = body.events?.find((event) => event.type === "GAME_STATE" && Array.isArray(event.payload.hand) && event.payload.hand.length >= 5);
    if (found) return JSON.stringify(found);
  }
  throw new Error("the session has no state with a hand");
}
