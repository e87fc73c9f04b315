-- Joker pairs
-- Which two jokers were held together, in how many runs, and how many of those were won.
WITH pairs AS (
    SELECT DISTINCT a.game_id, a.name AS joker_a, b.name AS joker_b
    FROM balatro_jokers AS a
    JOIN balatro_jokers AS b ON a.position = b.position
    WHERE a.name < b.name
)
SELECT
    pairs.joker_a,
    pairs.joker_b,
    count(*) AS runs,
    count(*) FILTER (WHERE games.outcome = 'won') AS won,
    round(100.0 * count(*) FILTER (WHERE games.outcome = 'won') / nullif(count(games.outcome), 0), 1) AS won_percent
FROM pairs
JOIN games ON games.game_id = pairs.game_id
GROUP BY pairs.joker_a, pairs.joker_b
ORDER BY won DESC, runs DESC, joker_a, joker_b
