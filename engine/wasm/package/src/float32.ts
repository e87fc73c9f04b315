/** Numbers of 32 bits as JSON has them. */

/**
 * The shortest decimal number that is this number of 32 bits: 0.1, where its 64 bits would be written as
 * 0.10000000149011612. The same as the engine writes.
 */
export function shortest(single: number): number {
  if (Number.isInteger(single * 2) && Math.abs(single) < 2 ** 20) return single;
  for (let digits = 4; digits < 9; digits++) {
    const short = Number(single.toPrecision(digits));
    if (Math.fround(short) === single) return short;
  }
  return Number(single.toPrecision(9));
}

/** The same of a list. */
export function allShortest(singles: Float32Array): number[] {
  return Array.from(singles, shortest);
}

const bits = new DataView(new ArrayBuffer(4));

/** The number of 32 bits with these bits. */
export function singleOf(word: bigint): number {
  bits.setUint32(0, Number(word));
  return bits.getFloat32(0);
}

/** The bits of the nearest number of 32 bits. */
export function bitsOf(value: number): bigint {
  bits.setFloat32(0, value);
  return BigInt(bits.getUint32(0));
}
