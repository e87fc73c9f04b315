/** The whole game at a glance: a column a night, a row a house. */

import type { GameRecord } from "@ludograph/engine";

import { apply, s } from "../../dom.js";

const CELL = 10;
const GAP = 1;

/** The strip. */
export interface Strip {
  element: SVGSVGElement;
  /** Marks the column of a frame. */
  mark(frame: number): void;
}

/** Draws a record; a click chooses a frame. The slider does the same by keyboard, so the strip itself takes no focus. */
export function createStrip(record: GameRecord, onChoose: (frame: number) => void): Strip {
  const frames = [record.start, ...record.nights.map((night) => night.houses)];
  const [width, height] = [frames.length * CELL, record.start.length * CELL];
  const cells = frames.flatMap((houses, frame) => houses.map((state, house) =>
    s("rect", { class: `s${state}`, x: frame * CELL, y: house * CELL, width: CELL - GAP, height: CELL - GAP })));
  const cursor = s("rect", { class: "cursor", y: 0, width: CELL, height });
  const element = s("svg", {
    class: "strip", viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", role: "img",
    "aria-label": `All ${record.nights.length} nights: a column a night, a row a house`,
    onclick: (event: MouseEvent) => {
      const box = element.getBoundingClientRect();
      const frame = Math.floor(((event.clientX - box.left) / box.width) * frames.length);
      onChoose(Math.min(frames.length - 1, Math.max(0, frame)));
    },
  }, ...cells, cursor);
  element.style.height = `${Math.min(192, Math.max(90, record.start.length * 12))}px`;
  return { element, mark: (frame) => apply(cursor, { x: frame * CELL }) };
}
