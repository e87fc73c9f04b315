/** The program itself, `LUDOGRAPH_BIN`, serving the page and a recorded session. */

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Served } from "./files.js";

const SESSION = join(dirname(fileURLToPath(import.meta.url)), "../../../../fixtures/session.ndjson");
const START_MS_MAX = 30_000;

/** The program to test with; `undefined` where none was named. */
export const PROGRAM = process.env.LUDOGRAPH_BIN;

/** Starts the program on a folder of its own and sends it the session. */
export async function serveProgram(program: string): Promise<Served> {
  const folder = mkdtempSync(join(tmpdir(), "ludograph-page-"));
  const child = spawn(program, ["serve", "--data", folder, "--listen", "127.0.0.1:0"], { stdio: ["ignore", "ignore", "pipe"] });
  const address = await new Promise<string>((resolve, reject) => {
    let said = "";
    const late = setTimeout(() => reject(new Error(`no address within ${START_MS_MAX} ms: ${said}`)), START_MS_MAX);
    child.once("exit", (code) => reject(new Error(`the program ended with ${code}: ${said}`)));
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(said);
      if (!found) return;
      clearTimeout(late);
      resolve(found[0]);
    });
  });
  for (const line of readFileSync(SESSION, "utf8").split("\n").filter((line) => line !== "")) {
    const { path, body } = JSON.parse(line) as { path: string; body: unknown };
    const response = await fetch(new URL(path, address), { method: "POST", body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  }
  return {
    address,
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}
