/** Numbers as people read them. */

import type { Estimate } from "@ludograph/engine";

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const one = new Intl.NumberFormat("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const three = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });

/** 12,345 */
export function count(value: number): string {
  return whole.format(value);
}

/** A figure with as many digits as say something: 12,346 or 1,234.5 or 0.01234; a minus that is one. */
export function figure(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  const size = Math.abs(value);
  if (size >= 1e15) return value.toExponential(3).replace("e+", " × 10^");
  const text = size >= 10_000 || Number.isInteger(value) ? whole.format(value) : size >= 100 ? one.format(value) : three.format(value);
  return text.replace("-", "−");
}

/** 43 % */
export function percent(share: number): string {
  return `${whole.format(share * 100)} %`;
}

/** 12.3 [11.0, 13.6] */
export function interval(value: Estimate): string {
  return `${figure(value.mean)} [${figure(value.low)}, ${figure(value.high)}]`;
}

/** 850 ms, 12.3 s */
export function duration(milliseconds: number): string {
  return milliseconds < 1_000 ? `${whole.format(milliseconds)} ms` : `${one.format(milliseconds / 1_000)} s`;
}
