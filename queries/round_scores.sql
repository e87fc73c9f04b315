-- Score of each round against its blind
-- What each round scored, what its blind asked for, and with how many hands and discards it was met.
SELECT
    game_id,
    round,
    ante,
    blind_name,
    blind_chips AS target,
    score,
    round(score / nullif(blind_chips, 0), 2) AS times_target,
    hands_played,
    discards_used,
    beaten
FROM balatro_rounds
ORDER BY game_id, first_position
