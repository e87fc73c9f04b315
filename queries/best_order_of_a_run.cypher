// The best order of the jokers that a run holds.
MATCH (run:Run {run_id: 'run-4'})
CALL joker_order.best({played: [{rank: 'K', suit: 'H'}], held: [{rank: 'K', suit: 'S'}]}, run) YIELD jokers, score, proven
RETURN size(jokers) AS jokers, score > 0 AS scores, proven;
