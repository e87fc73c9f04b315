// The package's types as its users see them. Compiled, not run; a line marked as an error has to be one.
import {
  Batch, Game, Replay, Tournament, WorkerPool, init, playGame, playMixedGame,
  type AgentSpec, type EngineError, type GameState, type GamesPart, type Scenario, type TournamentResult,
} from "@ludograph/engine";
import { bestOrder, decide, initAnalysis, score, type HandInput } from "@ludograph/engine/analysis";

export async function examples(): Promise<void> {
  await init();
  await init(new URL("https://example.invalid/brigade_bg.wasm"));
  const game = new Game({ scenario: "default", agents: 4, seed: 7n, rules: "rust_core" });
  const over: boolean = game.step(new Uint8Array(12));
  const view: Float32Array = game.observe(0, new Float32Array(game.observationLength));
  const state: GameState = game.state();
  const scenario: Scenario = game.scenario;
  const houses: readonly (0 | 1 | 2)[] = state.houses;
  // @ts-expect-error a plain list is no typed array
  game.step([0, 0, 0]);
  // @ts-expect-error no such rules
  new Game({ scenario: "default", agents: 4, rules: "house" });
  // @ts-expect-error agents are missing
  new Game({ scenario: "default" });
  // @ts-expect-error a parameter that does not exist
  new Game({ scenario: { ...scenario, prob: 1 }, agents: 4 });
  const team: AgentSpec[] = ["hero", { heuristic: "full", parameters: [1, 1, 1, 0.5, 0.1, 0.5, 0, 0.9, 0, 1] }];
  const { replay } = playGame({ scenario, team });
  // @ts-expect-error JavaScript plays asynchronously
  playGame({ scenario, team: [{ javascript: "" }] });
  await playMixedGame({ scenario, team: [...team, { javascript: "function act() { return [0, 1, 1]; }" }] });
  const again: Replay = Replay.from(replay.toText());
  const batch = new Batch({ scenario, agents: team, lanes: 8 });
  const { steps, done }: { steps: number; done: number } = batch.run(10);
  const pool = new WorkerPool(2);
  const tournament = new Tournament({ scenarios: [scenario, { name: "x", scenario }], teams: [team], games: 10, workers: pool });
  const result: TournamentResult = await tournament.run({ signal: AbortSignal.timeout(1000), onProgress: ({ games }) => void games });
  for await (const part of tournament) {
    const scores: Float32Array = (part satisfies GamesPart).scores;
    void scores;
  }
  await initAnalysis();
  const hand: HandInput = { played: [{ rank: "K", suit: "H" }], jokers: [{ id: "j_joker" }] };
  const first: string = score(hand).steps[0]?.source ?? bestOrder(hand, { luck: "mean" }).hand;
  // @ts-expect-error no such luck
  score(hand, { luck: "good" });
  const reason: string[] = decide({}, { known: hand }).reason;
  void [over, view, houses, again, steps, done, result, first, reason, {} as EngineError];
}
