-- Discards and score
-- Whether discarding pays: scores and beaten blinds by the number of discards used.
SELECT
    discards_used,
    count(*) AS rounds,
    round(avg(score / nullif(blind_chips, 0)), 2) AS times_target_mean,
    round(avg(score / nullif(hands_played, 0)), 1) AS score_per_hand_mean,
    round(100.0 * count(*) FILTER (WHERE beaten) / nullif(count(beaten), 0), 1) AS beaten_percent
FROM balatro_rounds
WHERE hands_played > 0
GROUP BY discards_used
ORDER BY discards_used
