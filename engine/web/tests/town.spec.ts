/** Town: a game is played, watched night by night, shared and played again to the same bytes. */

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

const middle = (page: Page) => page.locator(".ring .middle-large").textContent();

/** The saved replay, as text. */
async function saved(page: Page): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save the replay" }).click()]);
  return readFileSync(await file.path(), "utf8");
}

test("a game is played and watched night by night", async () => {
  const { page, close } = await open(browser, `${site.address}#/town`);
  await page.getByLabel("Scenario").selectOption("hard");
  await page.getByLabel("Seed").fill("7");
  await page.getByRole("button", { name: "Play a game" }).click();
  const figures = page.locator(".figures");
  const nights = Number(await figures.locator("dd").first().textContent());
  assert.ok(nights >= 16, `hard lasts at least 16 nights, not ${nights}`);
  assert.equal(await page.locator(".house").count(), 10);
  assert.equal(await page.locator(".agent").count(), 4);

  await page.getByRole("button", { name: "To the start" }).click();
  assert.equal(await middle(page), "Dusk");
  await page.getByRole("button", { name: "One night on" }).click();
  assert.equal(await middle(page), "Night 1");
  await page.getByRole("button", { name: "To the end" }).click();
  assert.equal(await middle(page), `Night ${nights}`);
  await page.getByRole("button", { name: "One night back" }).click();
  assert.equal(await middle(page), `Night ${nights - 1}`);
  await page.getByRole("slider", { name: "Night" }).fill("3");
  assert.equal(await middle(page), "Night 3");

  // The houses that are drawn are those of the sentence below the night.
  const sentence = (await page.locator(".ring .middle-small").textContent()) ?? "";
  const drawn = await Promise.all(["safe", "burning", "ruined"].map((state) => page.locator(`.house.${state}`).count()));
  assert.equal(sentence, `${drawn[0]} safe · ${drawn[1]} burning · ${drawn[2]} ruined`);
  await close();
});

test("playback runs, is paused, and ends at the last night", async () => {
  const { page, close } = await open(browser, `${site.address}#/town`);
  await page.getByRole("button", { name: "To the start" }).click();
  await page.getByLabel("Speed").selectOption("8");
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await page.getByRole("button", { name: "Pause" }).waitFor();
  await page.waitForFunction(() => document.querySelector(".ring .middle-large")?.textContent === "Night 2");
  await page.getByRole("button", { name: "Pause" }).click();
  const at = await middle(page);
  await page.waitForTimeout(400);
  assert.equal(await middle(page), at);
  await page.getByRole("button", { name: "Play", exact: true }).click();
  const nights = await page.locator(".figures dd").first().textContent();
  await page.waitForFunction((last) => document.querySelector(".ring .middle-large")?.textContent === last, `Night ${nights}`);
  await page.getByRole("button", { name: "Play", exact: true }).waitFor();
  await close();
});

test("a shared game is played again to the same bytes", async () => {
  const { page, close } = await open(browser, `${site.address}#/town`, { permissions: ["clipboard-read", "clipboard-write"] });
  await page.getByLabel("Scenario").selectOption("chain_reaction");
  await page.getByLabel("Rules").selectOption("contagion");
  await page.getByLabel("Seed").fill("9007199254740991");
  await page.getByRole("button", { name: "Play a game" }).click();
  await page.getByRole("button", { name: "Copy a link" }).click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(link, /#\/town\?replay=[\w-]+$/);
  const bytes = await saved(page);

  const other = await open(browser, link);
  await other.page.getByText(/Played again: \d+ nights, exactly as recorded/).waitFor();
  assert.equal(await saved(other.page), bytes);
  const replay = JSON.parse(bytes) as { seed: string; rules: string; fingerprint: string };
  assert.equal(replay.seed, "9007199254740991");
  assert.equal(replay.rules, "contagion");

  // The same from a file, and a damaged file says so.
  const third = await open(browser, `${site.address}#/town`);
  const choose = async (content: string) => {
    const [chooser] = await Promise.all([third.page.waitForEvent("filechooser"), third.page.getByRole("button", { name: "Open a replay" }).click()]);
    await chooser.setFiles({ name: "replay.json", mimeType: "application/json", buffer: Buffer.from(content) });
  };
  await choose(bytes);
  await third.page.getByText(/exactly as recorded/).waitFor();
  assert.equal(await saved(third.page), bytes);
  const scores = (JSON.parse(bytes) as { scores: number[] }).scores;
  await choose(JSON.stringify({ ...JSON.parse(bytes), scores: scores.map((score) => score + 1) }));
  await third.page.getByRole("alert").waitFor();
  for (const one of [third, other]) await one.close();
  await close();
});

test("what cannot be played is said", async () => {
  const { page, close } = await open(browser, `${site.address}#/town?replay=damaged`);
  assert.notEqual(await page.getByRole("alert").textContent(), "");
  await page.getByLabel("Seed").fill("-1");
  await page.getByRole("button", { name: "Play a game" }).click();
  await page.getByRole("alert").getByText("The seed has to be a whole number from 0 to 9,007,199,254,740,991.").waitFor();
  assert.equal(await page.getByLabel("Seed").getAttribute("aria-invalid"), "true");
  await close();
});
