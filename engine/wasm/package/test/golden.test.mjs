// Recorded games of the upstream, through WebAssembly.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Game, Random, playGame, scenario } from "@ludograph/engine";
import { bestOrder, bestPlay, score } from "@ludograph/engine/analysis";

import { golden } from "./support.mjs";

/** Lists longer than the number of agents are cut: the upstream promotes numbers to ten entries. */
function cut(parameters, agents) {
  const fields = { ...parameters };
  delete fields.num_agents;
  for (const [name, value] of Object.entries(fields)) {
    if (Array.isArray(value) && name !== "agent_home_positions") fields[name] = value.slice(0, agents);
  }
  return fields;
}

function compare(step, game, label, isExact) {
  const rewards = game.rewards();
  assert.deepEqual([...game.houses()], step.houses, label);
  assert.equal(game.isDone, step.done, label);
  step.rewards.forEach((reward, agent) => {
    if (isExact) assert.equal(rewards[agent], Math.fround(reward), `${label}, agent ${agent}`);
    else assert.ok(Math.abs(rewards[agent] - reward) <= 1e-3, `${label}, agent ${agent}: ${rewards[agent]}, ${reward}`);
  });
}

test("seeded games of the Rust core come out to the last bit", (t) => {
  const text = golden("brigade/rust_core.json");
  if (text === undefined) return t.skip();
  const cases = JSON.parse(text);
  for (const record of cases) {
    const agents = record.num_agents;
    const game = new Game({
      scenario: cut(record.scenario, agents), agents, rules: "rust_core", seed: BigInt(record.seed), nightsMax: 2 ** 32 - 1,
    });
    assert.deepEqual([...game.houses()], record.initial_houses, record.id);
    record.steps.forEach((step, night) => {
      game.step(Int32Array.from(record.actions[night].flat()));
      compare(step, game, `${record.id}, night ${night}`, true);
    });
    assert.deepEqual(game.result().scores.map(Math.fround), record.agent_scores.map(Math.fround), record.id);
    game.free();
  }
  assert.ok(cases.length >= 18);
});

test("games without chance come out under both rule sets", (t) => {
  const text = golden("brigade/deterministic.json");
  if (text === undefined) return t.skip();
  let nights = 0;
  for (const record of JSON.parse(text)) {
    for (const [flavour, rules] of [["python", "python_env"], ["rust", "rust_core"]]) {
      const steps = Array.isArray(record[flavour]) ? record[flavour] : record.python;
      const agents = record.num_agents;
      const game = new Game({ scenario: cut(record.scenario, agents), agents, rules, nightsMax: 2 ** 32 - 1 });
      assert.deepEqual([...game.houses()], record.initial_houses, record.id);
      steps.forEach((step, night) => {
        const actions = Int32Array.from(record.actions[night].flatMap(([house, mode, signal = mode]) => [house, mode, signal]));
        if (game.isTwoPhase) game.stepTwoPhase(Uint8Array.from(record.round1[night]), actions);
        else game.step(actions);
        compare(step, game, `${record.id} (${rules}), night ${night}`, false);
        nights++;
      });
      game.free();
    }
  }
  assert.ok(nights > 100);
});

test("episodes of the upstream's heuristics come out to the last bit", (t) => {
  const text = golden("brigade/heuristic_episodes.json");
  if (text === undefined) return t.skip();
  const { archetypes, episodes } = JSON.parse(text);
  for (const episode of episodes) {
    const team = episode.team.map((name) => ({ heuristic: "upstream_rust", parameters: archetypes[name] }));
    const { result, record } = playGame({
      scenario: episode.scenario_name, team, rules: "rust_core", stream: "companion", seed: BigInt(episode.seed),
    });
    const label = `${episode.scenario_name} ${episode.team} ${episode.seed}`;
    assert.deepEqual(result.scores.map(Math.fround), episode.scores.map(Math.fround), label);
    assert.equal(result.nights, episode.nights, label);
    assert.deepEqual(record.nights.at(-1).houses, episode.final_houses, label);
  }
  assert.ok(episodes.length >= 71);
});

