/** A hand that is built: cards, jokers, and what else counts. */

import type { CardInput, JokerInfo } from "@ludograph/engine/analysis";

import { fill, freshId, h } from "../../dom.js";
import { field, numberInput, select } from "../../parts/fields.js";
import {
  CARDS_MAX, EDITIONS, ENHANCEMENTS, type Hand, JOKERS_MAX, RANKS, SEALS, SUITS, cardName, drawCard, parseCards,
} from "./cards.js";

/** The builder. */
export interface Builder {
  element: HTMLElement;
  hand(): Hand;
  set(hand: Hand): void;
}

const none = (label: string, values: readonly string[]) => [{ value: "", label }, ...values.map((value) => ({ value, label: value }))];

/** Makes a builder; `onError` is told a sentence about what cannot be. */
export function createBuilder(start: Hand, jokers: readonly JokerInfo[], blinds: readonly string[], onChange: () => void, onError: (error: unknown) => void): Builder {
  let hand: Hand = structuredClone(start);
  const cards = h("ul", { class: "cards", "aria-label": "Cards held" });
  const shelf = h("ol", { class: "cards", "aria-label": "Jokers, left to right" });
  const text = h("input", { type: "text", spellcheck: "false", autocomplete: "off", placeholder: "KS KH 10D 7C …" });
  const [rank, suit] = [select(RANKS), select(Object.entries(SUITS).map(([value, label]) => ({ value, label })))];
  const [enhancement, edition, seal] = [select(none("plain", ENHANCEMENTS)), select(none("no edition", EDITIONS)), select(none("no seal", SEALS))];
  const [jokerName, jokerEdition] = [h("input", { type: "text", list: freshId("jokers"), autocomplete: "off", placeholder: "Name of a joker" }), select(none("no edition", [...EDITIONS, "negative"]))];
  const names = h("datalist", { id: jokerName.getAttribute("list") }, ...jokers.map((joker) => h("option", { value: joker.name })));
  const blind = select([{ value: "", label: "none that matters" }, ...blinds]);
  const [handsLeft, discardsLeft, money] = [numberInput(hand.handsLeft, 0, 20), numberInput(hand.discardsLeft, 0, 20), numberInput(hand.money, -100, 100_000)];
  const bind = (input: HTMLInputElement, set: (value: number) => void) => input.addEventListener("change", () => {
    if (input.validity.valid && input.value !== "") set(Number(input.value));
    onChange();
  });
  bind(handsLeft, (value) => (hand.handsLeft = value));
  bind(discardsLeft, (value) => (hand.discardsLeft = value));
  bind(money, (value) => (hand.money = value));
  blind.addEventListener("change", () => {
    hand.blind = blind.value;
    onChange();
  });

  const changed = () => {
    draw();
    onChange();
  };
  const guarded = (act: () => void) => () => {
    try {
      act();
    } catch (error) {
      onError(error);
    }
  };
  const small = (label: string, sign: string, act: () => void, kind = "", disabled = false) =>
    h("button", { type: "button", class: `quiet icon small ${kind}`, "aria-label": label, title: label, disabled, onclick: act }, sign);
  function draw(): void {
    fill(cards, ...hand.cards.map((card, index) => drawCard(card, small(`Remove ${cardName(card)}`, "✕", () => {
      hand.cards.splice(index, 1);
      changed();
      (cards.querySelectorAll("button")[Math.min(index, hand.cards.length - 1)] ?? text).focus();
    }, "remove"))));
    const move = (from: number, to: number) => {
      const [joker] = hand.jokers.splice(from, 1);
      if (joker) hand.jokers.splice(to, 0, joker);
      changed();
      shelf.children[to]?.querySelector<HTMLButtonElement>("button:not(:disabled)")?.focus();
    };
    fill(shelf, ...hand.jokers.map((joker, index) => h("li", { class: "joker" },
      h("span", {}, jokers.find((one) => one.id === joker.id)?.name ?? joker.id),
      joker.edition ? h("span", { class: "tag" }, joker.edition) : null,
      small(`Move ${joker.id} left`, "‹", () => move(index, index - 1), "", index === 0),
      small(`Move ${joker.id} right`, "›", () => move(index, index + 1), "", index === hand.jokers.length - 1),
      small(`Remove ${joker.id}`, "✕", () => {
        hand.jokers.splice(index, 1);
        changed();
        jokerName.focus();
      }))));
    blind.value = hand.blind;
    [handsLeft.value, discardsLeft.value, money.value] = [String(hand.handsLeft), String(hand.discardsLeft), String(hand.money)];
  }

  const room = (length: number, most: number, what: string) => {
    if (length >= most) throw new Error(`The page takes at most ${most} ${what}.`);
  };
  const addCard = guarded(() => {
    room(hand.cards.length, CARDS_MAX, "cards");
    const card: CardInput = { rank: rank.value, suit: suit.value as CardInput["suit"] };
    for (const [name, control] of [["enhancement", enhancement], ["edition", edition], ["seal", seal]] as const) if (control.value) card[name] = control.value;
    hand.cards.push(card);
    changed();
  });
  const readText = guarded(() => {
    const parsed = parseCards(text.value);
    if (parsed.length === 0) return;
    room(parsed.length - 1, CARDS_MAX, "cards");
    hand.cards = parsed;
    text.value = "";
    changed();
  });
  const addJoker = guarded(() => {
    room(hand.jokers.length, JOKERS_MAX, "jokers");
    const wanted = jokerName.value.trim().toLowerCase();
    if (wanted === "") return;
    const joker = jokers.find((one) => one.name.toLowerCase() === wanted || one.id === wanted);
    if (!joker) throw new Error(`There is no joker “${jokerName.value.trim()}”.`);
    hand.jokers.push({ id: joker.name, ...(jokerEdition.value ? { edition: jokerEdition.value } : {}) });
    jokerName.value = "";
    changed();
  });
  const onEnter = (input: HTMLElement, act: () => void) => input.addEventListener("keydown", (event) => {
    if ((event as KeyboardEvent).key === "Enter") act();
  });
  onEnter(text, readText);
  onEnter(jokerName, addJoker);
  const button = (label: string, act: () => void) => h("button", { type: "button", class: "small", onclick: act }, label);
  draw();
  return {
    element: h("div", { class: "card form", role: "group", "aria-label": "Hand" },
      h("h3", {}, "Cards held"), cards,
      field("As text", text), h("div", {}, button("Take this hand", readText)),
      h("fieldset", {}, h("legend", {}, "Or one by one"),
        h("div", { class: "fields" }, field("Rank", rank), field("Suit", suit), field("Enhancement", enhancement), field("Edition", edition), field("Seal", seal)),
        h("div", {}, button("Add the card", addCard))),
      h("h3", {}, "Jokers, left to right"), shelf, names,
      h("div", { class: "fields" }, field("Joker", jokerName), field("Its edition", jokerEdition)),
      h("div", {}, button("Add the joker", addJoker)),
      h("div", { class: "fields" }, field("Blind", blind), field("Hands after this", handsLeft), field("Discards left", discardsLeft), field("Money", money))),
    hand: () => structuredClone(hand),
    set(next) {
      hand = structuredClone(next);
      draw();
    },
  };
}
