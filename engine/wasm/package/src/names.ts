/** Names that are looked up, and the nearest to those nobody knows. */

import { EngineError } from "./errors.js";

/** Characters of a name that are quoted and compared. */
const QUOTED_CHARS_MAX = 64;

/** The error about a name nobody knows, with the most similar of the known ones. */
export function unknown(what: string, given: string, known: Iterable<string>): EngineError {
  const name = [...given.slice(0, 2 * QUOTED_CHARS_MAX)].slice(0, QUOTED_CHARS_MAX).join("");
  let [nearest, least] = ["", Infinity];
  for (const candidate of [...known].sort()) {
    const distance = differences(name, candidate);
    if (distance < least && distance <= Math.max(2, Math.floor(candidate.length / 3))) [nearest, least] = [candidate, distance];
  }
  const suggestion = nearest === "" ? "" : `; did you mean \`${nearest}\`?`;
  return new EngineError("unknown_name", `unknown ${what} \`${name}\`${suggestion}`);
}

/** The place of a name in a list. */
export function placeOf(what: string, known: readonly string[], name: string): number {
  const place = known.indexOf(name);
  if (place < 0) throw unknown(what, name, known);
  return place;
}

/** How many letters have to be changed, added, left out or exchanged with their neighbour. */
function differences(one: string, other: string): number {
  let [before, last] = [new Array<number>(), Array.from({ length: other.length + 1 }, (_, place) => place)];
  for (let row = 1; row <= one.length; row++) {
    const next = [row];
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1];
      let least = Math.min((last[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + (isSame ? 0 : 1));
      if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]) {
        least = Math.min(least, (before[column - 2] ?? 0) + 1);
      }
      next.push(least);
    }
    [before, last] = [last, next];
  }
  return last[other.length] ?? 0;
}
