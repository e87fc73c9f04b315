/** History: SQL over what the server beside the page has recorded. */

import { PostgreSQL, sql } from "@codemirror/lang-sql";

import { fill, h } from "../../dom.js";
import { createEditor } from "../../editor.js";
import { announce } from "../../live.js";
import { count } from "../../numbers.js";
import type { Panel } from "../../panel.js";
import { empty, errorBox, loading } from "../../parts/states.js";
import { address } from "../../router.js";
import { copy, download, pack, unpack } from "../../share.js";
import { plot } from "./plot.js";
import { type Answer, type NamedQuery, ServerProblem, namedQueries, query } from "./server.js";
import { csv, table } from "./table.js";

/** Makes the view, or says how to get a server. */
export async function create(): Promise<Panel> {
  const element = h("div", { class: "view" });
  let desk: { show(parameters: URLSearchParams): Promise<void> } | undefined;
  const look = async (parameters: URLSearchParams) => {
    fill(element, loading("Looking for a server …"));
    const queries = await namedQueries();
    if (!queries) {
      fill(element, noServer(() => void look(parameters)));
      return;
    }
    const made = createDesk(queries);
    desk = made;
    fill(element, made.element);
    await made.show(parameters);
  };
  return { element, show: (parameters) => (desk ? desk.show(parameters) : look(parameters)) };
}

function noServer(again: () => void): HTMLElement {
  return h("div", { class: "view" },
    h("div", { class: "view-head" }, h("h2", {}, "History")),
    empty("No server beside this page",
      h("p", {}, "What was recorded is asked from a running server. Start one, and open the page it serves:"),
      h("pre", {}, "ludograph serve"),
      h("p", {}, "Everything else on this page works without one."),
      h("button", { type: "button", onclick: again }, "Look again")));
}

function createDesk(queries: readonly NamedQuery[]) {
  let abort: AbortController | undefined;
  let opened: string | undefined;
  const first = queries[0];
  const place = h("div", { class: "stack", id: "history-answer" }, empty("Nothing asked yet", h("p", {}, "Choose a query from the list, or write one.")));
  const editor = createEditor({ label: "SQL", text: first?.sql ?? "SELECT 1", language: sql({ dialect: PostgreSQL }), size: "low", onRun: () => void run() });
  const said = h("span", { class: "hint" });

  async function run(): Promise<void> {
    abort?.abort();
    const mine = new AbortController();
    abort = mine;
    cancel.disabled = false;
    fill(place, loading("Asking …"));
    try {
      const answer = await query(editor.text(), mine.signal);
      if (mine === abort) show(answer);
    } catch (error) {
      if (mine !== abort) return;
      fill(place, mine.signal.aborted ? empty("Cancelled") : problem(error));
    } finally {
      if (mine === abort) {
        abort = undefined;
        cancel.disabled = true;
      }
    }
  }
  function show(answer: Answer): void {
    announce(`${count(answer.rows.length)} rows.`);
    if (answer.rows.length === 0) {
      fill(place, empty("No rows", h("p", {}, "The query is right; nothing that was recorded answers it.")));
      return;
    }
    const drawn = plot(answer);
    const save = h("button", { type: "button", class: "small", onclick: () => download("answer.csv", csv(answer), "text/csv") }, "Save as CSV");
    fill(place,
      answer.missing.length > 0 ? errorBox(`Rows are missing: ${answer.missing.join("; ")}`) : null,
      h("section", { class: "card", "aria-label": "Rows" }, table(answer), h("div", { class: "row" }, save)),
      drawn ? h("section", { class: "card", "aria-label": "Chart" }, h("h3", {}, "As a chart"), drawn) : null);
  }
  const choose = (chosen: NamedQuery) => {
    editor.setText(chosen.sql.trimEnd());
    void run();
  };
  const link = async () => {
    const text = address("history", { sql: await pack(editor.text()) });
    said.textContent = (await copy(text)) ? "The link is copied; it works on this server." : text;
    announce(said.textContent);
  };
  const cancel = h("button", { type: "button", disabled: true, onclick: () => abort?.abort() }, "Cancel");
  const list = h("nav", { class: "card", "aria-label": "Named queries" }, h("h3", {}, "Named queries"),
    h("ul", { class: "query-list" }, ...queries.map((one) => h("li", {},
      h("button", { type: "button", "data-query": one.name, onclick: () => choose(one) }, one.title, h("span", { class: "hint" }, one.answers))))));
  const element = h("div", { class: "view" },
    h("div", { class: "view-head" }, h("h2", {}, "History in SQL"), h("p", {}, "Read-only, over everything the server has recorded. Ctrl+Enter asks; Escape, then Tab leaves the editor.")),
    h("div", { class: "split" }, list,
      h("div", { class: "stack" }, editor.element,
        h("div", { class: "row" }, h("button", { type: "button", class: "primary", onclick: () => void run() }, "Ask"), cancel,
          h("button", { type: "button", class: "small", onclick: () => void link() }, "Copy a link"), said),
        place)));
  return {
    element,
    async show(parameters: URLSearchParams): Promise<void> {
      const text = parameters.get("sql");
      if (!text || text === opened) return;
      opened = text;
      try {
        editor.setText(String(await unpack(text)));
        await run();
      } catch (error) {
        fill(place, errorBox(error));
      }
    },
  };
}

function problem(error: unknown): HTMLElement {
  if (!(error instanceof ServerProblem)) return errorBox(error);
  return h("div", { class: "error", role: "alert" },
    h("h3", {}, error.title),
    h("p", {}, error.message),
    error.suggestion ? h("p", {}, `Did you mean “${error.suggestion}”?`) : null);
}
