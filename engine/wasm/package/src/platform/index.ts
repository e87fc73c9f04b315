/**
 * Workers of the platform this runs on, chosen when it runs: an ES module that neither needs a bundler nor troubles one.
 */

import * as browser from "./browser.js";
import { isNode } from "./detect.js";
import * as node from "./node.js";

const platform = isNode ? node : browser;

/** How many workers can run at once. */
export const cores = platform.cores;
/** A worker that plays games. */
export const startGameWorker = platform.startGameWorker;
/** A worker that runs code given as text. */
export const startSandbox = platform.startSandbox;
/** How the sandbox's code reaches its owner; an expression, see `sandbox-code.ts`. */
export const SANDBOX_HOST = platform.SANDBOX_HOST;
