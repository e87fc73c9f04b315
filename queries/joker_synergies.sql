-- Joker synergies
-- Which two jokers win more together than each of them does, among finished runs that came equally far.
SELECT
    joker_a,
    joker_b,
    runs,
    round(100.0 * win_share, 1) AS won_percent,
    round(lift, 2) AS lift,
    round(uplift, 2) AS uplift,
    round(uplift_error, 2) AS uplift_error,
    round(uplift_q, 4) AS q,
    is_winning
FROM joker_synergy(20)
ORDER BY uplift / uplift_error DESC, runs DESC, joker_a, joker_b
LIMIT 50
