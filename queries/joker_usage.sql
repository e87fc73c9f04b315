-- Joker usage
-- Which jokers were held in how many runs, from which ante on, for how many rounds, and how those runs ended.
WITH held AS (
    SELECT game_id, name, min(ante) AS first_ante, count(DISTINCT round) AS rounds
    FROM balatro_jokers
    WHERE name IS NOT NULL
    GROUP BY game_id, name
)
SELECT
    held.name AS joker,
    count(*) AS runs,
    min(held.first_ante) AS first_ante,
    round(avg(held.rounds), 1) AS rounds_mean,
    count(*) FILTER (WHERE games.outcome = 'won') AS won,
    count(*) FILTER (WHERE games.outcome = 'lost') AS lost
FROM held
JOIN games ON games.game_id = held.game_id
GROUP BY held.name
ORDER BY runs DESC, won DESC, joker
