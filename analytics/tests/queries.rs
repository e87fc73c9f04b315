//! Every named query over three games whose answers are known.

use ludograph_analytics::named_queries;

use crate::support::{table, tables, three_games};

#[tokio::test]
async fn named_queries_answer_what_is_known() {
    let analytics = tables(&three_games());
    // Those of simulated games have answers of their own.
    let queries = named_queries().iter().filter(|query| !query.name.starts_with("brigade_"));
    let names: Vec<&str> = queries.clone().map(|query| query.name).collect();
    let tested: Vec<&str> = ANSWERS.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, tested);
    for (query, (name, answer)) in queries.zip(ANSWERS) {
        assert_eq!(table(&analytics, query.sql).await, answer.trim_start_matches('\n'), "{name}");
    }
}

#[tokio::test]
async fn named_queries_answer_nothing_over_nothing() {
    let analytics = tables(&[]);
    for query in named_queries() {
        let answer = table(&analytics, query.sql).await;
        let rows = if query.name == "win_rate" { "(1 row)" } else { "(0 rows)" };
        assert!(answer.ends_with(&format!("{rows}\n")), "{}: {answer}", query.name);
    }
}

const ANSWERS: [(&str, &str); 20] = [
    (
        "best_hands",
        "
 score  ante  round  hand_number  blind_name    times_target  played_at                 game_id
------  ----  -----  -----------  ------------  ------------  ------------------------  ------------------------------------
110000     8     24            2  Verdant Leaf           1.1  2026-11-20T23:23:44Z      01010101-0101-0101-0101-010101010101
 40000     8     24            1  Verdant Leaf           0.4  2026-11-20T23:23:39Z      01010101-0101-0101-0101-010101010101
   320     1      1            1  Small Blind           1.07  2026-11-20T23:22:37Z      01010101-0101-0101-0101-010101010101
   200     1      1            1  Small Blind           0.67  2026-11-20T23:24:16Z      02020202-0202-0202-0202-020202020202
   150     1      1            2  Small Blind            0.5  2026-11-20T23:24:18Z      02020202-0202-0202-0202-020202020202
    64     1      1            1  Small Blind           0.21  2026-11-20T23:25:54.500Z  03030303-0303-0303-0303-030303030303
    30     1      2            1  Big Blind             0.07  2026-11-20T23:24:25Z      02020202-0202-0202-0202-020202020202
    20     1      2            2  Big Blind             0.04  2026-11-20T23:24:25.500Z  02020202-0202-0202-0202-020202020202
    20     1      2            3  Big Blind             0.04  2026-11-20T23:24:26Z      02020202-0202-0202-0202-020202020202
    20     1      2            4  Big Blind             0.04  2026-11-20T23:24:26.500Z  02020202-0202-0202-0202-020202020202
(10 rows)
",
    ),
    (
        "blind_difficulty",
        "
blind         met  beaten  lost_to  hands_played_mean  times_target_mean
------------  ---  ------  -------  -----------------  -----------------
Big Blind       1       0        1                  4                0.2
Small Blind     3       2        0               1.33               0.82
Verdant Leaf    1       1        0                  2                1.5
(3 rows)
",
    ),
    (
        "deaths_by_blind",
        "
ante  blind      runs  share_of_target_mean
----  ---------  ----  --------------------
   1  Big Blind     1                   0.2
(1 row)
",
    ),
    (
        "discards_and_score",
        "
discards_used  rounds  times_target_mean  score_per_hand_mean  beaten_percent
-------------  ------  -----------------  -------------------  --------------
            0       3               0.49                135.5              50
            1       1                1.5                75000             100
            2       1               1.17                  175             100
(3 rows)
",
    ),
    (
        "duplicates_and_late",
        "
game_id                               events  repeated_ids  late  only_in_changes  delay_seconds_max
------------------------------------  ------  ------------  ----  ---------------  -----------------
01010101-0101-0101-0101-010101010101      10             0     0                0              0.001
02020202-0202-0202-0202-020202020202      10             0     0                0              0.001
03030303-0303-0303-0303-030303030303       3             0     1                1              0.001
(3 rows)
",
    ),
    (
        "economy",
        "
game_id                               ante  earned  spent  money_min  money_max
------------------------------------  ----  ------  -----  ---------  ---------
01010101-0101-0101-0101-010101010101     1       5      7          2          9
01010101-0101-0101-0101-010101010101     8      18      0         20         20
02020202-0202-0202-0202-020202020202     1       2      0          4          6
03030303-0303-0303-0303-030303030303     1       0      0          4          4
(4 rows)
",
    ),
    (
        "event_kinds",
        "
type           subtype  events  payload_bytes_mean  only_in_changes  first                     last
-------------  -------  ------  ------------------  ---------------  ------------------------  ------------------------
GAME_STATE                  21                 483                0  2026-11-20T23:22:34Z      2026-11-20T23:25:55Z
HAND_PLAYED                  1                  37                1  2026-11-20T23:25:54.500Z  2026-11-20T23:25:54.500Z
PHASE_CHANGED                1                  25                0  2026-11-20T23:24:27Z      2026-11-20T23:24:27Z
(3 rows)
",
    ),
    (
        "hands_left",
        "
ante  boss   beaten  hands_left_mean  hands_left_min  hands_played_mean
----  -----  ------  ---------------  --------------  -----------------
   1  false       2              2.5               2                1.5
   8  true        1                2               2                  2
(2 rows)
",
    ),
    (
        "joker_itemsets",
        "
jokers                runs  runs_percent  lift  q
--------------------  ----  ------------  ----  -
j_blueprint, j_joker     1            50     1  1
(1 row)
",
    ),
    (
        "joker_pairs",
        "
joker_a    joker_b  runs  won  won_percent
---------  -------  ----  ---  -----------
Blueprint  Joker       1    1          100
(1 row)
",
    ),
    (
        "joker_synergies",
        "
joker_a  joker_b  runs  won_percent  lift  uplift  uplift_error  q  is_winning
-------  -------  ----  -----------  ----  ------  ------------  -  ----------
(0 rows)
",
    ),
    (
        "joker_usage",
        "
joker      runs  first_ante  rounds_mean  won  lost
---------  ----  ----------  -----------  ---  ----
Joker         2           1          1.5    1     1
Blueprint     1           1            2    1     0
(2 rows)
",
    ),
    (
        "money_over_time",
        "
game_id                               round  ante  money_start  money_end  change
------------------------------------  -----  ----  -----------  ---------  ------
01010101-0101-0101-0101-010101010101      1     1            4          2      -2
01010101-0101-0101-0101-010101010101     24     8           20         20       0
02020202-0202-0202-0202-020202020202      1     1            4          6       2
02020202-0202-0202-0202-020202020202      2     1            6          6       0
03030303-0303-0303-0303-030303030303      1     1            4          4       0
(5 rows)
",
    ),
    (
        "repairs",
        "
type        subtype  repairs     events  first_position  last_position
----------  -------  ----------  ------  --------------  -------------
GAME_STATE           infinity:2       1              22             22
(1 row)
",
    ),
    (
        "round_scores",
        "
game_id                               round  ante  blind_name    target   score  times_target  hands_played  discards_used  beaten
------------------------------------  -----  ----  ------------  ------  ------  ------------  ------------  -------------  ------
01010101-0101-0101-0101-010101010101      1     1  Small Blind      300     320          1.07             1              0  true
01010101-0101-0101-0101-010101010101     24     8  Verdant Leaf  100000  150000           1.5             2              1  true
02020202-0202-0202-0202-020202020202      1     1  Small Blind      300     350          1.17             2              2  true
02020202-0202-0202-0202-020202020202      2     1  Big Blind        450      90           0.2             4              0  false
03030303-0303-0303-0303-030303030303      1     1  Small Blind      300      64          0.21             1              0
(5 rows)
",
    ),
    (
        "round_times",
        "
ante  rounds  round_seconds_mean  round_seconds_max  seconds_per_hand
----  ------  ------------------  -----------------  ----------------
   1       4                3.38                  5              1.69
   8       1                  11                 11               5.5
(2 rows)
",
    ),
    (
        "run_sequences",
        "
moves  runs  runs_percent  lift
-----  ----  ------------  ----
(0 rows)
",
    ),
    (
        "sessions",
        "
game_id                               game     started_at            seconds  events  ante_max  round_max  hands_played  hand_score_max  money_last  jokers_last       outcome
------------------------------------  -------  --------------------  -------  ------  --------  ---------  ------------  --------------  ----------  ----------------  -------
01010101-0101-0101-0101-010101010101  balatro  2026-11-20T23:22:34Z       71      10         8         24             3          110000          20  Joker, Blueprint  won
02020202-0202-0202-0202-020202020202  balatro  2026-11-20T23:24:14Z       13      10         1          2             6             200           6  Joker             lost
03030303-0303-0303-0303-030303030303  balatro  2026-11-20T23:25:54Z        1       3         1          1             1              64           4
(3 rows)
",
    ),
    (
        "win_rate",
        "
runs  ended  won  lost  won_percent  ante_mean  ante_best
----  -----  ---  ----  -----------  ---------  ---------
   3      2    1     1           50       3.33          8
(1 row)
",
    ),
    (
        "winning_jokers",
        "
jokers                runs  won  won_percent  odds_ratio  p  q
--------------------  ----  ---  -----------  ----------  -  -
j_blueprint              1    1          100           9  1  1
j_blueprint, j_joker     1    1          100           9  1  1
j_joker                  2    1           50           1  1  1
(3 rows)
",
    ),
];
