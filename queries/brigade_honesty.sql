-- Honesty
-- How often each archetype's signal was what it did, and how often a signal of work was kept.
SELECT
    archetype,
    count(*) AS seats,
    round(100.0 * (1 - sum(lied) / nullif(CAST(sum(nights) AS DOUBLE), 0)), 1) AS honest_percent,
    round(100.0 * sum(signalled_work) / nullif(sum(nights), 0), 1) AS signalled_work_percent,
    round(100.0 * (1 - sum(lied_rested) / nullif(CAST(sum(signalled_work) AS DOUBLE), 0)), 1) AS work_kept_percent
FROM brigade_agents
GROUP BY archetype
ORDER BY honest_percent, archetype
