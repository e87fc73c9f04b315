/** Every view by keyboard, under axe, at both widths and in both themes, without a word in the console. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
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

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WIDTHS = [360, 1920];

/** Each view, and what is there when it is full. */
const VIEWS: Record<string, (page: Page) => Promise<void>> = {
  town: (page) => page.locator(".ring").waitFor(),
  tournament: async (page) => {
    await page.getByLabel("Games a team").fill("20");
    await page.getByRole("button", { name: "Run the tournament" }).click();
    await page.locator("#ranking").waitFor();
  },
  agents: async (page) => {
    await page.getByLabel("Games", { exact: true }).fill("5");
    await page.getByRole("button", { name: "Run against archetypes" }).click();
    await page.locator("#trial").waitFor();
  },
  balatro: (page) => page.locator("#best-score").waitFor(),
  graph: (page) => page.locator("#cooperation-agents").waitFor(),
  history: (page) => page.getByText("No server beside this page").waitFor(),
};

/** What axe finds, in a line each. It is evaluated by the browser's debugger, which the page's policy does not bind. */
async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => {
    const axe = (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe;
    return (await axe.run()).violations;
  });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
}

for (const [view, fill] of Object.entries(VIEWS)) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`${view}, ${colorScheme}: axe finds nothing, nothing overflows, the console is empty`, async () => {
      for (const width of WIDTHS) {
        const { page, close } = await open(browser, `${site.address}#/${view}`, { colorScheme, viewport: { width, height: 900 } });
        await fill(page);
        assert.deepEqual(await faultsOf(page), [], `at ${width} px`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${view} is ${wide} px wide at ${width} px`);
        await close();
      }
    });
  }
}

test("tabs are one stop, arrows move between them, and every stop is seen", async () => {
  const { page, close } = await open(browser, `${site.address}#/town`);
  await page.locator(".ring").waitFor();
  const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent || "");
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "Skip to the content");
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "tab-town");
  await page.keyboard.press("ArrowRight");
  assert.equal(await focused(), "tab-tournament");
  await page.getByRole("heading", { name: "Tournament", level: 2 }).waitFor();
  await page.keyboard.press("End");
  assert.equal(await focused(), "tab-history");
  await page.keyboard.press("ArrowRight");
  assert.equal(await focused(), "tab-town");
  await page.locator(".ring").waitFor();
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "theme");
  // Walk through the whole view: every stop has a visible outline, and the walk comes to an end.
  let stops = 0;
  for (; stops < 100; stops += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return undefined;
      const box = element.getBoundingClientRect();
      return { outline: getComputedStyle(element).outlineStyle, isSeen: box.width > 0 && box.height > 0, html: element.outerHTML.slice(0, 100) };
    });
    if (!stop || stop.html.includes('class="skip"')) break;
    assert.notEqual(stop.outline, "none", stop.html);
    assert.ok(stop.isSeen, stop.html);
  }
  assert.ok(stops > 15 && stops < 100, `${stops} stops`);
  await close();
});

test("the skip link leads to the content and keeps the route", async () => {
  const { page, close } = await open(browser, `${site.address}#/balatro`);
  await page.locator("#best-score").waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "panel");
  assert.match(page.url(), /#\/balatro$/);
  await close();
});

test("the theme is switched, kept, and said", async () => {
  const { page, close } = await open(browser, `${site.address}#/town`, { colorScheme: "light" });
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await page.getByRole("button", { name: "Switch to the dark theme" }).click();
  const dark = await ground();
  assert.notEqual(dark, light);
  await page.reload();
  await page.getByRole("button", { name: "Switch to the light theme" }).waitFor();
  assert.equal(await ground(), dark);
  await close();
});

test("what is done is said to those who do not see it", async () => {
  const { page, close } = await open(browser, `${site.address}#/tournament`);
  await page.getByLabel("Games a team").fill("50");
  await page.getByRole("button", { name: "Run the tournament" }).click();
  await page.locator("#live").getByText(/200 games are played, in/).waitFor({ state: "attached" });
  await close();
});

test("a view that does not exist says so", async () => {
  const { page, close } = await open(browser, `${site.address}#/nowhere`);
  await page.getByRole("alert").getByText("There is no view “nowhere”.").waitFor();
  await page.getByRole("link", { name: "To the town" }).click();
  await page.locator(".ring").waitFor();
  await close();
});
