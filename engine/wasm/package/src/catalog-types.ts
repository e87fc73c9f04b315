/** What the engine knows by name, as `generated/catalog.ts` has it. */

import type { Rules, ScenarioParameters, ScriptedAgent } from "./types.js";

/** A parameter of scenarios; one without a default has to be given. */
export type ScenarioField = { name: string; default?: unknown } & (
  | { kind: "number" }
  | { kind: "per_agent" }
  /** A whole number of 0 to `most`; a list of such. */
  | { kind: "whole" | "homes"; most: number }
  | { kind: "choice"; names: readonly string[] }
);

/** What a name of an agent stands for. */
export type NamedAgent =
  | { random: boolean }
  | { heuristic: string; parameters: readonly number[] }
  | ScriptedAgent;

/** All of it. Where the engine takes a number for a name, it is the name's place in its list. */
export interface Catalog {
  fields: readonly ScenarioField[];
  /** By name, the parameters that are not their defaults. */
  scenarios: Readonly<Record<string, Readonly<Partial<ScenarioParameters>>>>;
  agents: Readonly<Record<string, NamedAgent>>;
  /** Tables of archetypes: by name, ten numbers. */
  tables: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
  parameters: readonly string[];
  heuristics: readonly string[];
  rules: readonly Rules[];
  layouts: readonly string[];
  autoResets: readonly string[];
  streams: readonly string[];
  deeds: readonly string[];
  signals: readonly string[];
  conditions: readonly string[];
  targets: readonly string[];
  /** How many of the targets have no number. */
  targetsPlain: number;
  agentsMax: number;
  lanesMax: number;
  replayNightsMax: number;
  replayVersion: number;
}
