/** A button that opens a file. */

import { h } from "../dom.js";

/** Bytes of a file that is opened; nothing that the page saves comes near. */
const FILE_BYTES_MAX = 32 * 1024 * 1024;

/** Hands over the bytes of the file that was chosen, or the reason why not. */
export function openFileButton(label: string, accept: string, onBytes: (bytes: Uint8Array<ArrayBuffer>) => void | Promise<void>, onError: (error: unknown) => void): HTMLElement {
  const input = h("input", { type: "file", accept, class: "visually-hidden", tabindex: "-1", "aria-hidden": "true" });
  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    input.value = "";
    if (!file) return;
    try {
      await onBytes(await bytesOf(file));
    } catch (error) {
      onError(error);
    }
  });
  return h("span", { class: "row" }, h("button", { type: "button", class: "small", onclick: () => input.click() }, label), input);
}

/** The bytes of a file; throws a sentence where there are too many. */
export async function bytesOf(file: File): Promise<Uint8Array<ArrayBuffer>> {
  if (file.size > FILE_BYTES_MAX) throw new Error(`The file is larger than ${FILE_BYTES_MAX / 1024 / 1024} MiB.`);
  return new Uint8Array(await file.arrayBuffer());
}
