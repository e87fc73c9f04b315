-- Money over time
-- Dollars at the beginning and the end of each round, and the change between them.
SELECT
    game_id,
    round,
    ante,
    money_start,
    money_end,
    money_end - money_start AS change
FROM balatro_rounds
ORDER BY game_id, first_position
