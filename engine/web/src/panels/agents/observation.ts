/** What an agent sees of a game, for a single move outside a tournament. */

import type { AgentObservation, Game, PerAgent } from "@ludograph/engine";

/** The observation of a seat. */
export function observationOf(game: Game, agent: number): AgentObservation {
  const { scenario, numAgents, numHouses } = game;
  const state = game.state();
  const mean = (value: PerAgent) => (typeof value === "number" ? value : value.reduce((sum, one) => sum + one, 0) / (value.length || 1));
  return {
    agent_id: agent,
    night: state.night,
    num_houses: numHouses,
    num_agents: numAgents,
    home: scenario.agent_home_positions[agent] ?? agent % numHouses,
    houses: state.houses,
    signals: state.last_actions.map(([, , signal]) => signal),
    locations: state.last_actions.map(([house]) => house),
    last_actions: state.last_actions,
    scenario_info: [
      scenario.prob_fire_spreads_to_neighbor, scenario.prob_solo_agent_extinguishes_fire, scenario.prob_house_catches_fire,
      scenario.team_reward_house_survives, scenario.team_penalty_house_burns,
      mean(scenario.reward_own_house_survives), mean(scenario.reward_other_house_survives),
      mean(scenario.penalty_own_house_burns), mean(scenario.penalty_other_house_burns),
      scenario.cost_to_work_one_night, scenario.min_nights, numAgents,
    ],
    round1_signals: state.round1_signals,
  };
}
