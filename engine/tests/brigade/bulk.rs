//! Games in bulk as rows: the rows are the games, batch sizes and threads do not matter, ids follow from what is played.

use std::convert::Infallible;

use arrow::array::AsArray as _;
use arrow::compute::concat_batches;
use arrow::datatypes::{Float64Type, Int64Type};
use arrow::record_batch::RecordBatch;
use ludograph_engine::brigade::{
    BatchError, BrigadeError, BulkOptions, Ending, GameBatches, Match, RuleSet, RunId, scenario, simulate,
    simulate_batches,
};
use ludograph_engine::columns::TableBuilder;
use ludograph_engine::columns::brigade_tables::{BrigadeAgentsBuilder, BrigadeGamesBuilder, BrigadeNightsBuilder};

fn play(town: &str, names: &[&str]) -> Match {
    Match::new(scenario(town).unwrap(), names.iter().map(|name| name.parse().unwrap()).collect())
}

fn all(play: &Match, games: u64, options: &BulkOptions) -> [RecordBatch; 3] {
    let mut parts: [Vec<RecordBatch>; 3] = Default::default();
    let mut next = 0;
    let report = simulate_batches(play, 5..5 + games, options, |batches: GameBatches| {
        assert_eq!(batches.first_game, next, "in order");
        next += batches.games.num_rows() as u64;
        parts[0].push(batches.games);
        parts[1].push(batches.agents);
        parts[2].extend(batches.nights);
        Ok::<_, Infallible>(())
    })
    .unwrap();
    assert_eq!((report.games, next), (games, games));
    let schemas = [BrigadeGamesBuilder::schema(), BrigadeAgentsBuilder::schema(), BrigadeNightsBuilder::schema()];
    let mut tables = parts.iter().zip(&schemas).map(|(part, schema)| concat_batches(schema, part).unwrap());
    [tables.next().unwrap(), tables.next().unwrap(), tables.next().unwrap()]
}

fn whole(table: &RecordBatch, column: &str) -> Vec<i64> {
    table.column_by_name(column).unwrap().as_primitive::<Int64Type>().values().to_vec()
}

fn number(table: &RecordBatch, column: &str) -> Vec<f64> {
    table.column_by_name(column).unwrap().as_primitive::<Float64Type>().values().to_vec()
}

fn text(table: &RecordBatch, column: &str) -> Vec<String> {
    let column = table.column_by_name(column).unwrap().as_string_view();
    column.iter().map(|value| value.unwrap().to_owned()).collect()
}

#[test]
fn rows_are_the_games() {
    let play = play("hard", &["hero", "liar", "random"]);
    let [games, agents, nights] = all(&play, 40, &BulkOptions { nights: true, ..BulkOptions::default() });
    let expected = simulate(&play, 5..45).unwrap();
    assert_eq!(games.num_rows(), 40);
    let seeds = games.column_by_name("seed").unwrap().as_primitive::<Int64Type>().values().to_vec();
    let flat = |list: fn(&ludograph_engine::brigade::GameSummary) -> Vec<i64>| -> Vec<i64> {
        expected.iter().flat_map(list).collect()
    };
    assert!(seeds.iter().copied().eq(5..45));
    assert_eq!(whole(&games, "nights"), flat(|game| vec![i64::from(game.nights)]));
    assert_eq!(whole(&games, "houses_ruined"), flat(|game| vec![i64::from(game.houses[2])]));
    assert_eq!(whole(&agents, "worked"), flat(|game| game.worked.iter().map(|count| i64::from(*count)).collect()));
    assert_eq!(whole(&agents, "lied"), flat(|game| game.lied.iter().map(|count| i64::from(*count)).collect()));
    let scores: Vec<f64> = expected.iter().flat_map(|game| game.scores.iter().map(|score| f64::from(*score))).collect();
    assert_eq!(number(&agents, "score"), scores);
    assert_eq!(whole(&nights, "night").len(), expected.iter().map(|game| game.nights as usize).sum::<usize>());
    for (column, of) in [("fires", "fires"), ("saved", "fires_saved"), ("workers", "worked"), ("lies", "lied")] {
        assert_eq!(whole(&nights, column).iter().sum::<i64>(), whole(&games, of).iter().sum::<i64>(), "{column}");
    }
    let endings = expected.iter().map(|game| if game.ending == Ending::Done { "done" } else { "truncated" });
    assert!(text(&games, "ending").iter().map(String::as_str).eq(endings));
    assert!(text(&games, "team").iter().all(|team| team == "hero,liar,random"));
    assert!(text(&games, "scenario").iter().all(|name| name == "hard"));
}

