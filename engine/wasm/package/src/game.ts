/** One game, step by step. */

import { buffer, flag, flatActions, guarded, options as checked, seedOf, whole, word } from "./check.js";
import { actionOf, stateOf, wordsOf } from "./game-state.js";
import { CATALOG } from "./generated/catalog.js";
import { Handle, View } from "./handle.js";
import { wasmMemory } from "./init.js";
import { placeOf } from "./names.js";
import { GameNumber } from "./places.js";
import { raise } from "./refusals.js";
import { Replay } from "./replay.js";
import { ENDINGS, keptOf, resultOf } from "./results.js";
import { copyOf, readScenario, scenarioNumbers } from "./scenario.js";
import { EngineError } from "./errors.js";
import type {
  Action, Ending, FlatActions, GameRecord, GameResult, GameState, Layout, Rules, Scenario, ScenarioInput, Seed,
} from "./types.js";
import { GameCore } from "./wasm/brigade.js";

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

/** The most nights a game can be capped at. */
export const NIGHTS_MAX = 2 ** 32 - 1;

/** A game of Bucket Brigade. It holds memory of the engine until {@link Game.free} or garbage collection. */
export class Game {
  readonly #handle: Handle<GameCore>;
  readonly #scenario: Scenario;
  readonly #rules: Rules;
  readonly #nightsMax: number;
  readonly #keeps: boolean;
  #seed: bigint;
  /** Why there is no replay, where the engine still keeps nothing. */
  #lost: string | undefined;
  #actions = new Int32Array();
  readonly #signals = new View(Int32Array);
  readonly #observation = new View(Float32Array);
  readonly #rewards = new View(Float32Array);
  readonly #houses = new View(Uint8Array);
  /** How many agents play. */
  readonly numAgents: number;
  readonly numHouses: number;
  /** How many numbers {@link Game.observe} writes. */
  readonly observationLength: number;
  /** Whether signals are given before the actions. */
  readonly isTwoPhase: boolean;
  #ending = 0;

  constructor(options: GameOptions) {
    const given = checked("options", options);
    const scenario = readScenario(given.scenario);
    const agents = whole("agents", given.agents, 1, CATALOG.agentsMax);
    const seed = seedOf(given.seed);
    const rules = placeOf("rule set", CATALOG.rules, word("rules", given.rules, "paper"));
    const layout = placeOf("layout", CATALOG.layouts, word("layout", given.layout, "gym"));
    const nightsMax = whole("nightsMax", given.nightsMax ?? 100, 1, NIGHTS_MAX);
    const keeps = flag("record", given.record, true);
    const numbers = scenarioNumbers(scenario);
    const core = guarded(() => new GameCore(numbers, agents, rules, seed, nightsMax, layout, keeps));
    this.#handle = new Handle(core, "game");
    this.#scenario = scenario;
    this.#rules = CATALOG.rules[rules] as Rules;
    this.#nightsMax = nightsMax;
    this.#seed = seed;
    this.#keeps = keeps;
    this.#lost = keeps ? undefined : "it was made with `record: false`";
    this.numAgents = agents;
    this.numHouses = core.number(GameNumber.Houses);
    this.observationLength = core.number(GameNumber.Observation);
    this.isTwoPhase = core.number(GameNumber.IsTwoPhase) === 1;
  }

