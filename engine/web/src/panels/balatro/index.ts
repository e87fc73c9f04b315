/** Balatro: a hand that is built, or a state of the game; the best play in it, and why. */

import type { HandInput, Luck } from "@ludograph/engine/analysis";

import { ask } from "../../analysis.js";
import { fill, h } from "../../dom.js";
import { announce } from "../../live.js";
import { figure } from "../../numbers.js";
import type { Panel } from "../../panel.js";
import { field, select } from "../../parts/fields.js";
import { errorBox, loading } from "../../parts/states.js";
import { address } from "../../router.js";
import { copy, pack, unpack } from "../../share.js";
import { decisionAnswer, playAnswer, reasons } from "./answer.js";
import { createBuilder } from "./builder.js";
import { CARDS_MAX, EXAMPLE, type Hand, JOKERS_MAX, toInput } from "./cards.js";
import { createStateInput } from "./state-input.js";

/** Milliseconds a search on the page may take: what a bot has. */
const SEARCH_MS_MAX = 100;

/** Makes the view, with an example. */
export async function create(): Promise<Panel> {
  const [jokers, blinds] = await Promise.all([ask("jokers"), ask("blindNames")]);
  const place = h("div", { class: "stack", id: "balatro-answer", "aria-busy": "false" });
  const luck = select([{ value: "least", label: "nothing that is not certain" }, { value: "most", label: "everything that can" }, { value: "mean", label: "the expectation" }], "least");
  let asked = 0;
  let opened: string | undefined;

  /** Shows the answer of the latest question; an earlier one that comes later is dropped. */
  const answer = async (find: () => Promise<HTMLElement>) => {
    asked += 1;
    const mine = asked;
    place.setAttribute("aria-busy", "true");
    try {
      const element = await find();
      if (mine === asked) fill(place, element);
    } catch (error) {
      if (mine === asked) fill(place, errorBox(error));
    } finally {
      if (mine === asked) place.setAttribute("aria-busy", "false");
    }
  };
  const wrong = (error: unknown) => void answer(() => Promise.reject(error));
  const solve = () => void answer(async () => {
    const hand = builder.hand();
    if (hand.cards.length === 0) throw new Error("The hand has no cards yet.");
    const play = await ask("bestPlay", toInput(hand), { luck: luck.value as Luck, timeMaxMs: SEARCH_MS_MAX });
    // An expectation has no single course of steps; the least luck's are shown.
    const score = await ask("score", arranged(hand, play.cards, play.jokers), { luck: luck.value === "most" ? "most" : "least" });
    const asHeld = play.jokers.every((place, index) => place === index);
    announce(`Best play: ${play.hand}, ${figure(play.score)}.`);
    return playAnswer(play, score, hand.cards, hand.jokers, reasons(play, score, hand.cards, asHeld));
  });
  const decide = (text: string) => void answer(async () => {
    const decision = await ask("decide", text, { luck: luck.value as Luck, timeMaxMs: SEARCH_MS_MAX });
    announce(`Best play: ${decision.play.hand}, ${figure(decision.play.score)}.`);
    return decisionAnswer(decision);
  });
  const builder = createBuilder(EXAMPLE, jokers, blinds, solve, wrong);
  luck.addEventListener("change", solve);
  const said = h("span", { class: "hint" });
  const link = async () => {
    const text = address("balatro", { hand: await pack(builder.hand()) });
    said.textContent = (await copy(text)) ? "The link is copied." : text;
    announce(said.textContent);
  };
  fill(place, loading("Searching …"));
  const element = h("div", { class: "view" },
    h("div", { class: "view-head" },
      h("h2", {}, "Balatro: the best play, and why"),
      h("p", {}, "Every set of one to five cards and every order of the jokers counts. The score is exact, and each step of it is shown.")),
    h("div", { class: "split" },
      h("div", { class: "stack" },
        builder.element,
        h("div", { class: "card form" }, field("Rolls come out as", luck),
          h("div", { class: "row" }, h("button", { type: "button", class: "primary", onclick: solve }, "Find the best play"), h("button", { type: "button", class: "small", onclick: () => void link() }, "Copy a link"), said)),
        createStateInput(decide, wrong)),
      place));
  return {
    element,
    async show(parameters) {
      const text = parameters.get("hand");
      if (text && text !== opened) {
        opened = text;
        try {
          builder.set(checked(await unpack(text)));
        } catch (error) {
          wrong(error);
          return;
        }
        solve();
      } else if (asked === 0) {
        solve();
      }
    },
  };
}

/** The hand as the play arranges it. */
function arranged(hand: Hand, cards: readonly number[], jokers: readonly number[]): HandInput {
  const { hand_cards: _, ...rest } = toInput(hand);
  return {
    ...rest,
    played: cards.flatMap((place) => hand.cards[place] ?? []),
    held: hand.cards.filter((_, place) => !cards.includes(place)),
    jokers: jokers.flatMap((place) => hand.jokers[place] ?? []),
  };
}

/** A shared hand, if it has the shape of one; the engine checks the rest. */
function checked(value: unknown): Hand {
  const hand = value as Partial<Hand> | null;
  const isRight = Array.isArray(hand?.cards) && Array.isArray(hand.jokers) && hand.cards.length <= CARDS_MAX && hand.jokers.length <= JOKERS_MAX;
  if (!isRight) throw new Error("What is shared is no hand.");
  return { ...EXAMPLE, ...hand };
}
