//! The named queries of Bucket Brigade over two runs whose answers are known.

use ludograph_analytics::named_queries;
use ludograph_engine::brigade::{cooperation, simulate};
use serde_json::Value;

use super::{play, two_runs};
use crate::support::{lines, table};

#[tokio::test]
async fn named_queries_answer_what_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let analytics = two_runs(folder.path()).await;
    let queries = named_queries().iter().filter(|query| query.name.starts_with("brigade_"));
    let names: Vec<&str> = queries.clone().map(|query| query.name).collect();
    let tested: Vec<&str> = ANSWERS.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, tested);
    for (query, (name, answer)) in queries.zip(ANSWERS) {
        assert_eq!(table(&analytics, query.sql).await, answer.trim_start_matches('\n'), "{name}");
    }
}

/// What the pinned answers are checked by: the same figures, worked out from the games themselves.
#[tokio::test]
async fn their_figures_are_those_of_the_games() {
    let folder = tempfile::tempdir().unwrap();
    let analytics = two_runs(folder.path()).await;
    let named = |name: &str| named_queries().iter().find(|query| query.name == name).unwrap().sql;
    let row = async |name: &str, column: &str, value: &str| -> Value {
        let rows: Vec<Value> =
            lines(&analytics, named(name)).await.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
        rows.into_iter().find(|row| row[column] == value).unwrap()
    };
    let close = |found: &Value, expected: f64, places: f64| {
        assert!((found.as_f64().unwrap() - expected).abs() <= places, "{found} and {expected}");
    };

    let network = cooperation(&play("default", "hero,hero,liar,free_rider"), 1..301).unwrap();
    let liar = &network.agents[2];
    let found = row("brigade_free_riding", "archetype", "liar").await;
    close(&found["free_rider_index"], liar.free_rider_index, 0.000_51);
    close(&found["work_share"], liar.work_share, 0.000_51);
    let found = row("brigade_honesty", "archetype", "liar").await;
    close(&found["honest_percent"], 100.0 * liar.signals.honesty().unwrap(), 0.051);

    let games = simulate(&play("hard", "random,free_rider,hero"), 0..200).unwrap();
    let ruined: u32 = games.iter().map(|game| game.houses[2]).sum();
    let found = row("brigade_ruin_by_scenario", "scenario", "hard").await;
    close(&found["ruined_percent"], f64::from(ruined) / 20.0, 0.051);
    let any = u32::try_from(games.iter().filter(|game| game.houses[2] > 0).count()).unwrap();
    close(&found["any_ruin_percent"], f64::from(any) / 2.0, 0.051);
    let found = row("brigade_teams", "scenario", "hard").await;
    close(
        &found["score_mean"],
        games.iter().map(ludograph_engine::brigade::GameSummary::team_score).sum::<f64>() / 200.0,
        0.01,
    );
}

const ANSWERS: [(&str, &str); 10] = [
    (
        "brigade_endings",
        "
scenario  rules  ending  games  nights_min  nights_median  nights_max  fires_first_mean
--------  -----  ------  -----  ----------  -------------  ----------  ----------------
default   paper  done      300          13             13          15              0.22
hard      paper  done      200          16             16          18              0.52
(2 rows)
",
    ),
    (
        "brigade_free_riding",
        "
archetype   runs  seats  work_share  reward_share  free_rider_index
----------  ----  -----  ----------  ------------  ----------------
free_rider     2      2       0.115         0.297             0.182
liar           1      1        0.09         0.261             0.171
random         1      1        0.29         0.329             0.038
hero           2      3       0.463         0.272            -0.191
(4 rows)
",
    ),
    (
        "brigade_help",
        "
archetype   seats  helped_mean  was_helped_mean  own_risk_percent  received_per_given  own_saved_percent
----------  -----  -----------  ---------------  ----------------  ------------------  -----------------
hero          800          0.2             0.17               8.6                0.82               14.1
free_rider    500         0.18             0.15               6.6                0.82                6.1
random        200         0.18              0.4              11.4                2.29                6.1
liar          300         0.09             0.09               7.4                   1               13.8
(4 rows)
",
    ),
    (
        "brigade_honesty",
        "
archetype   seats  honest_percent  signalled_work_percent  work_kept_percent
----------  -----  --------------  ----------------------  -----------------
liar          300            28.7                    88.3               22.2
free_rider    500            86.3                    30.3               66.5
hero          800             100                     100                100
random        200             100                    50.1                100
(4 rows)
",
    ),
    (
        "brigade_lies_and_ruin",
        "
lied_from_percent  games  ruined_percent  score_per_night_mean
-----------------  -----  --------------  --------------------
                0    327            42.5                159.73
               20    173            20.9                262.17
(2 rows)
",
    ),
    (
        "brigade_nights_by_number",
        "
night  games  fires_mean  workers_mean  lies_mean  saved_percent  ruined_mean  reward_mean
-----  -----  ----------  ------------  ---------  -------------  -----------  -----------
    1    300        0.22          2.48       0.84           36.9         0.13       376.58
    2    300        0.21          2.48       0.87           18.8         0.31       356.58
    3    300        0.17          2.45       0.85             25         0.44       341.08
    4    300        0.17          2.44       0.87           23.1         0.57       323.43
    5    300        0.21          2.48        0.9           12.5         0.76       303.12
    6    300        0.15          2.47       0.82           10.9         0.89       286.27
    7    300        0.16          2.48       0.86            4.2         1.05       266.72
    8    300        0.18          2.46       0.84           21.8         1.19       249.67
    9    300         0.2          2.45       0.84            8.5         1.37       229.49
   10    300        0.15          2.53       0.79           11.1          1.5       213.27
   11    300        0.15          2.45       0.84           10.9         1.64       196.95
   12    300        0.15          2.48       0.83           15.2         1.77       179.45
   13    300         0.2          2.42       0.84             18         1.93       162.71
   14     38        1.11          2.42       0.82            9.5         2.63        82.74
   15      3           1          3.33          0           33.3         2.67        85.33
(15 rows)
",
    ),
    (
        "brigade_ruin_by_scenario",
        "
scenario  rules  games  ruined_percent  any_ruin_percent  half_ruin_percent  all_ruin_percent
--------  -----  -----  --------------  ----------------  -----------------  ----------------
hard      paper    200            56.6               100                 78               0.5
default   paper    300            20.7                91                  3                 0
(2 rows)
",
    ),
    (
        "brigade_teams",
        "
scenario  rules  team                       games  score_mean  standard_error  fires_saved_percent  nights_mean
--------  -----  -------------------------  -----  ----------  --------------  -------------------  -----------
default   paper  hero,hero,liar,free_rider    300     3496.65           70.74                 16.8         13.1
hard      paper  random,free_rider,hero       200     1442.07           78.55                  5.8         16.2
(2 rows)
",
    ),
    (
        "brigade_work_and_reward",
        "
scenario  rules  seats  correlation  reward_of_all_the_work
--------  -----  -----  -----------  ----------------------
default   paper   1200       -0.134                 -144.95
hard      paper    600       -0.227                  -22.93
(2 rows)
",
    ),
    (
        "brigade_workers_and_fires",
        "
fires  workers  nights  saved_percent  lost_mean  reward_mean
-----  -------  ------  -------------  ---------  -----------
    1        2     379           11.1       0.89       191.87
    1        3     222           25.2       0.74       208.01
    1        4      36           30.6       0.69       184.11
    2        2      30             10        1.8        85.33
    2        3      19           21.1       1.58          119
    2        4       5             20        1.6          126
    3        3       1           33.3          2          179
(7 rows)
",
    ),
];
