/** What games come to, read from the engine's memory. */

import { wasmMemory } from "./init.js";
import { ColumnNumber, GameNumber } from "./places.js";
import type { ReplayData } from "./replay-data.js";
import type { Ending, GameResult } from "./types.js";
import type { GameCore, MatchCore, MixedCore } from "./wasm/brigade.js";

/** Endings by their numbers. */
export const ENDINGS: readonly Ending[] = ["running", "done", "truncated"];

/** What a game has come to so far. */
export function resultOf(core: GameCore, seed: bigint, agents: number): GameResult {
  core.look();
  const memory = wasmMemory();
  const at = (which: GameNumber): number => core.number(which);
  const counts = [0, 0, 0];
  for (const house of new Uint8Array(memory, at(GameNumber.HousesAt), at(GameNumber.Houses))) counts[house] = (counts[house] ?? 0) + 1;
  const [safe = 0, burning = 0, ruined = 0] = counts;
  const scores = new Float32Array(memory, at(GameNumber.ScoresAt), agents);
  return {
    seed: String(seed),
    nights: at(GameNumber.Night),
    ending: ENDINGS[at(GameNumber.Ending)] ?? "running",
    houses: { safe, burning, ruined },
    scores: [...scores],
    // Added up in 64 bits, as the engine does.
    teamScore: scores.reduce((sum, score) => sum + score, 0),
    worked: [...new Uint32Array(memory, at(GameNumber.WorkedAt), agents)],
    lied: [...new Uint32Array(memory, at(GameNumber.LiedAt), agents)],
  };
}

/** What was kept of a game: its actions, first-round signals, scores and last state. */
type Kept = Pick<ReplayData, "actions" | "round1" | "scores" | "fingerprint">;

/** Copies what a game has kept. */
export function keptOf(core: GameCore, agents: number, isTwoPhase: boolean): Kept {
  const places = [GameNumber.KeptAt, GameNumber.KeptSignalsAt, GameNumber.ScoresAt] as const;
  return copied(core, places, core.number(GameNumber.Kept), agents, isTwoPhase);
}

/** The same of a game that was played as a whole. */
export function keptWhole(core: MatchCore | MixedCore, isTwoPhase: boolean): Kept {
  const places = [ColumnNumber.KeptAt, ColumnNumber.KeptSignalsAt, ColumnNumber.ScoresAt] as const;
  return copied(core, places, core.number(ColumnNumber.Kept), core.number(ColumnNumber.Seats), isTwoPhase);
}

function copied(
  core: { number(which: number): number; fingerprint(): bigint }, places: readonly [number, number, number],
  kept: number, agents: number, isTwoPhase: boolean,
): Kept {
  const [memory, [actions, signals, scores]] = [wasmMemory(), places.map((place) => core.number(place)) as [number, number, number]];
  return {
    actions: new Uint16Array(memory, actions, kept).slice(),
    round1: new Uint8Array(memory, signals, isTwoPhase ? kept : 0).slice(),
    scores: new Float32Array(memory, scores, agents).slice(),
    fingerprint: core.fingerprint(),
  };
}
