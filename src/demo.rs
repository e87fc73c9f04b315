//! `ludograph demo`

mod chart;

use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use futures::StreamExt as _;
use ludograph_analytics::encode::{Encoder as _, Ndjson};
use serde_json::Value;

use crate::cli::{DemoOptions, Format, ServeOptions, Speed};
use crate::client::Client;
use crate::config::Settings;
use crate::memgraph::Memgraph;
use crate::server::Server;
use crate::{replay, sql, traffic};

/// The bundled session: what the mod would send over two runs, with its quirks and an outage.
const SESSION: &[u8] = include_bytes!("../fixtures/session.ndjson");
/// How long the tables may take to show what the door took.
const VISIBLE_MAX: Duration = Duration::from_secs(10);

/// A table of the demo.
struct Part {
    title: &'static str,
    sql: &'static str,
}

const RUNS: Part = Part {
    title: "The runs",
    sql: "SELECT outcome, ante_max AS ante, round_max AS rounds, hands_played AS hands, hand_score_max AS best_hand,
       money_last AS money, jokers_last AS jokers
FROM games WHERE round_max IS NOT NULL ORDER BY first_position",
};
const ROUNDS: Part = Part {
    title: "Rounds and scores of the first run",
    sql: "SELECT round, ante, blind_name AS blind, blind_chips AS target, score, hands_played AS hands, beaten,
       money_end AS money
FROM balatro_rounds
WHERE game_id = (SELECT game_id FROM games WHERE round_max IS NOT NULL ORDER BY first_position LIMIT 1)
ORDER BY round",
};
const JOKERS: Part = Part {
    title: "Jokers: how long each was held",
    sql: "SELECT name, count(DISTINCT round) AS rounds_held, min(round) AS first_round, max(sell_value) AS sell_value
FROM balatro_jokers GROUP BY name ORDER BY rounds_held DESC, name",
};
const TROUBLE: Part = Part {
    title: "What the wire did: every event kept once",
    sql: "SELECT type, count(*) AS events, sum(CASE WHEN only_in_changes THEN 1 ELSE 0 END) AS only_in_changes
FROM events GROUP BY type ORDER BY events DESC, type",
};
const MONEY: &str = "SELECT round, max(money) AS money FROM balatro_states
WHERE game_id = (SELECT game_id FROM games WHERE round_max IS NOT NULL ORDER BY first_position LIMIT 1)
AND round IS NOT NULL GROUP BY round ORDER BY round";

pub(crate) async fn run(options: DemoOptions) -> Result<ExitCode> {
    let begun = Instant::now();
    let folder = tempfile::Builder::new().prefix("ludograph-demo-").tempdir().context("a temporary folder")?;
    let serve = ServeOptions {
        data: Some(folder.path().display().to_string()),
        listen: Some("127.0.0.1:0".to_owned()),
        ..ServeOptions::default()
    };
    let mut config = Settings::read(&serve)?.check()?;
    // Whatever graph the environment names, it is not for this.
    config.memgraph = Memgraph::Unset;
    let server = Server::start(&config).await?;
    println!("A server of its own, in {}", folder.path().display());
    let shown = show(&server, &options).await;
    server.stop().await?;
    shown?;
    println!("\nTook {:.1} s.", begun.elapsed().as_secs_f64());
    if !options.discard {
        go_on(&folder.keep());
    }
    Ok(ExitCode::SUCCESS)
}

async fn show(server: &Server, options: &DemoOptions) -> Result<()> {
    let client = Client::new(&format!("http://{}", server.address), None)?;
    let posts = traffic::lines(SESSION)?;
    let sent = replay::send(&client, &posts, Speed::Max).await?;
    println!("Recorded Balatro traffic through its REST door: {sent}");
    ensure!(server.settled(VISIBLE_MAX).await, "the tables lag behind the log for over {VISIBLE_MAX:?}");
    for part in [RUNS, ROUNDS, JOKERS] {
        table(server, &part, options).await?;
    }
    heading("Money over the first run, dollars by round");
    let points = points(server, MONEY).await?;
    print!("{}", chart::bars(&points));
    footnote(MONEY, options);
    table(server, &TROUBLE, options).await
}

async fn table(server: &Server, part: &Part, options: &DemoOptions) -> Result<()> {
    heading(part.title);
    sql::answer(&server.analytics, part.sql, Format::Table).await?;
    footnote(part.sql, options);
    Ok(())
}

fn heading(title: &str) {
    println!("\n{title}\n{}", "=".repeat(title.len()));
}

fn footnote(sql: &str, options: &DemoOptions) {
    if !options.brief {
        println!("    {}", sql.replace('\n', "\n    "));
    }
}

/// The rows of a query of two columns, as label and value.
async fn points(server: &Server, sql: &str) -> Result<Vec<(String, f64)>> {
    let mut rows = server.analytics.query(sql).await?;
    let mut encoder = Ndjson::default();
    let mut text = encoder.begin(&rows.schema())?;
    while let Some(batch) = rows.next().await {
        text.extend(encoder.batch(&batch?)?);
    }
    let mut points = Vec::new();
    for line in text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let row: Value = serde_json::from_slice(line)?;
        points.push((row["round"].to_string(), row["money"].as_f64().unwrap_or_default()));
    }
    Ok(points)
}

fn go_on(folder: &Path) {
    let folder = folder.display();
    println!(
        "\nThe data stays in {folder} until you delete it. To go on:
  cargo run -- sql --data {folder}                       a prompt
  cargo run -- sql --data {folder} --named list          the named queries
  cargo run -- serve --data {folder}                     a server on it, then:
    curl -s http://127.0.0.1:8080/api/v1/query -d 'SELECT type, count(*) FROM events GROUP BY type'
    curl -s 'http://127.0.0.1:8080/api/v1/events?type=ROUND_CHANGED&limit=3'
    curl -s http://127.0.0.1:8080/ready"
    );
}
