// One game: its steps, what it shows, its replay.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Batch, Game, Replay, playGame, scenario, scenarioNames } from "@ludograph/engine";

import { dice, errorOf, workload } from "./support.mjs";

function played(options = {}) {
  const game = new Game({ scenario: "default", agents: 4, rules: "rust_core", seed: 42, nightsMax: 25, ...options });
  for (let night = 0; !game.isOver; night++) game.step(workload(night));
  return game;
}

test("a game shows what was done", () => {
  const game = new Game({ scenario: "default", agents: 4, rules: "rust_core" });
  const before = game.houses();
  assert.equal(game.observationLength, 10 + 5 * 4 + 12);
  game.step(workload(0));
  const view = game.observe(2, new Float32Array(42));
  assert.deepEqual([...view.subarray(0, 10)], [...game.houses()]);
  assert.deepEqual([...view.subarray(14, 18)], [0, 3, 6, 9]);
  assert.deepEqual([...view.subarray(-4)], [0, 0, 1, 0]);
  assert.equal(game.night, 1);
  const state = game.state();
  assert.deepEqual(state.houses, [...game.houses()]);
  const { start, nights } = game.record();
  assert.deepEqual(start, [...before]);
  assert.deepEqual(nights[0].actions, [[0, 0, 1], [3, 1, 1], [6, 0, 1], [9, 1, 1]]);
  assert.deepEqual(nights[0].rewards, [...game.rewards()]);
  assert.deepEqual(game.result().lied, [1, 0, 1, 0]);
});

test("seeds of 64 bits are taken whole", () => {
  const seeds = [0, 42, 2n ** 53n + 1n, 2n ** 64n - 1n];
  const first = seeds.map((seed) => new Game({ scenario: "hard", agents: 3, seed }));
  assert.deepEqual(first.map((game) => game.seed), seeds.map(BigInt));
  assert.notDeepEqual(first[2].state().random, new Game({ scenario: "hard", agents: 3, seed: 2n ** 53n }).state().random);
});

test("a replay comes out the same from JSON, bytes and text", () => {
  const game = played();
  const replay = game.replay();
  const text = replay.toText();
  assert.match(text, /^[\w-]+$/);
  for (const source of [replay.toJson(), JSON.stringify(replay.toJson()), replay.toBytes(), replay.toBytes().buffer, text]) {
    const again = Replay.from(source);
    const { result, record } = again.play();
    assert.deepEqual(result, game.result());
    assert.deepEqual(record, game.record());
    assert.deepEqual(again.toBytes(), replay.toBytes());
  }
  assert.equal(replay.seed, 42n);
  assert.deepEqual(replay.scenario, scenario("default"));
  assert.ok(replay.toBytes().length < 400);
});

test("a changed replay is found out", () => {
  const replay = played().replay();
  const bytes = replay.toBytes();
  bytes[bytes.length - 20] ^= 1;
  assert.equal(errorOf(() => Replay.from(bytes)).code, "replay");
  const json = replay.toJson();
  json.actions[3][1] = [0, 1, 1];
  assert.equal(errorOf(() => Replay.from(json).play()).code, "replay");
  assert.equal(errorOf(() => Replay.from("no replay")).code, "replay");
});

test("a state can be put back, and goes on alike", () => {
  const [one, other] = [played({ nightsMax: 60 }), new Game({ scenario: "default", agents: 4, rules: "rust_core", nightsMax: 60 })];
  const game = new Game({ scenario: "default", agents: 4, rules: "rust_core", seed: 42, nightsMax: 60 });
  for (let night = 0; night < 20; night++) game.step(workload(night));
  other.setState(game.state());
  for (let night = 20; !other.isOver; night++) other.step(workload(night));
  assert.deepEqual(other.state(), one.state());
  assert.match(errorOf(() => other.replay()).message, /its state was set/);
  other.reset();
  assert.equal(other.night, 0);
  assert.equal(errorOf(() => other.replay()).code, "replay");
  other.reset(42);
  other.step(workload(0));
  assert.equal(other.replay().toJson().actions.length, 1);
});

test("a two-phase game takes signals first", () => {
  const twoPhase = { ...scenario("default"), commitment_mode: "two_phase" };
  const game = new Game({ scenario: twoPhase, agents: 2 });
  assert.ok(game.isTwoPhase);
  assert.equal(errorOf(() => game.step(workload(0, 2))).code, "commitment");
  game.stepTwoPhase(Uint8Array.of(1, 0), workload(0, 2));
  assert.deepEqual(game.state().round1_signals, [1, 0]);
  assert.equal(errorOf(() => game.stepTwoPhase(Uint8Array.of(2, 0), workload(0, 2))).code, "action");
  assert.deepEqual(game.record().nights[0].round1, [1, 0]);
  const batch = new Batch({ scenario: twoPhase, agents: 2, lanes: 3 });
  batch.signals.fill(1);
  batch.step();
  assert.equal(errorOf(() => batch.run(1)).code, "commitment");
});

