/** What a tournament came to: rankings, teams, distributions, head to head. */

import {
  type GamesPart, type ScenarioReport, type TeamOutcome, type TournamentResult, headToHead,
} from "@ludograph/engine";

import { chart } from "../../charts/chart.js";
import { type Sample, histogram } from "../../charts/histogram.js";
import { scaleOver, whisker } from "../../charts/whisker.js";
import { fill, h, scroll } from "../../dom.js";
import { count, duration, figure, interval, percent } from "../../numbers.js";
import { select } from "../../parts/fields.js";
import { membersLabel } from "./labels.js";

/** Teams that are listed; of more the best. */
const TEAMS_SHOWN_MAX = 50;
/** Teams that are compared one by one, and drawn in one histogram. */
const TEAMS_COMPARED_MAX = 8;

/** The results, with a choice of the scenario where there are several. */
export function results(result: TournamentResult): HTMLElement {
  const choice = select(result.scenarios.map((report, index) => ({ value: String(index), label: report.scenario.replaceAll("_", " ") })));
  choice.setAttribute("aria-label", "Scenario");
  const place = h("div", { class: "stack" });
  const show = () => {
    const index = Number(choice.value);
    const report = result.scenarios[index];
    if (report) fill(place, ...sections(report, result.parts.filter((part) => part.scenario === index)));
  };
  choice.addEventListener("change", show);
  show();
  const games = result.parts.reduce((sum, part) => sum + part.count, 0);
  const nights = result.parts.reduce((sum, part) => sum + part.nights.reduce((total, night) => total + night, 0), 0);
  const figures = [["Games", count(games)], ["Nights", count(nights)], ["Time", duration(result.milliseconds)]];
  return h("div", { class: "stack" },
    h("div", { class: "row spread" },
      h("dl", { class: "figures" }, ...figures.map(([name, value]) => h("div", {}, h("dt", {}, name ?? ""), h("dd", {}, value ?? "")))),
      result.scenarios.length > 1 ? h("div", {}, choice) : null),
    place);
}

function sections(report: ScenarioReport, parts: readonly GamesPart[]): HTMLElement[] {
  const ordered = report.teams.map((team, index) => ({ team, index })).sort((one, other) => other.team.score.mean - one.team.score.mean || one.index - other.index);
  const compared = ordered.slice(0, TEAMS_COMPARED_MAX);
  return [
    h("div", { class: "pair tables" }, standings(report), teamTable(ordered.map(({ team }) => team))),
    distributions(compared, parts),
    ...(compared.length > 1 ? [matrix(compared.map(({ team }) => team))] : []),
  ];
}

/** Columns of numbers, whose heads stand above them. */
const NUMBERS = new Set(["#", "Skill", "Score", "Own score", "Best seat"]);

/** Heads of columns; one without a name holds the intervals, drawn. */
function heads(...names: string[]): HTMLElement {
  const hidden = () => h("span", { class: "visually-hidden" }, "Interval");
  return h("thead", {}, h("tr", {}, ...names.map((name) =>
    h("th", { scope: "col", class: NUMBERS.has(name) ? "number" : "" }, name === "" ? hidden() : name))));
}

function standings(report: ScenarioReport): HTMLElement {
  const scale = scaleOver(report.standings.map((standing) => standing.skill));
  const rows = report.standings.map((standing, place) => h("tr", {},
    h("td", { class: "number" }, String(place + 1)),
    h("th", { scope: "row" }, standing.label.replaceAll("_", " ")),
    h("td", { class: "number" }, interval(standing.skill)),
    h("td", {}, whisker(standing.skill, scale)),
    h("td", { class: "number" }, figure(standing.ownScore)),
    h("td", { class: "number" }, percent(standing.winRate))));
  return h("section", { class: "card", "aria-label": "Ranking" },
    h("header", {}, h("h3", {}, "Ranking of agents"), h("span", { class: "hint" }, "what having it adds to the team’s score, 95 %")),
    scroll("Agents by skill", "", h("table", { id: "ranking" }, heads("#", "Agent", "Skill", "", "Own score", "Best seat"), h("tbody", {}, ...rows))));
}

