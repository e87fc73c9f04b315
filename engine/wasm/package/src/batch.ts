/** Many games in lockstep, on typed arrays. */

import { buffer, flag, flatActions, guarded, options as checked, seedOf, streamOf, whole, word } from "./check.js";
import { EngineError } from "./errors.js";
import { NIGHTS_MAX } from "./game.js";
import { CATALOG } from "./generated/catalog.js";
import { Handle, View } from "./handle.js";
import { teamNumbers } from "./match.js";
import { placeOf } from "./names.js";
import { BatchNumber } from "./places.js";
import { raise } from "./refusals.js";
import { readScenario, scenarioNumbers } from "./scenario.js";
import type { AgentSpec, AutoReset, FlatActions, Layout, Rules, ScenarioInput, Seed, Stream } from "./types.js";
import { BatchCore } from "./wasm/brigade.js";

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

/** The most numbers of one {@link Batch.stepMany}. */
const ACTION_NUMBERS_MAX = 2 ** 26;
/** The most nights of one {@link Batch.stepMany} or {@link Batch.run}. */
export const NIGHTS_PER_CALL_MAX = 1_000_000;

/**
 * L games of N agents in lockstep. The typed arrays are views of the engine's memory: they hold what the last call wrote,
 * and are valid until the next object of the engine is made. Take them from the batch again rather than keeping them.
 */
export class Batch {
  readonly #handle: Handle<BatchCore>;
  readonly #seed: bigint;
  readonly #isTeam: boolean;
  readonly #actions = new View(Int32Array);
  readonly #signals = new View(Int32Array);
  readonly #rewards = new View(Float32Array);
  readonly #done = new View(Uint8Array);
  readonly #truncated = new View(Uint8Array);
  readonly lanes: number;
  readonly numAgents: number;
  readonly numHouses: number;
  /** How many numbers one agent's observation has. */
  readonly observationLength: number;
  /** Whether signals are given before the actions. */
  readonly isTwoPhase: boolean;

  constructor(options: BatchOptions) {
    const given = checked("options", options);
    const scenario = scenarioNumbers(readScenario(given.scenario));
    const isTeam = Array.isArray(given.agents);
    const agents = whole("agents", isTeam ? (given.agents as readonly AgentSpec[]).length : given.agents, 1, CATALOG.agentsMax);
    const team = isTeam ? teamNumbers(given.agents as readonly AgentSpec[]) : new Float64Array();
    const lanes = whole("lanes", given.lanes, 1, CATALOG.lanesMax);
    const rules = placeOf("rule set", CATALOG.rules, word("rules", given.rules, "paper"));
    const seed = seedOf(given.seed);
    const nightsMax = whole("nightsMax", given.nightsMax ?? 100, 1, NIGHTS_MAX);
    const autoReset = placeOf("auto-reset", CATALOG.autoResets, word("autoReset", given.autoReset, "same_step"));
    const layout = placeOf("layout", CATALOG.layouts, word("layout", given.layout, "gym"));
    const observes = flag("observations", given.observations, false);
    const stream = CATALOG.streams.indexOf(streamOf(given.stream));
    const core = guarded(
      () => new BatchCore(scenario, agents, team, lanes, rules, seed, nightsMax, autoReset, layout, observes, stream),
    );
    this.#handle = new Handle(core, "batch");
    this.#seed = seed;
    this.lanes = lanes;
    this.#isTeam = isTeam;
    this.numAgents = agents;
    this.numHouses = core.number(BatchNumber.Houses);
    this.observationLength = core.number(BatchNumber.Observation);
    this.isTwoPhase = core.number(BatchNumber.IsTwoPhase) === 1;
  }

  /** L·N·3: house, mode, signal. To be written before {@link Batch.step} without arguments. */
  get actions(): Int32Array {
    const core = this.#handle.core;
    return this.#actions.get(() => core.number(BatchNumber.ActionsAt), this.lanes * this.numAgents * 3);
  }

