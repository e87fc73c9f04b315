/** Balatro: scores with their steps, best orders and plays, decisions. */

import { EngineError } from "../errors.js";

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
  [more: string]: unknown;
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
  expected: number | null;
  standard_error: number | null;
  [more: string]: unknown;
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
  cost: number;
  [more: string]: unknown;
}

/** All jokers, in the catalog's order. */
export function jokers(): JokerInfo[] { throw new EngineError("internal", "not built yet"); }
/** The names of all blinds. */
export function blindNames(): string[] { throw new EngineError("internal", "not built yet"); }
/** The names of all kinds of hands, best first. */
export function handNames(): string[] { throw new EngineError("internal", "not built yet"); }
/** Scores the played cards as they lie, with every step. */
export function score(_hand: HandInput, _options: { luck?: "least" | "most" } = {}): HandScore {
  throw new EngineError("internal", "not built yet");
}
/** The expectation over all rolls. */
export function expectedScore(_hand: HandInput): ExpectedScore { throw new EngineError("internal", "not built yet"); }
/** The best order of jokers and played cards. */
export function bestOrder(
  _hand: HandInput,
  _options: SearchOptions & { only?: "both" | "jokers" | "cards" } = {},
): BestOrder {
  throw new EngineError("internal", "not built yet");
}
/** The best 1 to 5 of the held cards (played ones count as held), their order and the jokers'. */
export function bestPlay(_hand: HandInput, _options: SearchOptions = {}): BestPlay {
  throw new EngineError("internal", "not built yet");
}
/** The best cards to discard, estimated by draws. */
export function bestDiscard(_hand: HandInput, _options: SearchOptions & { draws?: number; seed?: number } = {}): BestDiscard {
  throw new EngineError("internal", "not built yet");
}
/** What to play in a GAME_STATE: an event of the mod, its payload, or their JSON text. `known` adds what the mod does not
 * tell, with members of {@link HandInput}. */
export function decide(
  _state: object | string,
  _options: SearchOptions & { known?: HandInput } = {},
): Decision {
  throw new EngineError("internal", "not built yet");
}
