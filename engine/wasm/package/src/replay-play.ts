/** Playing a replay again: its actions, step by step. */

import { guarded } from "./check.js";
import { EngineError } from "./errors.js";
import { actionOf } from "./game-state.js";
import { CATALOG } from "./generated/catalog.js";
import { wasmMemory } from "./init.js";
import { GameNumber } from "./places.js";
import { raise } from "./refusals.js";
import { type ReplayData, isTwoPhase, nightsOf } from "./replay-data.js";
import { resultOf } from "./results.js";
import { scenarioNumbers } from "./scenario.js";
import type { Action, GameRecord, GameResult, HouseState, Mode, NightRecord } from "./types.js";
import { GameCore } from "./wasm/brigade.js";

const [SAFE, BURNING, RUINED] = [0, 1, 2];

/** Plays the recorded actions; throws `replay` unless it comes out as recorded. */
export function replayed(data: ReplayData): { result: GameResult; record: GameRecord } {
  const numbers = scenarioNumbers(data.scenario);
  const rules = CATALOG.rules.indexOf(data.rules);
  const core = guarded(() => new GameCore(numbers, data.numAgents, rules, data.seed, data.nightsMax, 0, false));
  try {
    let before = housesOf(core);
    const [start, nights] = [before, [] as NightRecord[]];
    for (let night = 0; night < nightsOf(data); night++) {
      const [from, to] = [night * data.numAgents, (night + 1) * data.numAgents];
      step(core, data, from, to);
      const houses = housesOf(core);
      nights.push(recordOf(core, night, before, houses, Array.from(data.round1.subarray(from, to)) as Mode[]));
      before = houses;
    }
    expectSame(core, data);
    return { result: resultOf(core, data.seed, data.numAgents), record: { start, nights } };
  } finally {
    core.free();
  }
}

function step(core: GameCore, { actions, round1, scenario }: ReplayData, from: number, to: number): void {
  const flat = new Int32Array(wasmMemory(), core.number(GameNumber.ActionsAt), 3 * (to - from));
  for (let place = from; place < to; place++) flat.set(actionOf(actions[place] ?? 0), 3 * (place - from));
  if (!isTwoPhase(scenario)) {
    if (core.step() < 0) raise();
    return;
  }
  new Int32Array(wasmMemory(), core.number(GameNumber.SignalsAt), to - from).set(round1.subarray(from, to));
  if (core.step_two_phase() < 0) raise();
}

function housesOf(core: GameCore): HouseState[] {
  core.look();
  return Array.from(new Uint8Array(wasmMemory(), core.number(GameNumber.HousesAt), core.number(GameNumber.Houses))) as HouseState[];
}

/** A night that was just played and looked at. */
function recordOf(core: GameCore, night: number, before: HouseState[], houses: HouseState[], round1: Mode[]): NightRecord {
  const [memory, agents] = [wasmMemory(), core.number(GameNumber.Agents)];
  const actions = Array.from(new Uint32Array(memory, core.number(GameNumber.LastAt), agents), actionOf) as Action[];
  const rewards = [...new Float32Array(memory, core.number(GameNumber.RewardsAt), agents)];
  const where = (is: (house: number) => boolean): number[] => [...houses.keys()].filter(is);
  const saved = where((house) => before[house] === BURNING && houses[house] === SAFE);
  const lost = where((house) => before[house] !== RUINED && houses[house] === RUINED);
  return { night, before, houses, actions, round1, rewards, saved, lost };
}

function expectSame(core: GameCore, { scores, numAgents, fingerprint }: ReplayData): void {
  const found = new Float32Array(wasmMemory(), core.number(GameNumber.ScoresAt), numAgents);
  const isSame = scores.length === numAgents && scores.every((score, agent) => Object.is(score, found[agent]));
  if (!isSame) throw diverged(core.number(GameNumber.Night), "scores");
  if (core.fingerprint() !== fingerprint) throw diverged(core.number(GameNumber.Night), "last state");
}

/** The error of a replay that does not come out as it was recorded. */
export function diverged(night: number, what: string): EngineError {
  return new EngineError("replay", `night ${night}: the replay's ${what} differs from the simulation`);
}
