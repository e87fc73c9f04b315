/** A game kept, passed on, and played again. */

import { jsonOf, quoted } from "./check.js";
import { EngineError } from "./errors.js";
import { keptGame, matchOf } from "./match.js";
import { bytesOfReplay, replayOfBytes } from "./replay-bytes.js";
import { type ReplayData, isTwoPhase, nightsOf } from "./replay-data.js";
import { expectCount, expectNights, jsonOfReplay, replayOfText } from "./replay-json.js";
import { diverged, replayed } from "./replay-play.js";
import { copyOf } from "./scenario.js";
import type { AgentSpec, GameRecord, GameResult, ReplayJson, Rules, Scenario, Stream } from "./types.js";

/** A recorded game. Immutable. */
export class Replay {
  readonly #data: ReplayData;

  /** @internal */
  private constructor(data: ReplayData) {
    this.#data = data;
  }

  /** @internal */
  static of(data: ReplayData): Replay {
    return new Replay(data);
  }

  /**
   * Reads a replay: its JSON (text or object), its compact bytes, or the text of {@link Replay.toText}.
   * What it says is only believed after {@link Replay.play}.
   */
  static from(source: string | ReplayJson | Uint8Array | ArrayBuffer): Replay {
    if (source instanceof ArrayBuffer || source instanceof Uint8Array) {
      // So has an array whose memory was given away.
      if (source.byteLength === 0) throw new EngineError("replay", "the replay has no bytes");
      return Replay.#fromBytes(new Uint8Array(source));
    }
    if (typeof source === "string" && !source.trimStart().startsWith("{")) return Replay.#fromBytes(bytesOf(source.trim()));
    if (typeof source !== "string" && (typeof source !== "object" || source === null)) {
      throw new EngineError("argument", `replay: ${quoted(source)} is neither text, object nor bytes`);
    }
    const text = typeof source === "string" ? source : jsonOf("replay", source);
    return new Replay(replayOfText(text));
  }

  static #fromBytes(bytes: Uint8Array): Replay {
    return new Replay(replayOfBytes(bytes));
  }

  /** All parameters. */
  get scenario(): Scenario { return copyOf(this.#data.scenario); }
  get rules(): Rules { return this.#data.rules; }
  get seed(): bigint { return this.#data.seed; }
  get stream(): Stream { return this.#data.stream; }
  get numAgents(): number { return this.#data.numAgents; }
  /** Built-in agents in the order of seats; empty where others played. */
  get agents(): AgentSpec[] { return structuredClone(this.#data.agents) as AgentSpec[]; }

  toJson(): ReplayJson {
    return jsonOfReplay(this.#data);
  }

  /** The compact form, a few hundred bytes. */
  toBytes(): Uint8Array {
    return bytesOfReplay(this.#data);
  }

  /** The compact form as base64url, fit for an address. */
  toText(): string {
    let binary = "";
    for (const byte of this.toBytes()) binary += String.fromCharCode(byte);
    return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  }

  /** Plays the recorded actions again; throws `replay` unless it comes out as recorded. */
  play(): { result: GameResult; record: GameRecord } {
    return replayed(this.#data);
  }

  /** Lets the built-in agents play again; throws `replay` unless they choose as recorded. */
  checkAgents(): void {
    const data = this.#data;
    expectCount("agents", data.numAgents, data.agents.length);
    const match = matchOf({ scenario: data.scenario, rules: data.rules, nightsMax: data.nightsMax, stream: data.stream }, data.agents);
    expectNights(data.nightsMax);
    const again = keptGame(match, data.seed, isTwoPhase(data.scenario));
    const night = Math.floor(again.actions.findIndex((action, place) => action !== data.actions[place]) / data.numAgents);
    if (night >= 0) throw diverged(night, "actions");
    if (again.actions.length !== data.actions.length) throw diverged(Math.min(nightsOf(data), again.actions.length / data.numAgents), "actions");
    const isSame = String(again.round1) === String(data.round1) && String(again.scores) === String(data.scores);
    if (!isSame || again.fingerprint !== data.fingerprint) throw diverged(0, "outcome");
  }
}

function bytesOf(text: string): Uint8Array {
  let binary: string;
  try {
    binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  } catch {
    throw new EngineError("replay", "the text is no replay: it is neither JSON nor base64url");
  }
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}
