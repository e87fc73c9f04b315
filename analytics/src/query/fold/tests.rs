//! What is aggregated by stretch or by number is what hashing makes of it.

use std::sync::Arc;

use arrow::array::{Int64Array, StringViewArray};
use arrow::compute::concat_batches;
use arrow::datatypes::{DataType, Field, Schema};
use arrow::record_batch::RecordBatch;
use arrow::util::pretty::pretty_format_batches;
use datafusion::datasource::MemTable;
use datafusion::execution::SessionStateBuilder;
use datafusion::physical_plan::displayable;
use datafusion::prelude::{SessionConfig, SessionContext};

use super::super::session::rules;

/// Nights of games: `lengths` of stretches, in batches that cut through them; some values and one key are NULL.
fn nights(lengths: &[usize], batch_rows: usize) -> Vec<RecordBatch> {
    let keys = lengths.iter().enumerate().flat_map(|(game, length)| std::iter::repeat_n(game, *length));
    let rows: Vec<(Option<String>, Option<i64>)> = keys
        .enumerate()
        .map(|(row, game)| {
            let key = (game != 3).then(|| format!("0198f000-aaaa-7000-8000-{:012}", game % 1000));
            (key, (row % 7 != 0).then(|| i64::try_from(row % 11).unwrap()))
        })
        .collect();
    let schema = Arc::new(Schema::new(vec![
        Field::new("game_id", DataType::Utf8View, true),
        Field::new("lost", DataType::Int64, true),
    ]));
    let batch = |rows: &[(Option<String>, Option<i64>)]| {
        let keys: StringViewArray = rows.iter().map(|(key, _)| key.as_deref()).collect();
        let values: Int64Array = rows.iter().map(|(_, value)| *value).collect();
        RecordBatch::try_new(Arc::clone(&schema), vec![Arc::new(keys), Arc::new(values)]).unwrap()
    };
    rows.chunks(batch_rows).map(batch).collect()
}

fn games(count: usize) -> RecordBatch {
    let schema = Arc::new(Schema::new(vec![
        Field::new("game_id", DataType::Utf8View, true),
        Field::new("scenario", DataType::Utf8View, true),
    ]));
    let keys: StringViewArray = (0..count).map(|game| Some(format!("0198f000-aaaa-7000-8000-{game:012}"))).collect();
    let scenarios: StringViewArray = (0..count).map(|game| Some(["easy", "hard", "default"][game % 3])).collect();
    RecordBatch::try_new(schema, vec![Arc::new(keys), Arc::new(scenarios)]).unwrap()
}

async fn ask(nights: &[RecordBatch], games: RecordBatch, is_ours: bool, sql: &str) -> (String, String) {
    let mut builder = SessionStateBuilder::new_with_default_features()
        .with_config(SessionConfig::new().with_target_partitions(2).with_batch_size(512));
    if is_ours {
        builder = builder.with_physical_optimizer_rules(rules());
    }
    let context = SessionContext::new_with_state(builder.build());
    let parts = vec![nights[..nights.len() / 2].to_vec(), nights[nights.len() / 2..].to_vec()];
    context.register_table("nights", Arc::new(MemTable::try_new(nights[0].schema(), parts).unwrap())).unwrap();
    context.register_table("games", Arc::new(MemTable::try_new(games.schema(), vec![vec![games]]).unwrap())).unwrap();
    let plan = context.sql(sql).await.unwrap().create_physical_plan().await.unwrap();
    let shown = displayable(plan.as_ref()).indent(false).to_string();
    let answer = datafusion::physical_plan::collect(plan, context.task_ctx()).await.unwrap();
    let whole = concat_batches(&answer[0].schema(), &answer).unwrap();
    (shown, pretty_format_batches(&[whole]).unwrap().to_string())
}

/// Asks both ways; returns our plan.
async fn same(lengths: &[usize], batch_rows: usize, sql: &str) -> String {
    let (nights, games) = (nights(lengths, batch_rows), games(lengths.len()));
    let (plan, ours) = ask(&nights, games.clone(), true, sql).await;
    let (_, theirs) = ask(&nights, games, false, sql).await;
    assert_eq!(ours, theirs, "{sql}\n{plan}");
    plan
}

const BY_GAME: &str = "SELECT game_id, count(*), count(lost), sum(lost), avg(lost), min(lost), max(lost) FROM nights \
                       GROUP BY game_id ORDER BY game_id";
const BY_SCENARIO: &str = "SELECT g.scenario, count(*), avg(n.lost), sum(n.lost) FROM nights n \
                           JOIN games g ON n.game_id = g.game_id GROUP BY g.scenario ORDER BY g.scenario";

#[tokio::test]
async fn stretches_are_groups() {
    let lengths = [20; 700];
    assert!(same(&lengths, 1000, BY_GAME).await.contains("FoldExec"));
    assert!(same(&lengths, 1, BY_GAME).await.contains("FoldExec"));
}

