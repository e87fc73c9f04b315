// Which sets of jokers tell won runs from lost ones.
CALL pattern_mining.contrast('Run', 'USED', 'id', 'won', 2, {max_length: 2}) YIELD pattern, support, wins, win_share, odds_ratio, p
RETURN pattern, support, wins, win_share, odds_ratio, p ORDER BY p, support DESC, pattern[0], pattern[-1] LIMIT 5;
