-- Win rate
-- How many runs were played, ended, won and lost, and how far they got.
SELECT
    count(*) AS runs,
    count(outcome) AS ended,
    count(*) FILTER (WHERE outcome = 'won') AS won,
    count(*) FILTER (WHERE outcome = 'lost') AS lost,
    round(100.0 * count(*) FILTER (WHERE outcome = 'won') / nullif(count(outcome), 0), 1) AS won_percent,
    round(avg(ante_max), 2) AS ante_mean,
    max(ante_max) AS ante_best
FROM games
WHERE game = 'balatro' AND round_max IS NOT NULL
