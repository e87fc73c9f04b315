/** A tournament under way: how far it is, and how the teams stand so far. */

import { type Estimate, type GamesPart, type Tournament, type TournamentProgress, estimate } from "@ludograph/engine";

import { scaleOver, whisker } from "../../charts/whisker.js";
import { fill, h, scroll } from "../../dom.js";
import { announce } from "../../live.js";
import { count, interval, percent } from "../../numbers.js";
import { teamLabel } from "./labels.js";

/** Teams that are shown while games are played. */
const LIVE_TEAMS_MAX = 24;
/** The table is drawn at most this often, and not before: what is over by then shows its results at once, and does not share
 * the cores with a table that nobody can read. */
const DRAW_MS_MIN = 100;
/** Those who listen hear of every such share. */
const ANNOUNCE_SHARE = 0.25;

/** What is shown meanwhile. */
export interface Progress {
  element: HTMLElement;
  part(part: GamesPart): void;
  games(progress: TournamentProgress): void;
}

/** Makes it. */
export function createProgress(tournament: Tournament): Progress {
  const bar = h("progress", { max: tournament.gamesAll, value: 0, "aria-label": "Games played" });
  const text = h("p", { class: "hint" }, "Starting …");
  const table = scroll("Teams so far");
  const scores: number[][] = tournament.teams.map(() => []);
  let [drawnAt, announced] = [performance.now(), 0];

  const draw = () => {
    drawnAt = performance.now();
    const rows = scores.flatMap((values, team) => (values.length > 0 ? [{ team, score: estimate(values) as Estimate, games: values.length }] : []));
    rows.sort((one, other) => other.score.mean - one.score.mean || one.team - other.team);
    const scale = scaleOver(rows.map((row) => row.score));
    fill(table, h("table", {},
      h("thead", {}, h("tr", {}, ...["Team", "Score so far", "Interval", "Games"].map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, ...rows.slice(0, LIVE_TEAMS_MAX).map((row) => h("tr", {},
        h("th", { scope: "row" }, teamLabel(tournament, row.team)),
        h("td", { class: "number" }, interval(row.score)),
        h("td", {}, whisker(row.score, scale)),
        h("td", { class: "number" }, count(row.games)))))));
  };
  return {
    element: h("section", { class: "card", "aria-label": "Under way" }, h("h3", {}, "Under way"), bar, text, table),
    part(part) {
      for (const score of part.teamScores) scores[part.team]?.push(score);
      if (performance.now() - drawnAt >= DRAW_MS_MIN) draw();
    },
    games({ games, gamesAll }) {
      bar.value = games;
      const share = games / (gamesAll || 1);
      text.textContent = `${count(games)} of ${count(gamesAll)} games`;
      if (share - announced >= ANNOUNCE_SHARE) {
        announced = share;
        announce(`${percent(share)} of the games are played.`);
      }
    },
  };
}
