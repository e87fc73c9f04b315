/** Agents written in JavaScript, each in a worker of its own. */

import { codePlan } from "./agent-plan.js";
import { options as checked, seedOf } from "./check.js";
import { EngineError } from "./errors.js";
import { Sandbox } from "./sandbox.js";
import type { Action, AgentObservation, JavaScriptAgent, Mode, Seed } from "./types.js";

/**
 * Code of a user in a worker of its own: no page, no network, no storage; a time limit per move kept by ending the worker.
 * `Math.random` is seeded, so that the same seed gives the same moves. Good for a "try it" button; games use it through
 * {@link playMixedGame} and {@link Tournament}. What is guaranteed and what is not stands in `sandbox-code.ts`.
 */
export class AgentSandbox {
  readonly #sandbox: Sandbox;

  constructor(agent: JavaScriptAgent | string) {
    this.#sandbox = new Sandbox(codePlan(agent));
  }

  /** Starts the worker and reads the code. Rejects with `agent_syntax` or `agent_exception`, with the line. */
  start(): Promise<void> {
    return this.#sandbox.start();
  }

  /** Begins a game: fresh variables and memory, the random numbers of the seed. */
  async begin(seed: Seed, seat = 0): Promise<void> {
    const bits = seedOf(seed);
    await this.#sandbox.begin([0], [[Number(bits >> 32n), Number(bits & 0xffff_ffffn), seat]]);
  }

  /** One move. Rejects with an {@link AgentError}; after a timeout the worker has ended, and the game is over. */
  async act(observation: AgentObservation): Promise<Action> {
    const view = checked("observation", observation);
    const lists = [view.houses, view.last_actions, view.scenario_info, view.round1_signals];
    if (lists.some((list) => !Array.isArray(list)) || view.last_actions.length !== view.num_agents) {
      throw new EngineError("argument", "observation: it lacks houses, or the last action of an agent");
    }
    const { home, num_houses, num_agents, scenario_info, agent_id } = view;
    const moves = await this.#sandbox.act({
      kind: "act", limit: 0, keys: [0], seats: [agent_id], lanes: [0],
      surroundings: { [agent_id]: { home, num_houses, num_agents, scenario_info } },
      nights: Uint32Array.of(view.night),
      houses: Uint8Array.from(view.houses),
      last: Uint16Array.from(view.last_actions.flat()),
      signals: Uint8Array.from(view.round1_signals),
    });
    return [moves[0] as number, moves[1] as Mode, moves[2] as Mode];
  }

  /** Ends the worker. */
  close(): void {
    this.#sandbox.close();
  }
}