  /** L·N: first-round signals, to be written before each step of a two-phase game; empty in others. */
  get signals(): Int32Array {
    const core = this.#handle.core;
    return this.#signals.get(() => core.number(BatchNumber.SignalsAt), this.isTwoPhase ? this.lanes * this.numAgents : 0);
  }

  /** L·N: what the last night paid; after {@link Batch.stepMany} or {@link Batch.run} the sums over their nights. */
  get rewards(): Float32Array {
    const core = this.#handle.core;
    return this.#rewards.get(() => core.number(BatchNumber.RewardsAt), this.lanes * this.numAgents);
  }

  /** L: 1 where the rules ended the game. */
  get done(): Uint8Array {
    const core = this.#handle.core;
    return this.#done.get(() => core.number(BatchNumber.DoneAt), this.lanes);
  }

  /** L: 1 where the cap ended it. */
  get truncated(): Uint8Array {
    const core = this.#handle.core;
    return this.#truncated.get(() => core.number(BatchNumber.TruncatedAt), this.lanes);
  }

  /** L·N rows of {@link Batch.observationLength}; empty unless asked for. */
  get observations(): Float32Array {
    const core = this.#handle.core;
    return new View(Float32Array).get(() => core.number(BatchNumber.ObservationsAt), core.number(BatchNumber.Observations));
  }

  /** Plays one night in every lane, with {@link Batch.actions} or those given (copied once). Nothing has changed when it
   * throws. */
  step(actions?: FlatActions): void {
    const core = this.#handle.core;
    if (actions !== undefined) {
      flatActions("actions", actions, this.lanes * this.numAgents * 3);
      this.actions.set(actions);
    }
    if (core.step() < 0) raise();
  }

  /** Plays `nights` nights with the same actions for every lane: `nights`·N·3 numbers, or L·N·3 a night. */
  stepMany(nights: number, actions: FlatActions): RunTotals {
    const core = this.#handle.core;
    this.#expectSimultaneous("stepMany");
    const count = whole("nights", nights, 1, NIGHTS_PER_CALL_MAX);
    const shared = count * this.numAgents * 3;
    flatActions("actions", actions, actions?.length === shared ? shared : shared * this.lanes);
    if (actions.length > ACTION_NUMBERS_MAX) {
      throw new EngineError("exhausted", `${actions.length} numbers of actions at once; at most ${ACTION_NUMBERS_MAX} are taken`);
    }
    const at = core.reserve(actions.length);
    new View(Int32Array).get(() => at, actions.length).set(actions);
    if (core.step_many(count) < 0) raise();
    return this.#totals();
  }

  /** Lets the built-in agents play `nights` nights in every lane; games that end begin anew. */
  run(nights: number): RunTotals {
    const core = this.#handle.core;
    this.#expectSimultaneous("run");
    if (!this.#isTeam) throw new EngineError("argument", "run: the batch was made with a number of agents, not with a team");
    if (core.run(whole("nights", nights, 1, NIGHTS_PER_CALL_MAX)) < 0) raise();
    return this.#totals();
  }

  /** Writes what everybody sees now: L·N rows. */
  observe(into?: Float32Array): Float32Array {
    const core = this.#handle.core;
    const out = buffer("into", Float32Array, into, this.lanes * this.numAgents * this.observationLength);
    if (core.observe() < 0) raise();
    out.set(this.observations);
    return out;
  }

  /** Begins anew in all lanes, with the batch's seed unless another is given. */
  reset(seed?: Seed): void {
    this.#handle.core.reset(seed === undefined ? this.#seed : seedOf(seed));
  }

  /** Gives the memory back. Anything but another `free` then throws `freed`. */
  free(): void {
    this.#handle.free();
  }

  #expectSimultaneous(call: string): void {
    if (this.isTwoPhase) throw new EngineError("commitment", `${call}: a two-phase scenario is played night by night`);
  }

  #totals(): RunTotals {
    const core = this.#handle.core;
    return { steps: core.total(0), done: core.total(1), truncated: core.total(2) };
  }
}
