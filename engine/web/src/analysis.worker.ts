/** Searches and mining beside the page, so that it stays responsive meanwhile. */

import * as analysis from "@ludograph/engine/analysis";

import type { Answer, Question } from "./analysis.js";

const ready = analysis.initAnalysis();

self.addEventListener("message", async (event: MessageEvent<Question>) => {
  const { id, name, values } = event.data;
  let answer: Answer;
  try {
    await ready;
    // The page asks for functions by their names in the package, and nothing else sends messages here.
    const call = analysis[name] as (...values: unknown[]) => unknown;
    answer = { id, value: await call(...values) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const code = error instanceof Error && "code" in error ? String(error.code) : "internal";
    answer = { id, error: { message, code } };
  }
  self.postMessage(answer);
});
