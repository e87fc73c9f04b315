/**
 * The compact form of a replay. All numbers are little-endian.
 *
 * "LBR1"; header length u32; header; nights u32; agents u32; scores f32 each; fingerprint u64; length of the actions u32;
 * actions as bits: for each night and agent house (as many bits as the ring's last house needs), mode, signal, and in a
 * two-phase game the first-round signal; check u64, FNV-1a of all before it.
 */

import { CATALOG } from "./generated/catalog.js";
import { EngineError } from "./errors.js";
import { type ReplayData, isTwoPhase, nightsOf } from "./replay-data.js";
import { headerOf, headerText } from "./replay-header.js";

const MAGIC = [0x4c, 0x42, 0x52, 0x31];
const CHECK_BYTES = 8;

/** The bytes of a replay. */
export function bytesOfReplay(data: ReplayData): Uint8Array {
  const header = new TextEncoder().encode(headerText(data));
  const actions = packed(data);
  const bytes = new Uint8Array(4 + 4 + header.length + 8 + 4 * data.numAgents + 8 + 4 + actions.length + CHECK_BYTES);
  const view = new DataView(bytes.buffer);
  let at = 0;
  const number = (value: number): void => view.setUint32((at += 4) - 4, value, true);
  const append = (list: ArrayLike<number>): void => bytes.set(list, (at += list.length) - list.length);
  append(MAGIC);
  number(header.length);
  append(header);
  number(nightsOf(data));
  number(data.numAgents);
  for (const score of data.scores) view.setFloat32((at += 4) - 4, score, true);
  view.setBigUint64((at += 8) - 8, data.fingerprint, true);
  number(actions.length);
  append(actions);
  view.setBigUint64(at, checkOf(bytes.subarray(0, at)), true);
  return bytes;
}

/** The replay of bytes. */
export function replayOfBytes(bytes: Uint8Array): ReplayData {
  const end = Math.max(bytes.length - CHECK_BYTES, 0);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < CHECK_BYTES || view.getBigUint64(end, true) !== checkOf(bytes.subarray(0, end))) {
    throw damaged(end, "the checksum does not fit");
  }
  let at = 0;
  const take = (length: number): number => {
    if (length > end - at) throw damaged(at, "the bytes end early");
    return (at += length) - length;
  };
  const number = (): number => view.getUint32(take(4), true);
  const magic = take(4);
  if (MAGIC.some((letter, place) => bytes[magic + place] !== letter)) throw damaged(0, "no replay");
  const length = number();
  const begin = take(length);
  const header = headerOf(textAt(bytes.subarray(begin, begin + length), begin));
  const [nights, numAgents] = [number(), number()];
  if (nights > CATALOG.replayNightsMax || numAgents > CATALOG.agentsMax) throw damaged(at, "too many nights or agents");
  const scores = Float32Array.from({ length: numAgents }, () => view.getFloat32(take(4), true));
  const fingerprint = view.getBigUint64(take(8), true);
  const size = number();
  const base = take(size);
  const recorded = unpacked(bytes.subarray(base, base + size), base, header.scenario.num_houses, isTwoPhase(header.scenario), nights * numAgents);
  if (at !== end) throw damaged(at, "bytes after the end");
  return { ...header, numAgents, ...recorded, scores, fingerprint };
}

function textAt(bytes: Uint8Array, at: number): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw damaged(at, "the header is no text");
  }
}

function damaged(offset: number, what: string): EngineError {
  return new EngineError("replay", `damaged replay at byte ${offset}: ${what}`);
}

/** Bits of a house: those of the ring's last one. */
function houseBits(houses: number): number {
  return Math.max(32 - Math.clz32(Math.max(houses - 1, 0)), 1);
}

function packed({ scenario, actions, round1 }: ReplayData): Uint8Array {
  const [width, twoPhase] = [houseBits(scenario.num_houses), isTwoPhase(scenario)];
  const bytes = new Uint8Array(Math.ceil((actions.length * (width + (twoPhase ? 3 : 2))) / 8));
  let at = 0;
  const push = (value: number, count: number): void => {
    for (let bit = 0; bit < count; bit++, at++) if ((value >> bit) & 1) bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (1 << (at & 7));
  };
  actions.forEach((action, place) => {
    push(action >> 2, width);
    push(action >> 1, 1);
    push(action, 1);
    if (twoPhase) push(round1[place] ?? 0, 1);
  });
  return bytes;
}

function unpacked(
  bytes: Uint8Array, base: number, houses: number, twoPhase: boolean, count: number,
): { actions: Uint16Array; round1: Uint8Array } {
  const width = houseBits(houses);
  // Checked before anything is reserved: a short file cannot ask for much memory.
  if (Math.ceil((count * (width + (twoPhase ? 3 : 2))) / 8) !== bytes.length) throw damaged(base, "the actions' length does not fit");
  let at = 0;
  const take = (bits: number): number => {
    let value = 0;
    for (let bit = 0; bit < bits; bit++, at++) value |= (((bytes[at >> 3] ?? 0) >> (at & 7)) & 1) << bit;
    return value;
  };
  const [actions, round1] = [new Uint16Array(count), new Uint8Array(twoPhase ? count : 0)];
  for (let place = 0; place < count; place++) {
    actions[place] = (take(width) << 2) | (take(1) << 1) | take(1);
    if (twoPhase) round1[place] = take(1);
  }
  return { actions, round1 };
}

/** FNV-1a of 64 bits, in halves of 32: a product with the low part of its prime, 0x1b3, is exact in a number. */
function checkOf(bytes: Uint8Array): bigint {
  let [high, low] = [0xcbf29ce4, 0x84222325];
  for (const byte of bytes) {
    low = (low ^ byte) >>> 0;
    const product = low * 0x1b3;
    // The prime's other part is 2^40: the low half comes to stand eight places up in the high one.
    high = (high * 0x1b3 + Math.floor(product / 2 ** 32) + ((low << 8) >>> 0)) % 2 ** 32;
    low = product % 2 ** 32;
  }
  return (BigInt(high) << 32n) | BigInt(low);
}
