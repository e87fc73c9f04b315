-- Ruin by scenario
-- How towns fare: how many lose a house, how many lose half of them or all, by scenario and rules.
SELECT
    scenario,
    rules,
    count(*) AS games,
    round(100.0 * avg(CAST(houses_ruined AS DOUBLE) / num_houses), 1) AS ruined_percent,
    round(100.0 * count(*) FILTER (WHERE houses_ruined > 0) / count(*), 1) AS any_ruin_percent,
    round(100.0 * count(*) FILTER (WHERE 2 * houses_ruined >= num_houses) / count(*), 1) AS half_ruin_percent,
    round(100.0 * count(*) FILTER (WHERE houses_ruined = num_houses) / count(*), 1) AS all_ruin_percent
FROM brigade_games
GROUP BY scenario, rules
ORDER BY ruined_percent DESC, scenario, rules
