// Which jokers win more together than each of them does, given how far the run came.
CALL joker_synergy.pairs(2, {order: 'uplift'}) YIELD joker_a, joker_b, runs, wins, uplift, uplift_low, uplift_high
RETURN joker_a, joker_b, runs, wins, uplift, uplift_low, uplift_high LIMIT 3;
