-- Repairs
-- What had to be mended in events before they could be read, by kind of event; bodies beyond repair are in dead_letters.
SELECT type, subtype, repairs, count(*) AS events, min(position) AS first_position, max(position) AS last_position
FROM events
WHERE repairs IS NOT NULL
GROUP BY type, subtype, repairs
ORDER BY events DESC, type, subtype, repairs
