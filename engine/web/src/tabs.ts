/** The tabs: one in the focus order, arrows between them, the route in the address. */

import { h } from "./dom.js";

/** A tab. */
export interface Tab {
  id: string;
  title: string;
}

/** Fills a tablist. Returns how to mark one as the current. */
export function bindTabs(list: HTMLElement, tabs: readonly Tab[], panelId: string): (id: string) => void {
  const buttons = tabs.map((tab) =>
    h("a", {
      role: "tab",
      id: `tab-${tab.id}`,
      href: `#/${tab.id}`,
      "aria-controls": panelId,
      "aria-selected": "false",
      tabindex: "-1",
    }, tab.title),
  );
  list.replaceChildren(...buttons);
  list.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement as HTMLAnchorElement);
    const last = buttons.length - 1;
    const moves: Record<string, number> = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at <= 0 ? last : at - 1,
      Home: 0,
      End: last,
    };
    if (event.key === " " && at >= 0) {
      event.preventDefault();
      buttons[at]?.click();
    }
    const to = moves[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    buttons[to]?.focus();
    buttons[to]?.click();
  });
  return (id) => {
    buttons.forEach((button, index) => {
      const isCurrent = tabs[index]?.id === id;
      button.setAttribute("aria-selected", String(isCurrent));
      button.tabIndex = isCurrent ? 0 : -1;
      // Not `scrollIntoView`: Chromium would then begin the walk by Tab behind it.
      if (isCurrent) list.scrollLeft = button.offsetLeft - list.offsetLeft - (list.clientWidth - button.offsetWidth) / 2;
    });
  };
}
