/** A real browser on the built page. */

import assert from "node:assert/strict";

import { type Browser, type BrowserContext, type BrowserContextOptions, type Page, chromium } from "playwright-core";

/** Headless, as root, and without connections of the browser's own. WebGL is computed. */
export const FLAGS = [
  "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
  "--disable-sync", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
];

/** Where the browser is. */
export const CHROME = process.env.CHROME_PATH ?? "/usr/bin/chromium";

/** Milliseconds that anything on the page may take on a machine that does other things too. */
export const PATIENCE_MS = 60_000;

/** A browser. */
export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROME, args: FLAGS });
}

/** A page that is watched. */
export interface Watched {
  page: Page;
  context: BrowserContext;
  /** Everything that went wrong in the console so far. */
  faults: string[];
  /** Closes the page; fails if anything went wrong in its console. */
  close(): Promise<void>;
}

/** Opens an address in a context of its own. */
export async function open(browser: Browser, address: string, options: BrowserContextOptions = {}): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") faults.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`uncaught: ${error.message}`));
  await page.goto(address);
  return {
    page,
    context,
    faults,
    async close() {
      await context.close();
      assert.deepEqual(faults, []);
    },
  };
}

/** Puts code into the editor of that name. */
export async function write(page: Page, name: string | RegExp, text: string): Promise<void> {
  const editor = page.getByRole("textbox", { name });
  await editor.click();
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText(text);
}
