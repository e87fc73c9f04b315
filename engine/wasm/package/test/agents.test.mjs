// Agents written in JavaScript: what they see, what they cannot do, and what becomes of those that fail.
import assert from "node:assert/strict";
import { test } from "node:test";

import { AgentSandbox, Tournament, playGame, playMixedGame } from "@ludograph/engine";

import "./support.mjs";

const NEAREST = `
function act(observation, memory) {
  memory.nights = (memory.nights || 0) + 1;
  const fires = observation.houses.flatMap((state, house) => (state === 1 ? [house] : []));
  if (fires.length === 0) return [observation.home, 0, 0];
  const chosen = fires[Math.floor(Math.random() * fires.length)];
  return [chosen, 1];
}`;

const play = (javascript, options = {}) =>
  playMixedGame({
    scenario: "default", rules: "rust_core", seed: 7, nightsMax: 40,
    team: ["hero", { javascript, name: "mine", timeLimitMs: 200, ...options }, "liar"],
  });

async function failure(javascript, options) {
  const began = performance.now();
  try {
    await play(javascript, options);
  } catch (error) {
    return { error, milliseconds: performance.now() - began };
  }
  throw new Error("the agent did not fail");
}

test("a mixed game can be repeated and kept", async () => {
  const [one, other] = [await play(NEAREST), await play(NEAREST)];
  assert.deepEqual(one.result, other.result);
  assert.ok(one.result.nights >= 13);
  assert.deepEqual(one.replay.play().record, one.record);
  assert.ok(one.result.worked[1] > 0);
  const others = await playMixedGame({
    scenario: "default", rules: "rust_core", seed: 8, nightsMax: 40, team: ["hero", { javascript: NEAREST }, "liar"],
  });
  assert.notDeepEqual(others.result.scores, one.result.scores);
});

test("an agent in JavaScript that does as a built-in one does plays the same game", async () => {
  const specialist = `
    function act({ agent_id, num_agents, num_houses, houses }) {
      for (let house = agent_id; house < num_houses; house += num_agents) if (houses[house] === 1) return [house, 1, 1];
      return [agent_id % num_houses, 0, 0];
    }`;
  const options = { scenario: "hard", seed: 3, nightsMax: 50 };
  const built = playGame({ ...options, team: ["specialist", "hero", "specialist", "liar"] });
  const mixed = await playMixedGame({
    ...options, team: [{ javascript: specialist }, "hero", { javascript: specialist }, "liar"],
  });
  assert.deepEqual(mixed.result, built.result);
  assert.deepEqual(mixed.record, built.record);
});

test("an exception is told with its line", async () => {
  const { error } = await failure("let calls = 0;\nfunction act(view) {\n  calls += 1;\n  if (calls === 3) return view.nothing.here;\n  return [0, 0, 0];\n}");
  assert.deepEqual([error.name, error.code, error.line, error.night, error.agent], ["AgentError", "agent_exception", 4, 2, "mine"]);
  assert.match(error.message, /^agent mine, line 4: TypeError: /);
});

test("what is no JavaScript is told with its line", async () => {
  const { error } = await failure("function act() {\n  return [0, 0 0];\n}");
  assert.deepEqual([error.code, error.line], ["agent_syntax", 2]);
  const open = await failure("function act() {\n  return [0, 0, 0];\n");
  assert.equal(open.error.code, "agent_syntax");
  const none = await failure("const x = 1;");
  assert.equal(none.error.code, "agent_exception");
  assert.match(none.error.message, /no function `act`/);
});

test("a wrong answer is quoted", async () => {
  for (const [answer, message] of [
    ["[10, 1, 1]", "house 10 is no whole number in 0..=9"],
    ["[0, 2, 1]", "mode 2 is neither 0 (rest) nor 1 (work)"],
    ["[0, 1, 0.5]", "signal 0.5 is neither 0 (rest) nor 1 (work)"],
    ["'work'", "\"work\" is no [house, mode, signal]"],
    ["undefined", "undefined is no [house, mode, signal]"],
    ["[NaN, 1, 1]", "house null is no whole number in 0..=9"],
  ]) {
    const { error } = await failure(`function act() { return ${answer}; }`);
    assert.equal(error.code, "agent_answer", answer);
    assert.equal(error.message, `agent mine: ${message}`);
    assert.equal(error.night, 0);
  }
});

test("an endless move is ended", async () => {
  const { error, milliseconds } = await failure("function act({ night }) { while (night === 2); return [0, 0, 0]; }", { timeLimitMs: 50 });
  assert.equal(error.code, "agent_timeout");
  assert.match(error.message, /longer than 50 ms/);
  assert.ok(milliseconds < 10_000, `${milliseconds} ms`);
  const outside = await failure("while (true);\nfunction act() {}", { timeLimitMs: 50 });
  assert.equal(outside.error.code, "agent_timeout");
});

