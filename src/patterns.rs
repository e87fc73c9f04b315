//! `ludograph patterns`

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Subcommand, ValueEnum};
use ludograph_engine::mining::{
    Bounds, ContrastOptions, ContrastOrder, ItemsetKind, ItemsetOptions, Reached, Runs, SequenceOptions, Support,
    Vocabulary, contrast_itemsets, contrast_sequences, itemsets, sequences,
};
use serde_json::{Value, json};

use crate::runs::{self, RunsOptions};
use crate::text_table::{self, chance};

#[derive(Debug, Subcommand)]
pub(crate) enum PatternsCommand {
    /// What is owned together in many runs
    Itemsets {
        #[command(flatten)]
        search: SearchOptions,
        /// Which of the frequent itemsets
        #[arg(long, value_enum, default_value_t = Kind::All)]
        kind: Kind,
    },
    /// What is done in this order in many runs, with other moves between
    Sequences {
        #[command(flatten)]
        search: SearchOptions,
        /// The most other moves between two neighbours of a pattern
        #[arg(long, value_name = "N")]
        gap: Option<u32>,
    },
    /// What tells won runs from lost ones
    Contrast {
        #[command(flatten)]
        search: SearchOptions,
        /// Patterns of what
        #[arg(long, value_enum, default_value_t = Of::Items)]
        of: Of,
    },
}

#[derive(Debug, Args)]
pub(crate) struct SearchOptions {
    #[command(flatten)]
    runs: RunsOptions,
    /// Least support: runs as a whole number, or a share of all runs written with a point
    #[arg(long, value_name = "N|SHARE", default_value = "0.05", value_parser = support)]
    support: Support,
    /// Longest pattern
    #[arg(long, value_name = "N", default_value_t = 3)]
    length: usize,
    /// Shortest pattern
    #[arg(long, value_name = "N", default_value_t = 1)]
    from_length: usize,
    /// Patterns in the answer
    #[arg(long, value_name = "N", default_value_t = 50)]
    top: usize,
    /// Prints one JSON object a line
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// All of them
    All,
    /// Those without a superset of the same support
    Closed,
    /// Those without a frequent superset
    Maximal,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Of {
    /// What was owned
    Items,
    /// What was done, in order
    Events,
}

fn support(text: &str) -> Result<Support, String> {
    let rows = text.parse().ok().filter(|rows| *rows > 0).map(Support::Rows);
    let share = || text.parse().ok().filter(|share| *share > 0.0 && *share <= 1.0).map(Support::Share);
    rows.or_else(share).ok_or_else(|| "a support is a whole number from 1 on, or a share such as 0.05".to_owned())
}

pub(crate) async fn run(command: PatternsCommand) -> Result<ExitCode> {
    match command {
        PatternsCommand::Itemsets { search, kind } => find_itemsets(&search, kind).await?,
        PatternsCommand::Sequences { search, gap } => find_sequences(&search, gap).await?,
        PatternsCommand::Contrast { search, of } => find_contrasts(&search, of).await?,
    }
    Ok(ExitCode::SUCCESS)
}

/// A pattern of any kind: its names, and its columns with their heads.
struct Row {
    names: String,
    cells: Vec<(&'static str, Value, String)>,
}

async fn find_itemsets(search: &SearchOptions, kind: Kind) -> Result<()> {
    let runs = runs::read(&search.runs).await?;
    let kind = match kind {
        Kind::All => ItemsetKind::All,
        Kind::Closed => ItemsetKind::Closed,
        Kind::Maximal => ItemsetKind::Maximal,
    };
    let found = itemsets(runs.items(), &ItemsetOptions { kind, ..search.itemsets() })?;
    let rows = found.patterns.iter().take(search.top).map(|found| Row {
        names: named(&found.items, runs.item_names(), ", "),
        cells: frequent(found.support, found.lift, found.p, found.q),
    });
    print(search, &runs, rows.collect(), found.patterns.len(), found.reached);
    Ok(())
}

async fn find_sequences(search: &SearchOptions, gap_max: Option<u32>) -> Result<()> {
    let runs = runs::read(&search.runs).await?;
    let found = sequences(runs.events(), &SequenceOptions { gap_max, ..search.sequences() })?;
    let rows = found.patterns.iter().take(search.top).map(|found| Row {
        names: named(&found.events, runs.event_names(), " → "),
        cells: frequent(found.support, found.lift, found.p, found.q),
    });
    print(search, &runs, rows.collect(), found.patterns.len(), found.reached);
    Ok(())
}

async fn find_contrasts(search: &SearchOptions, of: Of) -> Result<()> {
    let runs = runs::read(&search.runs).await?;
    let judged = ContrastOptions { order: ContrastOrder::Significance, ..ContrastOptions::default() };
    let (found, vocabulary, between) = match of {
        Of::Items => {
            (contrast_itemsets(runs.items(), runs.won(), &search.itemsets(), &judged)?, runs.item_names(), ", ")
        }
        Of::Events => {
            (contrast_sequences(runs.events(), runs.won(), &search.sequences(), &judged)?, runs.event_names(), " → ")
        }
    };
    let rows = found.patterns.iter().take(search.top).map(|found| {
        let odds = found.odds_ratio;
        Row {
            names: named(&found.pattern, vocabulary, between),
            cells: vec![
                ("runs", json!(found.support), found.support.to_string()),
                ("won", json!(found.wins), found.wins.to_string()),
                ("odds", json!(odds.value), format!("{:.2}", odds.value)),
                ("from", json!(odds.low), format!("{:.2}", odds.low)),
                ("to", json!(odds.high), format!("{:.2}", odds.high)),
                ("p", json!(found.p), chance(found.p)),
                ("q", json!(found.q), chance(found.q)),
            ],
        }
    });
    print(search, &runs, rows.collect(), found.patterns.len(), found.reached);
    Ok(())
}

impl SearchOptions {
    fn bounds(&self) -> Bounds<'static> {
        Bounds { length_max: self.length, ..Bounds::default() }
    }

