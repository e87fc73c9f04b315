/** Which jokers go together: from runs, or from scoring. */

import type { RunsInput } from "@ludograph/engine/analysis";

import { ask } from "../../analysis.js";
import { fill, h, scroll } from "../../dom.js";
import { announce } from "../../live.js";
import { count } from "../../numbers.js";
import { field, numberIn, numberInput, select } from "../../parts/fields.js";
import { openFileButton } from "../../parts/open-file.js";
import { errorBox, loading } from "../../parts/states.js";
import type { GraphPart } from "./cooperation.js";
import { type Measure, type Pair, type Pairs, generated, pairsOfRuns, pairsOfScoring } from "./pairs.js";
import { type GraphView, createGraphView } from "./view.js";

const RUNS_MAX = 50_000;
/** Pairs that are drawn, and listed. */
const EDGES_MAX = 90;
const ROWS_MAX = 60;
/** The false discovery rate up to which a pair counts as clear. */
const Q_MAX = 0.05;
const SCORING_JOKERS = ["Joker", "Jolly Joker", "The Duo", "Blueprint", "Photograph", "Smiley Face", "Hack", "Fibonacci"].join(", ");
const GROUP_INKS = ["series-1", "series-2", "series-3", "series-4", "series-5", "series-6", "series-7"];

/** Makes the part. */
export function createSynergy(): GraphPart {
  const source = select([{ value: "runs", label: "Runs of the built-in generator" }, { value: "scoring", label: "Scoring sampled hands" }]);
  const measure = select([{ value: "association", label: "owned together more often than by chance" }, { value: "uplift", label: "won more often together" }]);
  const [runs, seed] = [numberInput(4_000, 100, RUNS_MAX), numberInput(1, 0, Number.MAX_SAFE_INTEGER)];
  const jokers = h("textarea", { rows: 4, spellcheck: "false" });
  jokers.value = SCORING_JOKERS;
  const place = h("div", { class: "stack", id: "synergy" });
  let view: GraphView | undefined;
  let isFirst = true;

  const ofRuns = async (runs: RunsInput) => {
    const names = new Map((await ask("jokers")).map((joker) => [joker.id, joker.name]));
    return pairsOfRuns(runs, measure.value as Measure, names);
  };
  const guarded = async (find: () => Promise<Pairs>) => {
    try {
      fill(place, loading("Mining …"));
      const pairs = await find();
      view?.close();
      view = draw(pairs, (element) => fill(place, element));
      announce(pairs.about);
    } catch (error) {
      fill(place, errorBox(error));
    }
  };
  const run = () => guarded(async () => {
    if (source.value === "runs") return ofRuns(await generated(numberIn(runs, "The number of runs"), numberIn(seed, "The seed")));
    const catalog = await ask("jokers");
    const wanted = jokers.value.split(/[,\n]/).map((name) => name.trim()).filter((name) => name !== "");
    const ids = wanted.map((name) => {
      const found = catalog.find((joker) => joker.id === name || joker.name.toLowerCase() === name.toLowerCase());
      if (!found) throw new Error(`There is no joker “${name}”.`);
      return found.id;
    });
    if (ids.length < 5) throw new Error("Name at least five jokers, separated by commas.");
    return pairsOfScoring(ids, new Map(catalog.map((joker) => [joker.id, joker.name])));
  });
  const runFields = h("div", { class: "form" }, field("A pair counts if", measure),
    h("div", { class: "fields" }, field("Runs", runs), field("Seed", seed)),
    h("div", { class: "field" }, openFileButton("Open a file of runs", ".ndjson,.jsonl,.json", (bytes) => guarded(() => ofRuns(new TextDecoder().decode(bytes))), (error) => fill(place, errorBox(error))),
      h("span", { class: "hint" }, "One run a line: {\"won\": true, \"jokers\": [\"…\"]}")));
  const scoringFields = h("div", { class: "form" }, field("Jokers", jokers, "At least five, separated by commas. Pairs grow with the square."));
  const show = () => {
    runFields.hidden = source.value !== "runs";
    scoringFields.hidden = source.value !== "scoring";
  };
  source.addEventListener("change", show);
  show();
  const form = h("form", {
    class: "card form", "aria-label": "Where synergies come from", novalidate: true,
    onsubmit: (event: Event) => {
      event.preventDefault();
      void run();
    },
  }, field("Source", source), runFields, scoringFields, h("div", {}, h("button", { type: "submit", class: "primary" }, "Find synergies")));
  return {
    element: h("div", { class: "split" }, form, place),
    show() {
      if (isFirst) void run();
      isFirst = false;
    },
  };
}

function draw({ about, heads, pairs, groups }: Pairs, put: (element: HTMLElement) => void): GraphView {
  const isClear = (pair: Pair) => pair.q <= Q_MAX;
  const positive = pairs.filter((pair) => pair.value > 0);
  positive.sort((one, other) => Number(isClear(other)) - Number(isClear(one)) || other.value - one.value || compare(one.one, other.one) || compare(one.other, other.other));
  const shown = positive.slice(0, EDGES_MAX);
  const clear = positive.filter(isClear).length;
  const degree = new Map<string, number>();
  for (const pair of shown) for (const joker of [pair.one, pair.other]) degree.set(joker, (degree.get(joker) ?? 0) + 1);
  const most = Math.max(1, ...degree.values());
  const largest = Math.max(Number.MIN_VALUE, ...shown.map((pair) => pair.value));
  const list = scroll("Pairs of jokers", "tall high");
  const table = (id: string | undefined) => {
    const rows = pairs.filter((pair) => id === undefined || pair.one === id || pair.other === id)
      .sort((one, other) => one.q - other.q || other.value - one.value || compare(one.one, other.one) || compare(one.other, other.other)).slice(0, ROWS_MAX);
    fill(list, h("table", { id: "synergy-pairs" },
      h("caption", {}, id === undefined ? "The clearest pairs; choose a joker to see its own." : `Pairs with ${id}.`),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Pair"), ...heads.map((head) => h("th", { scope: "col", class: "number" }, head)))),
      h("tbody", {}, ...rows.map((pair) => h("tr", {}, h("th", { scope: "row" }, `${pair.one} + ${pair.other}`), ...pair.cells.map((cell) => h("td", { class: "number" }, cell)))))));
  };
  const view = createGraphView({
    title: "Joker synergies",
    isDirected: false,
    layout: "force",
    nodes: [...degree].sort(([one], [other]) => compare(one, other)).map(([joker, pairs]) => ({
      id: joker, label: joker, weight: pairs / most, ink: GROUP_INKS[(groups.get(joker) ?? 0) % GROUP_INKS.length] ?? "work",
    })),
    edges: shown.map((pair) => ({ from: pair.one, to: pair.other, weight: (isClear(pair) ? 1 : 0.3) * (pair.value / largest), ink: isClear(pair) ? "accent" : "line" })),
    onSelect: table,
  });
  table(undefined);
  const note = `Of those that go together ${count(clear)} are clear at 5 %, in colour; ${count(shown.length)} of ${count(positive.length)} are drawn.`;
  put(h("div", { class: "pair" },
    h("section", { class: "card", "aria-label": "Network" }, h("header", {}, h("h3", {}, "Joker synergies"), h("span", { class: "hint" }, "a colour is a group that goes together")), h("p", { class: "hint" }, `${about} ${note}`), view.element),
    h("section", { class: "card", "aria-label": "Pairs" }, list)));
  return view;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
