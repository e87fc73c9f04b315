// The older interface.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Game, WasmBucketBrigade, WasmTournamentRunner, playGame, scenario } from "@ludograph/engine";

import { errorOf, workload } from "./support.mjs";

const nested = (night) => [0, 1, 2, 3].map((agent) => [...workload(night).subarray(3 * agent, 3 * agent + 3)]);

test("JSON in, JSON out: the game of rust_core with the seed 42", () => {
  const older = new WasmBucketBrigade(JSON.stringify(scenario("default")), 4);
  const game = new Game({ scenario: "default", agents: 4, rules: "rust_core", seed: 42, nightsMax: 2 ** 32 - 1 });
  for (let night = 0; night < 30; night++) {
    const answer = JSON.parse(older.step(JSON.stringify(nested(night))));
    game.step(workload(night));
    assert.deepEqual(answer.rewards.map(Math.fround), [...game.rewards()]);
    assert.equal(answer.done, game.isDone);
  }
  const view = JSON.parse(older.get_observation(2));
  assert.deepEqual(Object.keys(view).sort(), [
    "agent_id", "houses", "last_actions", "locations", "night", "round1_signals", "scenario_info", "signals",
  ]);
  assert.deepEqual(view.houses, [...game.houses()]);
  assert.deepEqual([view.agent_id, view.night, view.scenario_info.length], [2, 30, 12]);
  const state = JSON.parse(older.get_current_state());
  assert.deepEqual([state.houses, state.night, state.done], [view.houses, 30, older.is_done()]);
  assert.deepEqual(state.agent_positions, view.locations);
  const result = JSON.parse(older.get_result());
  assert.equal(result.nights.length, 31);
  assert.deepEqual(result.agent_scores.map(Math.fround), game.result().scores.map(Math.fround));
  assert.deepEqual(JSON.parse(older.get_scenario()), scenario("default"));
});

test("pairs are honest, names and long lists are taken, what is wrong is refused", () => {
  const long = { ...scenario("default"), reward_own_house_survives: Array(10).fill(20) };
  const older = new WasmBucketBrigade(JSON.stringify(long), 2);
  older.step("[[1, 1], [2, 0]]");
  assert.deepEqual(JSON.parse(older.get_current_state()).agent_signals, [1, 0]);
  for (const [actions, code] of [["[[1,1]]", "count"], ["{", "json"], ["[[1,1],[99,0]]", "action"], ["[[1],[2,0]]", "action"]]) {
    assert.equal(errorOf(() => older.step(actions)).code, code, actions);
  }
  assert.equal(errorOf(() => older.get_observation(2)).code, "argument");
  assert.equal(JSON.parse(new WasmBucketBrigade("v2_minimal", 4).get_current_state()).houses.length, 2);
});

test("whole games in workers", async () => {
  const runner = new WasmTournamentRunner(2);
  const hero = [1, 1, 1, 0.5, 0.1, 0.5, 0, 0.9, 0, 1];
  const agents = JSON.stringify([hero, "upstream_rust:liar", { heuristic: "upstream_rust", parameters: hero }]);
  const texts = await Promise.all([runner.run_game(agents, "hard"), runner.run_game(agents, "hard")]);
  texts.forEach((text, index) => {
    const { result } = playGame({
      scenario: "hard", rules: "rust_core", stream: "companion", seed: 42 + index,
      team: ["upstream_rust:hero", "upstream_rust:liar", "upstream_rust:hero"],
    });
    assert.deepEqual(JSON.parse(text).agent_scores.map(Math.fround), result.scores.map(Math.fround));
  });
  await assert.rejects(runner.run_game("[\"nobody\"]", "hard"), { code: "unknown_name" });
  runner.free();
  await assert.rejects(runner.run_game(agents, "hard"), { code: "worker" });
});
