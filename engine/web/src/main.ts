/** The page: tabs, routes, the theme. Each view is loaded when it is first opened. */

import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/data.css";
import "./styles/panels.css";

import { fill, h } from "./dom.js";
import type { Panel, PanelModule } from "./panel.js";
import { errorBox, loading } from "./parts/states.js";
import { parse } from "./router.js";
import { bindTabs } from "./tabs.js";
import { bindThemeButton } from "./theme.js";

const VIEWS: { id: string; title: string; load: () => Promise<PanelModule> }[] = [
  { id: "town", title: "Town", load: () => import("./panels/town/index.js") },
  { id: "tournament", title: "Tournament", load: () => import("./panels/tournament/index.js") },
  { id: "agents", title: "Agents", load: () => import("./panels/agents/index.js") },
  { id: "balatro", title: "Balatro", load: () => import("./panels/balatro/index.js") },
  { id: "graph", title: "Graph", load: () => import("./panels/graph/index.js") },
  { id: "history", title: "History", load: () => import("./panels/history/index.js") },
];

const FIRST = "town";

function start(): void {
  const panelPlace = document.getElementById("panel") as HTMLElement;
  const markTab = bindTabs(document.getElementById("tabs") as HTMLElement, VIEWS, "panel");
  bindThemeButton(document.getElementById("theme") as HTMLButtonElement);
  const opened = new Map<string, Panel>();
  let current: Panel | undefined;
  let route = parse(location.hash, FIRST);

  const open = async () => {
    route = parse(location.hash, FIRST);
    const wanted = route;
    const view = VIEWS.find((view) => view.id === wanted.panel);
    markTab(view?.id ?? FIRST);
    document.title = view ? `${view.title} – Ludograph` : "Ludograph";
    panelPlace.setAttribute("aria-labelledby", `tab-${view?.id ?? FIRST}`);
    current?.hide?.();
    current = undefined;
    if (!view) {
      fill(panelPlace, errorBox(`There is no view “${wanted.panel}”.`, h("a", { href: `#/${FIRST}` }, "To the town")));
      return;
    }
    try {
      let panel = opened.get(view.id);
      if (!panel) {
        fill(panelPlace, loading(`Opening ${view.title} …`));
        panel = await (await view.load()).create();
        opened.set(view.id, panel);
      }
      if (route !== wanted) return;
      current = panel;
      fill(panelPlace, panel.element);
      await panel.show?.(wanted.parameters);
    } catch (error) {
      if (route === wanted) fill(panelPlace, errorBox(error));
    }
  };
  window.addEventListener("hashchange", () => void open());
  // The fragment is the route, so the link to the content cannot be one.
  document.querySelector(".skip")?.addEventListener("click", (event) => {
    event.preventDefault();
    panelPlace.focus();
  });
  void open();
}

start();
