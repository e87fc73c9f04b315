/** Cards and jokers as they are written and drawn. */

import type { CardInput, HandInput, JokerInput } from "@ludograph/engine/analysis";

import { h } from "../../dom.js";

/** A hand while it is built: cards that are held, jokers from left to right, and what else counts. */
export interface Hand {
  cards: CardInput[];
  jokers: JokerInput[];
  blind: string;
  handsLeft: number;
  discardsLeft: number;
  money: number;
}

export const RANKS = ["A", "K", "Q", "J", "10", "9", "8", "7", "6", "5", "4", "3", "2"] as const;
export const SUITS = { S: "♠", H: "♥", C: "♣", D: "♦" } as const;
export const ENHANCEMENTS = ["bonus", "mult", "wild", "glass", "steel", "stone", "gold", "lucky"] as const;
export const EDITIONS = ["foil", "holo", "polychrome"] as const;
export const SEALS = ["gold", "red", "blue", "purple"] as const;

/** Cards and jokers a hand may have on the page; the search takes what is larger too, but not in the blink of an eye. */
export const CARDS_MAX = 12;
export const JOKERS_MAX = 10;

/** A hand to begin with. */
export const EXAMPLE: Hand = {
  cards: parseCards("KS KH KD 7C 7S 4H QD 2C"),
  jokers: [{ id: "Blueprint" }, { id: "Jolly Joker" }, { id: "Smiley Face" }, { id: "The Duo" }, { id: "Photograph" }],
  blind: "",
  handsLeft: 3,
  discardsLeft: 3,
  money: 12,
};

/** Cards from text: `KS 10h 9♦`. Throws a sentence that names the part that is none. */
export function parseCards(text: string): CardInput[] {
  const suits: Record<string, CardInput["suit"]> = { S: "S", H: "H", C: "C", D: "D", "♠": "S", "♥": "H", "♣": "C", "♦": "D" };
  return text.trim().split(/[\s,]+/).filter((part) => part !== "").map((part) => {
    const [, rank = "", suit = ""] = /^(10|[2-9TJQKA])([SHCD♠♥♣♦])$/.exec(part.toUpperCase()) ?? [];
    const found = suits[suit];
    if (!found) throw new Error(`“${part}” is no card: write rank and suit, as in KS, 10H or 7♦.`);
    return { rank: rank === "T" ? "10" : rank, suit: found };
  });
}

/** What the engine is asked about a hand. */
export function toInput(hand: Hand): HandInput {
  return {
    hand_cards: hand.cards,
    jokers: hand.jokers,
    ...(hand.blind ? { blind: { name: hand.blind } } : {}),
    hands_left: hand.handsLeft,
    discards_left: hand.discardsLeft,
    money: hand.money,
  };
}

/** A card in words. */
export function cardName(card: CardInput): string {
  const names: Record<string, string> = { S: "spades", H: "hearts", C: "clubs", D: "diamonds" };
  const extra = [card.enhancement, card.edition, card.seal ? `${card.seal} seal` : ""].filter(Boolean).join(", ");
  return `${card.rank} of ${names[card.suit] ?? card.suit}${extra ? `, ${extra}` : ""}`;
}

/** A card drawn; the children are controls on it. */
export function drawCard(card: CardInput, ...children: Node[]): HTMLElement {
  const isRed = card.suit === "H" || card.suit === "D";
  const extra = [card.enhancement, card.edition, card.seal].filter(Boolean).join(" · ");
  return h("li", { class: `playing-card${isRed ? " red" : ""}` },
    h("span", { class: "visually-hidden" }, cardName(card)),
    h("span", { class: "face", "aria-hidden": "true" }, `${card.rank}${SUITS[card.suit]}`),
    h("span", { class: "extra", "aria-hidden": "true" }, extra),
    h("span", { class: "suit", "aria-hidden": "true" }, SUITS[card.suit]),
    ...children);
}
