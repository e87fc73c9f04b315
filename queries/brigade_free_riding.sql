-- Free riding
-- Who gets more than they contribute: each archetype's share of the work and of the pay above the least paid, mean over runs.
WITH totals AS (
    SELECT
        run_id,
        archetype,
        count(*) AS seats,
        sum(worked) AS worked,
        sum(score) AS score
    FROM brigade_agents
    GROUP BY run_id, archetype
),

shared AS (
    SELECT
        run_id,
        archetype,
        seats,
        worked,
        score / seats AS score_per_seat,
        sum(worked) OVER (PARTITION BY run_id) AS worked_all,
        min(score / seats) OVER (PARTITION BY run_id) AS least
    FROM totals
),

shares AS (
    SELECT
        run_id,
        archetype,
        seats,
        worked / nullif(CAST(worked_all AS DOUBLE), 0) AS work_share,
        (score_per_seat - least) * seats / nullif(sum((score_per_seat - least) * seats) OVER (PARTITION BY run_id), 0) AS reward_share
    FROM shared
)

SELECT
    archetype,
    count(*) AS runs,
    sum(seats) AS seats,
    round(avg(work_share), 3) AS work_share,
    round(avg(reward_share), 3) AS reward_share,
    round(avg(reward_share - work_share), 3) AS free_rider_index
FROM shares
GROUP BY archetype
ORDER BY free_rider_index DESC, archetype
