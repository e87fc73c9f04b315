/** Files of either platform. */

import { isNode } from "./detect.js";

/** The bytes of a file. */
export async function readBytes(url: URL): Promise<Uint8Array> {
  if (isNode) return process.getBuiltinModule("node:fs/promises").readFile(url);
  return new Uint8Array(await (await fetch(url)).arrayBuffer());
}
