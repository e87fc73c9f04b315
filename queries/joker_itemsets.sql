-- Joker sets
-- Which sets of two or three jokers were owned in many finished runs, and whether that is more than their frequency explains.
SELECT
    array_to_string(items, ', ') AS jokers,
    support AS runs,
    round(100.0 * share, 1) AS runs_percent,
    round(lift, 2) AS lift,
    round(q, 4) AS q
FROM frequent_itemsets(0.05, 3)
WHERE length >= 2
ORDER BY runs DESC, lift DESC, jokers
LIMIT 50
