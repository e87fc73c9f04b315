/** The plain data that goes in and out: no class, no function. */

/** Which engine's rules a game follows; `paper` is the default. */
export type Rules = "paper" | "rust_core" | "python_env" | "contagion";

/** A seed of 64 bits. A number has to be a whole one in 0..=2^53 - 1; a bigint one in 0..=2^64 - 1. */
export type Seed = bigint | number;

/** Which random stream agents draw from: one for each seat (the default), or one for all with the game's seed. */
export type Stream = "per_agent" | "companion";

/** How an observation is laid out as numbers; H houses, N agents. `gym` (the default): houses H, signals N, locations N,
 * last actions 2N, scenario 12, one-hot N. `vector_env` and `legacy` are the older forms. */
export type Layout = "gym" | "vector_env" | "legacy";

/** What happens to a lane of a batch whose game has ended. */
export type AutoReset = "same_step" | "next_step" | "off";

/** Where a game stands: it goes on, its rules ended it, or the cap on nights did. */
export type Ending = "running" | "done" | "truncated";

/** 0 safe, 1 burning, 2 ruined. */
export type HouseState = 0 | 1 | 2;

/** 0 rest, 1 work. */
export type Mode = 0 | 1;

/** House, mode, signal. */
export type Action = [house: number, mode: Mode, signal: Mode];

/** Flat actions, three numbers an agent: house, mode, signal. */
export type FlatActions = Int32Array | Uint8Array | Uint16Array;

/** A value for every agent, or one for each. */
export type PerAgent = number | readonly number[];

/** The parameters of a game, by their names in files. What has a default may be left out. */
export interface ScenarioParameters {
  /** Houses on the ring, 2 to 1024; 10 unless given. */
  num_houses?: number;
  prob_fire_spreads_to_neighbor: number;
  prob_solo_agent_extinguishes_fire: number;
  prob_house_catches_fire: number;
  team_reward_house_survives: number;
  team_penalty_house_burns: number;
  reward_own_house_survives: PerAgent;
  reward_other_house_survives: PerAgent;
  penalty_own_house_burns: PerAgent;
  penalty_other_house_burns: PerAgent;
  cost_to_work_one_night: number;
  min_nights: number;
  reward_rest?: number;
  agent_home_positions?: readonly number[];
  distance_cost_alpha?: number;
  distance_metric?: "ring_arc";
  action_shaping_alpha?: number;
  action_shaping_beta?: number;
  progress_shaping_coef?: number;
  team_welfare_lambda?: number;
  team_welfare_gamma?: number;
  team_welfare_kind?: "none" | "team_welfare_closed_form";
  action_validity_mode?: "always_valid" | "adjacent_only";
  extinguish_mode?: "bernoulli" | "continuous";
  suppression_per_worker?: number;
  commitment_mode?: "simultaneous" | "two_phase";
}

/** A scenario with all its parameters. */
export type Scenario = Required<ScenarioParameters>;

/** A built-in scenario by name, JSON text, or the parameters. */
export type ScenarioInput = string | ScenarioParameters;

/** Numbers of a heuristic, each in 0..=1, in the order of {@link HEURISTIC_PARAMETERS}. */
export interface HeuristicAgent {
  heuristic: "full" | "upstream_rust";
  parameters: readonly number[];
}

/** An agent made of rules; the first that holds decides. */
export interface ScriptedAgent {
  name: string;
  rules: readonly ScriptRule[];
}

/** One rule of a {@link ScriptedAgent}. */
export interface ScriptRule {
  when?: readonly Readonly<Record<string, number>>[];
  house: string | Readonly<Record<string, number>>;
  mode: "work" | "rest";
  signal?: "honest" | "lie" | "work" | "rest";
}

/** A built-in agent: a name of {@link agentNames}, numbers, or rules. */
export type AgentSpec = string | HeuristicAgent | ScriptedAgent;

/** An agent written in JavaScript; see `agent.ts` for what its code may do. */
export interface JavaScriptAgent {
  /** The source; it defines `function act(observation, memory)`, which returns `[house, mode, signal]`. */
  javascript: string;
  /** What it is called in tables and errors; "javascript" unless given. */
  name?: string;
  /** Milliseconds a move may take, 1 to 60000; 100 unless given. */
  timeLimitMs?: number;
}

/** Who may have a seat where JavaScript can act too. */
export type TeamMember = AgentSpec | JavaScriptAgent;

/** What `act` sees; names as in the upstream's files. */
export interface AgentObservation {
  /** Whose turn it is, 0-based. */
  agent_id: number;
  /** The index of the coming night, 0-based. */
  night: number;
  num_houses: number;
  num_agents: number;
  /** Where the agent lives. */
  home: number;
  /** One entry a house. */
  houses: HouseState[];
  /** Last night's signals, one an agent. */
  signals: Mode[];
  /** Where everybody was last night. */
  locations: number[];
  /** What everybody did last night. */
  last_actions: Action[];
  /** β, κ, ρ, team reward, team penalty, mean own reward, mean other reward, mean own penalty, mean other penalty, work
   * cost, min nights, agents. */
  scenario_info: number[];
  /** The signals given first in a two-phase game; all 0 otherwise. */
  round1_signals: Mode[];
}

/** Everything that changes in a game. */
export interface GameState {
  houses: HouseState[];
  /** How far each fire is put out; empty in Bernoulli mode. */
  progress: number[];
  last_actions: Action[];
  round1_signals: Mode[];
  rewards: number[];
  /** The index of the next night. */
  night: number;
  done: boolean;
  truncated: boolean;
  /** Where the random stream stands: two hexadecimal numbers of 128 bits. */
  random: [state: string, increment: string];
}

/** What a game came to; lists have one entry an agent. */
export interface GameResult {
  /** The seed in decimal digits. */
  seed: string;
  nights: number;
  ending: Ending;
  /** How many houses are safe, burning and ruined. */
  houses: { safe: number; burning: number; ruined: number };
  /** Sums of rewards, in 32 bits as they are paid. */
  scores: number[];
  /** The sum of the scores. */
  teamScore: number;
  /** Nights of work. */
  worked: number[];
  /** Nights with a signal that was not the mode. */
  lied: number[];
}

/** One night of a game. */
export interface NightRecord {
  /** 0-based. */
  night: number;
  /** The town when the agents chose. */
  before: HouseState[];
  /** The town afterwards. */
  houses: HouseState[];
  /** What was done, as it was carried out. */
  actions: Action[];
  /** Signals given first in a two-phase game, else empty. */
  round1: Mode[];
  rewards: number[];
  /** Houses that burned before and are safe now, ascending. */
  saved: number[];
  /** Houses in ruins since this night, ascending. */
  lost: number[];
}

/** A game from its start. */
export interface GameRecord {
  /** The town before the first night. */
  start: HouseState[];
  nights: NightRecord[];
}

/** A kept game as JSON. It re-simulates to the same bytes. */
export interface ReplayJson {
  version: 1;
  scenario: Scenario;
  rules: Rules;
  /** Decimal digits. */
  seed: string;
  nights_max: number;
  stream: Stream;
  num_agents: number;
  /** Built-in agents in the order of seats; empty where others played. */
  agents: AgentSpec[];
  /** By night, by agent, what it chose. */
  actions: Action[][];
  round1: Mode[][];
  scores: number[];
  fingerprint: string;
}

/** A mean with its 95 % interval. */
export interface Estimate {
  mean: number;
  low: number;
  high: number;
}
