-- Run sequences
-- What was done in the same order in two or more finished runs: jokers gained and lost, bosses met, hands a round took.
SELECT
    array_to_string(events, ' > ') AS moves,
    support AS runs,
    round(100.0 * share, 1) AS runs_percent,
    round(lift, 2) AS lift
FROM frequent_sequences(0.1, 3)
WHERE length >= 2 AND support >= 2
ORDER BY runs DESC, length DESC, moves
LIMIT 50
