/** Things in an address or a file: JSON, deflated, in base64url. */

/** Characters an address may have to be pasted anywhere; a longer one is still a valid file. */
export const ADDRESS_CHARACTERS_MAX = 8_000;

/** Bytes a file or an address may unpack to; nothing that is shared comes near. */
const UNPACKED_BYTES_MAX = 16 * 1024 * 1024;

/** The text that stands for a value in an address. */
export async function pack(value: unknown): Promise<string> {
  const text = new Blob([JSON.stringify(value)]).stream();
  const bytes = await new Response(text.pipeThrough(new CompressionStream("deflate-raw"))).arrayBuffer();
  return toBase64Url(new Uint8Array(bytes));
}

/** The value of such a text. Throws a sentence for a person where it is damaged. */
export async function unpack(text: string): Promise<unknown> {
  try {
    const stream = new Blob([fromBase64Url(text)]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return JSON.parse(await readBounded(stream)) as unknown;
  } catch (error) {
    throw new Error("The address is damaged: what it shares cannot be read.", { cause: error });
  }
}

async function readBounded(stream: ReadableStream<Uint8Array>): Promise<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (let bytes = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.length;
    if (bytes > UNPACKED_BYTES_MAX) throw new Error("too much");
    text += decoder.decode(value, { stream: true });
  }
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/** SHA-256 of some bytes, in hexadecimal digits. `undefined` where the page has no secure context and so no digest. */
export async function digest(...parts: ArrayBufferView<ArrayBuffer>[]): Promise<string | undefined> {
  if (!globalThis.crypto?.subtle) return undefined;
  const hash = await crypto.subtle.digest("SHA-256", await new Blob(parts).arrayBuffer());
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Copies a text; where the clipboard is not allowed, by way of a selection. Returns whether that worked. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "visually-hidden";
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    return copied;
  }
}

/** Offers a file for download. */
export function download(name: string, content: BlobPart, type: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}
