// Which jokers stand in each other's way.
CALL joker_synergy.pairs(2, {order: 'uplift_ascending'}) YIELD joker_a, joker_b, runs, wins, uplift
RETURN joker_a, joker_b, runs, wins, uplift LIMIT 3;
