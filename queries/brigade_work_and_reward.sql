-- Work share against reward
-- Whether who works more than the others in the same game is paid more or less: the correlation over all seats, by scenario.
WITH seats AS (
    SELECT
        game_id,
        archetype,
        score - avg(score) OVER (PARTITION BY game_id) AS above_mean,
        worked / nullif(CAST(sum(worked) OVER (PARTITION BY game_id) AS DOUBLE), 0) AS work_share
    FROM brigade_agents
)

SELECT
    games.scenario,
    games.rules,
    count(*) AS seats,
    round(corr(seats.work_share, seats.above_mean), 3) AS correlation,
    round(regr_slope(seats.above_mean, seats.work_share), 2) AS reward_of_all_the_work
FROM seats
INNER JOIN brigade_games AS games ON games.game_id = seats.game_id
WHERE seats.work_share IS NOT NULL
GROUP BY games.scenario, games.rules
ORDER BY games.scenario, games.rules
