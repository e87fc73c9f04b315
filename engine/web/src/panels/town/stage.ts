/** A game that is watched: ring, playback, strip, table, figures. */

import type { GameRecord, GameResult, Scenario } from "@ludograph/engine";

import { fill, h, scroll } from "../../dom.js";
import { announce } from "../../live.js";
import { count, figure } from "../../numbers.js";
import { nightTable, summary } from "./night.js";
import { type Ring, createRing, frameOf } from "./ring.js";
import { type Strip, createStrip } from "./strip.js";
import { createTransport } from "./transport.js";

/** What is watched. */
export interface Watched {
  scenario: Scenario;
  result: GameResult;
  record: GameRecord;
  labels: string[];
}

/** The stage. */
export interface Stage {
  element: HTMLElement;
  load(watched: Watched, options: { play: boolean }): void;
  pause(): void;
}

const ENDINGS = { running: "is under way", done: "ended by its rules", truncated: "was cut off by the cap" };

/** An empty stage; the notes below the ring are the caller's. */
export function createStage(notes: HTMLElement): Stage {
  const town = h("div", {});
  const table = scroll("What everyone did");
  const figures = h("dl", { class: "figures" });
  const stripPlace = h("div", {});
  let watched: Watched | undefined;
  let ring: Ring | undefined;
  let strip: Strip | undefined;

  const onFrame = (frame: number, byHand: boolean) => {
    if (!watched || !ring) return;
    const shown = frameOf(watched.record, frame);
    const [safe, burning, ruined] = [0, 1, 2].map((state) => shown.houses.filter((house) => house === state).length);
    const houses = `${safe} safe · ${burning} burning · ${ruined} ruined`;
    ring.draw(shown, frame === 0 ? "Dusk" : `Night ${frame}`, houses);
    strip?.mark(frame);
    fill(table, nightTable(watched.record, frame, watched.labels));
    const night = watched.record.nights[frame - 1];
    if (byHand && night) announce(`${summary(night)} ${houses}.`);
  };
  const transport = createTransport(onFrame);
  const element = h("div", { class: "pair" },
    h("section", { class: "card", "aria-label": "The town" }, town, transport.element, legend(), notes),
    h("div", { class: "stack" },
      h("section", { class: "card", "aria-label": "This night" }, table),
      h("section", { class: "card", "aria-label": "The whole game" },
        h("header", {}, h("h3", {}, "The whole game"), h("span", { class: "hint" }, "a column a night, a row a house")),
        stripPlace, figures)));
  return {
    element,
    load(next, { play }) {
      watched = next;
      const { scenario, record, result, labels } = next;
      const homes = labels.map((_, agent) => scenario.agent_home_positions[agent] ?? agent % scenario.num_houses);
      ring = createRing(scenario.num_houses, homes);
      strip = createStrip(record, (frame) => transport.go(frame));
      fill(town, ring.element);
      fill(stripPlace, strip.element);
      fill(figures, ...[
        ["Nights", count(result.nights)],
        ["Team score", figure(result.teamScore)],
        ["Safe at the end", `${result.houses.safe} of ${scenario.num_houses}`],
        ["Nights of work", count(sum(result.worked))],
        ["Lies", count(sum(result.lied))],
      ].map(([name, value]) => h("div", {}, h("dt", {}, name ?? ""), h("dd", {}, value ?? ""))));
      transport.load(record.nights.length, 0);
      announce(`The game ${ENDINGS[result.ending]} after ${result.nights} nights; the team scored ${figure(result.teamScore)}.`);
      if (play) transport.play();
    },
    pause: () => transport.pause(),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function legend(): HTMLElement {
  const entry = (kind: string, text: string) => h("span", {}, h("span", { class: `dot ${kind}`, "aria-hidden": "true" }), text);
  return h("div", { class: "legend" },
    entry("safe", "safe"), entry("burning", "burning"), entry("ruined", "ruined"),
    entry("work", "works"), entry("rest", "rests"), entry("lie", "lied about it"));
}
