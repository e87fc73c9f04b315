-- Kinds of events
-- How many events of each kind came, how large their payloads are, and how many came only inside another's changes.
SELECT
    type,
    subtype,
    count(*) AS events,
    round(avg(octet_length(payload)), 0) AS payload_bytes_mean,
    count(*) FILTER (WHERE only_in_changes) AS only_in_changes,
    min(event_time) AS first,
    max(event_time) AS last
FROM events
GROUP BY type, subtype
ORDER BY events DESC, type, subtype
