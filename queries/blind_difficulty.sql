-- How hard each blind is
-- How often each blind was met and beaten, with how many hands, and by what multiple of its target.
SELECT
    blind_name AS blind,
    count(*) AS met,
    count(*) FILTER (WHERE beaten) AS beaten,
    count(*) FILTER (WHERE NOT beaten) AS lost_to,
    round(avg(hands_played), 2) AS hands_played_mean,
    round(avg(score / nullif(blind_chips, 0)), 2) AS times_target_mean
FROM balatro_rounds
WHERE blind_name IS NOT NULL AND hands_played > 0
GROUP BY blind_name
ORDER BY lost_to DESC, met DESC, blind
