/** Agents to begin with. */

/** An example. */
export interface Example {
  name: string;
  about: string;
  code: string;
}

const HEAD = `/**
 * Called once a night. Return [house, mode, signal]:
 *   house   0-based; mode 1 works there, 0 rests; signal is what you tell the others.
 * observation: agent_id, night, num_houses, num_agents, home, houses (0 safe, 1 burning, 2 ruined),
 *   signals, locations and last_actions of last night, scenario_info, round1_signals.
 * memory: an object of your own, empty at the start of each game. Math.random() is seeded.
 */
`;

/** The examples, the first being what the editor opens with. */
export const EXAMPLES: readonly Example[] = [
  {
    name: "nearest_fire",
    about: "goes to the fire nearest to home",
    code: `${HEAD}function act(observation, memory) {
  const { houses, home, num_houses } = observation;
  const distance = (house) => {
    const way = Math.abs(house - home);
    return Math.min(way, num_houses - way);
  };
  const fires = houses.flatMap((state, house) => (state === 1 ? [house] : []));
  if (fires.length === 0) return [home, 0, 0];
  fires.sort((one, other) => distance(one) - distance(other) || one - other);
  return [fires[0], 1, 1];
}
`,
  },
  {
    name: "own_first",
    about: "saves its own houses, helps only when they are safe",
    code: `${HEAD}function act(observation, memory) {
  const { houses, home, agent_id, num_agents } = observation;
  const burning = houses.flatMap((state, house) => (state === 1 ? [house] : []));
  const own = burning.filter((house) => house % num_agents === agent_id);
  if (own.length > 0) return [own[0], 1, 1];
  // Others' fires: help now and then, so as not to be the only one who does.
  if (burning.length > 0 && Math.random() < 0.5) return [burning[0], 1, 1];
  return [home, 0, 0];
}
`,
  },
  {
    name: "tit_for_tat",
    about: "works as long as most others worked last night",
    code: `${HEAD}function act(observation, memory) {
  const { houses, home, agent_id, last_actions, night } = observation;
  const others = last_actions.filter((_, agent) => agent !== agent_id);
  const workers = others.filter(([, mode]) => mode === 1).length;
  memory.patience = (memory.patience ?? 3) + (workers * 2 >= others.length ? 1 : -1);
  const fire = houses.indexOf(1);
  if (fire < 0) return [home, 0, 0];
  const works = night === 0 || memory.patience > 0 || fire === home;
  return works ? [fire, 1, 1] : [home, 0, 0];
}
`,
  },
  {
    name: "smooth_talker",
    about: "says that it works, and rests",
    code: `${HEAD}function act(observation, memory) {
  return [observation.home, 0, 1];
}
`,
  },
];
