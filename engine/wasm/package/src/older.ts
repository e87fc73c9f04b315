/** The older interface: JSON text in, JSON text out. Rules `rust_core`, seed 42. */

import { EngineError } from "./errors.js";

/** One game. Every call passes JSON text, which costs about ten times the game itself; {@link Game} does not. */
export class WasmBucketBrigade {
  /** `scenario_json`: parameters as JSON text, or a scenario's name. */
  constructor(_scenario_json: string, _num_agents: number) {
    throw new EngineError("internal", "not built yet");
  }
  /** Begins another game on the running random stream. */
  reset(): void {}
  /** `[[house, mode, signal], …]`, or pairs with an honest signal; answers `{"rewards": …, "done": …, "info": {}}`. */
  step(_actions_json: string): string { return ""; }
  get_observation(_agent_id: number): string { return ""; }
  is_done(): boolean { return false; }
  get_current_state(): string { return ""; }
  get_result(): string { return ""; }
  get_scenario(): string { return ""; }
  free(): void {}
}

/** Whole games in workers. */
export class WasmTournamentRunner {
  constructor(_num_workers: number) {
    throw new EngineError("internal", "not built yet");
  }
  /**
   * Plays one game of the agents (a JSON list of built-in agents: names, ten numbers, heuristics, rules) in a worker, at
   * most 100 nights. Resolves with the text of {@link WasmBucketBrigade.get_result}. The n-th game of a runner has the seed
   * 42 + n.
   */
  async run_game(_agents_json: string, _scenario_json: string): Promise<string> {
    throw new EngineError("internal", "not built yet");
  }
  free(): void {}
}
