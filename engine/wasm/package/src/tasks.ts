/** What a worker is asked, and how it is answered: the same code here and in a worker. */

import { guarded } from "./check.js";
import type { MatchNumbers } from "./match.js";
import { type GameColumns, columnsOf } from "./parts.js";
import { ColumnNumber } from "./places.js";
import { raise } from "./refusals.js";
import type { ReplayData } from "./replay-data.js";
import { keptWhole } from "./results.js";
import { MatchCore } from "./wasm/brigade.js";

/** Work for one worker. Tasks with the same `key` have the same match. */
export type Task =
  | { kind: "play"; key: string; match: MatchNumbers; first: bigint; games: number }
  | { kind: "keep"; key: string; match: MatchNumbers; seed: bigint; isTwoPhase: boolean };

/** What comes of it. */
export type Outcome =
  | { kind: "play"; seats: number; columns: GameColumns }
  | { kind: "keep"; kept: Pick<ReplayData, "actions" | "round1" | "scores" | "fingerprint"> };

let current: { key: string; core: MatchCore } | undefined;

/** The match, built once for consecutive tasks. */
function coreOf({ key, match }: Task): MatchCore {
  if (current?.key !== key) {
    const core = new MatchCore(match.scenario, match.team, match.rules, match.nightsMax, match.stream);
    current?.core.free();
    current = { key, core };
  }
  return current.core;
}

/** Does a task. */
export function perform(task: Task): Outcome {
  return guarded(() => {
    const core = coreOf(task);
    if (task.kind === "keep") {
      if (core.play(task.seed, 1, true) < 0) raise();
      return { kind: "keep", kept: keptWhole(core, task.isTwoPhase) };
    }
    if (core.play(task.first, task.games, false) < 0) raise();
    return { kind: "play", seats: core.number(ColumnNumber.Seats), columns: columnsOf(core, task.games) };
  });
}
