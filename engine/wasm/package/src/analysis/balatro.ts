/** Balatro: scores with their steps, best orders and plays, decisions. */

import { jsonOf, options as checked, seedOf, whole, word } from "../check.js";
import type { Seed } from "../types.js";
import {
  balatro_decide, balatro_discard, balatro_expected, balatro_names, balatro_order, balatro_play, balatro_score,
} from "../wasm/analysis.js";
import { ask } from "./load.js";
import { packedJson } from "./packed.js";

/** How rolls come out: nothing that is not certain, everything that can, or the expectation. */
export type Luck = "least" | "most" | "mean";

export interface CardInput {
  /** "2" to "10", "J", "Q", "K", "A". */
  rank: string;
  suit: "S" | "H" | "C" | "D";
  enhancement?: string;
  edition?: string;
  seal?: string;
  debuffed?: boolean;
  perma_bonus?: number;
}

export interface JokerInput {
  /** The catalog's id (`j_joker`) or name (`Joker`). */
  id: string;
  edition?: string;
  state?: { mult?: number; chips?: number; x_mult?: number; active?: boolean };
  sell_value?: number;
  debuffed?: boolean;
}

/** A hand: the schema `balatro-score-case/1` of docs/balatro.md. Everything may be left out. */
export interface HandInput {
  played?: readonly CardInput[];
  held?: readonly CardInput[];
  /** Cards of which none is played yet. */
  hand_cards?: readonly CardInput[];
  jokers?: readonly JokerInput[];
  deck?: string;
  blind?: { name: string; active?: boolean };
  hands_left?: number;
  discards_left?: number;
  money?: number;
  joker_slots?: number;
  hand_levels?: Readonly<Record<string, { level?: number; plays?: number; round?: number }>>;
  observatory?: Readonly<Record<string, number>>;
  deck_counts?: {
    size?: number; starting_size?: number; remaining?: number; steel?: number; stone?: number; enhanced?: number;
  };
  tarots_used?: number;
  blinds_skipped?: number;
  targets?: { idol?: { rank: string; suit: string }; ancient?: string; listed_hand?: string };
  state_mode?: "before_hand" | "effective";
}

/** One step of a score, and where chips, mult and money stand after it. */
export interface ScoreStep {
  phase: "before" | "base" | "scored" | "held" | "jokers" | "planets" | "deck";
  card: string;
  trigger: number;
  source: string;
  effect: string;
  chips: number | null;
  mult: number | null;
  dollars: number | null;
}

/** What a hand scores. `null` is a number beyond the range of a double. */
export interface HandScore {
  hand: string;
  chips: number | null;
  mult: number | null;
  score: number | null;
  dollars: number | null;
  /** Whether the blind lets the hand score nothing. */
  blocked: boolean;
  /** Every step in order. */
  steps: ScoreStep[];
}

/** The expected score over all rolls. */
export interface ExpectedScore {
  hand: string;
  score: number | null;
  /** Whether every floor was taken; beyond 1,024 courses of the rolls floors are left out. */
  floored: boolean;
  /** Whether one roll acts in two places. */
  correlated: boolean;
}

/** Bounds of a search; what it has found by then is the answer, and says whether it is proven. */
export interface SearchOptions {
  luck?: Luck;
  /** Milliseconds; 60 unless given, at most 60000. */
  timeMaxMs?: number;
}

export interface BestOrder {
  /** The jokers' places in the given hand, left to right. */
  jokers: number[];
  /** The played cards' places, left to right. */
  cards: number[];
  hand: string;
  score: number | null;
  score_as_given: number | null;
  proven: boolean;
  at_most: number | null;
  nodes: number;
}

export interface BestPlay {
  /** The cards to play, as places among the held ones, in order. */
  cards: number[];
  jokers: number[];
  hand: string;
  score: number | null;
  proven: boolean;
  at_most: number | null;
  nodes: number;
}

export interface BestDiscard {
  cards: number[];
  /** The mean of the next hand's score over the draws. */
  expected: number | null;
  standard_error: number | null;
  /** What the best hand scores without a discard, measured the same way. */
  without: number | null;
  draws: number;
  compared: number;
  complete: boolean;
  /** Never: it is estimated from draws. */
  proven: boolean;
  nodes: number;
}

/** What to play in a state, and why. */
export interface Decision {
  play: BestPlay;
  cards: string[];
  jokers: string[];
  move_jokers: boolean;
  target: number | null;
  scored: number;
  wins: boolean | null;
  /** Sentence by sentence. */
  reason: string[];
  explanation: { score: Omit<HandScore, "steps">; steps: ScoreStep[] };
  unknown: { what: string; assumed: string }[];
}