test("the random stream is the recorded one", (t) => {
  const text = golden("brigade/rng.json");
  if (text === undefined) return t.skip();
  for (const record of JSON.parse(text).rust_pcg64) {
    const stream = () => new Random(BigInt(record.seed));
    const draw = (list, next) => list.map(() => next());
    let random = stream();
    assert.deepEqual(draw(record.next_u64, () => String(random.nextU64())), record.next_u64.map(String));
    random = stream();
    assert.deepEqual(draw(record.f32, () => random.nextF32()), record.f32);
    random = stream();
    assert.deepEqual(draw(record.f64, () => random.next()), record.f64);
    random = stream();
    assert.deepEqual(draw(record.gen_range_0_7_usize64, () => Number(random.nextBelow(7))), record.gen_range_0_7_usize64);
  }
});

test("the named scenarios are the recorded ones", (t) => {
  const text = golden("brigade/scenarios.json");
  if (text === undefined) return t.skip();
  const file = JSON.parse(text);
  const isSame = (recorded, ours) =>
    typeof recorded === "number" ? Math.abs(recorded - ours) <= 1e-7 * Math.abs(ours)
    : Array.isArray(recorded) && !Array.isArray(ours) ? recorded.every((entry) => isSame(entry, ours))
    : Array.isArray(recorded) ? recorded.every((entry, index) => isSame(entry, ours[index]))
    : recorded === ours;
  for (const flavour of ["python", "rust"]) {
    for (const [name, fields] of Object.entries(file[flavour])) {
      const ours = scenario(name);
      for (const [field, value] of Object.entries(fields)) {
        if (field !== "num_agents") assert.ok(isSame(value, ours[field]), `${name}.${field}: ${value}, ${ours[field]}`);
      }
    }
  }
});

const SCORES = ["blind", "copy5", "core5", "edge", "plain", "solo", "wide"];

for (const name of SCORES) {
  test(`recorded scores of Balatro: ${name}`, (t) => {
    const text = golden(`balatro/score_${name}.jsonl`);
    if (text === undefined) return t.skip();
    let compared = 0;
    for (const line of text.split("\n").filter(Boolean)) {
      const record = JSON.parse(line);
      const { hand, score_min, score_max } = record.expected;
      if (!["unanimous", "majority"].includes(record.status) || score_min === undefined) continue;
      const [least, most] = [score(record, { luck: "least" }), score(record, { luck: "most" })];
      assert.equal(least.hand, hand, record.id);
      isClose(least.score, score_min, record.id);
      if (score_max !== undefined) isClose(most.score, score_max, record.id);
      assert.ok(least.steps.length > 0, record.id);
      compared++;
    }
    assert.ok(compared > 50, `${compared}`);
  });
}

/** Within 1, or a billionth of it, as the recorded data asks for. */
function isClose(ours, recorded, id) {
  assert.ok(Math.abs(ours - recorded) <= Math.max(1, 1e-9 * Math.abs(recorded)), `${id}: ${ours}, recorded ${recorded}`);
}

for (const [name, find, most] of [
  ["best_order5", (hand) => bestOrder(hand, { only: "jokers", timeMaxMs: 20_000 }), 100],
  ["best_order5copy", (hand) => bestOrder(hand, { only: "jokers", timeMaxMs: 20_000 }), 100],
  ["best_full_8cards", (hand) => bestPlay(hand, { timeMaxMs: 20_000 }), 10],
]) {
  test(`recorded best orders and plays of Balatro: ${name}`, (t) => {
    const text = golden(`balatro/${name}.jsonl`);
    if (text === undefined) return t.skip();
    const records = text.split("\n").filter(Boolean).map((line) => JSON.parse(line)).slice(0, most);
    for (const record of records) {
      const found = find(record);
      isClose(found.score, record.expected.best_score, record.id);
      assert.equal(found.proven, true, record.id);
    }
    assert.ok(records.length >= 10);
  });
}
