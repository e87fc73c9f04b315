-- Best hands
-- The twenty hands with the highest scores, with the blind they were played against.
SELECT
    hands.score,
    hands.ante,
    hands.round,
    hands.hand_number,
    rounds.blind_name,
    round(hands.score / nullif(rounds.blind_chips, 0), 2) AS times_target,
    hands.played_at,
    hands.game_id
FROM balatro_hands AS hands
LEFT JOIN balatro_rounds AS rounds ON rounds.game_id = hands.game_id AND rounds.round = hands.round
WHERE hands.score IS NOT NULL
ORDER BY hands.score DESC, hands.position, hands.hand_number
LIMIT 20
