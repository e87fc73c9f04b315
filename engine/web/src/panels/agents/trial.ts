/** An agent among archetypes: what a team gains or loses by having it instead of one more of their own kind. */

import {
  type Estimate, type JavaScriptAgent, type Rules, Tournament, type TournamentProgress, headToHead,
} from "@ludograph/engine";

import { scaleOver, whisker } from "../../charts/whisker.js";
import { h, scroll } from "../../dom.js";
import { workers } from "../../engine.js";
import { figure, interval } from "../../numbers.js";

/** Whose company is tried. */
export const COMPANIES = ["firefighter", "coordinator", "hero", "free_rider", "liar"] as const;

/** Seats of a team in a trial. */
const SEATS = 4;

/** How a trial is played. */
export interface TrialOptions {
  agent: JavaScriptAgent;
  scenario: string;
  rules: Rules;
  games: number;
  seed: number;
  signal: AbortSignal;
  onProgress: (progress: TournamentProgress) => void;
}

/** What came of one company. */
export interface TrialRow {
  company: string;
  withAgent: Estimate;
  without: Estimate;
  difference: Estimate;
  /** The agent's own mean score. */
  own: number;
}

/** Plays the agent in seat 1 beside three of each archetype, and four of the archetype on the same seeds. */
export async function trial(options: TrialOptions): Promise<TrialRow[]> {
  const { agent, scenario, rules, games, seed, signal, onProgress } = options;
  const teams = COMPANIES.flatMap((company) => {
    const rest = new Array<string>(SEATS - 1).fill(company);
    return [[agent, ...rest], [company, ...rest]];
  });
  const tournament = new Tournament({ scenarios: [scenario], teams, games, seed, rules, workers: workers() });
  const { scenarios: [report], parts } = await tournament.run({ signal, onProgress });
  return COMPANIES.map((company, index) => {
    const [withAgent, without] = [report?.teams[2 * index], report?.teams[2 * index + 1]];
    if (!withAgent || !without) throw new Error("The tournament has lost a team.");
    let own = 0;
    for (const part of parts.filter((part) => part.team === 2 * index)) {
      for (let game = 0; game < part.count; game += 1) own += part.scores[game * part.seats] ?? 0;
    }
    return { company, withAgent: withAgent.score, without: without.score, difference: headToHead(withAgent, without).difference, own: own / games };
  });
}

/** The rows as a table. */
export function trialTable(name: string, rows: readonly TrialRow[]): HTMLElement {
  const scale = scaleOver(rows.map((row) => row.difference));
  const body = rows.map((row) => {
    const verdict = row.difference.low > 0 ? h("span", { class: "tag safe" }, "better") : row.difference.high < 0 ? h("span", { class: "tag burning" }, "worse") : h("span", { class: "tag" }, "no clear difference");
    return h("tr", {},
      h("th", { scope: "row" }, `3 × ${row.company.replaceAll("_", " ")}`),
      h("td", { class: "number" }, figure(row.withAgent.mean)),
      h("td", { class: "number" }, figure(row.without.mean)),
      h("td", { class: "number" }, interval(row.difference)),
      h("td", {}, whisker(row.difference, scale)),
      h("td", {}, verdict),
      h("td", { class: "number" }, figure(row.own)));
  });
  const heads = ["In the company of", `Team with ${name}`, "Team with a fourth of them", "Difference, 95 %", "Interval", "Verdict", "Its own score"];
  return scroll("Trial", "", h("table", { id: "trial" },
    h("caption", {}, `What teams gain or lose by ${name} in seat 1, on the same seeds.`),
    h("thead", {}, h("tr", {}, ...heads.map((text) => h("th", { scope: "col" }, text)))),
    h("tbody", {}, ...body)));
}
