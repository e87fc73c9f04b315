/** Balatro, mining and graphs, asked in a worker of their own. */

import type * as analysis from "@ludograph/engine/analysis";

/** The functions of the package that can be asked: those that answer with plain data. */
type Functions = {
  [Name in keyof typeof analysis as (typeof analysis)[Name] extends (...values: never[]) => unknown ? Name : never]:
    (typeof analysis)[Name];
};

type Name = Exclude<keyof Functions, "initAnalysis">;

/** What the worker is asked. */
export interface Question {
  id: number;
  name: Name;
  values: unknown[];
}

/** What it answers. */
export type Answer = { id: number; value: unknown } | { id: number; error: { message: string; code: string } };

/** An error of the engine that came out of the worker. */
export class AnalysisError extends Error {
  /** As `EngineError.code`. */
  readonly code: string;

  constructor(message: string, code: string) {
    super(message);
    this.name = "AnalysisError";
    this.code = code;
  }
}

interface Waiting {
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

let worker: Worker | undefined;
let asked = 0;
const waiting = new Map<number, Waiting>();

function start(): Worker {
  const started = new Worker(new URL("./analysis.worker.ts", import.meta.url), { type: "module" });
  started.addEventListener("message", (event: MessageEvent<Answer>) => {
    const answer = event.data;
    const one = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ("error" in answer) one?.reject(new AnalysisError(answer.error.message, answer.error.code));
    else one?.resolve(answer.value);
  });
  // A worker that could not be loaded answers nobody; the next question starts another.
  started.addEventListener("error", () => {
    worker = undefined;
    waiting.forEach((one) => one.reject(new AnalysisError("The engine's worker could not be started.", "worker")));
    waiting.clear();
  });
  return started;
}

/** Asks one function of `@ludograph/engine/analysis`. */
export function ask<N extends Name>(
  name: N,
  ...values: Parameters<Functions[N]>
): Promise<Awaited<ReturnType<Functions[N]>>> {
  worker ??= start();
  asked += 1;
  const question: Question = { id: asked, name, values };
  const answer = new Promise<unknown>((resolve, reject) => waiting.set(question.id, { resolve, reject }));
  worker.postMessage(question);
  return answer as Promise<Awaited<ReturnType<Functions[N]>>>;
}
