/** Runs as the second module reads them: names once, then places of names. */

import { quoted } from "../check.js";
import { EngineError } from "../errors.js";
import type { RunsInput } from "./mining.js";
import { Writer, parsed } from "./packed.js";

const COUNT_MAX = 2 ** 32 - 1;

/** Names by their places, in the order of first mention. */
class Names {
  readonly #places = new Map<string, number>();

  write(to: Writer, line: string, list: unknown): void {
    if (!Array.isArray(list)) throw wrong(line, `${quoted(list)} is no list of names`);
    to.count(list.length);
    for (const name of list as unknown[]) {
      if (typeof name !== "string") throw wrong(line, `${quoted(name)} is no name`);
      let place = this.#places.get(name);
      if (place === undefined) this.#places.set(name, (place = this.#places.size));
      to.count(place);
    }
  }

  writeAll(to: Writer): void {
    to.count(this.#places.size);
    for (const name of this.#places.keys()) to.text(name);
  }
}

function wrong(line: string, why: string): EngineError {
  return new EngineError("json", `${line}: ${why}`);
}

/** Runs, or their JSON text, one a line, as bytes. */
export function packedRuns(runs: RunsInput): Uint8Array {
  const [items, events, rows] = [new Names(), new Names(), new Writer()];
  let count = 0;
  for (const [line, run] of entries(runs)) {
    writeRun(rows, line, run, items, events);
    count += 1;
  }
  const whole = new Writer();
  items.writeAll(whole);
  events.writeAll(whole);
  whole.count(count);
  const [head, tail] = [whole.bytes(), rows.bytes()];
  const bytes = new Uint8Array(head.length + tail.length);
  bytes.set(head);
  bytes.set(tail, head.length);
  return bytes;
}

/** Every run with the place that an error names. */
function* entries(runs: RunsInput): Generator<[line: string, run: unknown]> {
  if (typeof runs === "string") {
    for (const [index, text] of runs.split("\n").entries()) {
      const line = `runs, line ${index + 1}`;
      if (text.trim() !== "") yield [line, parsed(line, text)];
    }
  } else if (Array.isArray(runs)) {
    for (const [index, run] of runs.entries()) yield [`runs, line ${index + 1}`, run];
  } else {
    throw new EngineError("argument", `runs: ${quoted(runs)} is neither a list nor text`);
  }
}

function writeRun(to: Writer, line: string, run: unknown, items: Names, events: Names): void {
  if (typeof run !== "object" || run === null || Array.isArray(run)) throw wrong(line, `${quoted(run)} is no run`);
  const { won, ante, score, items: own, jokers, events: done } = run as Record<string, unknown>;
  if (typeof won !== "boolean") throw wrong(line, `won: ${quoted(won)} is neither true nor false`);
  if (own !== undefined && jokers !== undefined) throw wrong(line, "items and jokers are the same; one is enough");
  const [anteTold, scoreTold] = [told(ante), told(score)];
  to.byte(Number(won) | (anteTold ? 2 : 0) | (scoreTold ? 4 : 0));
  if (anteTold) {
    const fits = typeof ante === "number" && Number.isInteger(ante) && ante >= 0 && ante <= COUNT_MAX;
    if (!fits) throw wrong(line, `ante: ${quoted(ante)} is no whole number in 0..=${COUNT_MAX}`);
    to.number(ante);
  }
  if (scoreTold) {
    if (typeof score !== "number" || !Number.isFinite(score)) throw wrong(line, `score: ${quoted(score)} is no finite number`);
    to.number(score);
  }
  items.write(to, `${line}, items`, own ?? jokers ?? []);
  events.write(to, `${line}, events`, done ?? []);
}

function told(value: unknown): boolean {
  return value !== undefined && value !== null;
}