export interface JokerInfo {
  id: string;
  name: string;
  rarity: string;
  /** What it costs in the shop without an edition, in dollars. */
  cost: number;
  sell_value: number;
  /** Whether Blueprint and Brainstorm can copy it. */
  copyable: boolean;
  /** Whether it can ever change the score of a hand. */
  affects_score: boolean;
}

interface Names {
  jokers: JokerInfo[];
  blinds: string[];
  hands: string[];
}

/** Milliseconds of a search unless told otherwise. */
const TIME_MAX_MS = 60;

/** A value as the module reads it: what JSON holds of it. */
function packedValue(name: string, value: unknown): Uint8Array {
  return packedJson(name, jsonOf(name, value));
}

function searched(options: SearchOptions): [rolls: string, timeMaxMs: number] {
  const { luck, timeMaxMs } = checked("options", options);
  return [word("luck", luck, "least"), timeOf(timeMaxMs, TIME_MAX_MS)];
}

/** A bound on time, which the module checks. */
export function timeOf(value: unknown, fallback: number): number {
  return typeof value === "number" ? value : value === undefined ? fallback : Number.NaN;
}

/** All jokers, in the catalog's order. */
export function jokers(): JokerInfo[] {
  return ask<Names>(balatro_names).jokers;
}

/** The names of all blinds. */
export function blindNames(): string[] {
  return ask<Names>(balatro_names).blinds;
}

/** The names of all kinds of hands, best first. */
export function handNames(): string[] {
  return ask<Names>(balatro_names).hands;
}

/** Scores the played cards as they lie, with every step. */
export function score(hand: HandInput, options: { luck?: "least" | "most" } = {}): HandScore {
  const [bytes, rolls] = [packedValue("hand", hand), word("luck", checked("options", options).luck, "least")];
  const answer = ask<{ score: Omit<HandScore, "steps">; steps: ScoreStep[] }>(() => balatro_score(bytes, rolls));
  return { ...answer.score, steps: answer.steps };
}

/** The expectation over all rolls. */
export function expectedScore(hand: HandInput): ExpectedScore {
  const bytes = packedValue("hand", hand);
  return ask(() => balatro_expected(bytes));
}

/** The best order of jokers and played cards. */
export function bestOrder(hand: HandInput, options: SearchOptions & { only?: "both" | "jokers" | "cards" } = {}): BestOrder {
  const search = searched(options);
  const [bytes, only] = [packedValue("hand", hand), word("only", options.only, "both")];
  return ask(() => balatro_order(bytes, only, ...search));
}

/** The best 1 to 5 of the held cards (played ones count as held), their order and the jokers'. */
export function bestPlay(hand: HandInput, options: SearchOptions = {}): BestPlay {
  const [bytes, search] = [packedValue("hand", hand), searched(options)];
  return ask(() => balatro_play(bytes, ...search));
}

/** The best cards to discard, estimated by draws from `deck`, the cards still to come; without it, from 52 plain cards less
 * those of the hand. */
export function bestDiscard(
  hand: HandInput,
  options: SearchOptions & { deck?: readonly CardInput[]; draws?: number; seed?: Seed } = {},
): BestDiscard {
  const search = searched(options);
  const [bytes, deck] = [packedValue("hand", hand), packedValue("deck", options.deck ?? plainDeckWithout(hand))];
  const [draws, seed] = [whole("draws", options.draws ?? 64, 1, 1_000_000), seedOf(options.seed)];
  return ask(() => balatro_discard(bytes, deck, draws, seed, ...search));
}

/** What to play in a GAME_STATE: an event of the mod, its payload, or their JSON text. `known` adds what the mod does not
 * tell, with members of {@link HandInput}. */
export function decide(state: object | string, options: SearchOptions & { known?: HandInput } = {}): Decision {
  const search = searched(options);
  const bytes = typeof state === "string" ? packedJson("state", state) : packedValue("state", state);
  const known = packedValue("known", options.known ?? null);
  return ask(() => balatro_decide(bytes, known, ...search));
}

function plainDeckWithout(hand: HandInput): CardInput[] {
  const deck: CardInput[] = [];
  for (const suit of ["S", "H", "C", "D"] as const) {
    for (const rank of ["2", "3", "4", "5", "6", "7", "8", "9", "10", "J", "Q", "K", "A"]) deck.push({ rank, suit });
  }
  const given = [hand?.played, hand?.held, hand?.hand_cards].filter((list) => Array.isArray(list)).flat();
  for (const card of given as (CardInput | null)[]) {
    if (typeof card !== "object" || card === null) continue;
    const place = deck.findIndex((other) => other.rank === card.rank && other.suit === card.suit);
    if (place >= 0) deck.splice(place, 1);
  }
  return deck;
}
