/** A worker that plays games: loads the compiled engine it is sent, then answers tasks. */

import { owner } from "./platform/owner.js";

import { EngineError } from "./errors.js";
import { init } from "./init.js";
import { buffersOf } from "./parts.js";
import { type Task, perform } from "./tasks.js";

/** What a worker is sent. */
export type WorkerRequest = { kind: "load"; module: WebAssembly.Module } | { kind: "task"; id: number; task: Task };

const parent = owner();
/** Tasks may arrive while the engine is still loading. */
let loading: Promise<void> | undefined;

parent.onMessage((message) => {
  const request = message as WorkerRequest;
  if (request.kind === "load") {
    loading = init(request.module);
    loading.then(
      () => {
        loading = undefined;
        parent.post({ kind: "ready" });
      },
      (error: unknown) => parent.post({ kind: "broken", message: String((error as Error).message) }),
    );
  } else if (loading === undefined) {
    answer(request);
  } else {
    loading.then(() => answer(request), () => {});
  }
});

function answer({ id, task }: Extract<WorkerRequest, { kind: "task" }>): void {
  try {
    const outcome = perform(task);
    parent.post({ kind: "outcome", id, outcome }, outcome.kind === "play" ? buffersOf(outcome.columns) : []);
  } catch (error) {
    const { code, message } = error instanceof EngineError ? error : { code: "internal", message: String(error) };
    parent.post({ kind: "refused", id, code, message });
  }
}
