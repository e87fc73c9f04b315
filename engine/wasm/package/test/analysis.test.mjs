// Balatro, mining and networks: what they answer, by values that can be worked out by hand.
import assert from "node:assert/strict";
import { test } from "node:test";

import { playGame } from "@ludograph/engine";
import {
  bestDiscard, bestOrder, bestPlay, blindNames, contrastPatterns, cooperation, decide, demoRuns, expectedScore,
  frequentItemsets, frequentSequences, handNames, jokers, score, scoringSynergy, stateGraph, suggest, synergyClusters,
  synergyPairs,
} from "@ludograph/engine/analysis";

import { errorOf } from "./support.mjs";

const cards = (...names) => names.map((name) => ({ rank: name.slice(0, -1), suit: name.slice(-1) }));
const PAIR = { played: cards("KH", "KS"), held: cards("2C") };

test("a pair of kings scores (10 + 20) chips times 2", () => {
  const found = score(PAIR);
  assert.deepEqual([found.hand, found.chips, found.mult, found.score, found.blocked], ["Pair", 30, 2, 60, false]);
  assert.deepEqual(found.steps.map(({ phase }) => phase), ["base", "scored", "scored"]);
  assert.equal(found.steps.at(-1).chips, 30);
  const joker = score({ ...PAIR, jokers: [{ id: "j_joker" }] });
  assert.equal(joker.score, 30 * 6);
  assert.match(joker.steps.at(-1).source, /Joker/);
});

test("the order of jokers matters where mult is added and multiplied", () => {
  const hand = { ...PAIR, jokers: [{ id: "j_cavendish" }, { id: "j_joker" }] };
  assert.equal(score(hand).score, 30 * (2 * 3 + 4));
  const best = bestOrder(hand, { timeMaxMs: 1000 });
  assert.deepEqual([best.jokers, best.score, best.score_as_given, best.proven], [[1, 0], 30 * (2 + 4) * 3, 300, true]);
  assert.equal(bestOrder(hand, { only: "cards" }).score, 300);
});

test("the best play is found among held cards, and the worst of a hand is discarded", () => {
  const held = cards("KH", "KS", "KD", "3C", "7H", "9S", "2D", "5C");
  const play = bestPlay({ held }, { timeMaxMs: 2000 });
  assert.deepEqual([play.hand, [...play.cards].sort(), play.proven], ["Three of a Kind", [0, 1, 2], true]);
  const discard = bestDiscard({ held, discards_left: 1 }, { draws: 8, timeMaxMs: 2000 });
  assert.ok(discard.cards.length >= 1 && discard.cards.every((card) => card > 2), `${discard.cards}`);
  assert.equal(expectedScore(PAIR).score, 60);
});

test("names of jokers, blinds and hands", () => {
  assert.equal(jokers().length, 150);
  assert.deepEqual(jokers()[0].id, "j_joker");
  assert.ok(blindNames().includes("The Hook"));
  assert.equal(handNames().length, 12);
});

test("what is wrong is named", () => {
  assert.match(errorOf(() => score({ ...PAIR, jokers: [{ id: "j_jokr" }] })).message, /did you mean/);
  assert.equal(errorOf(() => score({ held: cards("2C") })).code, "count");
  assert.equal(errorOf(() => bestPlay(PAIR, { timeMaxMs: -1 })).code, "argument");
  assert.equal(errorOf(() => bestPlay(PAIR, { luck: "good" })).code, "argument");
  assert.equal(errorOf(() => decide({})).code, "json");
});

const RUNS = [
  ...Array.from({ length: 60 }, (_, index) => ({ won: index % 4 !== 0, items: ["a", "b"], events: ["x", "y"] })),
  ...Array.from({ length: 60 }, (_, index) => ({ won: index % 4 === 0, items: ["a"], events: ["y", "x"] })),
  ...Array.from({ length: 60 }, (_, index) => ({ won: index % 4 === 0, items: ["b"], events: ["x"] })),
  ...Array.from({ length: 60 }, (_, index) => ({ won: index % 4 === 0, items: ["c"], events: [] })),
];

test("patterns of runs", () => {
  const sets = frequentItemsets(RUNS, { support: 60 });
  assert.equal(sets.rows, 240);
  assert.deepEqual(sets.patterns.map(({ items, support }) => [items.join(), support]), [
    ["a", 120], ["b", 120], ["a,b", 60], ["c", 60],
  ]);
  assert.equal(sets.patterns[2].lift, (60 * 240) / (120 * 120));
  const sequences = frequentSequences(RUNS, { support: 0.25, lengthMax: 2 });
  assert.ok(sequences.patterns.some(({ events, support }) => events.join() === "x,y" && support === 60));
  const [contrast] = contrastPatterns("itemsets", RUNS, { support: 10 }).patterns;
  assert.deepEqual([contrast.pattern, contrast.wins, contrast.winShare], [["a", "b"], 45, 0.75]);
  assert.deepEqual(frequentItemsets(RUNS.map((run) => JSON.stringify(run)).join("\n"), { support: 60 }), sets);
});

test("pairs that win together, their groups, and what to take next", () => {
  const { pairs, won } = synergyPairs(RUNS);
  assert.equal(won, 90);
  assert.deepEqual([pairs[0].first, pairs[0].second, pairs[0].runs, pairs[0].wins], ["a", "b", 60, 45]);
  assert.ok(pairs[0].isWinning && pairs[0].uplift > 0);
  const [suggestion] = suggest(RUNS, { owned: ["a"], offers: [{ item: "b", cost: 3 }, { item: "c", cost: 3 }], money: 5 });
  assert.equal(suggestion.item, "b");
  assert.ok(suggestion.gainLow > 0);
  const demo = demoRuns(800, 3);
  assert.equal(demo.length, 800);
  const { resolutions } = synergyClusters(demo, { resolutions: [1], seed: 1 });
  assert.equal(resolutions[0].resolution, 1);
  assert.ok(resolutions[0].communities.length >= 1);
  const scoring = scoringSynergy(["j_joker", "j_cavendish", "j_baron", "j_mime", "j_greedy_joker"], { contexts: 10, timeMaxMs: 20_000 });
  assert.equal(scoring.pairs.length, 10);
  assert.ok(scoring.pairs.find(({ one, other }) => one === "j_mime" && other === "j_baron" || one === "j_baron" && other === "j_mime").interaction > 0);
});

test("networks of games", () => {
  const match = { scenario: "v2_minimal", team: ["hero", "free_rider", "hero", "liar"], seed: 1, games: 50 };
  const network = cooperation(match);
  const works = Array.from({ length: 50 }, (_, game) => playGame({ ...match, seed: 1 + game }).result);
  assert.equal(network.nights, works.reduce((sum, { nights }) => sum + nights, 0));
  network.agents.forEach((agent, seat) => {
    assert.equal(agent.worked, works.reduce((sum, { worked }) => sum + worked[seat], 0));
    assert.equal(agent.lied, works.reduce((sum, { lied }) => sum + lied[seat], 0));
  });
  const graph = stateGraph(match);
  assert.equal(graph.games, 50);
  assert.ok(graph.states.every(({ houses }) => /^[SBR]{2}$/.test(houses)));
  const nights = graph.transitions.reduce((sum, { count }) => sum + count, 0);
  assert.equal(nights, network.nights);
  assert.ok(graph.transitions.every(({ from, to }) => from in graph.states && to in graph.states));
});
