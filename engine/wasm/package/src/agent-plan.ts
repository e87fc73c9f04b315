/** Who has a seat: an agent of the engine, or code of a user. */

import { readAgent } from "./agent-spec.js";
import { jsonOf, quoted, whole, word } from "./check.js";
import { EngineError } from "./errors.js";
import { parsed } from "./json.js";
import { matchCore, matchOf } from "./match.js";
import type { AgentSpec, JavaScriptAgent, TeamMember } from "./types.js";

/** Characters of a user's code. */
export const SOURCE_CHARS_MAX = 1_000_000;

/** The code of a user, checked. */
export interface CodePlan {
  name: string;
  source: string;
  timeLimitMs: number;
}

/** An agent, checked: of the engine (`spec`), or of a user (`code`, and `spec` is null). */
export interface AgentPlan {
  label: string;
  spec: AgentSpec | null;
  code: CodePlan | undefined;
}

/** Checks an agent. */
export function agentPlan(member: TeamMember): AgentPlan {
  if (isCode(member)) {
    const code = codePlan(member);
    return { label: code.name, spec: null, code };
  }
  const { label, spec } = readAgent(parsed("agent", jsonOf("agent", member)));
  // The engine says whether its numbers can be played.
  if (typeof spec !== "string") matchCore(matchOf({ scenario: "default" }, [spec])).free();
  return { label, spec, code: undefined };
}

/** Checks the code of a user as far as that can be done without running it. */
export function codePlan(agent: JavaScriptAgent | string): CodePlan {
  const given = typeof agent === "string" ? { javascript: agent } : agent;
  if (!isCode(given)) throw new EngineError("argument", `agent: ${quoted(agent)} has no code in \`javascript\``);
  const source = word("javascript", given.javascript, "");
  whole("javascript: its length", source.length, 1, SOURCE_CHARS_MAX);
  const name = word("name", given.name, "javascript");
  return { name, source, timeLimitMs: whole("timeLimitMs", given.timeLimitMs ?? 100, 1, 60_000) };
}

function isCode(member: unknown): member is JavaScriptAgent {
  return typeof member === "object" && member !== null && "javascript" in member;
}
