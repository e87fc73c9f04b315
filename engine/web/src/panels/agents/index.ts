/** Agents: write one, try it against the archetypes, keep it, watch it. */

import { javascript } from "@codemirror/lang-javascript";
import { AgentSandbox, Game, type JavaScriptAgent, type Rules } from "@ludograph/engine";

import { fill, h } from "../../dom.js";
import { createEditor } from "../../editor.js";
import { loadEngine, workers } from "../../engine.js";
import { announce } from "../../live.js";
import { count, percent } from "../../numbers.js";
import type { Panel } from "../../panel.js";
import { field, numberIn, numberInput, rulesSelect, scenarioSelect, select } from "../../parts/fields.js";
import { empty } from "../../parts/states.js";
import { fragment } from "../../router.js";
import { MOVE_MS_MAX, choiceOf, forgetAgent, saveAgent, savedAgents } from "../../saved.js";
import { EXAMPLES } from "./examples.js";
import { faultBox } from "./fault.js";
import { observationOf } from "./observation.js";
import { trial, trialTable } from "./trial.js";

const GAMES_MAX = 10_000;
const NAME_CHARACTERS_MAX = 40;

/** Makes the view. */
export async function create(): Promise<Panel> {
  await loadEngine();
  void workers().start();
  let abort: AbortController | undefined;
  const first = EXAMPLES[0];
  const name = h("input", { type: "text", value: first?.name ?? "mine", maxlength: NAME_CHARACTERS_MAX, spellcheck: "false", autocomplete: "off" });
  const examples = select([]);
  const scenario = scenarioSelect();
  const rules = rulesSelect("rust_core");
  const games = numberInput(100, 1, GAMES_MAX);
  const seed = numberInput(42, 0, Number.MAX_SAFE_INTEGER);
  const place = h("div", { class: "stack", id: "agent-results" });
  const kept = h("span", { class: "hint", role: "status" });
  const editor = createEditor({
    label: "The agent's code, JavaScript", text: first?.code ?? "", language: javascript(), size: "high",
    onRun: () => void run(), onChange: () => (kept.textContent = ""),
  });

  const agent = (): JavaScriptAgent => {
    const called = name.value.trim();
    if (called === "" || called.includes(",")) throw new Error("The agent needs a name, without commas.");
    return { javascript: editor.text(), name: called, timeLimitMs: MOVE_MS_MAX };
  };
  const listExamples = () => {
    const own = savedAgents().map((one) => h("option", { value: choiceOf(one) }, one.name));
    fill(examples,
      h("option", { value: "" }, "Choose …"),
      own.length > 0 ? h("optgroup", { label: "Yours" }, ...own) : null,
      h("optgroup", { label: "Examples" }, ...EXAMPLES.map((one) => h("option", { value: one.name }, `${one.name}: ${one.about}`))));
  };
  examples.addEventListener("change", () => {
    const chosen = [...savedAgents().map((one) => ({ ...one, key: choiceOf(one) })), ...EXAMPLES.map((one) => ({ ...one, key: one.name }))].find((one) => one.key === examples.value);
    if (!chosen) return;
    editor.setText(chosen.code);
    editor.mark(undefined);
    name.value = chosen.name;
    fill(place, start());
  });
  const guarded = (act: () => void | Promise<void>) => async () => {
    editor.mark(undefined);
    try {
      await act();
    } catch (error) {
      fill(place, error instanceof DOMException && error.name === "AbortError" ? empty("Cancelled") : faultBox(error, editor));
    }
  };

  const move = guarded(async () => {
    const mine = agent();
    const game = new Game({ scenario: scenario.value, agents: 4, seed: numberIn(seed, "The seed"), rules: rules.value as Rules });
    const sandbox = new AgentSandbox(mine);
    try {
      await sandbox.start();
      await sandbox.begin(game.seed);
      const [house, mode, signal] = await sandbox.act(observationOf(game, 0));
      const text = `On the first night ${mine.name} goes to house ${house + 1}, ${mode === 1 ? "works" : "rests"}, and says “${signal === 1 ? "I work" : "I rest"}”.`;
      fill(place, h("p", { class: "notice good" }, text));
      announce(text);
    } finally {
      sandbox.close();
      game.free();
    }
  });

  const run = guarded(async () => {
    if (abort) return;
    const mine = agent();
    const [played, seeded] = [numberIn(games, "The number of games"), numberIn(seed, "The seed")];
    abort = new AbortController();
    setRunning(true);
    const bar = h("progress", { max: 1, value: 0, "aria-label": "Games played" });
    const text = h("p", { class: "hint" }, "Starting …");
    fill(place, h("section", { class: "card", "aria-label": "Under way" }, h("h3", {}, "Under way"), bar, text));
    try {
      const rows = await trial({
        agent: mine, scenario: scenario.value, rules: rules.value as Rules, games: played, seed: seeded, signal: abort.signal,
        onProgress: ({ games, gamesAll }) => {
          bar.value = games / gamesAll;
          text.textContent = `${count(games)} of ${count(gamesAll)} games (${percent(games / gamesAll)})`;
        },
      });
      fill(place, h("section", { class: "card", "aria-label": "Against archetypes" }, trialTable(mine.name ?? "it", rows)));
      const better = rows.filter((row) => row.difference.low > 0).length;
      announce(`${mine.name} is better to have than another of their kind in ${better} of ${rows.length} companies.`);
    } finally {
      abort = undefined;
      setRunning(false);
    }
  });

  const keep = () => {
    const mine = agent();
    saveAgent({ name: mine.name ?? "mine", code: mine.javascript });
    kept.textContent = "Kept in this browser; it can be chosen in Town and Tournament.";
    listExamples();
    return mine;
  };
  const watch = guarded(() => {
    const mine = keep();
    const team = [choiceOf({ name: mine.name ?? "", code: "" }), "firefighter", "free_rider", "liar"].join(",");
    location.hash = fragment("town", { team, at: String(Date.now()) });
  });
  const forget = () => {
    forgetAgent(name.value.trim());
    kept.textContent = "Forgotten.";
    listExamples();
  };
  const button = (label: string, act: () => void, kind = "") => h("button", { type: "button", class: kind, onclick: act }, label);
  const [runButton, cancel] = [button("Run against archetypes", () => void run(), "primary"), button("Cancel", () => abort?.abort(new DOMException("cancelled", "AbortError")))];
  const setRunning = (isRunning: boolean) => {
    runButton.disabled = isRunning;
    cancel.disabled = !isRunning;
  };
  setRunning(false);
  const start = () => empty("Not tried yet", h("p", {}, "Run it: your agent takes seat 1 beside three of each archetype. Code runs in a worker of its own, with 100 ms for a move."));
  fill(place, start());
  const form = h("div", { class: "card form", role: "group", "aria-label": "Trial" },
    field("Begin with", examples), field("Name", name), field("Scenario", scenario), field("Rules", rules),
    h("div", { class: "fields" }, field("Games", games), field("Seed", seed)),
    h("div", { class: "row" }, runButton, cancel),
    h("div", { class: "row" }, button("One move", () => void move(), "small"), button("Keep", () => void guarded(() => void keep())(), "small"), button("Watch in Town", () => void watch(), "small"), button("Forget", forget, "small quiet")),
    kept);
  return {
    element: h("div", { class: "view" },
      h("div", { class: "view-head" }, h("h2", {}, "Write an agent"), h("p", {}, "A function from what an agent sees to what it does. Ctrl+Enter runs it; Escape, then Tab leaves the editor.")),
      h("div", { class: "split" }, form, h("div", { class: "stack" }, editor.element, place))),
    show: listExamples,
  };
}

