/** Values as bytes, as they cross to the second module and back; engine/wasm/src/analysis/packed.rs says how they lie. */

import { quoted } from "../check.js";
import { EngineError } from "../errors.js";

/** How deep a value may lie in others. */
const DEPTH_MAX = 127;
const BYTES_AT_FIRST = 1024;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Bytes that are written one after the other. */
export class Writer {
  #bytes = new Uint8Array(BYTES_AT_FIRST);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  /** Where so many bytes may be written; to be asked before the bytes are looked up, which it may replace. */
  #reserve(count: number): number {
    const at = this.#length;
    this.#length += count;
    if (this.#length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#length, this.#bytes.length * 2));
      grown.set(this.#bytes);
      this.#bytes = grown;
      this.#view = new DataView(grown.buffer);
    }
    return at;
  }

  byte(value: number): void {
    const at = this.#reserve(1);
    this.#view.setUint8(at, value);
  }

  count(value: number): void {
    const at = this.#reserve(4);
    this.#view.setUint32(at, value, true);
  }

  number(value: number): void {
    const at = this.#reserve(8);
    this.#view.setFloat64(at, value, true);
  }

  text(value: string): void {
    const bytes = encoder.encode(value);
    this.count(bytes.length);
    const at = this.#reserve(bytes.length);
    this.#bytes.set(bytes, at);
  }

  /** A value as `JSON.parse` makes it. */
  value(name: string, value: unknown, depth = 0): void {
    if (depth > DEPTH_MAX) throw new EngineError("json", `${name}: more than ${DEPTH_MAX} lists and objects lie in one another`);
    if (value === null) this.byte(0);
    else if (typeof value === "boolean") this.byte(value ? 2 : 1);
    else if (typeof value === "number") {
      if (!Number.isFinite(value)) throw new EngineError("json", `${name}: a number is beyond the range of a double`);
      this.byte(3);
      this.number(value);
    } else if (typeof value === "string") {
      this.byte(4);
      this.text(value);
    } else if (Array.isArray(value)) {
      this.byte(5);
      this.count(value.length);
      for (const entry of value) this.value(name, entry, depth + 1);
    } else {
      const members = Object.entries(value as object);
      this.byte(6);
      this.count(members.length);
      for (const [member, entry] of members) {
        this.text(member);
        this.value(name, entry, depth + 1);
      }
    }
  }

  /** What was written. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}

/** The value of JSON text, as bytes. */
export function packedJson(name: string, text: string): Uint8Array {
  const writer = new Writer();
  writer.value(name, parsed(name, text));
  return writer.bytes();
}

/** The value of JSON text. */
export function parsed(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new EngineError("json", `${name}: ${(error as Error).message}`);
  }
}

/** Names, as bytes. */
export function packedNames(name: string, value: unknown): Uint8Array {
  if (!Array.isArray(value)) throw new EngineError("json", `${name}: ${quoted(value)} is no list of names`);
  const writer = new Writer();
  for (const [place, entry] of value.entries()) {
    if (typeof entry !== "string") throw new EngineError("json", `${name}[${place}]: ${quoted(entry)} is no text`);
  }
  writer.value(name, value);
  return writer.bytes();
}

/** The value an answer holds. */
export function unpacked(bytes: Uint8Array): unknown {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const count = (): number => {
    at += 4;
    return view.getUint32(at - 4, true);
  };
  const text = (): string => {
    const length = count();
    at += length;
    return decoder.decode(bytes.subarray(at - length, at));
  };
  const object = (names: string[]): object => {
    const found: Record<string, unknown> = {};
    for (const name of names) found[name] = value();
    return found;
  };
  const value = (): unknown => {
    const kind = view.getUint8(at++);
    switch (kind) {
      case 0: return null;
      case 1: case 2: return kind === 2;
      case 3:
        at += 8;
        return view.getFloat64(at - 8, true);
      case 4: return text();
      case 5: return Array.from({ length: count() }, value);
      case 7: return object(text().split(" "));
      default: {
        const names = text().split(" ");
        return Array.from({ length: count() }, () => object(names));
      }
    }
  };
  return value();
}
