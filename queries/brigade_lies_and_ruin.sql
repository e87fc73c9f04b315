-- Lies and ruin
-- Whether towns that are lied to fare worse: games by the share of false signals, in fifths.
WITH games AS (
    SELECT
        floor(least(lied / nullif(CAST(nights * num_agents AS DOUBLE), 0), 0.999) * 5) * 20 AS lied_from_percent,
        houses_ruined / CAST(num_houses AS DOUBLE) AS ruined,
        team_score / nights AS score_per_night
    FROM brigade_games
    WHERE nights > 0
)

SELECT
    lied_from_percent,
    count(*) AS games,
    round(100.0 * avg(ruined), 1) AS ruined_percent,
    round(avg(score_per_night), 2) AS score_per_night_mean
FROM games
GROUP BY lied_from_percent
ORDER BY lied_from_percent
