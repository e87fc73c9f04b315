/** The view and its parameters in the address' fragment: `#/town?replay=…`. Fragments never reach a server. */

/** Where the page is. */
export interface Route {
  panel: string;
  parameters: URLSearchParams;
}

/** The route of a fragment; without one, the fallback's. */
export function parse(hash: string, fallback: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split(/\?(.*)/s);
  return { panel: path || fallback, parameters: new URLSearchParams(query) };
}

/** The fragment of a route. */
export function fragment(panel: string, parameters: Record<string, string> = {}): string {
  const query = new URLSearchParams(parameters).toString();
  return query ? `#/${panel}?${query}` : `#/${panel}`;
}

/** The whole address of a route on this page. */
export function address(panel: string, parameters: Record<string, string> = {}): string {
  return new URL(fragment(panel, parameters), location.href).href;
}
