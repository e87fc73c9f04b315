/** Agents: one is written, tried, kept and watched; broken ones say what is wrong, and where. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import type { Browser } from "playwright-core";

import { launch, open, write } from "./support/browser.js";
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

const EDITOR = /The agent's code/;

test("an agent is written, tried against archetypes, kept, and plays in the town", async () => {
  const { page, close } = await open(browser, `${site.address}#/agents`);
  await write(page, EDITOR, "function act(observation) {\n  const fire = observation.houses.indexOf(1);\n  return fire < 0 ? [observation.home, 0, 0] : [fire, 1, 1];\n}\n");
  await page.getByLabel("Name").fill("first_fire");
  await page.getByLabel("Games", { exact: true }).fill("20");
  await page.getByRole("button", { name: "One move" }).click();
  await page.getByText(/On the first night first_fire goes to house \d+/).first().waitFor();
  await page.getByRole("button", { name: "Run against archetypes" }).click();
  await page.locator("#trial").waitFor();
  const rows = await page.locator("#trial tbody tr").evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent ?? "")));
  assert.deepEqual(rows.map(([company]) => company), ["3 × firefighter", "3 × coordinator", "3 × hero", "3 × free rider", "3 × liar"]);
  // It always works where it burns: among those who do not, it is clearly better to have.
  assert.equal(rows[4]?.[5], "better");

  await page.getByRole("button", { name: "Keep" }).click();
  await page.getByText(/Kept in this browser/).waitFor();
  await page.getByRole("button", { name: "Watch in Town" }).click();
  await page.locator(".ring").waitFor();
  assert.equal(await page.getByLabel("Agent in seat 1").locator("option:checked").textContent(), "first_fire");
  await page.getByRole("rowheader", { name: "1 first fire" }).waitFor();
  await close();
});

const BROKEN: { what: string; code: string; kind: string; says: RegExp; line?: number }[] = [
  { what: "an endless loop", code: "function act() {\n  for (;;) {}\n}", kind: "agent_timeout", says: /100 ms/ },
  { what: "an exception", code: "function act(observation) {\n  const none = undefined;\n\n  return none.houses;\n}", kind: "agent_exception", says: /houses/, line: 4 },
  { what: "a wrong answer", code: "function act() {\n  return [200, 1, 1];\n}", kind: "agent_answer", says: /200/ },
  { what: "no answer", code: "function act() {}", kind: "agent_answer", says: /no \[house, mode, signal\]/ },
  { what: "no function", code: "const act = 3;", kind: "agent_exception", says: /act/ },
  { what: "broken text", code: "function act() {\n  return [0, 1 1];\n}", kind: "agent_syntax", says: /Unexpected number/, line: 2 },
  { what: "a way out", code: "function act() {\n  return fetch('/');\n}", kind: "agent_exception", says: /fetch/, line: 2 },
];

for (const { what, code, kind, says, line } of BROKEN) {
  test(`an agent with ${what} is named as such, and the page lives on`, async () => {
    const { page, close } = await open(browser, `${site.address}#/agents`);
    await write(page, EDITOR, code);
    await page.getByLabel("Games", { exact: true }).fill("2");
    await page.getByRole("button", { name: "Run against archetypes" }).click();
    const fault = page.locator(".error[data-code]");
    await fault.waitFor();
    assert.equal(await fault.getAttribute("data-code"), kind);
    const text = (await fault.textContent()) ?? "";
    assert.match(text, says);
    if (line !== undefined) {
      assert.match(text, new RegExp(`line ${line}\\b`));
      await page.locator(".cm-lint-marker-error").waitFor();
    }
    // What is right afterwards plays.
    await write(page, EDITOR, "function act(observation) { return [observation.home, 0, 0]; }");
    await page.getByRole("button", { name: "Run against archetypes" }).click();
    await page.locator("#trial").waitFor();
    await close();
  });
}
