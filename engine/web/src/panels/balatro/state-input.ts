/** A GAME_STATE that is pasted, dropped or opened. */

import { h } from "../../dom.js";
import { field } from "../../parts/fields.js";
import { bytesOf, openFileButton } from "../../parts/open-file.js";

/** The field for a state; `onState` is called with its text. */
export function createStateInput(onState: (text: string) => void, onError: (error: unknown) => void): HTMLElement {
  const text = h("textarea", { rows: 5, spellcheck: "false", placeholder: '{"type": "GAME_STATE", "payload": {…}}' });
  const take = (bytes: Uint8Array<ArrayBuffer>) => {
    text.value = new TextDecoder().decode(bytes);
    onState(text.value);
  };
  const place = h("div", { class: "card form drop", role: "group", "aria-label": "Game state" },
    field("A GAME_STATE of the mod", text, "Paste it, or drop a file here: an event, or its payload."),
    h("div", { class: "row" },
      h("button", {
        type: "button", class: "small",
        onclick: () => (text.value.trim() === "" ? onError(new Error("Paste a GAME_STATE first.")) : onState(text.value)),
      }, "Decide"),
      openFileButton("Open a file", ".json,application/json", take, onError)));
  place.addEventListener("dragover", (event) => {
    event.preventDefault();
    place.classList.add("over");
  });
  place.addEventListener("dragleave", () => place.classList.remove("over"));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    place.classList.remove("over");
    const file = event.dataTransfer?.files[0];
    const dropped = event.dataTransfer?.getData("text/plain") ?? "";
    if (file) bytesOf(file).then(take).catch(onError);
    else if (dropped !== "") {
      text.value = dropped;
      onState(dropped);
    }
  });
  return place;
}
