/** A mean with its interval, drawn on a scale that all rows of a table share. */

import type { Estimate } from "@ludograph/engine";

import { s } from "../dom.js";
import { interval } from "../numbers.js";

const WIDTH = 200;
const HEIGHT = 24;
const EDGE = 8;

/** A scale over some estimates. It has 0 on it where they come near, so that signs can be seen. */
export function scaleOver(estimates: readonly Estimate[]): (value: number) => number {
  let low = Math.min(...estimates.map((estimate) => estimate.low));
  let high = Math.max(...estimates.map((estimate) => estimate.high));
  const span = high - low || Math.abs(high) || 1;
  if (low > 0 && low < span) low = 0;
  if (high < 0 && -high < span) high = 0;
  const width = high - low || 1;
  return (value) => EDGE + ((value - low) / width) * (WIDTH - 2 * EDGE);
}

/** One row. */
export function whisker(estimate: Estimate, scale: (value: number) => number): SVGSVGElement {
  const middle = HEIGHT / 2;
  const zero = scale(0);
  const cap = (at: number) => s("line", { class: "span", x1: at, x2: at, y1: middle - 4, y2: middle + 4 });
  return s(
    "svg",
    { class: "whisker", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": interval(estimate) },
    zero >= 0 && zero <= WIDTH ? s("line", { class: "zero", x1: zero, x2: zero, y1: 0, y2: HEIGHT }) : null,
    s("line", { class: "span", x1: scale(estimate.low), x2: scale(estimate.high), y1: middle, y2: middle }),
    cap(scale(estimate.low)),
    cap(scale(estimate.high)),
    s("circle", { class: "dot", cx: scale(estimate.mean), cy: middle, r: 4 }),
  );
}
