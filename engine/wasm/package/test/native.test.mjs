// The same numbers as natively, and the same for any number of workers.
import assert from "node:assert/strict";
import { test } from "node:test";

import {
  Batch, Game, Random, Replay, Tournament, WorkerPool, headToHead, playGame, scenario,
} from "@ludograph/engine";

import { errorOf, native } from "./support.mjs";

test("games of built-in agents are the native ones to the last bit, under every rule set", () => {
  const { team, nightsMax, games } = native.games;
  for (const game of games) {
    const { scenario, rules, stream } = game;
    const { result, replay } = playGame({ scenario, team, rules, stream, nightsMax, seed: BigInt(game.seed) });
    const label = `${scenario} ${rules} ${stream} ${game.seed}`;
    assert.deepEqual(result.scores, game.scores, label);
    const { safe, burning, ruined } = result.houses;
    assert.deepEqual([safe, burning, ruined], game.houses, label);
    assert.deepEqual([result.nights, result.worked, result.lied], [game.nights, game.worked, game.lied], label);
    replay.checkAgents();
  }
  assert.equal(games.length, 120);
});

test("the random stream is the native one", () => {
  for (const { seed, u64, f64, below } of native.draws) {
    const stream = () => new Random(BigInt(seed));
    let random = stream();
    assert.deepEqual(u64.map(() => String(random.nextU64())), u64);
    random = stream();
    assert.deepEqual(f64.map(() => random.next()), f64);
    random = stream();
    assert.deepEqual(below.map(() => String(random.nextBelow(7))), below);
  }
});

/** What a report says, without what the native one does not have. */
const plain = ({ teams, standings, intercept }) => ({
  teams: teams.map(({ members, score }) => ({ members, score })), standings, intercept,
});

for (const [index, expected] of native.tournaments.entries()) {
  test(`tournament ${index} is the native one for any number of workers`, async () => {
    const { scenario, pool, size, design, rules, games, seed } = expected;
    const results = [];
    for (const workers of [0, 1, 2, 3]) {
      const options = { scenarios: [scenario], teams: { pool, size, design }, games, seed, rules, workers };
      results.push(await new Tournament(options).run());
    }
    for (const result of results) {
      assert.deepEqual(plain(result.scenarios[0]), {
        teams: expected.teams, standings: expected.standings, intercept: expected.intercept,
      });
      const joined = (name) => result.parts.flatMap((part) => [...part[name]]);
      for (const column of ["teamScores", "scores", "nights", "endings", "houses", "worked", "lied"]) {
        assert.deepEqual(joined(column), results[0].parts.flatMap((part) => [...part[column]]), column);
      }
    }
    const [one, other] = results[0].scenarios[0].teams;
    const compared = headToHead(one, other);
    assert.equal(compared.wins + compared.ties + compared.losses, games);
    assert.ok(compared.difference.low <= compared.difference.mean && compared.difference.mean <= compared.difference.high);
  });
}

test("a lane of a batch plays the games of its seed", () => {
  const team = ["upstream_rust:hero", "upstream_rust:liar", "firefighter", "specialist"];
  const options = { scenario: "hard", agents: team, lanes: 5, rules: "rust_core", seed: 11, nightsMax: 30, autoReset: "off" };
  const batch = new Batch(options);
  batch.run(30);
  for (let lane = 0; lane < 5; lane++) {
    const { result } = playGame({ scenario: "hard", team, rules: "rust_core", seed: 11 + lane, nightsMax: 30 });
    assert.deepEqual([...batch.rewards.subarray(4 * lane, 4 * lane + 4)], result.scores, `lane ${lane}`);
  }
});

test("a pool serves several tournaments, and one of them can be cancelled", async () => {
  const pool = new WorkerPool(2);
  await pool.start();
  const options = { scenarios: ["default"], teams: [["hero", "liar"]], games: 64, seed: 1, workers: pool };
  const cancelled = new AbortController();
  const long = new Tournament({ ...options, games: 1_000_000, nightsMax: 1_000_000, rules: "rust_core" });
  const running = long.run({ signal: cancelled.signal, onProgress: () => cancelled.abort(new Error("enough")) });
  await assert.rejects(running, /enough/);
  const [one, other] = await Promise.all([new Tournament(options).run(), new Tournament(options).run()]);
  assert.deepEqual(one.scenarios, other.scenarios);
  let parts = 0;
  for await (const part of new Tournament(options)) {
    assert.equal(part.seats, 2);
    parts += 1;
    break;
  }
  assert.equal(parts, 1);
  pool.close();
  await assert.rejects(new Tournament(options).run(), { code: "worker" });
});

test("progress counts every game once", async () => {
  const heard = [];
  const tournament = new Tournament({
    scenarios: ["easy", { name: "mine", scenario: "hard" }], teams: [["hero"], ["liar", "hero"]], games: 100, workers: 2,
  });
  const result = await tournament.run({ onProgress: (progress) => heard.push(progress.games) });
  assert.equal(tournament.gamesAll, 400);
  assert.equal(heard.at(-1), 400);
  assert.deepEqual(heard, [...heard].sort((one, other) => one - other));
  assert.deepEqual(tournament.scenarioNames, ["easy", "mine"]);
  assert.deepEqual(result.scenarios.map(({ scenario }) => scenario), ["easy", "mine"]);
  assert.deepEqual(tournament.pool, ["hero", "liar"]);
  assert.deepEqual(tournament.teams, [[0], [1, 0]]);
});

test("errors are told in the engine's own words", () => {
  const { scenarios, actions, others } = native.errors;
  for (const { fields, agents, message } of scenarios) {
    const error = errorOf(() => new Game({ scenario: { ...scenario("default"), ...fields }, agents }));
    assert.equal(error.message, message);
  }
  const game = new Game({ scenario: "default", agents: 4 });
  for (const { actions: flat, message } of actions) {
    assert.equal(errorOf(() => game.step(Int32Array.from(flat))).message, message);
  }
  const short = new Game({ scenario: "default", agents: 2, nightsMax: 1 });
  assert.equal(errorOf(() => short.stepTwoPhase(new Uint8Array(2), new Uint8Array(6))).message, others.commitment);
  short.step(new Uint8Array(6));
  assert.equal(errorOf(() => short.step(new Uint8Array(6))).message, others.over);
  for (const { name, message } of others.agents) {
    assert.equal(errorOf(() => playGame({ scenario: "default", team: [name] })).message, message);
  }
  assert.ok(scenarios.length >= 10 && actions.length >= 3);
});

test("replays are the native ones byte for byte, and are read from either form", () => {
  for (const { scenario: about, team, seed, rules, stream, nightsMax, bytes, json } of native.replays) {
    const given = typeof about === "string" ? about : { ...scenario("default"), ...about };
    const { replay } = playGame({ scenario: given, team, seed: BigInt(seed), rules, stream, nightsMax });
    assert.equal(Buffer.from(replay.toBytes()).toString("hex"), bytes);
    assert.deepEqual(replay.toJson(), json);
    for (const source of [Buffer.from(bytes, "hex"), json, JSON.stringify(json)]) {
      const again = Replay.from(source);
      assert.equal(again.seed, BigInt(seed));
      assert.equal(Buffer.from(again.toBytes()).toString("hex"), bytes);
      assert.deepEqual(again.play(), replay.play());
      again.checkAgents();
    }
  }
  assert.equal(native.replays.length, 2);
});
