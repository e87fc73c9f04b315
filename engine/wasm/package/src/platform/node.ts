/** Workers and files in Node. */

import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { type Transferable as NodeTransferable, Worker, parentPort } from "node:worker_threads";

import type { OwnerLike, WorkerLike } from "./types.js";

/** How many workers can run at once. */
export function cores(): number {
  return availableParallelism();
}

/** A worker that plays games. */
export function startGameWorker(): WorkerLike {
  return wrap(new Worker(new URL("../worker.js", import.meta.url)));
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
  return wrap(new Worker(outer, { eval: true, env: {}, execArgv: [], resourceLimits: limits }));
}

/** How the sandbox's code reaches its owner; an expression. The context holds it until it is locked. */
export const SANDBOX_HOST = "globalThis.host";

/** The owner, in a worker. */
export function owner(): OwnerLike {
  const port = parentPort;
  if (port === null) throw new Error("this module runs in a worker");
  return {
    post: (message, transfer) => port.postMessage(message, (transfer ?? []) as unknown as NodeTransferable[]),
    onMessage: (listener) => port.on("message", listener),
  };
}

/** The bytes of a file. */
export async function readBytes(url: URL): Promise<Uint8Array> {
  return readFile(url);
}

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
