/** A game kept, passed on, and played again. */

import { guarded, jsonOf, quoted } from "./check.js";
import { EngineError } from "./errors.js";
import type { AgentSpec, GameRecord, GameResult, ReplayJson, Rules, Scenario, Stream } from "./types.js";
import { ReplayCore } from "./wasm/brigade.js";

/** A recorded game. Immutable. */
export class Replay {
  readonly #core: ReplayCore;
  #read: ReplayJson | undefined;

  /** @internal */
  private constructor(core: ReplayCore) {
    this.#core = core;
  }

  /** @internal */
  static of(core: ReplayCore): Replay {
    return new Replay(core);
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
    return new Replay(guarded(() => ReplayCore.from_json(text)));
  }

  static #fromBytes(bytes: Uint8Array): Replay {
    return new Replay(guarded(() => ReplayCore.from_bytes(bytes)));
  }

  /** All parameters. */
  get scenario(): Scenario { return this.#json().scenario; }
  get rules(): Rules { return this.#json().rules; }
  get seed(): bigint { return BigInt(this.#json().seed); }
  get stream(): Stream { return this.#json().stream; }
  get numAgents(): number { return this.#json().num_agents; }
  /** Built-in agents in the order of seats; empty where others played. */
  get agents(): AgentSpec[] { return this.#json().agents; }

  toJson(): ReplayJson {
    return JSON.parse(this.#core.to_json()) as ReplayJson;
  }

  /** The compact form, a few hundred bytes. */
  toBytes(): Uint8Array {
    return guarded(() => this.#core.to_bytes());
  }

  /** The compact form as base64url, fit for an address. */
  toText(): string {
    let binary = "";
    for (const byte of this.toBytes()) binary += String.fromCharCode(byte);
    return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  }

  /** Plays the recorded actions again; throws `replay` unless it comes out as recorded. */
  play(): { result: GameResult; record: GameRecord } {
    return guarded(() => JSON.parse(this.#core.play()) as { result: GameResult; record: GameRecord });
  }

  /** Lets the built-in agents play again; throws `replay` unless they choose as recorded. */
  checkAgents(): void {
    guarded(() => this.#core.check_agents());
  }

  #json(): ReplayJson {
    return (this.#read ??= this.toJson());
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
