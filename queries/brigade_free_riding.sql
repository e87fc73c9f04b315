-- Free riding
-- Who gets more than they contribute: each archetype's share of its run's rewards and of its work, mean over runs.
WITH seats AS (
    SELECT
        run_id,
        agent,
        archetype,
        sum(worked) AS worked,
        sum(score) AS score
    FROM brigade_agents
    GROUP BY run_id, agent, archetype
),

-- Losses have no shares: where there are any, what counts is what is above the least.
based AS (
    SELECT
        run_id,
        archetype,
        worked / nullif(CAST(sum(worked) OVER (PARTITION BY run_id) AS DOUBLE), 0) AS work_share,
        score - least(min(score) OVER (PARTITION BY run_id), 0) AS reward
    FROM seats
),

shares AS (
    SELECT
        run_id,
        archetype,
        work_share,
        reward / nullif(sum(reward) OVER (PARTITION BY run_id), 0) AS reward_share
    FROM based
)

SELECT
    archetype,
    count(DISTINCT run_id) AS runs,
    count(*) AS seats,
    round(avg(work_share), 3) AS work_share,
    round(avg(reward_share), 3) AS reward_share,
    round(avg(reward_share - work_share), 3) AS free_rider_index
FROM shares
GROUP BY archetype
ORDER BY free_rider_index DESC, archetype
