-- Repeated and late events
-- By session: ids that occur more than once, events that came after later ones, and how long events were on their way.
WITH ordered AS (
    SELECT
        game_id,
        event_id,
        event_time,
        received_at,
        only_in_changes,
        max(event_time) OVER (
            PARTITION BY game_id ORDER BY position ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS latest_before
    FROM events
)
SELECT
    game_id,
    count(*) AS events,
    count(event_id) - count(DISTINCT event_id) AS repeated_ids,
    count(*) FILTER (WHERE event_time < latest_before) AS late,
    count(*) FILTER (WHERE only_in_changes) AS only_in_changes,
    round(max((CAST(received_at AS BIGINT) - CAST(event_time AS BIGINT)) / 1e6), 3) AS delay_seconds_max
FROM ordered
GROUP BY game_id
ORDER BY game_id
