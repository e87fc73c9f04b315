/** The older interface: JSON text in, JSON text out. Rules `rust_core`, seed 42. */

import { guarded, whole, word } from "./check.js";
import { EngineError } from "./errors.js";
import { Handle } from "./handle.js";
import { WorkerPool } from "./pool.js";
import { OlderCore } from "./wasm/brigade.js";

/** One game. Every call passes JSON text, which costs many times the game itself; {@link Game} does not. */
export class WasmBucketBrigade {
  readonly #handle: Handle<OlderCore>;

  /** `scenario_json`: parameters as JSON text, or a scenario's name. */
  constructor(scenario_json: string, num_agents: number) {
    const scenario = word("scenario_json", scenario_json, "");
    const agents = whole("num_agents", num_agents, 1, 256);
    this.#handle = new Handle(guarded(() => new OlderCore(scenario, agents)), "game");
  }

  /** Begins another game on the running random stream. */
  reset(): void {
    this.#handle.core.reset();
  }

  /** `[[house, mode, signal], …]`, or pairs with an honest signal; answers `{"rewards": …, "done": …, "info": …}`. */
  step(actions_json: string): string {
    const text = word("actions_json", actions_json, "");
    return guarded(() => this.#handle.core.step(text));
  }

  get_observation(agent_id: number): string {
    const agent = whole("agent_id", agent_id, 0, 255);
    return guarded(() => this.#handle.core.observation(agent));
  }

  is_done(): boolean { return this.#handle.core.is_done(); }
  get_current_state(): string { return guarded(() => this.#handle.core.state()); }
  get_result(): string { return guarded(() => this.#handle.core.result()); }
  get_scenario(): string { return guarded(() => this.#handle.core.scenario()); }
  free(): void { this.#handle.free(); }
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
    const [agents, scenario] = [word("agents_json", agents_json, ""), word("scenario_json", scenario_json, "")];
    const outcome = await this.#pool.submit({ kind: "older", agents, scenario, seed: 42n + this.#games++ });
    if (outcome.kind !== "older") throw new EngineError("internal", "a worker has answered another question");
    return outcome.text;
  }

  free(): void {
    this.#pool.close();
  }
}
