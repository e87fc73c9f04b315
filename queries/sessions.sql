-- Sessions
-- Every session: when it was, how long, how far it got, how it ended, and how much was reported of it.
SELECT
    game_id,
    game,
    started_at,
    round((CAST(ended_at AS BIGINT) - CAST(started_at AS BIGINT)) / 1e6, 1) AS seconds,
    events,
    ante_max,
    round_max,
    hands_played,
    hand_score_max,
    money_last,
    jokers_last,
    outcome
FROM games
ORDER BY first_position
