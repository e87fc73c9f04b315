// How many nights does one worker play in a second, and what does passing JSON cost? The workloads of the specification:
// `default` with four agents under `rust_core`, at most 100 nights. In Node and in a browser the same code.

const NIGHTS_MAX = 100;
const HEURISTICS = ["firefighter", "free_rider", "hero", "coordinator"].map((name) => `upstream_rust:${name}`);

/** [(k + 3i) mod 10, (k + i) mod 2, 1] for night k and agent i; it repeats after ten nights. */
const nightly = Array.from({ length: 10 }, (_, night) =>
  Int32Array.from({ length: 12 }, (_, place) => {
    const agent = Math.floor(place / 3);
    return [(night + 3 * agent) % 10, (night + agent) % 2, 1][place % 3];
  }),
);

/** Seconds each measurement takes at least, and how many there are; the best counts. */
const [SECONDS, ROUNDS] = [0.25, 5];

/** Millions a second: `play` plays some nights and says how many. `clock` tells milliseconds. */
function rate(play, clock) {
  play();
  let best = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const began = clock();
    let [nights, seconds] = [0, 0];
    while (seconds < SECONDS) {
      nights += play();
      seconds = (clock() - began) / 1000;
    }
    best = Math.max(best, nights / seconds / 1e6);
  }
  return best;
}

/** All workloads, as rows of [name, M steps/s, wanted]. */
export function measure(engine, clock = () => performance.now()) {
  const { Batch, Game, WasmBucketBrigade } = engine;
  const base = { scenario: "default", rules: "rust_core", nightsMax: NIGHTS_MAX };

  const game = new Game({ ...base, agents: 4, record: false });
  const bareGame = () => {
    let played = 0;
    for (let games = 0; games < 50; games++) {
      game.reset();
      for (let night = 0; ; night++, played++) if (game.step(nightly[night % 10])) break;
      played += 1;
    }
    return played;
  };

  const lanes = 256;
  const batch = new Batch({ ...base, agents: 4, lanes });
  const lockstep = nightly.map((actions) => Int32Array.from({ length: 12 * lanes }, (_, place) => actions[place % 12]));
  let night = 0;
  const bareBatch = () => {
    for (let steps = 0; steps < 20; steps++) batch.step(lockstep[night++ % 10]);
    return 20 * lanes;
  };
  const many = Int32Array.from({ length: 12 * 100 }, (_, place) => nightly[Math.floor(place / 12) % 10][place % 12]);
  const bareMany = () => batch.stepMany(100, many).steps;

  const team = new Batch({ ...base, agents: HEURISTICS, lanes });
  const heuristics = () => team.run(20).steps;

  const seen = new Batch({ ...base, agents: 4, lanes, observations: true });
  const observed = () => {
    for (let steps = 0; steps < 20; steps++) seen.step(lockstep[night++ % 10]);
    return 20 * lanes;
  };

  const texts = nightly.map((actions) => JSON.stringify([0, 3, 6, 9].map((at) => [...actions.subarray(at, at + 3)])));
  const older = new WasmBucketBrigade("default", 4);
  const bareJson = () => {
    older.reset();
    for (let night = 0; night < NIGHTS_MAX; night++) if (JSON.parse(older.step(texts[night % 10])).done) return night + 1;
    return NIGHTS_MAX;
  };
  const observedJson = () => {
    older.reset();
    for (let night = 0; night < NIGHTS_MAX; night++) {
      for (let agent = 0; agent < 4; agent++) JSON.parse(older.get_observation(agent));
      if (JSON.parse(older.step(texts[night % 10])).done) return night + 1;
    }
    return NIGHTS_MAX;
  };

  const rows = [
    ["bare, Game.step", rate(bareGame, clock), 12],
    ["bare, Batch.step of 256 lanes", rate(bareBatch, clock), 12],
    ["bare, Batch.stepMany of 256 lanes", rate(bareMany, clock), 12],
    ["four heuristics, Batch.run of 256 lanes", rate(heuristics, clock), 5],
    ["four observations a night, Batch.step of 256 lanes", rate(observed, clock), undefined],
    ["bare through JSON", rate(bareJson, clock), undefined],
    ["four observations a night through JSON", rate(observedJson, clock), undefined],
  ];
  [game, batch, team, seen, older].forEach((object) => object.free());
  return rows;
}

/** Milliseconds of a tournament of 1,000 games, four built-in agents, with workers that run already; the best of five. */
export async function tournament(engine, workers) {
  const pool = new engine.WorkerPool(workers);
  await pool.start();
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const games = new engine.Tournament({
      scenarios: ["default"], teams: [HEURISTICS], games: 1000, rules: "rust_core", nightsMax: NIGHTS_MAX, workers: pool,
    });
    best = Math.min(best, (await games.run()).milliseconds);
  }
  pool.close();
  return best;
}

/** The table of a run. */
export function table(rows, milliseconds, workers) {
  const line = ([name, figure, wanted]) =>
    `| ${name} | ${figure.toFixed(figure < 1 ? 3 : 1)} | ${wanted === undefined ? "" : wanted} |`;
  return [
    "| workload | M steps/s | wanted |", "|---|---:|---:|", ...rows.map(line), "",
    `1,000 games of four heuristics on ${workers} workers: ${milliseconds.toFixed(0)} ms (wanted 60)`,
  ].join("\n");
}
