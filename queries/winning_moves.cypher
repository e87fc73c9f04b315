// Which sequences of moves tell won runs from lost ones.
CALL pattern_mining.contrast('Run', 'STEP', 'id', 'won', 2, {sequence_by: 'index', max_length: 2})
YIELD pattern, support, wins, odds_ratio, p
RETURN pattern, support, wins, odds_ratio, p ORDER BY p, support DESC, pattern[0], pattern[-1], size(pattern) LIMIT 5;
