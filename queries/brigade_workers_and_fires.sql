-- Do more hands save more houses
-- The share of fires put out by how many agents work and how many houses burn, over all recorded nights.
SELECT
    fires,
    workers,
    count(*) AS nights,
    round(100.0 * sum(saved) / sum(fires), 1) AS saved_percent,
    round(avg(lost), 2) AS lost_mean,
    round(avg(team_reward), 2) AS reward_mean
FROM brigade_nights
WHERE fires > 0
GROUP BY fires, workers
ORDER BY fires, workers
