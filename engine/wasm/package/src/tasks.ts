/** What a worker is asked, and how it is answered: the same code here and in a worker. */

import { guarded } from "./check.js";
import { raise } from "./handle.js";
import { type GameColumns, columnsOf } from "./parts.js";
import { MatchCore, older_game } from "./wasm/brigade.js";

/** Work for one worker. */
export type Task =
  | { kind: "play"; match: string; first: bigint; games: number }
  | { kind: "older"; agents: string; scenario: string; seed: bigint };

/** What comes of it. */
export type Outcome = { kind: "play"; seats: number; columns: GameColumns } | { kind: "older"; text: string };

let current: { match: string; core: MatchCore } | undefined;

/** The match, built once for consecutive tasks. */
function matchOf(text: string): MatchCore {
  if (current?.match !== text) {
    const core = new MatchCore(text);
    current?.core.free();
    current = { match: text, core };
  }
  return current.core;
}

/** Does a task. */
export function perform(task: Task): Outcome {
  return guarded(() => {
    if (task.kind === "older") return { kind: "older", text: older_game(task.agents, task.scenario, task.seed) };
    const core = matchOf(task.match);
    if (core.play(task.first, task.games) < 0) raise(core);
    return { kind: "play", seats: core.seats(), columns: columnsOf(core, task.games, core.seats()) };
  });
}
