/** An answer as a chart: what is named or timed across, what is a number up. */

import { type ChartOptions, type Mark, chart } from "../../charts/chart.js";
import { fill, h } from "../../dom.js";
import { field, select } from "../../parts/fields.js";
import type { Answer, Value } from "./server.js";

/** Bars, and points, that are drawn. */
const NAMES_MAX = 60;
const POINTS_MAX = 5_000;
const TIME = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}|$)/;

type Kind = "number" | "time" | "name";

/** What a column holds; a column without values is one of names. */
export function kindOf(rows: readonly Record<string, Value>[], column: string): Kind {
  const values = rows.map((row) => row[column]).filter((value) => value !== null && value !== undefined);
  if (values.length === 0) return "name";
  if (values.every((value) => typeof value === "number")) return "number";
  return values.every((value) => typeof value === "string" && TIME.test(value)) ? "time" : "name";
}

/** The chart of an answer, with a choice of what is drawn; `undefined` where nothing in it is a number. */
export function plot(answer: Answer): HTMLElement | undefined {
  const kinds = new Map(answer.columns.map((column) => [column, kindOf(answer.rows, column)]));
  const numbers = answer.columns.filter((column) => kinds.get(column) === "number");
  const across = answer.columns.find((column) => kinds.get(column) !== "number") ?? answer.columns[0];
  const up = numbers.find((column) => column !== across) ?? numbers[0];
  if (answer.rows.length < 2 || up === undefined || across === undefined) return undefined;
  const [x, y] = [select(answer.columns, across), select(numbers, up)];
  const place = h("div", {});
  const show = () => fill(place, chart(options(answer, x.value, kinds.get(x.value) ?? "name", y.value)));
  x.addEventListener("change", show);
  y.addEventListener("change", show);
  show();
  return h("div", { class: "stack" }, h("div", { class: "fields" }, field("Across", x), field("Up", y)), place);
}

function options(answer: Answer, x: string, kind: Kind, y: string): ChartOptions {
  const title = `${y} by ${x}`;
  const up = (row: Record<string, Value>) => (typeof row[y] === "number" ? row[y] : null);
  if (kind === "name") {
    const rows = answer.rows.slice(0, NAMES_MAX);
    const names = rows.map((row) => String(row[x] ?? "–"));
    return { title, x: { label: x, values: rows.map((_, index) => index), names }, y: { label: y }, series: [{ label: y, values: rows.map(up) }], mark: "bars" };
  }
  const at = (row: Record<string, Value>) => (kind === "time" ? Date.parse(String(row[x])) / 1_000 : Number(row[x]));
  const points = answer.rows.filter((row) => row[x] !== null).slice(0, POINTS_MAX).map((row) => ({ at: at(row), up: up(row) })).sort((one, other) => one.at - other.at);
  const isLine = points.every((point, index) => index === 0 || point.at > (points[index - 1]?.at ?? -Infinity));
  const mark: Mark = isLine ? "line" : "points";
  return { title, x: { label: x, values: points.map((point) => point.at), isTime: kind === "time" }, y: { label: y }, series: [{ label: y, values: points.map((point) => point.up) }], mark };
}
