-- Hands left when a blind is beaten
-- How many hands were left, and how many were played, when a blind was beaten, by ante and by whether it was a boss.
SELECT
    ante,
    blind_boss AS boss,
    count(*) AS beaten,
    round(avg(hands_remaining), 2) AS hands_left_mean,
    min(hands_remaining) AS hands_left_min,
    round(avg(hands_played), 2) AS hands_played_mean
FROM balatro_rounds
WHERE beaten
GROUP BY ante, blind_boss
ORDER BY ante, boss
