// Nothing that is handed over harms an instance: every call returns or throws an EngineError, and games go on as before.
import assert from "node:assert/strict";
import { test } from "node:test";

import * as engine from "@ludograph/engine";
import * as analysis from "@ludograph/engine/analysis";

import { dice, workload } from "./support.mjs";

const { Batch, EngineError, Game, Replay, Tournament, WasmBucketBrigade } = engine;

function detached(kind, length) {
  const array = new kind(length);
  structuredClone(array.buffer, { transfer: [array.buffer] });
  return array;
}

function circular() {
  const object = {};
  object.self = object;
  return object;
}

/** Something, as wrong as can be. */
function garbage(roll) {
  const values = [
    undefined, null, NaN, Infinity, -Infinity, -0, -1, 0.5, 1e300, 2 ** 32, 2 ** 53, 2n ** 64n, -1n, 10n ** 30n, true, "",
    "default", "hero", "{", "{}", "[]", "null", "\u0000", "x".repeat(100_000), "[".repeat(10_000), "💥", [], [1, 2, 3],
    [[]], {}, { length: 12 }, circular(), Symbol("s"), () => 1, new Date(0), /x/, new Map(), new Error("e"),
    Object.create(null), new Proxy({}, {}), Object.freeze([]), "9".repeat(400), { toString() { throw new Error("no text"); } },
    new Int32Array(12), new Int32Array(0), new Int32Array(1_000_000), new Float32Array(42), new Float64Array(12).fill(NaN),
    new Uint8Array(12).fill(255), new Int32Array(12).fill(-2147483648), detached(Int32Array, 12), detached(Float32Array, 42),
    detached(Uint8Array, 12), new DataView(new ArrayBuffer(8)), new ArrayBuffer(48), { scenario: "default", agents: 4 },
    { scenario: "default", agents: 4, lanes: 1 << 20 }, { scenario: "default", agents: 256, lanes: 1 << 20, observations: true },
    { houses: [], progress: [] }, { version: 1 }, { javascript: 5 }, { heuristic: "full", parameters: [1, 2] },
  ];
  return values[roll(values.length)];
}

/** Only an EngineError (or the error of a proxy's trap, never a trap of WebAssembly) may come out. */
function survives(call, label) {
  let value;
  try {
    value = call();
  } catch (error) {
    assert.ok(error instanceof EngineError, `${label}: ${error?.stack ?? String(error)}`);
    assert.notEqual(error.code, "internal", `${label}: ${error.message}`);
    assert.ok(error.message.length < 500, `${label}: ${error.message.length} characters`);
    return;
  }
  if (value instanceof Promise) value.catch(() => {});
  else value?.free?.();
}

const CLASSES = { Game, Batch, Tournament, WasmBucketBrigade };
const METHODS = {
  game: ["step", "stepTwoPhase", "observe", "rewards", "houses", "setState", "reset"],
  batch: ["step", "stepMany", "run", "observe", "reset"],
  older: ["step", "get_observation"],
};
const FUNCTIONS = {
  ...Object.fromEntries(["scenario", "archetype", "playGame", "estimate"].map((name) => [name, engine[name]])),
  ...Object.fromEntries(
    [
      "score", "expectedScore", "bestOrder", "bestPlay", "bestDiscard", "decide", "frequentItemsets", "frequentSequences",
      "contrastPatterns", "synergyPairs", "synergyClusters", "suggest", "scoringSynergy", "cooperation", "stateGraph",
    ].map((name) => [name, analysis[name]]),
  ),
};

test("garbage is refused, and the instances live", () => {
  const roll = dice(20260728);
  const game = new Game({ scenario: "default", agents: 4, rules: "rust_core", nightsMax: 1000 });
  const batch = new Batch({ scenario: "default", agents: ["hero", "liar"], lanes: 3 });
  const older = new WasmBucketBrigade("default", 4);
  const objects = { game, batch, older };
  for (let round = 0; round < 6000; round++) {
    const kind = roll(4);
    const some = () => garbage(roll);
    if (kind === 0) {
      const name = Object.keys(CLASSES)[roll(4)];
      survives(() => new CLASSES[name](some(), some()), `${round}: new ${name}`);
    } else if (kind === 1) {
      const who = Object.keys(METHODS)[roll(3)];
      const method = METHODS[who][roll(METHODS[who].length)];
      survives(() => objects[who][method](some(), some()), `${round}: ${who}.${method}`);
    } else if (kind === 2) {
      const names = Object.keys(FUNCTIONS);
      const name = names[roll(names.length)];
      survives(() => FUNCTIONS[name](some(), some(), some()), `${round}: ${name}`);
    } else {
      survives(() => Replay.from(some()).play(), `${round}: Replay`);
    }
  }
  game.reset(42);
  const fresh = new Game({ scenario: "default", agents: 4, rules: "rust_core", nightsMax: 1000 });
  for (let night = 0; night < 50 && !fresh.isOver; night++) {
    game.step(workload(night));
    fresh.step(workload(night));
  }
  assert.deepEqual(game.state(), fresh.state());
  batch.reset();
  assert.equal(batch.run(3).steps, 9);
});

test("scenarios with any numbers play or are refused", () => {
  const roll = dice(7);
  const fields = Object.keys(engine.scenario("default"));
  const numbers = [0, 1, -1, 2, 0.5, 1e-320, 1e38, 3.5e38, 1e308, -1e308, NaN, Infinity, 1024, 1025, 65_536, 4_294_967_296];
  let played = 0;
  for (let round = 0; round < 2000; round++) {
    const parameters = { ...engine.scenario("default") };
    for (let change = 0; change < 3; change++) {
      const field = fields[roll(fields.length)];
      parameters[field] = typeof parameters[field] === "number" ? numbers[roll(numbers.length)] : parameters[field];
    }
    survives(() => {
      const { result } = engine.playGame({ scenario: parameters, team: ["hero", "random", "liar"], nightsMax: 20, seed: round });
      played += result.nights > 0 ? 1 : 0;
    }, JSON.stringify(parameters));
  }
  assert.ok(played > 200, `${played}`);
});

test("damaged replays are found out", () => {
  const roll = dice(99);
  const { replay } = engine.playGame({ scenario: "hard", team: ["hero", "random", "liar"], rules: "rust_core" });
  const [bytes, text] = [replay.toBytes(), JSON.stringify(replay.toJson())];
  for (let round = 0; round < 2000; round++) {
    const damaged = bytes.slice(0, roll(4) === 0 ? roll(bytes.length) : bytes.length);
    if (damaged.length > 0) damaged[roll(damaged.length)] ^= 1 + roll(255);
    survives(() => Replay.from(damaged).play(), `bytes ${round}`);
    const at = roll(text.length);
    survives(() => Replay.from(text.slice(0, at) + "0123456789,[]{}\"x"[roll(17)] + text.slice(at + 1)).play(), `text ${round}`);
  }
  assert.deepEqual(Replay.from(bytes).play(), replay.play());
});

test("more memory than there is asked for is refused before it is taken", () => {
  const wide = { ...engine.scenario("default"), num_houses: 1024 };
  for (const options of [{ agents: 256, lanes: 1 << 20 }, { agents: 200, lanes: 10_000, observations: true }]) {
    assert.throws(() => new Batch({ scenario: wide, ...options }), { code: "exhausted" });
  }
  const batch = new Batch({ scenario: wide, agents: 100, lanes: 50 });
  batch.step(new Uint16Array(50 * 100 * 3));
  assert.equal(batch.rewards.length, 5000);
});
