/** Lines, bars, points and steps: uPlot in the page's colours, as wide as its place. */

import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

import { h } from "../dom.js";
import { colour, onTheme } from "../theme.js";

/** How a series is drawn. */
export type Mark = "line" | "bars" | "points" | "steps";

/** A series; `values` has one entry for each x, `null` where there is none. */
export interface Series {
  label: string;
  values: (number | null)[];
}

/** What is drawn. */
export interface ChartOptions {
  /** What it shows, for those who do not see it. */
  title: string;
  x: { label: string; values: number[]; names?: string[]; isTime?: boolean };
  y: { label: string };
  series: Series[];
  mark: Mark;
  height?: number;
}

/** As many series have colours of their own. */
export const SERIES_MAX = 8;

const HEIGHT = 260;
/** Names beside the x axis are cut to this, the whole one stands in the table. */
const NAME_CHARACTERS_MAX = 14;

/** A chart. It follows the theme and the width of its place while it is in the document. */
export function chart(options: ChartOptions): HTMLElement {
  const place = h("div", { class: "chart", role: "img", "aria-label": options.title });
  let plot: uPlot | undefined;
  const draw = () => {
    plot?.destroy();
    plot = undefined;
    const width = place.clientWidth;
    if (width > 0) plot = new uPlot(settings(options, width), [options.x.values, ...options.series.map((one) => one.values)], place);
  };
  const stop = onTheme(draw);
  let width = 0;
  const observer = new ResizeObserver(() => {
    if (!place.isConnected) {
      stop();
      observer.disconnect();
    } else if (place.clientWidth !== width) {
      width = place.clientWidth;
      draw();
    }
  });
  observer.observe(place);
  return place;
}

function settings(options: ChartOptions, width: number): uPlot.Options {
  const { names, isTime } = options.x;
  const axis = { stroke: colour("muted"), grid: { stroke: colour("line"), width: 1 }, ticks: { stroke: colour("line") } };
  const font = { font: '12px "Inter Variable", system-ui, sans-serif', labelFont: '12px "Inter Variable", system-ui, sans-serif' };
  const name = (value: number) => shorten(names?.[value] ?? "");
  return {
    width,
    height: options.height ?? HEIGHT,
    cursor: { drag: { x: false, y: false }, show: false },
    legend: { live: false, show: options.series.length > 1 },
    scales: {
      x: names || options.mark === "bars" ? { time: false, range: (_, low, high) => [low - 0.6, high + 0.6] } : { time: isTime ?? false },
      y: options.mark === "bars" || options.mark === "steps" ? { range: (_, low, high) => [Math.min(0, low), Math.max(0, high) * 1.05 || 1] } : {},
    },
    axes: [
      {
        ...axis,
        ...font,
        label: options.x.label,
        ...(names ? { values: (_: uPlot, splits: number[]) => splits.map((at) => (Number.isInteger(at) ? name(at) : "")) } : {}),
      },
      { ...axis, ...font, label: options.y.label, size: 64 },
    ],
    series: [
      { label: options.x.label, ...(names ? { value: (_: uPlot, at: number | null) => (at === null ? "–" : (names[at] ?? "")) } : {}) },
      ...options.series.map((one, index) => styled(one, index, options)),
    ],
  };
}

function styled(series: Series, index: number, { mark, series: all }: ChartOptions): uPlot.Series {
  const stroke = colour(`series-${(index % SERIES_MAX) + 1}`);
  const base = { label: series.label, stroke, width: 2, spanGaps: false };
  const paths = uPlot.paths;
  if (mark === "bars" && paths.bars) return { ...base, width: 0, fill: stroke, paths: paths.bars({ size: [0.8 / all.length, 60], align: 0 }), points: { show: false } };
  if (mark === "steps" && paths.stepped) return { ...base, fill: `${stroke}22`, paths: paths.stepped({ align: 1 }), points: { show: false } };
  if (mark === "points") return { ...base, paths: () => null, points: { show: true, size: 7, fill: stroke } };
  return base;
}

function shorten(text: string): string {
  return text.length > NAME_CHARACTERS_MAX ? `${text.slice(0, NAME_CHARACTERS_MAX - 1)}…` : text;
}
