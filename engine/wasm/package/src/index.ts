/**
 * Bucket Brigade in WebAssembly: games, batches, replays, tournaments on every core, agents written in JavaScript.
 * `await init()` first. Balatro, mining and the graphs are in `@ludograph/engine/analysis`.
 */

export { init, isLoaded, type WasmSource } from "./init.js";
export { AgentError, EngineError, type ErrorCode } from "./errors.js";
export { HEURISTIC_PARAMETERS, RULES, agentNames, archetype, scenario, scenarioNames } from "./catalog.js";
export { Game, type GameOptions } from "./game.js";
export { Random } from "./random.js";
export { Replay } from "./replay.js";
export { type MatchOptions } from "./match.js";
export { playGame, playMixedGame, type Played } from "./play.js";
export { Batch, type BatchOptions, type RunTotals } from "./batch.js";
export { WorkerPool } from "./pool.js";
export { Tournament } from "./tournament.js";
export { estimate, headToHead } from "./tournament-report.js";
export type * from "./tournament-types.js";
export { AgentSandbox } from "./agent.js";
export { WasmBucketBrigade, WasmTournamentRunner } from "./older.js";
export type * from "./types.js";
