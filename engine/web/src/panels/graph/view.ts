/** A graph that is looked at: sigma draws it, a list beside it does the same by keyboard. */

import { DEFAULT_EDGE_CURVATURE, EdgeCurvedArrowProgram } from "@sigma/edge-curve";
import Graph from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";
import Sigma from "sigma";
import type { Settings } from "sigma/settings";

import { fill, h } from "../../dom.js";
import { colour, onTheme } from "../../theme.js";

/** A node; `ink` names a colour of the theme. */
export interface ViewNode {
  id: string;
  label: string;
  /** 0 to 1. */
  weight: number;
  ink: string;
}

/** An edge between two nodes. */
export interface ViewEdge {
  from: string;
  to: string;
  /** 0 to 1. */
  weight: number;
  ink: string;
}

/** What is drawn. */
export interface ViewOptions {
  title: string;
  nodes: readonly ViewNode[];
  edges: readonly ViewEdge[];
  isDirected: boolean;
  layout: "circle" | "force";
  /** A node was chosen, or none. */
  onSelect: (id: string | undefined) => void;
}

/** A graph in the page. */
export interface GraphView {
  element: HTMLElement;
  select(id: string | undefined): void;
  /** Takes the drawing away; to be called before the element is dropped. */
  close(): void;
}

const LAYOUT_ROUNDS = 250;
/** The most of the width that stays free on either side. */
const PADDING_SHARE_MAX = 0.25;
const [NODE_MIN, NODE_MAX] = [5, 20];
const [EDGE_MIN, EDGE_MAX] = [1, 7];

/** Draws a graph. Where the browser has no WebGL it says so; the list and the tables hold the same. */
export function createGraphView(options: ViewOptions): GraphView {
  const canvas = h("div", { class: "graph", role: "img", "aria-label": `${options.title}: ${options.nodes.length} nodes, ${options.edges.length} edges` });
  const graph = toGraph(options);
  let [selected, sigma]: [string | undefined, Sigma | undefined] = [undefined, undefined];
  const select = (id: string | undefined) => {
    selected = selected === id ? undefined : id;
    buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.value === selected)));
    sigma?.refresh({ skipIndexation: true });
    options.onSelect(selected);
  };
  const buttons = options.nodes.map((node) =>
    h("button", { type: "button", class: "small", value: node.id, "aria-pressed": "false", onclick: () => select(node.id) }, node.label));
  const zoom = (label: string, sign: string, act: (camera: ReturnType<Sigma["getCamera"]>) => void) =>
    h("button", { type: "button", class: "icon", "aria-label": label, title: label, onclick: () => sigma && act(sigma.getCamera()) }, sign);
  const controls = h("div", { class: "row" },
    zoom("Nearer", "+", (camera) => void camera.animatedZoom()),
    zoom("Farther", "−", (camera) => void camera.animatedUnzoom()),
    zoom("Everything", "⤢", (camera) => void camera.animatedReset()));

  const start = () => {
    if (sigma || canvas.clientWidth === 0) return;
    try {
      sigma = new Sigma(graph, canvas, settings(options, graph, () => selected, canvas.clientWidth));
      sigma.on("clickNode", ({ node }) => select(node));
      sigma.on("clickStage", () => selected !== undefined && select(selected));
    } catch {
      observer.disconnect();
      fill(canvas, h("p", { class: "state" }, "This browser cannot draw graphs (it has no WebGL). The list and the tables hold the same."));
    }
  };
  const stop = onTheme(() => {
    sigma?.setSettings(themed());
    sigma?.refresh();
  });
  const observer = new ResizeObserver(start);
  observer.observe(canvas);
  return {
    element: h("div", { class: "stack" }, canvas, controls,
      h("div", { class: "row", role: "group", "aria-label": "Nodes" }, ...buttons)),
    select,
    close() {
      stop();
      observer.disconnect();
      sigma?.kill();
      sigma = undefined;
    },
  };
}

function toGraph({ nodes, edges, isDirected, layout }: ViewOptions): Graph {
  const graph = new Graph({ type: isDirected ? "directed" : "undirected", multi: false });
  nodes.forEach((node, index) => {
    const angle = (index / nodes.length) * 2 * Math.PI - Math.PI / 2;
    const size = NODE_MIN + (NODE_MAX - NODE_MIN) * Math.sqrt(node.weight);
    graph.addNode(node.id, { label: node.label, size, ink: node.ink, x: Math.cos(angle), y: -Math.sin(angle) });
  });
  for (const edge of edges) {
    const size = EDGE_MIN + (EDGE_MAX - EDGE_MIN) * edge.weight;
    graph.mergeEdge(edge.from, edge.to, { size, ink: edge.ink, weight: 0.2 + edge.weight, curvature: DEFAULT_EDGE_CURVATURE });
  }
  if (layout === "force" && graph.order > 2) {
    forceAtlas2.assign(graph, { iterations: LAYOUT_ROUNDS, settings: { ...forceAtlas2.inferSettings(graph), adjustSizes: false, gravity: 1.2, scalingRatio: 12 } });
  }
  return graph;
}

function themed(): Partial<Settings> {
  return { labelColor: { color: colour("ink") } };
}

function settings(options: ViewOptions, graph: Graph, selected: () => string | undefined, width: number): Partial<Settings> {
  const faded = () => colour("line");
  const isNear = (node: string, chosen: string) => node === chosen || graph.areNeighbors(node, chosen);
  return {
    ...themed(),
    allowInvalidContainer: true,
    labelFont: '"Inter Variable", system-ui, sans-serif',
    labelSize: 13,
    labelWeight: "520",
    labelRenderedSizeThreshold: 4,
    zIndex: true,
    // Labels stand beside the nodes; on a narrow screen the nodes need the room more.
    stagePadding: Math.min(options.isDirected ? 110 : 60, width * PADDING_SHARE_MAX),
    defaultEdgeType: options.isDirected ? "curvedArrow" : "line",
    edgeProgramClasses: { curvedArrow: EdgeCurvedArrowProgram },
    defaultDrawNodeHover: (context, data) => {
      context.beginPath();
      context.arc(data.x, data.y, data.size + 3, 0, 2 * Math.PI);
      context.lineWidth = 2;
      context.strokeStyle = colour("ink");
      context.stroke();
    },
    nodeReducer: (node, data) => {
      const chosen = selected();
      const isFaded = chosen !== undefined && !isNear(node, chosen);
      return { ...data, color: isFaded ? faded() : colour(data.ink as string), label: isFaded ? "" : (data.label as string), highlighted: node === chosen, zIndex: isFaded ? 0 : 1 };
    },
    edgeReducer: (edge, data) => {
      const chosen = selected();
      const isHidden = chosen !== undefined && !graph.hasExtremity(edge, chosen);
      return { ...data, color: colour(data.ink as string), hidden: isHidden };
    },
  };
}
