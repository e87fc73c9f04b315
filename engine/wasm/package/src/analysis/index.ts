/** Balatro, mining and graphs, in a WebAssembly module of their own. `await initAnalysis()` first. */

export { AgentError, EngineError, type ErrorCode } from "../errors.js";
export { initAnalysis } from "./load.js";
export * from "./balatro.js";
export * from "./mining.js";
export * from "./networks.js";
