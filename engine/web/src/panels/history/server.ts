/** The server beside the page: its named queries, and its answers to SQL. */

/** A named query. */
export interface NamedQuery {
  name: string;
  title: string;
  answers: string;
  sql: string;
}

/** A value of a row. */
export type Value = string | number | boolean | null | object;

/** Rows, column by column name. */
export interface Answer {
  columns: string[];
  rows: Record<string, Value>[];
  /** Whether there were more than the page takes. */
  isCut: boolean;
  /** Files whose rows are missing from the answer, as the server names them. */
  missing: string[];
  milliseconds: number;
}

/** What a server says is wrong with a question (RFC 9457). */
export class ServerProblem extends Error {
  readonly title: string;
  readonly suggestion: string | undefined;

  constructor(title: string, detail: string, suggestion?: string) {
    super(detail);
    this.name = "ServerProblem";
    this.title = title;
    this.suggestion = suggestion;
  }
}

/** Rows that the page takes; the server has no such bound. */
export const ROWS_MAX = 10_000;

const api = (path: string) => new URL(`./api/v1/${path}`, document.baseURI);

/** The named queries of the server that the page came from; `undefined` where it came from none. A static build carries an
 * empty list in their place, so that asking is no error there. */
export async function namedQueries(): Promise<NamedQuery[] | undefined> {
  try {
    const response = await fetch(api("queries"), { headers: { accept: "application/json" } });
    if (!response.ok) return undefined;
    const list: unknown = await response.json();
    return Array.isArray(list) && list.length > 0 ? (list as NamedQuery[]) : undefined;
  } catch {
    return undefined;
  }
}

/** Asks SQL. Rejects with a {@link ServerProblem} where the server refuses. */
export async function query(sql: string, signal: AbortSignal): Promise<Answer> {
  const begun = performance.now();
  const response = await fetch(api("query"), {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/x-ndjson" },
    body: JSON.stringify({ sql }),
    signal,
  });
  if (!response.ok || !response.body) throw await problemOf(response);
  const { rows, isCut } = await readRows(response.body);
  const missing = response.headers.get("x-ludograph-missing");
  return {
    columns: Object.keys(rows[0] ?? {}),
    rows,
    isCut,
    missing: missing ? [missing] : [],
    milliseconds: performance.now() - begun,
  };
}

async function problemOf(response: Response): Promise<ServerProblem> {
  try {
    const problem = (await response.json()) as { title?: string; detail?: string; suggestion?: string };
    return new ServerProblem(problem.title ?? response.statusText, problem.detail ?? "", problem.suggestion);
  } catch {
    return new ServerProblem(`The server answered ${response.status}`, response.statusText);
  }
}

/** Reads rows as they come, one a line, and no more than the page takes. */
async function readRows(body: ReadableStream<Uint8Array>): Promise<{ rows: Record<string, Value>[]; isCut: boolean }> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const rows: Record<string, Value>[] = [];
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line === "") continue;
      if (rows.length >= ROWS_MAX) {
        await reader.cancel();
        return { rows, isCut: true };
      }
      rows.push(JSON.parse(line) as Record<string, Value>);
    }
    if (done) return { rows, isCut: false };
  }
}
