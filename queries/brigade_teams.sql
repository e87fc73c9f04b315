-- Teams
-- What each team came to: its mean score with the standard error, houses saved, nights.
SELECT
    scenario,
    rules,
    team,
    count(*) AS games,
    round(avg(team_score), 2) AS score_mean,
    round(stddev(team_score) / sqrt(count(*)), 2) AS standard_error,
    round(100.0 * sum(fires_saved) / nullif(sum(fires), 0), 1) AS fires_saved_percent,
    round(avg(nights), 1) AS nights_mean
FROM brigade_games
GROUP BY scenario, rules, team
ORDER BY scenario, rules, score_mean DESC, team
