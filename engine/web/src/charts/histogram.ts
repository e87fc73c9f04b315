/** How values are distributed, of one sample or of several on the same bins. */

import { figure } from "../numbers.js";
import { type ChartOptions, SERIES_MAX } from "./chart.js";

const BINS_MAX = 40;
const BINS_MIN = 8;

/** A sample. */
export interface Sample {
  label: string;
  values: ArrayLike<number>;
}

/** The histogram of the samples as steps: shares of each sample, so that samples of different sizes compare. */
export function histogram(title: string, xLabel: string, samples: readonly Sample[]): ChartOptions {
  const shown = samples.slice(0, SERIES_MAX);
  const { low, width, bins } = binning(shown);
  const edges = Array.from({ length: bins + 1 }, (_, bin) => low + bin * width);
  const series = shown.map((sample) => {
    const shares = new Array<number>(bins + 1).fill(0);
    const part = 100 / (sample.values.length || 1);
    for (let index = 0; index < sample.values.length; index += 1) {
      const bin = Math.min(bins - 1, Math.max(0, Math.floor(((sample.values[index] ?? 0) - low) / width)));
      shares[bin] = (shares[bin] ?? 0) + part;
    }
    return { label: sample.label, values: shares };
  });
  const range = `${figure(low)} to ${figure(low + bins * width)}`;
  return { title: `${title}, ${range}`, x: { label: xLabel, values: edges }, y: { label: "% of games" }, series, mark: "steps" };
}

/** The same bins for all samples: about the square root of the largest sample's size, between the bounds. */
function binning(samples: readonly Sample[]): { low: number; width: number; bins: number } {
  let [low, high, size, isWhole] = [Infinity, -Infinity, 0, true];
  for (const { values } of samples) {
    size = Math.max(size, values.length);
    for (let index = 0; index < values.length; index += 1) {
      const value = values[index] ?? 0;
      low = Math.min(low, value);
      high = Math.max(high, value);
      isWhole &&= Number.isInteger(value);
    }
  }
  if (!(high >= low)) return { low: 0, width: 1, bins: 1 };
  let bins = Math.min(BINS_MAX, Math.max(BINS_MIN, Math.ceil(Math.sqrt(size))));
  if (isWhole) {
    const width = Math.max(1, Math.ceil((high - low + 1) / bins));
    bins = Math.ceil((high - low + 1) / width);
    return { low, width, bins };
  }
  return { low, width: (high - low) / bins || 1, bins };
}
