/** Workers in a browser. */

import type { WorkerLike } from "./types.js";

/** How many workers can run at once. */
export function cores(): number {
  return navigator.hardwareConcurrency || 2;
}

/** A worker that plays games. */
export function startGameWorker(): WorkerLike {
  return wrap(new Worker(new URL("../worker.js", import.meta.url), { type: "module" }));
}

/** A worker that runs code given as text. */
export function startSandbox(code: string): WorkerLike {
  const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const worker = wrap(new Worker(url));
  return {
    ...worker,
    terminate() {
      worker.terminate();
      URL.revokeObjectURL(url);
    },
  };
}

/** How the sandbox's code reaches its owner; an expression, see `sandbox-code.ts`. */
export const SANDBOX_HOST = `(() => {
  const post = self.postMessage.bind(self), now = performance.now.bind(performance);
  const add = self.addEventListener.bind(self), listen = (listener) => add("message", (event) => listener(event.data));
  return { post, now, listen };
})()`;

function wrap(worker: Worker): WorkerLike {
  return {
    post: (message, transfer) => worker.postMessage(message, transfer ?? []),
    onMessage: (listener) => worker.addEventListener("message", (event: MessageEvent) => listener(event.data)),
    onFailure: (listener) => {
      worker.addEventListener("error", (event: ErrorEvent) => {
        // Handled: it becomes the error of the call that waits for this worker.
        event.preventDefault();
        listener(event.message || "the worker could not be loaded", event.lineno || undefined, event.colno || undefined);
      });
      worker.addEventListener("messageerror", () => listener("a message could not be read"));
    },
    hold: () => {},
    terminate: () => worker.terminate(),
  };
}
