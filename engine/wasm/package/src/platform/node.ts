/** Workers in Node. */

import type { Transferable as NodeTransferable, Worker } from "node:worker_threads";

import type { WorkerLike } from "./types.js";

const threads = () => process.getBuiltinModule("node:worker_threads");

/** How many workers can run at once. */
export function cores(): number {
  return process.getBuiltinModule("node:os").availableParallelism();
}

/** A worker that plays games. */
export function startGameWorker(): WorkerLike {
  // Written in two steps, because a bundler takes the usual form for a worker of the browser.
  const { Worker: NodeWorker } = threads();
  const url = new URL("../worker.js", import.meta.url);
  return wrap(new NodeWorker(url));
}

/** Megabytes of a user's code: enough for a memory of a game, too little to hurt. */
const SANDBOX_MEGABYTES_MAX = 128;

/** A worker that runs code given as text, in a context without anything of Node. That is no wall against an attacker. */
export function startSandbox(code: string): WorkerLike {
  const outer = `
    const { parentPort } = require("node:worker_threads");
    const vm = require("node:vm");
    const post = (message) => parentPort.postMessage(message);
    const listen = (listener) => parentPort.on("message", listener);
    const host = { post, now: () => performance.now(), listen };
    const context = vm.createContext({ __proto__: null, host }, { codeGeneration: { strings: false, wasm: false } });
    try {
      new vm.Script(${JSON.stringify(code)}, { filename: "ludograph-agent.js" }).runInContext(context);
    } catch (error) {
      const line = /ludograph-agent\\.js:(\\d+)/.exec(String(error && error.stack));
      post({ kind: "unread", message: String(error && error.message), line: line ? Number(line[1]) : undefined });
    }`;
  const limits = { maxOldGenerationSizeMb: SANDBOX_MEGABYTES_MAX, maxYoungGenerationSizeMb: 16 };
  const { Worker: NodeWorker } = threads();
  return wrap(new NodeWorker(outer, { eval: true, env: {}, execArgv: [], resourceLimits: limits }));
}

/** How the sandbox's code reaches its owner; an expression. The context holds it until it is locked. */
export const SANDBOX_HOST = "globalThis.host";

function wrap(worker: Worker): WorkerLike {
  worker.unref();
  return {
    post: (message, transfer) => worker.postMessage(message, (transfer ?? []) as unknown as NodeTransferable[]),
    onMessage: (listener) => worker.on("message", listener),
    onFailure: (listener) => {
      worker.on("error", (error: Error) => listener(error.message));
      worker.on("messageerror", () => listener("a message could not be read"));
    },
    hold: (isBusy) => (isBusy ? worker.ref() : worker.unref()),
    terminate: () => void worker.terminate(),
  };
}
