/** Light or dark: the system's choice until the user makes one. */

import { fill } from "./dom.js";
import { icon } from "./parts/icons.js";

type Theme = "light" | "dark";

const KEY = "ludograph.theme";
const listeners = new Set<() => void>();
const system = window.matchMedia("(prefers-color-scheme: dark)");

/** The theme in force. */
export function theme(): Theme {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return system.matches ? "dark" : "light";
}

/** Calls back whenever the theme in force may have changed; returns how to stop that. */
export function onTheme(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A colour of the theme in force, by the name of its custom property. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** Makes a button switch themes. */
export function bindThemeButton(button: HTMLButtonElement): void {
  const show = () => {
    const other = theme() === "dark" ? "light" : "dark";
    fill(button, icon(other === "dark" ? "moon" : "sun"));
    button.setAttribute("aria-label", `Switch to the ${other} theme`);
    button.title = `Switch to the ${other} theme`;
  };
  button.addEventListener("click", () => {
    document.documentElement.dataset.theme = theme() === "dark" ? "light" : "dark";
    try {
      localStorage.setItem(KEY, theme());
    } catch {
      // Without storage the choice lasts as long as the page.
    }
    changed();
  });
  const changed = () => {
    show();
    listeners.forEach((listener) => listener());
  };
  system.addEventListener("change", changed);
  show();
}
