/**
 * A code editor. It lives in a shadow root, where its styles are adopted instead of inserted as elements: so the page's
 * content security policy needs no hole for them. Style attributes it does allow: Chromium itself writes some when text in
 * an editor is replaced.
 */

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { HighlightStyle, bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

import { h } from "./dom.js";
import { onTheme, theme } from "./theme.js";

/** How an editor is made. */
export interface EditorOptions {
  label: string;
  text: string;
  language: Extension;
  size: "high" | "low";
  /** On Ctrl+Enter. */
  onRun?: () => void;
  onChange?: (text: string) => void;
}

/** An editor in the page. */
export interface Editor {
  element: HTMLElement;
  text(): string;
  setText(text: string): void;
  /** Marks a line, 1-based, with a message, and brings it into view; `undefined` takes the mark away. */
  mark(fault: { line: number; column?: number | undefined; message: string } | undefined): void;
  focus(): void;
}

const LIGHT = { keyword: "#8a2b8f", string: "#2c6e3f", number: "#9a4a00", comment: "#6b6259", name: "#1f5fa6" };
const DARK = { keyword: "#e0a3ef", string: "#8fd6a8", number: "#ffb27a", comment: "#a39a90", name: "#8fc3ff" };

function look(isDark: boolean): Extension {
  const inks = isDark ? DARK : LIGHT;
  const highlight = HighlightStyle.define([
    { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: inks.keyword },
    { tag: [tags.string, tags.special(tags.string)], color: inks.string },
    { tag: [tags.number, tags.bool, tags.null], color: inks.number },
    { tag: tags.comment, color: inks.comment, fontStyle: "italic" },
    { tag: [tags.function(tags.variableName), tags.definition(tags.variableName), tags.typeName], color: inks.name },
  ]);
  const view = EditorView.theme(
    {
      "&": { height: "100%", color: "var(--ink)", backgroundColor: "var(--raised)", fontSize: "13.5px" },
      "&.cm-focused": { outline: "none" },
      ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6" },
      ".cm-gutters": { backgroundColor: "var(--sunken)", color: "var(--muted)", border: "none" },
      ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--accent-soft) 40%, transparent)" },
      ".cm-cursor": { borderLeftColor: "var(--ink)" },
      "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
        backgroundColor: "var(--work-soft)",
      },
      ".cm-tooltip": { backgroundColor: "var(--raised)", color: "var(--ink)", border: "1px solid var(--line-strong)" },
      ".cm-lint-marker": { cursor: "help" },
    },
    { dark: isDark },
  );
  return [view, syntaxHighlighting(highlight)];
}

/** Makes an editor. Tab moves on, as everywhere in the page; Ctrl+] indents. */
export function createEditor(options: EditorOptions): Editor {
  const element = h("div", { class: `editor ${options.size}` });
  const root = element.attachShadow({ mode: "open" });
  const mount = document.createElement("div");
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(":host > div, div.mount { height: 100% }");
  root.adoptedStyleSheets = [sheet];
  mount.className = "mount";
  root.append(mount);
  const looks = new Compartment();
  const run = options.onRun ? [{ key: "Mod-Enter", run: () => (options.onRun?.(), true) }] : [];
  const view = new EditorView({
    root,
    parent: mount,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        lineNumbers(),
        lintGutter(),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        autocompletion(),
        highlightActiveLine(),
        options.language,
        looks.of(look(theme() === "dark")),
        keymap.of([...run, ...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap]),
        EditorView.contentAttributes.of({ "aria-label": options.label, tabindex: "0" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) options.onChange?.(update.state.doc.toString());
        }),
      ],
    }),
  });
  onTheme(() => view.dispatch({ effects: looks.reconfigure(look(theme() === "dark")) }));
  return {
    element,
    text: () => view.state.doc.toString(),
    setText: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    mark(fault) {
      const found: Diagnostic[] = [];
      if (fault && fault.line >= 1 && fault.line <= view.state.doc.lines) {
        const line = view.state.doc.line(fault.line);
        const from = Math.min(line.to, line.from + Math.max(0, (fault.column ?? 1) - 1));
        found.push({ from, to: line.to, severity: "error", message: fault.message });
        view.dispatch({ effects: EditorView.scrollIntoView(line.from, { y: "center" }) });
      }
      view.dispatch(setDiagnostics(view.state, found));
    },
    focus: () => view.focus(),
  };
}
