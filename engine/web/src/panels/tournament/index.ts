/** Tournament: teams against the fires on every core. It is shared as its plan, and plays to the same scores again. */

import { Tournament, type TournamentResult } from "@ludograph/engine";

import { fill, h } from "../../dom.js";
import { loadEngine, workers } from "../../engine.js";
import { announce } from "../../live.js";
import { count, duration } from "../../numbers.js";
import type { Panel } from "../../panel.js";
import { openFileButton } from "../../parts/open-file.js";
import { empty, errorBox } from "../../parts/states.js";
import { address } from "../../router.js";
import { hasJavaScript } from "../../saved.js";
import { ADDRESS_CHARACTERS_MAX, copy, digest, download, pack, unpack } from "../../share.js";
import { createProgress } from "./progress.js";
import { results } from "./results.js";
import { type Plan, createSetup } from "./setup.js";

/** Games the page runs in one tournament: their figures are kept. */
const GAMES_ALL_MAX = 1_000_000;

/** A plan and the digest of what it came to. */
interface Shared {
  plan: Plan;
  scores?: string;
}

/** Makes the view. */
export async function create(): Promise<Panel> {
  await loadEngine();
  // The first click should find workers that are ready.
  void workers().start();
  let abort: AbortController | undefined;
  let opened: string | undefined;
  const setup = createSetup(() => void run(() => setup.read()), () => abort?.abort(new DOMException("cancelled", "AbortError")));
  const place = h("div", { class: "stack", id: "tournament-results" }, empty("No games yet", h("p", {}, "Choose teams and scenarios and run the tournament: it plays on every core of this machine, and nowhere else.")));

  async function run(plan: () => Plan, expected?: string): Promise<void> {
    if (abort) return;
    abort = new AbortController();
    setup.setRunning(true);
    try {
      const chosen = plan();
      const tournament = new Tournament({ ...chosen, workers: workers() });
      if (tournament.gamesAll > GAMES_ALL_MAX) throw new Error(`That would be ${count(tournament.gamesAll)} games; this page plays at most ${count(GAMES_ALL_MAX)} at once.`);
      const progress = createProgress(tournament);
      fill(place, progress.element);
      const result = await tournament.run({ signal: abort.signal, onProgress: (state) => progress.games(state), onPart: (part) => progress.part(part) });
      await finish(chosen, result, expected);
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") {
        fill(place, empty("Cancelled", h("p", {}, "The games that were under way are dropped.")));
        announce("The tournament is cancelled.");
      } else {
        fill(place, errorBox(error));
      }
    } finally {
      abort = undefined;
      setup.setRunning(false);
    }
  }

  async function finish(plan: Plan, result: TournamentResult, expected: string | undefined): Promise<void> {
    const scores = await digest(...result.scenarios.flatMap((report) => report.teams.map((team) => new Float64Array(team.scores))));
    const same = expected === undefined || scores === undefined ? undefined : scores === expected;
    const note = same === undefined ? null
      : same ? h("p", { class: "notice good" }, "Every score is the one that was shared.")
      : errorBox("These are not the scores that were shared.");
    fill(place, note, results(result), shareRow({ plan, ...(scores ? { scores } : {}) }));
    const games = result.parts.reduce((sum, part) => sum + part.count, 0);
    announce(`${count(games)} games are played, in ${duration(result.milliseconds)}.`);
  }

  function offer({ plan, scores }: Shared): void {
    const members = Array.isArray(plan.teams) ? plan.teams.flat() : plan.teams.pool;
    const isOwn = hasJavaScript([...members]);
    if (!isOwn) setup.set(plan);
    const start = h("button", { type: "button", class: "primary", onclick: () => void run(() => plan, scores) }, "Play it again");
    fill(place, empty("A tournament was shared with you",
      h("p", {}, `${plan.scenarios.join(", ")}; ${count(plan.games)} games a team, seed ${plan.seed}, rules ${plan.rules}.`),
      isOwn ? h("p", {}, "It has agents written in JavaScript; they run in workers of their own, without access to this page or the network.") : "",
      start));
    start.focus();
  }

  const wrong = (error: unknown) => fill(place, errorBox(error));
  const openBytes = (bytes: Uint8Array<ArrayBuffer>) => offer(checked(JSON.parse(new TextDecoder().decode(bytes))));
  setup.element.append(openFileButton("Open a plan", ".json,application/json", openBytes, wrong));
  const element = h("div", { class: "view" },
    h("div", { class: "view-head" },
      h("h2", {}, "Tournament"),
      h("p", {}, "Every team plays the same seeds, so what differs between two teams is the teams. Agents are ranked by what having them adds.")),
    h("div", { class: "split" }, setup.element, place));
  return {
    element,
    async show(parameters) {
      setup.refresh();
      const text = parameters.get("t");
      if (!text || text === opened || abort) return;
      opened = text;
      try {
        offer(checked(await unpack(text)));
      } catch (error) {
        wrong(error);
      }
    },
  };
}

/** What was shared, if it has the shape of it; the engine checks the rest. */
function checked(value: unknown): Shared {
  const plan = (value as Partial<Shared> | null)?.plan;
  if (!plan || !Array.isArray(plan.scenarios) || typeof plan.games !== "number" || typeof plan.teams !== "object") {
    throw new Error("What is shared is no tournament.");
  }
  return value as Shared;
}

function shareRow(shared: Shared): HTMLElement {
  const said = h("span", { class: "hint" });
  const say = (text: string) => {
    said.textContent = text;
    announce(text);
  };
  const link = async () => {
    const text = address("tournament", { t: await pack(shared) });
    if (text.length > ADDRESS_CHARACTERS_MAX) return say("The tournament is too long for an address; save it as a file.");
    say((await copy(text)) ? "The link is copied." : text);
  };
  const save = () => download(`tournament-${shared.plan.seed}.json`, JSON.stringify(shared, null, 1), "application/json");
  return h("div", { class: "row" },
    h("button", { type: "button", class: "small", onclick: () => void link() }, "Copy a link"),
    h("button", { type: "button", class: "small", onclick: save }, "Save the plan"),
    said);
}
