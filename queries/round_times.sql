-- Time per round
-- How long rounds and hands take, in seconds by the mod's clock, by ante.
SELECT
    ante,
    count(*) AS rounds,
    round(avg((CAST(ended_at AS BIGINT) - CAST(started_at AS BIGINT)) / 1e6), 2) AS round_seconds_mean,
    round(max((CAST(ended_at AS BIGINT) - CAST(started_at AS BIGINT)) / 1e6), 2) AS round_seconds_max,
    round(sum((CAST(ended_at AS BIGINT) - CAST(started_at AS BIGINT)) / 1e6) / nullif(sum(hands_played), 0), 2)
        AS seconds_per_hand
FROM balatro_rounds
GROUP BY ante
ORDER BY ante