  get rules(): Rules { return this.#rules; }
  /** The seed it began with. */
  get seed(): bigint { return this.#seed; }
  get nightsMax(): number { return this.#nightsMax; }
  /** All parameters. */
  get scenario(): Scenario { return copyOf(this.#scenario); }
  /** The index of the next night, which is the number of nights played. */
  get night(): number { return this.#handle.core.number(GameNumber.Night); }
  get ending(): Ending { return ENDINGS[this.#handle.core.number(GameNumber.Ending)] ?? "running"; }
  /** Whether the game is over, by its rules or by the cap. */
  get isOver(): boolean { return this.#ending !== 0; }
  /** Whether the rules ended the game. */
  get isDone(): boolean { return this.#ending === 1; }

  /**
   * Plays one night. `actions` are three numbers an agent: house, mode, signal. Returns whether the game is over. Nothing
   * has changed when it throws.
   */
  step(actions: FlatActions): boolean {
    this.#take(actions);
    return this.#ended(this.#handle.core.step());
  }

  /** Plays one night of a two-phase game; `signals` has one number an agent. */
  stepTwoPhase(signals: FlatActions, actions: FlatActions): boolean {
    const core = this.#handle.core;
    flatActions("signals", signals, this.numAgents);
    this.#take(actions);
    this.#signals.get(() => core.number(GameNumber.SignalsAt), this.numAgents).set(signals);
    return this.#ended(core.step_two_phase());
  }

  /** Writes what an agent sees into `into`, which has {@link Game.observationLength} entries, and returns it. */
  observe(agent: number, into?: Float32Array): Float32Array {
    const core = this.#handle.core;
    const out = buffer("into", Float32Array, into, this.observationLength);
    if (core.observe(whole("agent", agent, 0, this.numAgents - 1)) < 0) raise();
    out.set(this.#observation.get(() => core.number(GameNumber.ObservationAt), this.observationLength));
    return out;
  }

  /** What the last night paid, one number an agent. */
  rewards(into?: Float32Array): Float32Array {
    const core = this.#handle.core;
    const out = buffer("into", Float32Array, into, this.numAgents);
    out.set(this.#rewards.get(() => core.number(GameNumber.RewardsAt), this.numAgents));
    return out;
  }

  /** The houses: 0 safe, 1 burning, 2 ruined. */
  houses(into?: Uint8Array): Uint8Array {
    const core = this.#handle.core;
    const out = buffer("into", Uint8Array, into, this.numHouses);
    core.look();
    out.set(this.#houses.get(() => core.number(GameNumber.HousesAt), this.numHouses));
    return out;
  }

  /** @internal What everybody did last night, as it was carried out. */
  lastActions(): Action[] {
    const core = this.#handle.core;
    core.look();
    return Array.from(new Uint32Array(wasmMemory(), core.number(GameNumber.LastAt), this.numAgents), actionOf);
  }

  /** Everything that changes. */
  state(): GameState {
    return stateOf(this.#handle.core.state());
  }

  /** Puts a state in place of the game's own. What was recorded ends: {@link Game.replay} throws from then on. */
  setState(state: GameState): void {
    const core = this.#handle.core;
    if (core.set_state(wordsOf(state, this.state())) < 0) raise();
    this.#lost ??= "its state was set";
    this.#ending = core.number(GameNumber.Ending);
  }

  /** Begins the game of a seed; without one, another game on the running random stream (which cannot be replayed). */
  reset(seed?: Seed): void {
    const core = this.#handle.core;
    if (seed === undefined) {
      core.reset();
      this.#lost ??= "it was reset without a seed";
    } else {
      core.begin((this.#seed = seedOf(seed)));
      if (this.#keeps) this.#lost = undefined;
    }
    this.#ending = 0;
  }

  /** What the game has come to so far. */
  result(): GameResult {
    return resultOf(this.#handle.core, this.#seed, this.numAgents);
  }

  /** Night by night; needs `record`. */
  record(): GameRecord {
    return this.replay().play().record;
  }

  /** The game to keep; needs `record`. */
  replay(): Replay {
    const core = this.#handle.core;
    const isKept = core.number(GameNumber.IsKept) === 1;
    const why = this.#lost ?? (isKept ? undefined : "it has more nights than a replay can hold");
    if (why !== undefined) throw new EngineError("replay", `the game has no replay: ${why}`);
    return Replay.of({
      scenario: this.#scenario, rules: this.#rules, seed: this.#seed, nightsMax: this.#nightsMax, stream: "per_agent",
      numAgents: this.numAgents, agents: [], ...keptOf(core, this.numAgents, this.isTwoPhase),
    });
  }

  /** Gives the memory back. Anything but another `free` then throws `freed`. */
  free(): void {
    this.#handle.free();
  }

  #take(actions: FlatActions): void {
    let flat = this.#actions;
    // The memory has grown since, or nothing was played yet.
    if (flat.length === 0) {
      const core = this.#handle.core;
      flat = this.#actions = new Int32Array(wasmMemory(), core.number(GameNumber.ActionsAt), 3 * this.numAgents);
    }
    const length = flat.length;
    if (!(actions instanceof Int32Array) || actions.length !== length) flatActions("actions", actions, length);
    // For a handful of numbers a loop is faster than `set`.
    for (let index = 0; index < length; index++) flat[index] = actions[index] as number;
  }

  #ended(code: number): boolean {
    if (code < 0) raise();
    this.#ending = code;
    return code !== 0;
  }
}
