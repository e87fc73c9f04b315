-- How long games last
-- How games end and after how many nights, by scenario and rules.
SELECT
    scenario,
    rules,
    ending,
    count(*) AS games,
    min(nights) AS nights_min,
    median(nights) AS nights_median,
    max(nights) AS nights_max,
    round(avg(fires_first), 2) AS fires_first_mean
FROM brigade_games
GROUP BY scenario, rules, ending
ORDER BY scenario, rules, ending