#[tokio::test]
async fn short_stretches_are_hashed() {
    // More rows than are looked at, each another game than the one before it.
    let lengths = vec![1; 90_000];
    let plan = same(&lengths, 4096, BY_GAME).await;
    assert!(plan.contains("FoldExec"), "{plan}");
}

#[tokio::test]
async fn keys_that_come_again_are_merged() {
    let lengths: Vec<usize> = (0..2500).map(|game| 1 + game % 9).collect();
    same(&lengths, 777, BY_GAME).await;
}

#[tokio::test]
async fn a_join_is_counted_before_it_is_made() {
    let plan = same(&[20; 700], 1000, BY_SCENARIO).await;
    let (merged, rest) = plan.split_once("mode=PartialReduce").unwrap_or_default();
    assert!(!merged.contains("FoldExec") && rest.contains("FoldExec"), "{plan}");
}

#[tokio::test]
async fn a_join_of_both_sides_columns_is_left_alone() {
    let sql = "SELECT g.scenario, max(g.game_id), sum(n.lost) FROM nights n JOIN games g ON n.game_id = g.game_id \
               GROUP BY g.scenario ORDER BY g.scenario";
    assert!(!same(&[20; 700], 1000, sql).await.contains("FoldExec"));
    let filtered = "SELECT g.scenario, sum(n.lost) FROM nights n JOIN games g ON n.game_id = g.game_id \
                    WHERE g.scenario = 'hard' AND n.lost > 3 GROUP BY g.scenario";
    assert!(same(&[20; 700], 1000, filtered).await.contains("FoldExec"));
}

const BY_LOSS: &str =
    "SELECT lost, count(*), min(game_id), sum(lost) FROM nights WHERE lost IS NOT NULL GROUP BY lost ORDER BY lost";

#[tokio::test]
async fn small_numbers_are_groups() {
    let plan = same(&[20; 700], 1000, BY_LOSS).await;
    assert!(plan.contains("FoldExec: by numbers, keys=[lost]"), "{plan}");
    let two = "SELECT lost, loss, count(*), sum(loss) FROM (SELECT lost, lost * 5 % 7 AS loss FROM nights WHERE lost > 2) \
               GROUP BY lost, loss ORDER BY lost, loss";
    let plan = same(&[20; 700], 1000, two).await;
    assert!(plan.contains("FoldExec: by numbers, keys=[lost, loss]"), "{plan}");
}

#[tokio::test]
async fn numbers_that_are_not_small_are_hashed() {
    for number in
        ["lost", "lost - 3", "lost * 1000", "lost * lost * lost * lost * lost * 1000000", "9223372036854775807 - lost"]
    {
        let sql = format!(
            "SELECT number, count(*), sum(lost), avg(lost) FROM (SELECT lost, {number} AS number FROM nights) \
             GROUP BY number ORDER BY number"
        );
        let plan = same(&[20; 700], 1000, &sql).await;
        assert!(plan.contains("FoldExec: by numbers"), "{plan}");
    }
    // Small at first, and not any more from some row on.
    let sql = "SELECT number, count(*), sum(lost) FROM \
               (SELECT lost, CASE WHEN game_id > '0198f000-aaaa-7000-8000-000000000400' THEN lost * 5000 ELSE lost END AS number \
                FROM nights) GROUP BY number ORDER BY number";
    assert!(same(&[20; 700], 100, sql).await.contains("FoldExec: by numbers"));
}

#[tokio::test]
async fn counts_sums_and_means_are_the_same_with_nulls_and_without() {
    let without = "coalesce(lost, 4)";
    // In some batches only, so that groups are known both ways.
    let in_some = "CASE WHEN game_id > '0198f000-aaaa-7000-8000-000000000400' THEN lost ELSE coalesce(lost, 4) END";
    for number in [without, in_some] {
        for key in ["game_id", "hour"] {
            let sql = format!(
                "SELECT {key}, count(*), count(1), count(number), count(part), sum(number), avg(number), sum(part), avg(part) \
                 FROM (SELECT game_id, coalesce(lost, 7) AS hour, {number} AS number, {number} / 4.0e0 AS part FROM nights) \
                 GROUP BY {key} ORDER BY {key}"
            );
            for batch_rows in [1, 100, 1000] {
                let plan = same(&[20; 700], batch_rows, &sql).await;
                assert!(plan.contains("FoldExec"), "{plan}");
            }
        }
    }
}

#[tokio::test]
async fn sums_that_run_over_run_over_alike() {
    let sql = "SELECT hour, sum(number), count(*) FROM \
               (SELECT coalesce(lost, 7) AS hour, 9223372036854775807 - coalesce(lost, 0) AS number FROM nights) \
               GROUP BY hour ORDER BY hour";
    assert!(same(&[20; 700], 100, sql).await.contains("FoldExec"));
}
