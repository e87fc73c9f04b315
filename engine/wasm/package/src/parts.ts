/** Games as they come out of the engine: columns, one row a game. */

import { wasmMemory } from "./init.js";
import { ColumnNumber } from "./places.js";

/** The columns of some games. */
export interface GameColumns {
  teamScores: Float64Array;
  scores: Float32Array;
  nights: Uint32Array;
  endings: Uint8Array;
  houses: Uint16Array;
  worked: Uint32Array;
  lied: Uint32Array;
}

/** Copies the columns of the games an engine's object has just played. */
export function columnsOf(core: { number(which: number): number }, games: number): GameColumns {
  const memory = wasmMemory();
  const at = (column: ColumnNumber): number => core.number(column);
  const rows = games * at(ColumnNumber.Seats);
  return {
    teamScores: new Float64Array(memory, at(ColumnNumber.TeamScoresAt), games).slice(),
    scores: new Float32Array(memory, at(ColumnNumber.ScoresAt), rows).slice(),
    nights: new Uint32Array(memory, at(ColumnNumber.NightsAt), games).slice(),
    endings: new Uint8Array(memory, at(ColumnNumber.EndingsAt), games).slice(),
    houses: new Uint16Array(memory, at(ColumnNumber.HousesAt), games * 3).slice(),
    worked: new Uint32Array(memory, at(ColumnNumber.WorkedAt), rows).slice(),
    lied: new Uint32Array(memory, at(ColumnNumber.LiedAt), rows).slice(),
  };
}

/** What moves from one worker to another instead of being copied. */
export function buffersOf(columns: GameColumns): Transferable[] {
  const { teamScores, scores, nights, endings, houses, worked, lied } = columns;
  return [teamScores, scores, nights, endings, houses, worked, lied].map((column) => column.buffer as ArrayBuffer);
}
