/** What the user's code did wrong. */

import { AgentError } from "@ludograph/engine";

import { h } from "../../dom.js";
import type { Editor } from "../../editor.js";
import { errorBox, sentence } from "../../parts/states.js";

const TITLES: Record<string, string> = {
  agent_syntax: "The code cannot be read",
  agent_exception: "The agent threw an error",
  agent_answer: "The agent's answer is no move",
  agent_timeout: "The agent took too long",
};

/** Shows an error; one of an agent with its kind, its line and its night, and marked in the editor. */
export function faultBox(error: unknown, editor: Editor): HTMLElement {
  if (!(error instanceof AgentError)) return errorBox(error);
  if (error.line !== undefined) editor.mark({ line: error.line, column: error.column, message: error.message });
  const place = [
    error.line === undefined ? "" : `line ${error.line}${error.column === undefined ? "" : `, column ${error.column}`}`,
    error.night === undefined ? "" : `night ${error.night + 1}`,
  ].filter((part) => part !== "").join("; ");
  return h("div", { class: "error", role: "alert", "data-code": error.code },
    h("h3", {}, TITLES[error.code] ?? "The agent failed"),
    h("p", {}, sentence(error)),
    place ? h("p", { class: "mono" }, place) : null);
}
