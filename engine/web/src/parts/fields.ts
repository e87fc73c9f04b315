/** Labelled fields. */

import { RULES, agentNames, scenarioNames } from "@ludograph/engine";

import { freshId, h } from "../dom.js";
import { choiceOf, savedAgents } from "../saved.js";

/** A label over a control. */
export function field(label: string, control: HTMLElement, hint?: string): HTMLElement {
  control.id ||= freshId("field");
  const hintId = hint ? freshId("hint") : undefined;
  if (hintId) control.setAttribute("aria-describedby", hintId);
  return h("div", { class: "field" }, h("label", { for: control.id }, label), control,
    hint ? h("span", { class: "hint", id: hintId }, hint) : null);
}

/** A number with bounds. */
export function numberInput(value: number, min: number, max: number): HTMLInputElement {
  return h("input", { type: "number", value, min, max, step: 1, inputmode: "numeric", required: true });
}

/** The number in such a field; throws a sentence where it is none, or out of bounds. */
export function numberIn(input: HTMLInputElement, name: string): number {
  const value = Number(input.value);
  const [min, max] = [Number(input.min), Number(input.max)];
  const isRight = input.value.trim() !== "" && Number.isInteger(value) && value >= min && value <= max;
  input.setAttribute("aria-invalid", String(!isRight));
  if (isRight) return value;
  input.focus();
  throw new Error(`${name} has to be a whole number from ${min.toLocaleString("en")} to ${max.toLocaleString("en")}.`);
}

/** A choice. */
export function select(options: readonly (string | { value: string; label: string })[], value?: string): HTMLSelectElement {
  const element = h("select", {}, ...options.map((option) => {
    const { value, label } = typeof option === "string" ? { value: option, label: option } : option;
    return h("option", { value }, label);
  }));
  if (value !== undefined) element.value = value;
  return element;
}

/** A built-in scenario. */
export function scenarioSelect(value = "default"): HTMLSelectElement {
  return select(scenarioNames().map((name) => ({ value: name, label: name.replaceAll("_", " ") })), value);
}

const RULE_LABELS: Record<string, string> = {
  paper: "paper: ends when no fire is left",
  rust_core: "rust_core: ends when all is safe or ruined",
  python_env: "python_env: as the Python engine",
  contagion: "contagion: fire spreads before it burns out",
};

/** A rule set. */
export function rulesSelect(value = "paper"): HTMLSelectElement {
  return select(RULES.map((name) => ({ value: name, label: RULE_LABELS[name] ?? name })), value);
}

/** An agent: built in, or the user's own. */
export function agentSelect(label: string, value: string): HTMLSelectElement {
  const element = h("select", { "aria-label": label });
  fillAgents(element, value);
  return element;
}

/** Lists the agents anew, since the user may have kept another since. */
export function fillAgents(element: HTMLSelectElement, value = element.value): void {
  const groups = new Map<string, { value: string; label: string }[]>();
  const own = savedAgents().map((agent) => ({ value: choiceOf(agent), label: agent.name }));
  if (own.length > 0) groups.set("Yours", own);
  for (const name of agentNames()) {
    const [prefix, rest] = name.includes(":") ? name.split(/:(.*)/s) : ["", name];
    const title = prefix === "" ? "Built in" : prefix === "web" ? "Archetypes of the web page" : "Four-parameter archetypes";
    const list = groups.get(title) ?? [];
    list.push({ value: name, label: (rest ?? name).replaceAll("_", " ") });
    groups.set(title, list);
  }
  element.replaceChildren(...[...groups].map(([label, options]) =>
    h("optgroup", { label }, ...options.map((option) => h("option", { value: option.value }, option.label)))));
  element.value = value;
  if (element.selectedIndex < 0) element.selectedIndex = 0;
}