    fn itemsets(&self) -> ItemsetOptions<'static> {
        let (support_min, length_min, bounds) = (self.support, self.from_length, self.bounds());
        ItemsetOptions { support_min, length_min, bounds, ..ItemsetOptions::default() }
    }

    fn sequences(&self) -> SequenceOptions<'static> {
        let (support_min, length_min, bounds) = (self.support, self.from_length, self.bounds());
        SequenceOptions { support_min, length_min, bounds, ..SequenceOptions::default() }
    }
}

fn named(pattern: &[u32], vocabulary: &Vocabulary, between: &str) -> String {
    pattern.iter().filter_map(|id| vocabulary.name(*id)).collect::<Vec<_>>().join(between)
}

fn frequent(support: u32, lift: f64, p: Option<f64>, q: Option<f64>) -> Vec<(&'static str, Value, String)> {
    let shown = |value: Option<f64>| value.map(chance).unwrap_or_default();
    vec![
        ("runs", json!(support), support.to_string()),
        ("lift", json!(lift), format!("{lift:.2}")),
        ("p", json!(p), shown(p)),
        ("q", json!(q), shown(q)),
    ]
}

fn print(search: &SearchOptions, runs: &Runs, rows: Vec<Row>, found: usize, reached: Reached) {
    if search.json {
        for row in &rows {
            let mut object: serde_json::Map<String, Value> =
                row.cells.iter().map(|(head, value, _)| ((*head).to_owned(), value.clone())).collect();
            object.insert("pattern".to_owned(), json!(row.names));
            println!("{}", Value::Object(object));
        }
        return;
    }
    let mut heads = vec!["pattern"];
    heads.extend(rows.first().iter().flat_map(|row| row.cells.iter().map(|(head, ..)| *head)));
    let shown = rows.len();
    let cells: Vec<Vec<String>> = rows
        .into_iter()
        .map(|row| std::iter::once(row.names).chain(row.cells.into_iter().map(|(_, _, text)| text)).collect())
        .collect();
    text_table::print(&heads, 1, &cells);
    let wins = runs.won().iter().filter(|won| **won).count();
    println!("{shown} of {found} patterns in {} runs, {wins} of them won", runs.len());
    if !reached.is_complete() {
        println!("The search was cut short at its bound of patterns; a greater support finds all.");
    }
}
