/** Many games in lockstep, on typed arrays. */

import { EngineError } from "./errors.js";
import type { AgentSpec, AutoReset, FlatActions, Layout, Rules, ScenarioInput, Seed, Stream } from "./types.js";

/** How a batch is made. */
export interface BatchOptions {
  scenario: ScenarioInput;
  /** How many agents a game has; or built-in agents, who can then play by {@link Batch.run}. */
  agents: number | readonly AgentSpec[];
  /** How many games, 1 to 1,048,576. Lane i begins with `seed + i`. */
  lanes: number;
  rules?: Rules;
  seed?: Seed;
  nightsMax?: number;
  /** `same_step` unless given. */
  autoReset?: AutoReset;
  layout?: Layout;
  /** Whether each step writes observations; `false` unless given. */
  observations?: boolean;
  /** Where built-in agents draw. */
  stream?: Stream;
}

/** What several nights came to. */
export interface RunTotals {
  /** Nights played, over all lanes. */
  steps: number;
  /** Games ended by their rules. */
  done: number;
  /** Games ended by the cap. */
  truncated: number;
}

/**
 * L games of N agents in lockstep. The typed arrays are views of the engine's memory: they hold what the last call wrote,
 * and are valid until the next object of the engine is made. Take them from the batch again rather than keeping them.
 */
export class Batch {
  constructor(_options: BatchOptions) {
    throw new EngineError("internal", "not built yet");
  }

  get lanes(): number { return 0; }
  get numAgents(): number { return 0; }
  get numHouses(): number { return 0; }
  /** How many numbers one agent's observation has. */
  get observationLength(): number { return 0; }
  /** L·N·3: house, mode, signal. To be written before {@link Batch.step} without arguments. */
  get actions(): Int32Array { return new Int32Array(); }
  /** L·N: what the last night paid; after {@link Batch.stepMany} or {@link Batch.run} the sums over their nights. */
  get rewards(): Float32Array { return new Float32Array(); }
  /** L: 1 where the rules ended the game. */
  get done(): Uint8Array { return new Uint8Array(); }
  /** L: 1 where the cap ended it. */
  get truncated(): Uint8Array { return new Uint8Array(); }
  /** L·N rows of {@link Batch.observationLength}; empty unless asked for. */
  get observations(): Float32Array { return new Float32Array(); }

  /** Plays one night in every lane, with {@link Batch.actions} or those given (copied once). */
  step(_actions?: FlatActions): void {}
  /** Plays `nights` nights with the same actions for every lane: `nights`·N·3 numbers, or L·N·3 a night. */
  stepMany(_nights: number, _actions: FlatActions): RunTotals { throw new EngineError("internal", "not built yet"); }
  /** Lets the built-in agents play `nights` nights in every lane; games that end begin anew. */
  run(_nights: number): RunTotals { throw new EngineError("internal", "not built yet"); }
  /** Writes what everybody sees now: L·N rows. */
  observe(into?: Float32Array): Float32Array { return into ?? new Float32Array(); }
  /** Begins anew in all lanes. */
  reset(_seed?: Seed): void {}
  free(): void {}
}
