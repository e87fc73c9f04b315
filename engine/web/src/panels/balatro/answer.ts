/** The best play, and why: step by step. */

import type { BestPlay, CardInput, Decision, HandScore, JokerInput, ScoreStep } from "@ludograph/engine/analysis";

import { h, scroll } from "../../dom.js";
import { count, figure } from "../../numbers.js";
import { cardName, drawCard } from "./cards.js";

const PHASES: Record<ScoreStep["phase"], string> = {
  before: "before scoring", base: "hand", scored: "played card", held: "held card", jokers: "joker", planets: "planet", deck: "deck",
};

/** The best play of a hand that was built. */
export function playAnswer(play: BestPlay, score: HandScore, cards: readonly CardInput[], jokers: readonly JokerInput[], sentences: readonly string[]): HTMLElement {
  const chosen = play.cards.flatMap((place) => cards[place] ?? []);
  const order = play.jokers.flatMap((place) => jokers[place]?.id ?? []);
  return h("div", { class: "stack" },
    h("section", { class: "card", "aria-label": "Best play" },
      head(play),
      h("ul", { class: "cards", "aria-label": "Cards to play, left to right" }, ...chosen.map((card) => drawCard(card))),
      order.length > 0 ? h("p", {}, h("strong", {}, "Jokers: "), order.join(" → ")) : null,
      h("ul", {}, ...sentences.map((sentence) => h("li", {}, sentence)))),
    steps(score.steps));
}

/** What to play in a state of the game. */
export function decisionAnswer(decision: Decision): HTMLElement {
  const { play, cards, jokers, reason, unknown, explanation } = decision;
  return h("div", { class: "stack" },
    h("section", { class: "card", "aria-label": "Best play" },
      head(play),
      h("p", { id: "decision-cards" }, h("strong", {}, "Play: "), cards.join(", ")),
      jokers.length > 0 ? h("p", {}, h("strong", {}, decision.move_jokers ? "Move the jokers: " : "Jokers as they are: "), jokers.join(" → ")) : null,
      h("ul", {}, ...reason.map((sentence) => h("li", {}, sentence))),
      unknown.length > 0
        ? h("details", {}, h("summary", {}, `Not known from the state (${unknown.length})`), h("ul", {}, ...unknown.map((one) => h("li", {}, `${one.what}: ${one.assumed}`))))
        : null),
    steps(explanation.steps));
}

function head(play: BestPlay): HTMLElement {
  const proof = play.proven ? "proven best" : play.at_most === null ? "best found" : `best found; none is above ${figure(play.at_most)}`;
  return h("div", {},
    h("p", { class: "hint" }, "Best play"),
    h("p", { class: "score", id: "best-score" }, figure(play.score)),
    h("p", {}, h("strong", {}, play.hand), " ", h("span", { class: `tag ${play.proven ? "safe" : ""}` }, proof), " ",
      h("span", { class: "hint" }, `${count(play.nodes)} nodes searched`)));
}

function steps(list: readonly ScoreStep[]): HTMLElement {
  const hasMoney = list.some((step, index) => step.dollars !== list[Math.max(0, index - 1)]?.dollars);
  const rows = list.map((step, index) => {
    const before = list[index - 1];
    const changed = (now: number | null, then: number | null | undefined) => (index > 0 && now !== then ? "number changed" : "number");
    return h("tr", {},
      h("td", {}, PHASES[step.phase] ?? step.phase),
      h("td", {}, step.source),
      h("td", {}, step.card, step.trigger > 1 ? h("span", { class: "hint" }, ` (again, ${step.trigger})`) : null),
      h("td", {}, step.effect),
      h("td", { class: changed(step.chips, before?.chips) }, figure(step.chips)),
      h("td", { class: changed(step.mult, before?.mult) }, figure(step.mult)),
      hasMoney ? h("td", { class: changed(step.dollars, before?.dollars) }, figure(step.dollars)) : null);
  });
  const names = ["When", "By", "Card", "Effect"];
  const numbers = ["Chips", "Mult", ...(hasMoney ? ["Money"] : [])];
  return h("section", { class: "card", "aria-label": "Why" },
    h("header", {}, h("h3", {}, "Why, step by step"), h("span", { class: "hint" }, "what stands after each step is in bold where it changed")),
    scroll("Steps", "", h("table", { id: "steps" },
      h("thead", {}, h("tr", {}, ...names.map((name) => h("th", { scope: "col" }, name)), ...numbers.map((name) => h("th", { scope: "col", class: "number" }, name)))),
      h("tbody", {}, ...rows))));
}

/** Why a play is the best, in sentences. */
export function reasons(play: BestPlay, score: HandScore, cards: readonly CardInput[], asHeld: boolean): string[] {
  const chosen = play.cards.flatMap((place) => cards[place] ?? []);
  return [
    `${chosen.map(cardName).join("; ")}: ${play.hand}.`,
    `${figure(score.chips)} chips × ${figure(score.mult)} mult are ${figure(score.score)}.`,
    asHeld ? "The jokers stand well as they are." : "The jokers have to be moved first; their order counts.",
    ...(score.blocked ? ["The blind lets this hand score nothing."] : []),
  ];
}
