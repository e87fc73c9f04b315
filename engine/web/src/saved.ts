/** The user's own agents, kept in this browser. */

import type { TeamMember } from "@ludograph/engine";

/** An agent as it is kept. */
export interface SavedAgent {
  name: string;
  code: string;
}

const KEY = "ludograph.agents";
const PREFIX = "js:";

/** Milliseconds that a move of the user's code may take. */
export const MOVE_MS_MAX = 100;

/** All kept agents, sorted by name. */
export function savedAgents(): SavedAgent[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    const isAgent = (one: unknown): one is SavedAgent =>
      typeof one === "object" && one !== null && "name" in one && "code" in one &&
      typeof one.name === "string" && typeof one.code === "string";
    return Array.isArray(found) ? found.filter(isAgent).sort((a, b) => a.name.localeCompare(b.name)) : [];
  } catch {
    return [];
  }
}

/** Keeps an agent; one of the same name is replaced. Throws where the browser keeps nothing. */
export function saveAgent(agent: SavedAgent): void {
  const others = savedAgents().filter((one) => one.name !== agent.name);
  localStorage.setItem(KEY, JSON.stringify([...others, agent]));
}

/** Forgets an agent. */
export function forgetAgent(name: string): void {
  localStorage.setItem(KEY, JSON.stringify(savedAgents().filter((one) => one.name !== name)));
}

/** The choice that stands for a kept agent in a list of agents. */
export function choiceOf(agent: SavedAgent): string {
  return PREFIX + agent.name;
}

/** Who sits where this was chosen: a built-in agent by name, or one of the user's. */
export function memberOf(choice: string): TeamMember {
  if (!choice.startsWith(PREFIX)) return choice;
  const name = choice.slice(PREFIX.length);
  const agent = savedAgents().find((one) => one.name === name);
  if (!agent) throw new Error(`Your agent “${name}” is not kept in this browser.`);
  return { javascript: agent.code, name, timeLimitMs: MOVE_MS_MAX };
}

/** Whether any of these is JavaScript. */
export function hasJavaScript(members: readonly TeamMember[]): boolean {
  return members.some((member) => typeof member === "object" && "javascript" in member);
}

/** What a member is called. */
export function labelOf(member: TeamMember): string {
  if (typeof member === "string") return member;
  if ("javascript" in member) return member.name ?? "javascript";
  return "name" in member ? member.name : member.heuristic;
}
