/** One game, step by step. */

import { EngineError } from "./errors.js";
import type { Replay } from "./replay.js";
import type {
  Ending,
  FlatActions,
  GameRecord,
  GameResult,
  GameState,
  Layout,
  Rules,
  Scenario,
  ScenarioInput,
  Seed,
} from "./types.js";

/** How a game is made. */
export interface GameOptions {
  scenario: ScenarioInput;
  /** How many agents play, 1 to 256. */
  agents: number;
  /** `paper` unless given. */
  rules?: Rules;
  /** 42 unless given. */
  seed?: Seed;
  /** The cap on nights; 100 unless given. */
  nightsMax?: number;
  /** How {@link Game.observe} writes; `gym` unless given. */
  layout?: Layout;
  /** Whether the actions are kept for {@link Game.record} and {@link Game.replay}; `true` unless given. Up to 1,000,000
   * nights. */
  record?: boolean;
}

/** A game of Bucket Brigade. It holds memory of the engine until {@link Game.free} or garbage collection. */
export class Game {
  constructor(_options: GameOptions) {
    throw new EngineError("internal", "not built yet");
  }

  get numAgents(): number { return 0; }
  get numHouses(): number { return 0; }
  get rules(): Rules { return "paper"; }
  get seed(): bigint { return 0n; }
  get nightsMax(): number { return 0; }
  /** All parameters. */
  get scenario(): Scenario { throw new EngineError("internal", "not built yet"); }
  /** How many numbers {@link Game.observe} writes. */
  get observationLength(): number { return 0; }
  /** The index of the next night, which is the number of nights played. */
  get night(): number { return 0; }
  get ending(): Ending { return "running"; }
  /** Whether the game is over, by its rules or by the cap. */
  get isOver(): boolean { return false; }
  /** Whether the rules ended the game. */
  get isDone(): boolean { return false; }
  /** Whether signals are given before the actions. */
  get isTwoPhase(): boolean { return false; }

  /**
   * Plays one night. `actions` are three numbers an agent: house, mode, signal. Returns whether the game is over. Nothing
   * has changed when it throws.
   */
  step(_actions: FlatActions): boolean { return false; }
  /** Plays one night of a two-phase game; `signals` has one number an agent. */
  stepTwoPhase(_signals: FlatActions, _actions: FlatActions): boolean { return false; }
  /** Writes what an agent sees into `into`, which has {@link Game.observationLength} entries, and returns it. */
  observe(_agent: number, into?: Float32Array): Float32Array { return into ?? new Float32Array(); }
  /** What the last night paid, one number an agent. */
  rewards(into?: Float32Array): Float32Array { return into ?? new Float32Array(); }
  /** The houses: 0 safe, 1 burning, 2 ruined. */
  houses(into?: Uint8Array): Uint8Array { return into ?? new Uint8Array(); }
  /** Everything that changes. */
  state(): GameState { throw new EngineError("internal", "not built yet"); }
  /** Puts a state in place of the game's own. What was recorded ends: {@link Game.replay} throws from then on. */
  setState(_state: GameState): void {}
  /** Begins the game of a seed; without one, another game on the running random stream (which cannot be replayed). */
  reset(_seed?: Seed): void {}
  /** What the game has come to so far. */
  result(): GameResult { throw new EngineError("internal", "not built yet"); }
  /** Night by night; needs `record`. */
  record(): GameRecord { throw new EngineError("internal", "not built yet"); }
  /** The game to keep; needs `record`. */
  replay(): Replay { throw new EngineError("internal", "not built yet"); }
  /** Gives the memory back. Anything but another `free` then throws `freed`. */
  free(): void {}
}
