-- Help given and received
-- Who works at others' fires, at what risk to their own houses, and whether it comes back, by archetype.
SELECT
    archetype,
    count(*) AS seats,
    round(avg(helped), 2) AS helped_mean,
    round(avg(was_helped), 2) AS was_helped_mean,
    round(100.0 * sum(helped_at_own_risk) / nullif(sum(helped), 0), 1) AS own_risk_percent,
    round(sum(was_helped) / nullif(CAST(sum(helped) AS DOUBLE), 0), 2) AS received_per_given,
    round(100.0 * sum(owned_saved) / nullif(sum(owned_fires), 0), 1) AS own_saved_percent
FROM brigade_agents
GROUP BY archetype
ORDER BY helped_mean DESC, archetype
