-- The course of a game
-- How fires, work, lies and pay go from night to night, over all recorded nights.
SELECT
    night + 1 AS night,
    count(*) AS games,
    round(avg(fires), 2) AS fires_mean,
    round(avg(workers), 2) AS workers_mean,
    round(avg(lies), 2) AS lies_mean,
    round(100.0 * sum(saved) / nullif(sum(fires), 0), 1) AS saved_percent,
    round(avg(houses_ruined), 2) AS ruined_mean,
    round(avg(team_reward), 2) AS reward_mean
FROM brigade_nights
GROUP BY night
ORDER BY night
