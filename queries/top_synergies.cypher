// Which jokers go together far more often than chance.
CALL joker_synergy.pairs(2) YIELD joker_a, joker_b, runs, lift, q
RETURN joker_a, joker_b, runs, lift, q ORDER BY lift DESC, joker_a LIMIT 10;
