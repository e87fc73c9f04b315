/** An answer as a table. */

import { h, scroll } from "../../dom.js";
import { count, duration } from "../../numbers.js";
import { kindOf } from "./plot.js";
import { type Answer, ROWS_MAX, type Value } from "./server.js";

/** Rows that are put into the document; all that were read are in the chart and in the file. */
const SHOWN_MAX = 500;

/** The rows. */
export function table(answer: Answer): HTMLElement {
  const numbers = new Set(answer.columns.filter((column) => kindOf(answer.rows, column) === "number"));
  const kind = (column: string) => (numbers.has(column) ? "number" : undefined);
  const rows = answer.rows.slice(0, SHOWN_MAX).map((row) =>
    h("tr", {}, ...answer.columns.map((column) => h("td", { class: kind(column) }, text(row[column])))));
  return scroll("Rows of the answer", "tall",
    h("table", { id: "rows" },
      h("caption", {}, caption(answer)),
      h("thead", {}, h("tr", {}, ...answer.columns.map((column) => h("th", { scope: "col", class: kind(column) }, column)))),
      h("tbody", {}, ...rows)));
}

function caption({ rows, isCut, milliseconds }: Answer): string {
  const size = isCut ? `the first ${count(ROWS_MAX)} rows` : rows.length === 1 ? "one row" : `${count(rows.length)} rows`;
  const shown = rows.length > SHOWN_MAX ? `, of which ${count(SHOWN_MAX)} are shown` : "";
  return `${size}${shown}, in ${duration(milliseconds)}`;
}

function text(value: Value | undefined): string {
  if (value === null || value === undefined) return "–";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** The rows as CSV (RFC 4180). */
export function csv(answer: Answer): string {
  const cell = (value: Value | undefined) => {
    const plain = value === null || value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
    return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
  };
  const lines = [answer.columns.map(cell), ...answer.rows.map((row) => answer.columns.map((column) => cell(row[column])))];
  return lines.map((line) => line.join(",")).join("\r\n") + "\r\n";
}
