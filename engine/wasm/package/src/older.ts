/** The older interface: JSON text in, JSON text out. Rules `rust_core`, seed 42. */

import { whole, word } from "./check.js";
import { EngineError } from "./errors.js";
import { NIGHTS_MAX, Game } from "./game.js";
import { CATALOG } from "./generated/catalog.js";
import { matchOf } from "./match.js";
import { olderActions, olderAgents, olderScenario } from "./older-json.js";
import { WorkerPool } from "./pool.js";
import { isTwoPhase } from "./replay-data.js";
import { replayed } from "./replay-play.js";
import type { Action, HouseState, Mode, Scenario } from "./types.js";

/** Memory of a recorded night: per agent, and beside that; and of all nights. */
const [AGENT_BYTES, NIGHT_BYTES, BYTES_MAX] = [400, 1000, 2 ** 29];
/** Numbers at the end of a row of the layout `vector_env`: what everybody knows of the scenario, then two others. */
const [INFO_NUMBERS, OTHER_NUMBERS] = [12, 2];

/** One record of a game; the first is the town before the first night. */
interface OlderNight {
  night: number;
  houses: HouseState[];
  signals: Mode[];
  locations: number[];
  actions: Action[];
  rewards: number[];
}

function nightOf(night: number, houses: HouseState[], actions: Action[], rewards: number[]): OlderNight {
  const [signals, locations] = [actions.map((action) => action[2]), actions.map((action) => action[0])];
  return { night, houses, signals, locations, actions, rewards };
}

function resultText(scenario: Scenario, nights: readonly OlderNight[], scores: Float32Array): string {
  // Added up in 32 bits, as the upstream does.
  const total = scores.reduce((sum, score) => Math.fround(sum + score), 0);
  return JSON.stringify({ scenario, nights, final_score: total, agent_scores: [...scores] });
}

/** One game. Every call passes JSON text, which costs many times the game itself; {@link Game} does not. */
export class WasmBucketBrigade {
  readonly #game: Game;
  readonly #scenario: Scenario;
  readonly #scores: Float32Array;
  #nights: OlderNight[] = [];

  /** `scenario_json`: parameters as JSON text, or a scenario's name. */
  constructor(scenario_json: string, num_agents: number) {
    const agents = whole("num_agents", num_agents, 1, CATALOG.agentsMax);
    this.#scenario = olderScenario(word("scenario_json", scenario_json, ""), agents);
    // This layout has what everybody knows in the upstream's order.
    const layout = "vector_env";
    this.#game = new Game({ scenario: this.#scenario, agents, rules: "rust_core", nightsMax: NIGHTS_MAX, layout, record: false });
    this.#scores = new Float32Array(agents);
    this.#begin();
  }

  /** Begins another game on the running random stream. */
  reset(): void {
    this.#game.reset();
    this.#begin();
  }

  /** `[[house, mode, signal], …]`, or pairs with an honest signal; answers `{"rewards": …, "done": …, "info": …}`. */
  step(actions_json: string): string {
    const game = this.#game;
    const actions = olderActions(word("actions_json", actions_json, ""), game.numAgents, game.numHouses);
    if (this.#nights.length * (game.numAgents * AGENT_BYTES + NIGHT_BYTES) > BYTES_MAX) {
      throw new EngineError("exhausted", "the game has more nights than can be recorded");
    }
    game.step(actions);
    const rewards = game.rewards();
    rewards.forEach((reward, agent) => { this.#scores[agent] = (this.#scores[agent] ?? 0) + reward; });
    this.#add(game.night - 1);
    return JSON.stringify({ rewards: [...rewards], done: game.isDone, info: { night: game.night } });
  }

  get_observation(agent_id: number): string {
    const agent = whole("agent_id", agent_id, 0, this.#game.numAgents - 1);
    const row = this.#game.observe(agent);
    const { night, houses, actions: last_actions, signals, locations } = this.#now(this.#game.night);
    const round1_signals = last_actions.map(() => 0);
    const end = row.length - OTHER_NUMBERS;
    const scenario_info = [...row.subarray(end - INFO_NUMBERS, end)];
    return JSON.stringify({ signals, locations, houses, last_actions, scenario_info, agent_id: agent, night, round1_signals });
  }

  is_done(): boolean { return this.#game.isDone; }

  get_current_state(): string {
    const { night, houses, actions, signals, locations } = this.#now(this.#game.night);
    const done = this.is_done();
    return JSON.stringify({ houses, agent_positions: locations, agent_signals: signals, last_actions: actions, night, done });
  }

  get_result(): string { return resultText(this.#scenario, this.#nights, this.#scores); }
  get_scenario(): string { return JSON.stringify(this.#scenario); }
  free(): void { this.#game.free(); }

  #begin(): void {
    this.#nights = [];
    this.#scores.fill(0);
    this.#add(0);
  }

  #add(night: number): void {
    this.#nights.push(this.#now(night));
  }

  #now(night: number): OlderNight {
    const game = this.#game;
    return nightOf(night, [...game.houses()] as HouseState[], game.lastActions(), [...game.rewards()]);
  }
}

/** Whole games in workers. */
export class WasmTournamentRunner {
  readonly #pool: WorkerPool;
  #games = 0n;

  constructor(num_workers: number) {
    this.#pool = new WorkerPool(num_workers);
  }

  /**
   * Plays one game of the agents (a JSON list of built-in agents: names, ten numbers, heuristics, rules) in a worker, at
   * most 100 nights. Resolves with the text of {@link WasmBucketBrigade.get_result}. The n-th game of a runner, counted
   * from 0, has the seed 42 + n.
   */
  async run_game(agents_json: string, scenario_json: string): Promise<string> {
    const agents = olderAgents(word("agents_json", agents_json, ""));
    const scenario = olderScenario(word("scenario_json", scenario_json, ""), agents.length);
    const [rules, stream, nightsMax, seed] = ["rust_core", "companion", 100, 42n + this.#games++] as const;
    const [match, key] = [matchOf({ scenario, rules, stream, nightsMax }, agents), `older:${seed}`];
    const outcome = await this.#pool.submit({ kind: "keep", key, match, seed, isTwoPhase: isTwoPhase(scenario) });
    if (outcome.kind !== "keep") throw new EngineError("internal", "a worker has answered another question");
    const data = { scenario, rules, seed, nightsMax, stream, numAgents: agents.length, agents, ...outcome.kept };
    const { start, nights } = replayed(data).record;
    const idle = agents.map((): Action => [0, 0, 0]);
    const all = [nightOf(0, start, idle, idle.map(() => 0))];
    for (const { night, houses, actions, rewards } of nights) all.push(nightOf(night, houses, actions, rewards));
    return resultText(scenario, all, data.scores);
  }

  free(): void {
    this.#pool.close();
  }
}
