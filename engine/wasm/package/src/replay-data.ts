/** What a replay holds. */

import type { AgentSpec, Rules, Scenario, Stream } from "./types.js";

/** A recorded game. */
export interface ReplayData {
  scenario: Scenario;
  rules: Rules;
  seed: bigint;
  nightsMax: number;
  stream: Stream;
  numAgents: number;
  /** Built-in agents in the order of seats; empty where others played. */
  agents: readonly AgentSpec[];
  /** By night, by agent: four times the house, two for work, one for a signal of work. */
  actions: Uint16Array;
  /** By night, by agent, of a two-phase game; else empty. */
  round1: Uint8Array;
  scores: Float32Array;
  /** Of the game's last state, which depends on every draw and reward before it. */
  fingerprint: bigint;
}

/** Whether signals are given before the actions. */
export function isTwoPhase(scenario: Scenario): boolean {
  return scenario.commitment_mode === "two_phase";
}

/** How many nights were played. */
export function nightsOf(data: ReplayData): number {
  return data.numAgents === 0 ? 0 : data.actions.length / data.numAgents;
}