test("there is nothing to reach from inside", async () => {
  const names = [
    "fetch", "XMLHttpRequest", "WebSocket", "EventSource", "importScripts", "indexedDB", "caches", "Worker", "setTimeout",
    "postMessage", "process", "require", "module", "self", "navigator", "performance", "Date", "crypto", "WebAssembly",
    "SharedArrayBuffer", "eval", "Function", "queueMicrotask", "structuredClone", "host", "console", "Buffer", "global",
  ];
  const source = `
    const found = ${JSON.stringify(names)}.filter((name) => globalThis[name] !== undefined);
    function act() { throw new Error("left: " + found.join(" ")); }`;
  const { error } = await failure(source);
  assert.match(error.message, /Error: left: $/);
  for (const attempt of [
    "Function('return 1')()", "(() => {}).constructor('return 1')()", "eval('1')", "(async () => {}).constructor('return 1')",
    "(function* () {}).constructor('return 1')", "[].constructor.constructor('return 1')()",
  ]) {
    const { error } = await failure(`function act() { ${attempt}; return [0, 0, 0]; }`);
    assert.equal(error.code, "agent_exception", attempt);
  }
  const banned = await failure("function act() {\n  return import('data:text/javascript,1');\n}");
  assert.deepEqual([banned.error.code, banned.error.line], ["agent_syntax", 2]);
  // What closes the function around it runs after everything was taken away.
  const outside = await failure("}); if (globalThis.process || globalThis.fetch || globalThis.host) throw new Error('escaped'); ((random) => {\nfunction act() { throw new Error('inside'); }");
  assert.doesNotMatch(outside.error.message, /escaped/);
});

test("variables of one game are not those of the next", async () => {
  const counting = "let count = 0;\nfunction act({ home }) { count += 1; return [count > 5 ? home : 0, 1, 1]; }";
  const tournament = (workers, games = 40) =>
    new Tournament({
      scenarios: ["default"], teams: [[{ javascript: counting }, "hero"], ["liar", "hero"]], games, seed: 5, workers,
      rules: "rust_core", nightsMax: 30,
    });
  const [none, two] = [await tournament(0).run(), await tournament(2).run()];
  assert.deepEqual(none.scenarios, two.scenarios);
  const { result } = await playMixedGame({
    scenario: "default", team: [{ javascript: counting }, "hero"], rules: "rust_core", nightsMax: 30, seed: 5 + 17,
  });
  const part = none.parts.find((part) => part.team === 0 && part.firstGame <= 17 && 17 < part.firstGame + part.count);
  const game = 17 - part.firstGame;
  assert.deepEqual([...part.scores.subarray(2 * game, 2 * game + 2)], result.scores);
  assert.deepEqual(tournament(0).pool, ["javascript", "hero", "liar"]);
});

test("an agent that fails ends its tournament, and a signal ends an agent", async () => {
  const failing = "function act({ night }) { if (night > 3) throw new RangeError('tired'); return [0, 1, 1]; }";
  const tournament = (javascript, timeLimitMs = 100) =>
    new Tournament({ scenarios: ["hard"], teams: [[{ javascript, name: "f", timeLimitMs }, "hero"]], games: 20, workers: 1 });
  await assert.rejects(tournament(failing).run(), { code: "agent_exception", line: 1 });
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error("enough")), 100);
  await assert.rejects(tournament("function act() { for (;;); }", 60_000).run({ signal: stop.signal }), /enough/);
});

test("a sandbox can be asked move by move", async () => {
  const sandbox = new AgentSandbox({ javascript: "function act(v, m) { m.n = (m.n ?? 0) + 1; return [m.n, 1, Math.random() < 2 ? 0 : 1]; }" });
  await sandbox.start();
  await sandbox.begin(1);
  const view = {
    agent_id: 1, night: 0, num_houses: 10, num_agents: 2, home: 1, houses: Array(10).fill(0), signals: [0, 0],
    locations: [0, 1], last_actions: [[0, 0, 0], [1, 0, 0]], scenario_info: Array(12).fill(0), round1_signals: [0, 0],
  };
  assert.deepEqual([await sandbox.act(view), await sandbox.act(view)], [[1, 1, 0], [2, 1, 0]]);
  await sandbox.begin(1);
  assert.deepEqual(await sandbox.act(view), [1, 1, 0]);
  sandbox.close();
  await assert.rejects(sandbox.act(view), { code: "worker" });
});