function teamTable(teams: readonly TeamOutcome[]): HTMLElement {
  const shown = teams.slice(0, TEAMS_SHOWN_MAX);
  const scale = scaleOver(shown.map((team) => team.score));
  const rows = shown.map((team) => h("tr", {},
    h("th", { scope: "row" }, membersLabel(team.labels)),
    h("td", { class: "number" }, interval(team.score)),
    h("td", {}, whisker(team.score, scale))));
  const more = teams.length - shown.length;
  return h("section", { class: "card", "aria-label": "Teams" },
    h("header", {}, h("h3", {}, "Teams"), h("span", { class: "hint" }, "mean score, 95 %")),
    scroll("Teams by score", "tall",
      h("table", {}, heads("Team", "Score", ""), h("tbody", {}, ...rows))),
    more > 0 ? h("p", { class: "hint" }, `${count(more)} more teams below these.`) : "");
}

const MEASURES: { label: string; unit: string; of: (part: GamesPart) => ArrayLike<number> }[] = [
  { label: "Team score", unit: "score", of: (part) => part.teamScores },
  { label: "Nights played", unit: "nights", of: (part) => part.nights },
  { label: "Safe houses at the end", unit: "houses", of: (part) => part.houses.filter((_, index) => index % 3 === 0) },
  { label: "Lies in a game", unit: "lies", of: (part) => perGame(part, part.lied) },
  { label: "Nights of work in a game", unit: "nights of work", of: (part) => perGame(part, part.worked) },
];

function perGame(part: GamesPart, perSeat: Uint32Array): number[] {
  return Array.from({ length: part.count }, (_, game) => {
    let sum = 0;
    for (let seat = 0; seat < part.seats; seat += 1) sum += perSeat[game * part.seats + seat] ?? 0;
    return sum;
  });
}

function distributions(teams: readonly { team: TeamOutcome; index: number }[], parts: readonly GamesPart[]): HTMLElement {
  const choice = select(MEASURES.map(({ label }) => label));
  choice.setAttribute("aria-label", "What is distributed");
  const place = h("div", {});
  const show = () => {
    const measure = MEASURES.find(({ label }) => label === choice.value) ?? MEASURES[0];
    if (!measure) return;
    const samples: Sample[] = teams.map(({ team, index }) => ({
      label: membersLabel(team.labels),
      values: parts.filter((part) => part.team === index).flatMap((part) => Array.from(measure.of(part))),
    }));
    fill(place, chart(histogram(`${measure.label} by team`, measure.unit, samples)));
  };
  choice.addEventListener("change", show);
  show();
  return h("section", { class: "card", "aria-label": "Distributions" },
    h("header", {}, h("h3", {}, "Distributions"), h("div", {}, choice)), place);
}

function matrix(teams: readonly TeamOutcome[]): HTMLElement {
  const rows = teams.map((one, row) => h("tr", {},
    h("th", { scope: "row" }, `${row + 1}. ${membersLabel(one.labels)}`),
    ...teams.map((other, column) => {
      if (row === column) return h("td", {}, "·");
      const { difference, wins, losses } = headToHead(one, other);
      const games = one.scores.length || 1;
      const kind = difference.low > 0 ? "better" : difference.high < 0 ? "worse" : "";
      const title = `${figure(difference.mean)} [${figure(difference.low)}, ${figure(difference.high)}]; ${wins} won, ${losses} lost`;
      return h("td", { class: kind, title }, `${difference.mean > 0 ? "+" : ""}${figure(difference.mean)}`, h("br"), h("span", { class: "hint" }, percent(wins / games)));
    })));
  const columns = teams.map((_, column) => h("th", { scope: "col" }, String(column + 1)));
  return h("section", { class: "card", "aria-label": "Head to head" },
    h("header", {}, h("h3", {}, "Head to head"),
      h("span", { class: "hint" }, "row against column on the same seeds: mean difference, share of games won; coloured where the 95 % interval leaves out 0")),
    scroll("Teams against teams", "", h("table", { class: "matrix" },
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Team"), ...columns)), h("tbody", {}, ...rows))));
}