#[test]
fn what_agents_did_for_each_other_adds_up() {
    let [games, agents, nights] = all(
        &play("default", &["hero", "firefighter", "free_rider", "liar"]),
        200,
        &BulkOptions { nights: true, ..BulkOptions::default() },
    );
    let sum = |table: &RecordBatch, column: &str| whole(table, column).iter().sum::<i64>();
    assert!(sum(&agents, "helped") > 0);
    assert_eq!(sum(&agents, "helped"), sum(&agents, "was_helped"));
    assert_eq!(sum(&agents, "owned_fires"), sum(&games, "fires"));
    assert_eq!(sum(&agents, "owned_saved"), sum(&games, "fires_saved"));
    assert_eq!(sum(&agents, "owned_ruined"), sum(&games, "houses_ruined"));
    assert_eq!(sum(&agents, "houses_owned"), 200 * 10);
    // A fire that was put out may be lit anew in the same night: then it was neither saved nor lost.
    assert!(sum(&nights, "lost") <= sum(&games, "fires") - sum(&nights, "saved"));
    assert_eq!(sum(&nights, "lost"), sum(&games, "houses_ruined"));
    for ((cost, worked), at_risk) in
        number(&agents, "work_cost").iter().zip(whole(&agents, "worked")).zip(whole(&agents, "helped_at_own_risk"))
    {
        #[expect(clippy::cast_precision_loss, reason = "small counts")]
        let expected = 0.5 * worked as f64;
        assert!((cost - expected).abs() < 1e-9);
        assert!(at_risk <= worked);
    }
}

#[test]
fn a_night_begins_where_the_last_one_ended() {
    let [_, _, nights] =
        all(&play("hard", &["hero", "liar"]), 30, &BulkOptions { nights: true, ..BulkOptions::default() });
    let (before, after, ids) =
        (text(&nights, "houses_before"), text(&nights, "houses_after"), text(&nights, "game_id"));
    let index = whole(&nights, "night");
    for row in 1..nights.num_rows() {
        if ids[row] == ids[row - 1] {
            assert_eq!(before[row], after[row - 1]);
            assert_eq!(index[row], index[row - 1] + 1);
        } else {
            assert!(ids[row] > ids[row - 1], "ids sort in the order of the games");
            assert_eq!(index[row], 0);
        }
    }
    assert!(text(&nights, "actions").iter().all(|actions| actions.split(' ').count() == 2));
}

#[test]
fn the_size_of_batches_does_not_change_the_rows() {
    let play = play("default", &["hero", "random"]);
    let options = |rows_per_batch| BulkOptions { nights: true, rows_per_batch, ..BulkOptions::default() };
    let one = all(&play, 90, &options(1));
    assert_eq!(one, all(&play, 90, &options(700)));
    assert_eq!(one, all(&play, 90, &BulkOptions { nights: true, ..BulkOptions::default() }));
}

#[test]
fn ids_follow_from_what_is_played() {
    let play_one = play("default", &["hero", "random"]);
    let id = RunId::new(&play_one, 5, "").unwrap();
    assert_eq!(id, RunId::new(&play_one, 5, "").unwrap());
    let mut others = vec![id, RunId::new(&play_one, 6, "").unwrap(), RunId::new(&play_one, 5, "again").unwrap()];
    others.push(RunId::new(&Match { rules: RuleSet::RustCore, ..play_one.clone() }, 5, "").unwrap());
    others.push(RunId::new(&play("default", &["random", "hero"]), 5, "").unwrap());
    others.sort();
    others.dedup();
    assert_eq!(others.len(), 5);
    let [games, ..] = all(&play_one, 3, &BulkOptions::default());
    assert!(text(&games, "run_id").iter().all(|run| *run == id.to_string()));
    let third = &text(&games, "game_id")[2];
    assert_eq!(*third, format!("{}-8000-000000000002", &id.to_string()[..18]));
    assert_eq!(&third[14..15], "8", "a UUID of version 8");
}

#[test]
fn a_receiver_can_stop_and_bad_options_are_named() {
    let play = play("default", &["hero"]);
    let mut seen = 0;
    let options = BulkOptions { rows_per_batch: 1, ..BulkOptions::default() };
    let stopped = simulate_batches(&play, 0..1_000_000, &options, |_| {
        seen += 1;
        if seen == 3 { Err("enough") } else { Ok(()) }
    });
    assert!(matches!(stopped, Err(BatchError::Receiver("enough"))));
    let none = BulkOptions { rows_per_batch: 0, ..BulkOptions::default() };
    let error = simulate_batches(&play, 0..1, &none, |_| Ok::<_, Infallible>(())).unwrap_err();
    assert!(matches!(error, BatchError::Brigade(BrigadeError::Range { field: "rows_per_batch", .. })), "{error}");
    let empty = simulate_batches(&play, 7..7, &options, |_| Err("never")).unwrap();
    assert_eq!(empty.games, 0);
}

#[test]
fn every_column_is_documented() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/tables.md")).unwrap();
    let tables = [
        (BrigadeGamesBuilder::NAME, BrigadeGamesBuilder::schema()),
        (BrigadeAgentsBuilder::NAME, BrigadeAgentsBuilder::schema()),
        (BrigadeNightsBuilder::NAME, BrigadeNightsBuilder::schema()),
    ];
    for (name, schema) in tables {
        let section = text.split(&format!("\n## `{name}`\n")).nth(1).unwrap_or_else(|| panic!("{name}"));
        let section = section.split("\n## ").next().unwrap();
        for field in schema.fields() {
            let row = format!("\n| `{}` | {} |", field.name(), field.data_type());
            assert!(section.contains(&row), "docs/tables.md lacks {row} of {name}");
        }
        assert_eq!(section.matches("\n| `").count(), schema.fields().len(), "{name}");
    }
}
