/** Agents written in JavaScript, each in a worker of its own. */

import { EngineError } from "./errors.js";
import type { Action, AgentObservation, JavaScriptAgent, Seed } from "./types.js";

/**
 * Code of a user in a worker of its own: no page, no network, no storage; a time limit per move kept by ending the worker.
 * `Math.random` is seeded, so that the same seed gives the same moves. Good for a "try it" button; games use it through
 * {@link playMixedGame} and {@link Tournament}.
 */
export class AgentSandbox {
  constructor(_agent: JavaScriptAgent | string) {
    throw new EngineError("internal", "not built yet");
  }

  /** Starts the worker and reads the code. Rejects with `agent_syntax` or `agent_exception`, with the line. */
  async start(): Promise<void> {}
  /** Begins a game: fresh variables and memory, the random numbers of the seed. */
  async begin(_seed: Seed): Promise<void> {}
  /** One move. Rejects with an {@link AgentError}; after a timeout the worker has been replaced, and the game is over. */
  async act(_observation: AgentObservation): Promise<Action> {
    throw new EngineError("internal", "not built yet");
  }
  /** Ends the worker. */
  close(): void {}
}
