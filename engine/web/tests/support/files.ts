/** The built page behind a plain file server, as any host would serve it: below a folder, without a server of ours. */

import { existsSync, readFileSync } from "node:fs";
import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

/** Where the build lies. */
export const DIST = join(dirname(fileURLToPath(import.meta.url)), "../../dist");

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml",
  ".wasm": "application/wasm", ".woff2": "font/woff2", ".txt": "text/plain",
};

/** Answers a request itself, and then returns true. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => boolean;

/** A server that runs. */
export interface Served {
  /** With a slash at its end. */
  address: string;
  stop(): Promise<void>;
}

/** A page that is served already, such as the one for development, to be tested instead of the build. */
const OTHER = process.env.PAGE_ADDRESS;

/** Serves the build below a folder; a handler comes first. */
export async function serveFiles(folder = "some/folder/", handler?: Handler): Promise<Served> {
  if (OTHER && !handler) return { address: OTHER, stop: () => Promise.resolve() };
  if (!existsSync(join(DIST, "index.html"))) throw new Error("the page is not built: cargo run -p xtask -- page");
  const server: Server = createServer((request, response) => {
    if (handler?.(request, response)) return;
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://host").pathname).replace(`/${folder}`, "/");
    const file = normalize(join(DIST, path === "/" ? "index.html" : path));
    if (!file.startsWith(DIST) || !existsSync(file) || extname(file) === "") {
      const isList = file.endsWith("/api/v1/queries");
      response.writeHead(isList ? 200 : 404, { "content-type": "application/octet-stream" });
      response.end(isList ? readFileSync(file) : "");
      return;
    }
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
    response.end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/${folder}`,
    stop: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
  };
}
