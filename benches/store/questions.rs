//! Eight questions over nights and their games, asked in turn of our SQL and of DuckDB over the same files. An answer that
//! differs ends the run.

use std::time::{Duration, Instant};

use arrow::array::RecordBatch;
use arrow::util::display::array_value_to_string;
use futures::TryStreamExt as _;
use ludograph_analytics::{AnalyticsOptions, FileTables};

use crate::Outcome;
use crate::duckdb::{Answer, DuckDb};
use crate::flags::Flags;
use crate::nights;

/// Threads of either side.
const THREADS: usize = 2;
/// DuckDB's own default is four fifths of the machine's memory.
const MEMORY_BYTES: usize = 12 << 30;
/// By how much of its size a number may differ: sums are made in another order.
const TOLERANCE: f64 = 1e-9;
const MEDIAN_WANTED: f64 = 1.0;
const WORST_WANTED: f64 = 1.5;

/// Name and SQL, which both sides take.
const QUESTIONS: [(&str, &str); 8] = [
    ("totals", "SELECT count(*), sum(fires), sum(saved), sum(lost), avg(team_reward) FROM nights"),
    (
        "by night",
        "SELECT night, avg(houses_burning), avg(houses_ruined), avg(workers) FROM nights GROUP BY night ORDER BY night",
    ),
    (
        "honesty and reward",
        "SELECT workers, lies, count(*), avg(team_reward), sum(saved) FROM nights GROUP BY workers, lies ORDER BY 1, 2",
    ),
    (
        "nobody came",
        "SELECT fires, count(*), avg(lost) FROM nights WHERE workers = 0 AND fires >= 3 GROUP BY fires ORDER BY fires",
    ),
    (
        "commonest ends",
        "SELECT houses_after, count(*) AS n FROM nights WHERE night = 19 GROUP BY houses_after ORDER BY n DESC, 1 LIMIT 10",
    ),
    (
        "by scenario (join)",
        "SELECT g.scenario, count(*), avg(n.team_reward), sum(n.saved) FROM nights n JOIN games g ON n.game_id = g.game_id \
         GROUP BY g.scenario ORDER BY g.scenario",
    ),
    (
        "teams in one scenario (join)",
        "SELECT g.team, avg(n.houses_burning), avg(n.lies) FROM nights n JOIN games g ON n.game_id = g.game_id \
         WHERE g.scenario = 'hard' AND n.night < 5 GROUP BY g.team ORDER BY g.team",
    ),
    (
        "worst games (5 % of all as groups)",
        "SELECT game_id, sum(lost) AS lost, sum(lies) AS lies FROM nights GROUP BY game_id \
         ORDER BY lost DESC, lies DESC, game_id LIMIT 10",
    ),
];

pub(crate) fn run(flags: &Flags) -> Outcome {
    let folder = flags.folder.join(flags.rows.to_string());
    let complete = folder.join("complete");
    if !complete.exists() {
        let begun = Instant::now();
        let (nights, games) = nights::write(&folder, flags.rows).map_err(|error| error.to_string())?;
        std::fs::write(&complete, [])?;
        let mebi = |bytes: u64| bytes >> 20;
        println!(
            "written in {:.0} s: nights {} MiB, games {} MiB",
            begun.elapsed().as_secs_f64(),
            mebi(nights),
            mebi(games)
        );
    }
    let tables = [("nights", nights::nights_schema()), ("games", nights::games_schema())];
    let options = AnalyticsOptions {
        query_memory_bytes_max: MEMORY_BYTES,
        query_time_max: Duration::from_mins(10),
        query_threads: THREADS,
        ..AnalyticsOptions::default()
    };
    let ours = FileTables::open(&folder, &tables, &options, &flags.settings)?;
    let mut theirs = DuckDb::open(&folder, THREADS)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    println!(
        "{} nights of {} games, {THREADS} threads each, in turn, median of {}; DuckDB {}\n",
        flags.rows,
        flags.rows / nights::NIGHTS,
        flags.rounds,
        theirs.version
    );
    println!("| question | ours ms | DuckDB ms | ratio |");
    println!("|---|---:|---:|---:|");
    let mut ratios = Vec::new();
    for (name, sql) in QUESTIONS {
        if flags.only.as_ref().is_some_and(|only| only != name) {
            continue;
        }
        let (mut our_times, mut their_times) = (Vec::new(), Vec::new());
        for _ in 0..flags.rounds {
            let answer = runtime.block_on(ask(&ours, sql))?;
            let other = theirs.ask(sql)?;
            compare(name, &answer, &other)?;
            our_times.push(answer.milliseconds);
            their_times.push(other.milliseconds);
        }
        let (our_time, their_time) = (median(our_times), median(their_times));
        ratios.push(our_time / their_time);
        println!("| {name} | {our_time:.0} | {their_time:.0} | {:.2} |", our_time / their_time);
    }
    let worst = ratios.iter().copied().fold(0.0, f64::max);
    println!("\nmedian ratio {:.2} (wanted {MEDIAN_WANTED}), worst {worst:.2} (wanted {WORST_WANTED})", middle(ratios));
    Ok(())
}

async fn ask(tables: &FileTables, sql: &str) -> Outcome<Answer> {
    let begun = Instant::now();
    let batches: Vec<RecordBatch> = tables.query(sql).await?.try_collect().await?;
    let milliseconds = begun.elapsed().as_secs_f64() * 1e3;
    let mut rows = Vec::new();
    for batch in &batches {
        for row in 0..batch.num_rows() {
            let values = batch.columns().iter().map(|column| array_value_to_string(column, row));
            rows.push(values.collect::<Result<Vec<_>, _>>()?);
        }
    }
    Ok(Answer { milliseconds, rows })
}

fn compare(question: &str, ours: &Answer, theirs: &Answer) -> Outcome {
    let same = ours.rows.len() == theirs.rows.len()
        && ours.rows.iter().flatten().zip(theirs.rows.iter().flatten()).all(|(one, other)| is_same(one, other));
    if same && !ours.rows.is_empty() {
        return Ok(());
    }
    Err(format!("{question}: ours is {:?}, DuckDB's {:?}", ours.rows, theirs.rows).into())
}

fn is_same(one: &str, other: &str) -> bool {
    match (one.parse::<f64>(), other.parse::<f64>()) {
        (Ok(one), Ok(other)) => (one - other).abs() <= TOLERANCE * one.abs().max(other.abs()),
        _ => one == other,
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// The median, between the two in the middle of an even count.
fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let at = |index: usize| values.get(index).copied().unwrap_or_default();
    f64::midpoint(at(values.len().saturating_sub(1) / 2), at(values.len() / 2))
}
