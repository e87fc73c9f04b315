/** The ring of houses, and who stands where. */

import type { Action, GameRecord, HouseState } from "@ludograph/engine";

import { fill, s } from "../../dom.js";

const SIZE = 640;
const MIDDLE = SIZE / 2;
const HOUSES_AT = 236;
const AGENTS_AT = 146;
/** What of the square is shown: the houses with their flames and owners, and no more. */
const VIEW = "24 4 592 628";
/** Between agents at one house. */
const AGENT_GAP = 38;
const HOUSES_AT_FULL_SIZE = 12;

/** What is drawn: frame 0 is the town before the first night, frame k the town after night k. */
export interface Frame {
  houses: readonly HouseState[];
  actions: readonly Action[] | undefined;
  saved: readonly number[];
  lost: readonly number[];
}

/** The frame of a record. */
export function frameOf(record: GameRecord, frame: number): Frame {
  const night = record.nights[frame - 1];
  if (!night) return { houses: record.start, actions: undefined, saved: [], lost: [] };
  return { houses: night.houses, actions: night.actions, saved: night.saved, lost: night.lost };
}

/** A ring. */
export interface Ring {
  element: SVGSVGElement;
  draw(frame: Frame, large: string, small: string): void;
}

const STATES = ["safe", "burning", "ruined"] as const;

/** A ring of so many houses and agents; `homes` says where each agent lives. */
export function createRing(houses: number, homes: readonly number[]): Ring {
  const scale = Math.min(1, HOUSES_AT_FULL_SIZE / houses);
  const angle = (house: number) => (house / houses) * 2 * Math.PI - Math.PI / 2;
  const point = (house: number, radius: number) =>
    [MIDDLE + radius * Math.cos(angle(house)), MIDDLE + radius * Math.sin(angle(house))] as const;
  const houseGroups = Array.from({ length: houses }, (_, house) => {
    const [x, y] = point(house, HOUSES_AT);
    return s("g", { class: "house", transform: `translate(${x} ${y}) scale(${1.3 * scale})` },
      s("circle", { class: "glow", r: 42 }),
      s("path", { class: "flame", d: "M0 -56 C14 -42 16 -36 16 -28 A16 16 0 0 1 -16 -28 C-16 -38 -5 -42 0 -56Z" }),
      s("path", { class: "body", d: "M-27 0 L0 -26 L27 0 V24 A4 4 0 0 1 23 28 H-23 A4 4 0 0 1 -27 24 Z" }),
      s("text", { class: "number", y: 17 }, String(house + 1)),
      s("text", { class: "owner", y: 46 }, `of ${(house % homes.length) + 1}`));
  });
  const agentGroups = homes.map((_, agent) =>
    s("g", { class: `agent series-${(agent % 8) + 1}` },
      s("circle", { r: 17 }),
      s("text", { y: 5.2 }, String(agent + 1)),
      s("g", { class: "mark", transform: "translate(14 -14)" }, s("circle", { r: 7.5 }), s("text", { y: 4 }, "!"))));
  const large = s("text", { class: "middle middle-large", x: MIDDLE, y: MIDDLE });
  const small = s("text", { class: "middle middle-small", x: MIDDLE, y: MIDDLE + 28 });
  const title = s("title");
  const element = s("svg", { class: "ring", viewBox: VIEW, role: "img" },
    title, s("circle", { class: "way", cx: MIDDLE, cy: MIDDLE, r: HOUSES_AT }),
    ...houseGroups, large, small, ...agentGroups);

  const place = (actions: readonly Action[] | undefined) => {
    const at = homes.map((home, agent) => actions?.[agent]?.[0] ?? home);
    agentGroups.forEach((group, agent) => {
      const house = at[agent] ?? 0;
      const together = at.flatMap((other, index) => (other === house ? [index] : []));
      const offset = (together.indexOf(agent) - (together.length - 1) / 2) * AGENT_GAP;
      const [x, y] = point(house, AGENTS_AT);
      const turned = angle(house) + Math.PI / 2;
      group.style.transform = `translate(${x + offset * Math.cos(turned)}px, ${y + offset * Math.sin(turned)}px)`;
      const action = actions?.[agent];
      group.classList.toggle("works", action?.[1] === 1);
      group.classList.toggle("lies", action !== undefined && action[1] !== action[2]);
    });
  };
  return {
    element,
    draw(frame, largeText, smallText) {
      houseGroups.forEach((group, house) => {
        const state = STATES[frame.houses[house] ?? 0];
        const mark = frame.saved.includes(house) ? "saved" : frame.lost.includes(house) ? "lost" : "";
        group.setAttribute("class", `house ${state} ${mark}`.trimEnd());
      });
      place(frame.actions);
      large.textContent = largeText;
      small.textContent = smallText;
      fill(title, `${largeText}: ${smallText}`);
    },
  };
}
