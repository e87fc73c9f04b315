/** Games in which code of users has seats: side by side, one message a night and code. */

import type { CodePlan } from "./agent-plan.js";
import { guarded } from "./check.js";
import { wasmMemory } from "./init.js";
import type { MatchNumbers } from "./match.js";
import { type GameColumns, columnsOf } from "./parts.js";
import { ColumnNumber, MixedNumber } from "./places.js";
import { raise } from "./refusals.js";
import type { ReplayData } from "./replay-data.js";
import { keptWhole } from "./results.js";
import type { Surroundings } from "./sandbox-code.js";
import { Sandbox } from "./sandbox.js";
import { MixedCore } from "./wasm/brigade.js";

/** How many numbers of the scenario everybody knows. */
const INFO_NUMBERS = 12;

/** A code with the seats it has. */
interface Player {
  sandbox: Sandbox;
  seats: number[];
}

/** Games of one match. Each code runs in one worker, whatever the number of games and seats. */
export class MixedGames {
  readonly #core: MixedCore;
  readonly #players: Player[] = [];
  readonly #surroundings: Record<number, Surroundings> = {};
  #interrupted: { reason: unknown } | undefined;

  /** `members`: by seat, the code that has it. */
  constructor(match: MatchNumbers, members: readonly (CodePlan | undefined)[], lanes: number, keeps: boolean) {
    const { scenario, seats, team, rules, nightsMax, stream } = match;
    const core = guarded(() => new MixedCore(scenario, seats, team, rules, nightsMax, stream, lanes, keeps));
    this.#core = core;
    const num_houses = core.number(MixedNumber.Houses);
    const known = core.surroundings();
    const scenario_info = [...known.subarray(0, INFO_NUMBERS)];
    const players = new Map<CodePlan, Player>();
    members.forEach((code, seat) => {
      if (code === undefined) return;
      const player = players.get(code) ?? { sandbox: new Sandbox(code), seats: [] };
      player.seats.push(seat);
      players.set(code, player);
      this.#surroundings[seat] = { home: known[INFO_NUMBERS + seat] ?? 0, num_houses, num_agents: seats, scenario_info };
    });
    this.#players.push(...players.values());
  }

  /** Plays the games of the seeds `first..first + games`, at most as many as there are lanes. */
  async play(first: bigint, games: number, signal?: AbortSignal): Promise<GameColumns> {
    this.#core.begin(first, games);
    await this.#all((player) => this.#begin(player, first, games));
    for (;;) {
      signal?.throwIfAborted();
      const running = this.#core.look();
      if (running < 0) raise();
      if (running === 0) break;
      await this.#all((player) => this.#act(player, games));
      if (this.#core.play() < 0) raise();
    }
    this.#core.finish();
    return columnsOf(this.#core, games);
  }

  /** What was done in the first of the games, if it was kept. */
  kept(isTwoPhase: boolean): Pick<ReplayData, "actions" | "round1" | "scores" | "fingerprint"> {
    return keptWhole(this.#core, isTwoPhase);
  }

  /** Ends all codes at once, whatever they are at. */
  interrupt(reason: unknown): void {
    this.#interrupted = { reason };
    for (const { sandbox } of this.#players) sandbox.close();
  }

  close(): void {
    for (const { sandbox } of this.#players) sandbox.close();
    this.#core.free();
  }

  /** Asks all codes at once. The first in the order of seats that fails is the one that is told. */
  async #all(ask: (player: Player) => Promise<void>): Promise<void> {
    const outcomes = await Promise.allSettled(this.#players.map(ask));
    if (this.#interrupted !== undefined) throw this.#interrupted.reason;
    for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
  }

  async #begin({ sandbox, seats }: Player, first: bigint, games: number): Promise<void> {
    const keys: number[] = [];
    const seeds: [number, number, number][] = [];
    for (let lane = 0; lane < games; lane++) {
      const seed = BigInt.asUintN(64, first + BigInt(lane));
      for (const seat of seats) {
        keys.push(this.#key(lane, seat));
        seeds.push([Number(seed >> 32n), Number(seed & 0xffff_ffffn), seat]);
      }
    }
    await sandbox.begin(keys, seeds);
  }

  async #act({ sandbox, seats: own }: Player, games: number): Promise<void> {
    const core = this.#core;
    const [memory, all] = [wasmMemory(), core.number(ColumnNumber.Seats)];
    const over = new Uint8Array(memory, core.number(MixedNumber.OverAt), games);
    const [keys, seats, lanes]: [number[], number[], number[]] = [[], [], []];
    for (let lane = 0; lane < games; lane++) {
      if (over[lane] === 1) continue;
      for (const seat of own) {
        keys.push(this.#key(lane, seat));
        seats.push(seat);
        lanes.push(lane);
      }
    }
    const moves = await sandbox.act({
      kind: "act", limit: 0, keys, seats, lanes, surroundings: this.#surroundings,
      nights: new Uint32Array(memory, core.number(MixedNumber.NightsAt), games).slice(),
      houses: new Uint8Array(memory, core.number(MixedNumber.HousesAt), games * core.number(MixedNumber.Houses)).slice(),
      last: new Uint16Array(memory, core.number(MixedNumber.LastAt), games * all * 3).slice(),
      signals: new Uint8Array(memory, core.number(MixedNumber.SignalsAt), games * all).slice(),
    });
    // The memory may have grown while the code was at it.
    const actions = new Int32Array(wasmMemory(), core.number(MixedNumber.ActionsAt), games * all * 3);
    keys.forEach((key, index) => actions.set(moves.subarray(3 * index, 3 * index + 3), 3 * key));
  }

  #key(lane: number, seat: number): number {
    return lane * this.#core.number(ColumnNumber.Seats) + seat;
  }
}
