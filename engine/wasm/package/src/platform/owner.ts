/** The owner of a worker, as the worker sees it. It starts no workers, so that a bundler finds no worker within a worker. */

import type { Transferable as NodeTransferable } from "node:worker_threads";

import { isNode } from "./detect.js";
import type { OwnerLike } from "./types.js";

/** The owner. */
export function owner(): OwnerLike {
  if (!isNode) {
    return {
      post: (message, transfer) => self.postMessage(message, { transfer: transfer ?? [] }),
      onMessage: (listener) => self.addEventListener("message", (event: MessageEvent) => listener(event.data)),
    };
  }
  const port = process.getBuiltinModule("node:worker_threads").parentPort;
  if (port === null) throw new Error("this module runs in a worker");
  return {
    post: (message, transfer) => port.postMessage(message, (transfer ?? []) as unknown as NodeTransferable[]),
    onMessage: (listener) => port.on("message", listener),
  };
}
