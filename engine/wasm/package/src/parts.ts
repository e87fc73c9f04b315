/** Games as they come out of the engine: columns, one row a game. */

import { wasmMemory } from "./init.js";

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
export function columnsOf(core: { column_at(column: number): number }, games: number, seats: number): GameColumns {
  const memory = wasmMemory();
  const at = (column: number): number => core.column_at(column);
  return {
    teamScores: new Float64Array(memory, at(0), games).slice(),
    scores: new Float32Array(memory, at(1), games * seats).slice(),
    nights: new Uint32Array(memory, at(2), games).slice(),
    endings: new Uint8Array(memory, at(3), games).slice(),
    houses: new Uint16Array(memory, at(4), games * 3).slice(),
    worked: new Uint32Array(memory, at(5), games * seats).slice(),
    lied: new Uint32Array(memory, at(6), games * seats).slice(),
  };
}

/** What moves from one worker to another instead of being copied. */
export function buffersOf(columns: GameColumns): Transferable[] {
  const { teamScores, scores, nights, endings, houses, worked, lied } = columns;
  return [teamScores, scores, nights, endings, houses, worked, lied].map((column) => column.buffer as ArrayBuffer);
}
