-- Where runs end
-- Against which blind and at which ante runs were lost, and how near to the target they came.
SELECT
    ante,
    blind_name AS blind,
    count(*) AS runs,
    round(avg(score / nullif(blind_chips, 0)), 2) AS share_of_target_mean
FROM balatro_rounds
WHERE NOT beaten
GROUP BY ante, blind_name
ORDER BY runs DESC, ante, blind
