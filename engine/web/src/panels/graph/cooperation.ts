/** Who works for whom: the network of a team over many games. */

import type { AgentSpec, Rules } from "@ludograph/engine";
import type { CooperationAgent, CooperationNetwork } from "@ludograph/engine/analysis";

import { ask } from "../../analysis.js";
import { fill, h, scroll } from "../../dom.js";
import { announce } from "../../live.js";
import { count, figure, percent } from "../../numbers.js";
import { field, numberIn, numberInput, rulesSelect, scenarioSelect } from "../../parts/fields.js";
import { seats } from "../../parts/seats.js";
import { errorBox, loading } from "../../parts/states.js";
import { hasJavaScript, memberOf } from "../../saved.js";
import { type GraphView, createGraphView } from "./view.js";

const GAMES_MAX = 20_000;

/** What a part of this view is to the view. */
export interface GraphPart {
  element: HTMLElement;
  show(): void;
}

/** Makes the part. */
export function createCooperation(): GraphPart {
  const [scenario, rules] = [scenarioSelect(), rulesSelect()];
  const [games, seed] = [numberInput(500, 1, GAMES_MAX), numberInput(42, 0, Number.MAX_SAFE_INTEGER)];
  const team = seats(["firefighter", "coordinator", "hero", "free_rider", "liar"]);
  const place = h("div", { class: "stack", id: "cooperation" });
  let view: GraphView | undefined;

  const run = async () => {
    try {
      const members = team.choices().map(memberOf);
      if (hasJavaScript(members)) throw new Error("The network is counted for built-in agents; seats with your own agents cannot be counted yet.");
      const options = {
        scenario: scenario.value, rules: rules.value as Rules, team: members as AgentSpec[],
        seed: numberIn(seed, "The seed"), games: numberIn(games, "The number of games"),
      };
      fill(place, loading("Playing and counting …"));
      const network = await ask("cooperation", options);
      view?.close();
      view = draw(network, (element) => fill(place, element));
      announce(`Counted ${count(network.games)} games: ${network.edges.length} pairs with work.`);
    } catch (error) {
      fill(place, errorBox(error));
    }
  };
  const form = h("form", {
    class: "card form", "aria-label": "Games to count", novalidate: true,
    onsubmit: (event: Event) => {
      event.preventDefault();
      void run();
    },
  }, field("Scenario", scenario), field("Rules", rules), team.element,
  h("div", { class: "fields" }, field("Games", games), field("Seed", seed)),
  h("div", {}, h("button", { type: "submit", class: "primary" }, "Count who helps whom")));
  let isFirst = true;
  return {
    element: h("div", { class: "split" }, form, place),
    show() {
      team.refresh();
      if (isFirst) void run();
      isFirst = false;
    },
  };
}

function draw(network: CooperationNetwork, put: (element: HTMLElement) => void): GraphView {
  const help = network.edges.filter((edge) => edge.from !== edge.to && edge.helped > 0);
  const most = Math.max(1, ...help.map((edge) => edge.helped));
  const mostGiven = Math.max(1, ...network.agents.map((agent) => agent.helped));
  const name = (agent: CooperationAgent) => `${agent.agent + 1} ${agent.label.replaceAll("_", " ")}`;
  const detail = scroll("Help between agents", "tall high");
  const show = (id: string | undefined) => fill(detail, edgeTable(network, name, id === undefined ? undefined : Number(id)));
  const view = createGraphView({
    title: "Who helps whom",
    isDirected: true,
    layout: "circle",
    nodes: network.agents.map((agent) => ({
      id: String(agent.agent), label: name(agent), weight: agent.helped / mostGiven,
      ink: agent.freeRiderIndex > 0.02 ? "burning" : agent.freeRiderIndex < -0.02 ? "safe" : "work",
    })),
    edges: help.map((edge) => ({ from: String(edge.from), to: String(edge.to), weight: edge.helped / most, ink: "line-strong" })),
    onSelect: show,
  });
  show(undefined);
  put(h("div", { class: "stack" }, h("div", { class: "pair" },
    h("section", { class: "card", "aria-label": "Network" },
      h("header", {}, h("h3", {}, "Who helps whom"), h("span", { class: "hint" }, "an arrow is help at others’ fires; a large node helps much; green gives more than it gets, orange gets more")),
      view.element),
    h("section", { class: "card", "aria-label": "Help" }, detail)),
  h("section", { class: "card", "aria-label": "Agents" }, scroll("Cooperation of agents", "", agentTable(network, name)))));
  return view;
}

type Name = (agent: CooperationAgent) => string;

function agentTable(network: CooperationNetwork, name: Name): HTMLElement {
  const share = (value: number | null) => (value === null ? "–" : percent(value));
  const rows = network.agents.map((agent) => h("tr", {},
    h("th", { scope: "row" }, name(agent)),
    ...[percent(agent.workShare), percent(agent.rewardShare), figure(agent.freeRiderIndex), count(agent.helped), count(agent.wasHelped), share(agent.reciprocity), share(agent.honesty)]
      .map((text) => h("td", { class: "number" }, text))));
  const heads = ["Share of work", "Share of reward", "Free riding", "Helped", "Was helped", "Returned", "Honest"];
  return h("table", { id: "cooperation-agents" },
    h("caption", {}, `${count(network.games)} games, ${count(network.nights)} nights; ${network.reciprocity === null ? "nobody helped" : `${percent(network.reciprocity)} of all help is returned`}.`),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Agent"), ...heads.map((text) => h("th", { scope: "col", class: "number" }, text)))),
    h("tbody", {}, ...rows));
}

function edgeTable(network: CooperationNetwork, name: Name, only: number | undefined): HTMLElement {
  const edges = network.edges.filter((edge) => edge.from !== edge.to && edge.helped > 0 && (only === undefined || edge.from === only || edge.to === only));
  edges.sort((one, other) => other.helped - one.helped || one.from - other.from || one.to - other.to);
  const label = (agent: number) => {
    const found = network.agents[agent];
    return found ? name(found) : String(agent + 1);
  };
  const rows = edges.map((edge) => h("tr", {},
    h("td", {}, label(edge.from)), h("td", {}, label(edge.to)),
    ...[count(edge.helped), percent(edge.saved / edge.helped), percent(edge.atOwnRisk / edge.helped), figure(edge.cost)].map((text) => h("td", { class: "number" }, text))));
  return h("table", {},
    h("caption", {}, only === undefined ? "All help; choose an agent to see only its own." : `Help by and for ${label(only)}.`),
    h("thead", {}, h("tr", {}, ...["From", "To"].map((text) => h("th", { scope: "col" }, text)),
      ...["Nights", "Saved", "At own risk", "Cost"].map((text) => h("th", { scope: "col", class: "number" }, text)))),
    h("tbody", {}, ...rows));
}
