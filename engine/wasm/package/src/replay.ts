/** A game kept, passed on, and played again. */

import { EngineError } from "./errors.js";
import type { AgentSpec, GameRecord, GameResult, ReplayJson, Rules, Scenario, Stream } from "./types.js";

/** A recorded game. Immutable. */
export class Replay {
  private constructor() {}

  /**
   * Reads a replay: its JSON (text or object), its compact bytes, or the text of {@link Replay.toText}.
   * What it says is only believed after {@link Replay.play}.
   */
  static from(_source: string | ReplayJson | Uint8Array | ArrayBuffer): Replay {
    throw new EngineError("internal", "not built yet");
  }

  get scenario(): Scenario { throw new EngineError("internal", "not built yet"); }
  get rules(): Rules { return "paper"; }
  get seed(): bigint { return 0n; }
  get stream(): Stream { return "per_agent"; }
  get numAgents(): number { return 0; }
  /** Built-in agents in the order of seats; empty where others played. */
  get agents(): AgentSpec[] { return []; }

  toJson(): ReplayJson { throw new EngineError("internal", "not built yet"); }
  /** The compact form, a few hundred bytes. */
  toBytes(): Uint8Array { throw new EngineError("internal", "not built yet"); }
  /** The compact form as base64url, fit for an address. */
  toText(): string { return ""; }
  /** Plays the recorded actions again; throws `replay` unless it comes out as recorded. */
  play(): { result: GameResult; record: GameRecord } { throw new EngineError("internal", "not built yet"); }
  /** Lets the built-in agents play again; throws `replay` unless they choose as recorded. */
  checkAgents(): void {}
}
