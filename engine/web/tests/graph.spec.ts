/** Graph: networks are drawn and explored, by pointer and by list. */

import assert from "node:assert/strict";
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

/** How many different colours the drawing has: an empty one has one. */
async function colours(page: Page): Promise<number> {
  await page.locator(".graph canvas").first().waitFor();
  await page.waitForTimeout(300);
  const picture = (await page.locator(".graph").screenshot()).toString("base64");
  return page.evaluate(async (picture) => {
    const bytes = Uint8Array.from(atob(picture), (character) => character.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d");
    context?.drawImage(image, 0, 0);
    const pixels = new Uint32Array(context?.getImageData(0, 0, image.width, image.height).data.buffer ?? new ArrayBuffer(0));
    return new Set(pixels).size;
  }, picture);
}

test("the cooperation network is drawn, and its tables follow the chosen agent", async () => {
  const { page, close } = await open(browser, `${site.address}#/graph`);
  await page.locator("#cooperation-agents").waitFor();
  assert.ok((await colours(page)) > 20, "nothing is drawn");
  assert.equal(await page.locator("#cooperation-agents tbody tr").count(), 5);
  const help = page.getByRole("region", { name: "Help between agents" });
  const all = await help.locator("tbody tr").count();
  const hero = page.getByRole("button", { name: "3 hero", exact: true });
  await hero.click();
  assert.equal(await hero.getAttribute("aria-pressed"), "true");
  await help.getByText("Help by and for 3 hero.").waitFor();
  const rows = await help.locator("tbody tr").evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));
  assert.ok(rows.length < all);
  assert.ok(rows.every(([from, to]) => from === "3 hero" || to === "3 hero"));
  await hero.click();
  assert.equal(await help.locator("tbody tr").count(), all);
  await close();
});

test("joker synergies are mined from runs, and from scoring", async () => {
  const { page, close } = await open(browser, `${site.address}#/graph?of=synergy`);
  await page.locator("#synergy-pairs").waitFor();
  assert.ok((await colours(page)) > 20, "nothing is drawn");
  await page.getByText(/are clear at 5 %, in colour/).waitFor();
  const first = page.getByRole("group", { name: "Nodes" }).getByRole("button").first();
  const joker = await first.textContent();
  await first.click();
  await page.getByText(`Pairs with ${joker}.`).waitFor();

  await page.getByLabel("Source").selectOption("scoring");
  await page.getByRole("button", { name: "Find synergies" }).click();
  await page.getByText(/28 pairs of 8 jokers, from scoring sampled hands/).first().waitFor();
  assert.equal(await page.locator("#synergy-pairs tbody tr").count(), 28);

  await page.getByLabel("Jokers", { exact: true }).fill("Joker, Hack");
  await page.getByRole("button", { name: "Find synergies" }).click();
  await page.getByRole("alert").getByText("Name at least five jokers").waitFor();
  await close();
});

test("runs from a file, and a file without runs", async () => {
  const { page, close } = await open(browser, `${site.address}#/graph?of=synergy`);
  await page.locator("#synergy-pairs").waitFor();
  const run = (won: boolean, jokers: string[]) => JSON.stringify({ won, jokers });
  // Two that go together and win, two that go together and lose.
  const runs = Array.from({ length: 400 }, (_, index) => index % 2 === 0 ? run(true, ["Egg", "Hack"]) : run(false, ["Joker", "Banner"]));
  const choose = async (text: string) => {
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.getByRole("button", { name: "Open a file of runs" }).click()]);
    await chooser.setFiles({ name: "runs.ndjson", mimeType: "application/x-ndjson", buffer: Buffer.from(text) });
  };
  await choose(runs.join("\n"));
  await page.getByText(/400 runs, of which 200 were won/).first().waitFor();
  await choose("no runs");
  await page.locator("#synergy").getByRole("alert").waitFor();
  await close();
});
