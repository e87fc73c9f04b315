// The best order of four jokers for a pair of kings.
CALL joker_order.best({
  played: [{rank: 'K', suit: 'H'}, {rank: 'K', suit: 'S'}],
  jokers: [{id: 'j_cavendish'}, {id: 'j_joker'}, {id: 'j_duo'}, {id: 'j_jolly'}]
}) YIELD jokers, hand, score, score_as_given, proven
RETURN jokers, hand, score, score_as_given, proven;
