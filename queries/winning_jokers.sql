-- Winning jokers
-- Which jokers and pairs of jokers tell won runs from lost ones.
SELECT
    array_to_string(pattern, ', ') AS jokers,
    support AS runs,
    wins AS won,
    round(100.0 * win_share, 1) AS won_percent,
    round(odds_ratio, 2) AS odds_ratio,
    round(p, 4) AS p,
    round(q, 4) AS q
FROM contrast_patterns('itemsets', 0.05, 2)
ORDER BY odds_ratio DESC, runs DESC, jokers
LIMIT 50
