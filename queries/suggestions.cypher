// What to buy beside a Baron, with eight dollars.
CALL joker_synergy.suggest(['j_baron'], {money: 8, min_runs: 2, alpha: 1.0, top: 3})
YIELD joker, cost, gain, gain_low, gain_high
RETURN joker, cost, gain, gain_low, gain_high;
