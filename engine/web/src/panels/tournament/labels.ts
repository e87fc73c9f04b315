/** What teams are called. */

import type { Tournament } from "@ludograph/engine";

/** A team by its members: those that are several with their number. */
export function membersLabel(labels: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].map(([label, times]) => (times > 1 ? `${times} × ${label}` : label).replaceAll("_", " ")).join(", ");
}

/** A team of a tournament, by its number. */
export function teamLabel(tournament: Tournament, team: number): string {
  const members = tournament.teams[team] ?? [];
  return membersLabel(members.map((member) => tournament.pool[member] ?? "?"));
}
