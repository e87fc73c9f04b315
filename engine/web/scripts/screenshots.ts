/** Makes the pictures in docs/images from the built page: `npm run screenshots`. */

import { mkdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Page } from "playwright-core";

import { launch, open } from "../tests/support/browser.js";
import { serveFiles } from "../tests/support/files.js";

const IMAGES = join(dirname(fileURLToPath(import.meta.url)), "../../../docs/images");
/** A picture that is larger makes a clone heavy. */
const BYTES_MAX = 150_000;

interface Picture {
  name: string;
  route: string;
  theme: "light" | "dark";
  width: number;
  height: number;
  prepare: (page: Page) => Promise<void>;
}

const PICTURES: Picture[] = [
  {
    name: "town", route: "town", theme: "light", width: 1400, height: 860,
    async prepare(page) {
      await page.getByLabel("Scenario").selectOption("hard");
      await page.getByLabel("Seed").fill("11");
      await page.getByRole("button", { name: "Play a game" }).click();
      await page.getByRole("slider", { name: "Night" }).fill("12");
    },
  },
  {
    name: "town-narrow", route: "town", theme: "dark", width: 360, height: 780,
    async prepare(page) {
      await page.getByLabel("Scenario").selectOption("hard");
      await page.getByRole("button", { name: "Play a game" }).click();
      await page.getByRole("slider", { name: "Night" }).fill("5");
      await page.locator(".transport").scrollIntoViewIfNeeded();
      await page.evaluate(() => document.querySelector(".ring")?.scrollIntoView({ block: "center" }));
    },
  },
  {
    name: "tournament", route: "tournament", theme: "dark", width: 1400, height: 980,
    async prepare(page) {
      await page.getByRole("button", { name: "Run the tournament" }).click();
      await page.locator("#ranking").waitFor();
      await page.locator(".chart canvas").waitFor();
      await page.evaluate(() => window.scrollTo(0, 0));
    },
  },
  {
    name: "agents", route: "agents", theme: "light", width: 1240, height: 820,
    async prepare(page) {
      await page.getByRole("button", { name: "Run against archetypes" }).click();
      await page.locator("#trial").waitFor();
    },
  },
  {
    name: "balatro", route: "balatro", theme: "light", width: 1400, height: 900,
    prepare: (page) => page.locator("#best-score").waitFor(),
  },
  {
    name: "graph", route: "graph?of=synergy", theme: "dark", width: 1240, height: 760,
    async prepare(page) {
      await page.locator("#synergy-pairs").waitFor();
      await page.locator(".graph canvas").first().waitFor();
      await page.waitForTimeout(500);
    },
  },
];

mkdirSync(IMAGES, { recursive: true });
const [browser, site] = await Promise.all([launch(), serveFiles("")]);
for (const { name, route, theme, width, height, prepare } of PICTURES) {
  const { page, close } = await open(browser, `${site.address}#/${route}`, { colorScheme: theme, viewport: { width, height } });
  await page.locator("main h2").first().waitFor();
  await prepare(page);
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const path = join(IMAGES, `${name}.png`);
  await page.screenshot({ path });
  const bytes = statSync(path).size;
  console.log(`${name}.png ${bytes} bytes`);
  if (bytes > BYTES_MAX) throw new Error(`${name}.png is larger than ${BYTES_MAX} bytes`);
  await close();
}
await browser.close();
await site.stop();
