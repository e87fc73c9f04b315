/** What the numbers of the engine's objects are, by their places (`number` in `engine/wasm/src`). `At` ends an address. */

/** Of a game. */
export const enum GameNumber {
  ActionsAt = 0,
  SignalsAt = 1,
  ObservationAt = 2,
  RewardsAt = 3,
  ScoresAt = 4,
  WorkedAt = 5,
  LiedAt = 6,
  HousesAt = 7,
  KeptAt = 8,
  KeptSignalsAt = 9,
  Kept = 10,
  Observation = 11,
  Houses = 12,
  Night = 13,
  Ending = 14,
  IsTwoPhase = 15,
  IsKept = 16,
  LastAt = 17,
  Agents = 18,
}

/** Of a batch. */
export const enum BatchNumber {
  ActionsAt = 0,
  SignalsAt = 1,
  RewardsAt = 2,
  DoneAt = 3,
  TruncatedAt = 4,
  ObservationsAt = 5,
  Observations = 6,
  Observation = 7,
  Houses = 8,
  IsTwoPhase = 9,
}

/** Of games played as a whole, whose columns have one row a game. */
export const enum ColumnNumber {
  TeamScoresAt = 0,
  ScoresAt = 1,
  NightsAt = 2,
  EndingsAt = 3,
  HousesAt = 4,
  WorkedAt = 5,
  LiedAt = 6,
  KeptAt = 7,
  KeptSignalsAt = 8,
  Kept = 9,
  IsKept = 10,
  Seats = 11,
  ToldAt = 12,
  Told = 13,
}

/** Of games side by side, beside those of {@link ColumnNumber}. */
export const enum MixedNumber {
  NightsAt = 12,
  OverAt = 13,
  HousesAt = 14,
  LastAt = 15,
  SignalsAt = 16,
  ActionsAt = 17,
  Houses = 18,
}
