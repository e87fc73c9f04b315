-- Economy
-- What each run earned and spent by ante, and the most and least it held; the wire does not tell what was bought.
WITH steps AS (
    SELECT
        game_id,
        ante,
        money,
        money - lag(money) OVER (PARTITION BY game_id ORDER BY event_time, position) AS change
    FROM balatro_states
    WHERE money IS NOT NULL
)
SELECT
    game_id,
    ante,
    coalesce(sum(change) FILTER (WHERE change > 0), 0) AS earned,
    coalesce(-sum(change) FILTER (WHERE change < 0), 0) AS spent,
    min(money) AS money_min,
    max(money) AS money_max
FROM steps
GROUP BY game_id, ante
ORDER BY game_id, ante