test("errors have a code and a sentence that names what is wrong", () => {
  const make = (options) => errorOf(() => new Game({ scenario: "default", agents: 4, ...options }));
  assert.equal(make({ scenario: "defualt" }).message, "unknown scenario `defualt`; did you mean `default`?");
  assert.equal(make({ scenario: "defualt" }).code, "unknown_name");
  assert.equal(make({ agents: 0 }).code, "argument");
  assert.equal(make({ agents: 257 }).code, "argument");
  assert.equal(make({ seed: -1 }).code, "argument");
  assert.equal(make({ seed: 2n ** 64n }).code, "argument");
  assert.equal(make({ rules: "papr" }).message, "unknown rule set `papr`; did you mean `paper`?");
  assert.equal(make({ scenario: { ...scenario("default"), prob_house_catches_fire: 2 } }).code, "argument");
  assert.equal(make({ scenario: { ...scenario("default"), prob_house_catches_fires: 0.2 } }).code, "unknown_name");
  assert.equal(make({ scenario: "{" }).code, "json");
  assert.equal(make({ scenario: "positional_default", agents: 3 }).code, "count");
  const game = new Game({ scenario: "default", agents: 2 });
  const step = (actions) => errorOf(() => game.step(actions));
  assert.equal(step(Int32Array.of(10, 1, 1, 0, 0, 0)).message, "agent 0: house 10 is outside 0..=9");
  assert.equal(step(Int32Array.of(0, 1, 1, 0, -2, 0)).message, "agent 1: mode -2 is neither 0 (rest) nor 1 (work)");
  assert.equal(step(Int32Array.of(0, 1, 1)).code, "count");
  assert.equal(step([0, 1, 1, 0, 0, 0]).code, "argument");
  game.free();
  game.free();
  assert.equal(errorOf(() => game.night).code, "freed");
  const over = played();
  assert.equal(errorOf(() => over.step(workload(0))).code, "over");
});

test("lanes are games", () => {
  const lanes = 7;
  const batch = new Batch({ scenario: "default", agents: 4, lanes, rules: "rust_core", seed: 5, nightsMax: 20, observations: true, autoReset: "off" });
  const games = Array.from({ length: lanes }, (_, lane) =>
    new Game({ scenario: "default", agents: 4, rules: "rust_core", seed: 5 + lane, nightsMax: 20 }));
  const roll = dice(3);
  for (let night = 0; night < 20; night++) {
    const actions = Uint8Array.from({ length: lanes * 12 }, (_, place) => (place % 3 === 0 ? roll(10) : roll(2)));
    batch.step(actions);
    games.forEach((game, lane) => {
      if (game.isOver) return assert.equal(batch.rewards[4 * lane], 0);
      game.step(actions.slice(12 * lane, 12 * lane + 12));
      assert.deepEqual([...batch.rewards.subarray(4 * lane, 4 * lane + 4)], [...game.rewards()]);
      const row = batch.observationLength;
      assert.deepEqual([...batch.observations.subarray(row * (4 * lane + 1), row * (4 * lane + 2))], [...game.observe(1)]);
    });
  }
  assert.deepEqual([...batch.truncated], games.map((game) => Number(!game.isDone)));
});

test("many nights in one call are the nights one by one", () => {
  const make = () => new Batch({ scenario: "default", agents: 4, lanes: 3, rules: "rust_core", seed: 9, nightsMax: 15 });
  const [one, many] = [make(), make()];
  const nights = 40;
  const all = new Int32Array(nights * 12);
  const sums = new Float32Array(12);
  const totals = { steps: 0, done: 0, truncated: 0 };
  for (let night = 0; night < nights; night++) {
    const actions = workload(night);
    all.set(actions, 12 * night);
    one.step(Int32Array.from({ length: 36 }, (_, place) => actions[place % 12]));
    one.rewards.forEach((reward, seat) => { sums[seat] += reward; });
    totals.steps += 3;
    one.done.forEach((flag) => { totals.done += flag; });
    one.truncated.forEach((flag) => { totals.truncated += flag; });
  }
  assert.deepEqual(many.stepMany(nights, all), totals);
  assert.deepEqual([...many.rewards], [...sums]);
  assert.deepEqual(many.observe(), one.observe());
  assert.ok(totals.truncated > 0);
  assert.equal(errorOf(() => many.stepMany(2, Int32Array.of(0, 0, 0))).code, "count");
  const wrong = errorOf(() => many.stepMany(1, Int32Array.of(0, 0, 0, 1, 1, 1, 11, 0, 0, 0, 0, 0)));
  assert.equal(wrong.message, "lane 0: agent 2: house 11 is outside 0..=9");
  assert.deepEqual(many.observe(), one.observe());
  assert.equal(errorOf(() => many.run(1)).code, "argument");
});

test("every scenario plays with four agents", () => {
  const names = scenarioNames();
  assert.equal(names.length, 18);
  for (const name of names) {
    const { result, replay } = playGame({ scenario: name, team: ["hero", "free_rider", "random", "liar"] });
    assert.ok(result.nights >= 1, name);
    assert.equal(replay.play().result.teamScore, result.teamScore, name);
  }
});
