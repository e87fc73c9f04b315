//! `ludograph verify`

mod expected;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use futures::StreamExt as _;
use ludograph_analytics::Analytics;
use ludograph_analytics::encode::{Encoder as _, Ndjson};
use serde_json::Value;

use crate::cli::{ServeOptions, VerifyCommand};
use crate::client::Client;
use crate::config::{Config, Settings};
use crate::memgraph::Memgraph;
use crate::server::Server;
use crate::traffic::{self, Post};
use expected::{Expected, Identity};

/// How long the tables may take to show what the door took.
const VISIBLE_MAX: Duration = Duration::from_secs(30);

pub(crate) async fn run(command: VerifyCommand) -> Result<ExitCode> {
    let VerifyCommand::Wire { paths, quiet } = command;
    let mut tally = Tally::default();
    for path in &paths {
        for file in traffic::files(path)? {
            let outcome = verify_file(&file).await;
            tally.print(&file.display().to_string(), outcome, quiet);
        }
        for folder in sessions(path)? {
            let outcome = verify_session(&folder).await;
            tally.print(&format!("{} as one session", folder.display()), outcome, quiet);
        }
    }
    println!("{} passed, {} failed", tally.passed, tally.failed);
    Ok(if tally.failed == 0 && tally.passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[derive(Default)]
struct Tally {
    passed: usize,
    failed: usize,
}

impl Tally {
    fn print(&mut self, name: &str, outcome: Result<Outcome>, quiet: bool) {
        match outcome {
            Ok(outcome) => {
                self.passed += 1;
                if !quiet {
                    println!("ok    {name}: {outcome}");
                }
            }
            Err(error) => {
                self.failed += 1;
                println!("FAIL  {name}: {error:#}");
            }
        }
    }
}

/// What the door made of a file.
#[derive(Debug, Default)]
struct Outcome {
    accepted: u64,
    duplicates: u64,
    repaired: u64,
    dead_letters: u64,
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { accepted, duplicates, repaired, dead_letters } = self;
        write!(f, "{accepted} accepted, {duplicates} repeated, {repaired} repaired, {dead_letters} dead-lettered")
    }
}

async fn verify_file(file: &Path) -> Result<Outcome> {
    verify_posts(&traffic::posts(file)?).await
}

/// A folder of bodies in send order, one game: sent whole through one instance.
async fn verify_session(folder: &Path) -> Result<Outcome> {
    let mut posts = Vec::new();
    for file in session_files(folder)? {
        posts.extend(traffic::posts(&file)?);
    }
    verify_posts(&posts).await
}

/// The folders below a path that hold a session: bodies whose names end in `__single.json` or `__batch.json`.
fn sessions(path: &Path) -> Result<Vec<PathBuf>> {
    let mut folders: Vec<PathBuf> = Vec::new();
    for file in traffic::files(path)? {
        let folder = file.parent().map(Path::to_owned).unwrap_or_default();
        if path.is_dir() && !folders.contains(&folder) && session_files(&folder)?.len() > 1 {
            folders.push(folder);
        }
    }
    Ok(folders)
}

/// The bodies of a session's folder by the number in their names' second half.
fn session_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let in_folder = |file: &PathBuf| file.parent() == Some(folder);
    let mut numbered: Vec<(u32, PathBuf)> = Vec::new();
    for file in traffic::files(folder)?.into_iter().filter(in_folder) {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let number = name.strip_suffix("_batch.json").or_else(|| name.strip_suffix("_single.json"));
        let number = number.and_then(|name| name.rsplit_once("__")).and_then(|(_, number)| number.parse().ok());
        numbered.extend(number.map(|number| (number, file)));
    }
    numbered.sort();
    Ok(numbered.into_iter().map(|(_, file)| file).collect())
}

/// Sends posts through a fresh instance and compares what it holds afterwards with what was sent.
async fn verify_posts(posts: &[Post]) -> Result<Outcome> {
    let folder = tempfile::tempdir().context("a temporary folder")?;
    let server = Server::start(&fresh(folder.path())?).await?;
    let compared = compare(&server, posts).await;
    server.stop().await?;
    compared
}

fn fresh(folder: &Path) -> Result<Config> {
    let mut config = Settings::read(&ServeOptions {
        data: Some(folder.display().to_string()),
        listen: Some("127.0.0.1:0".to_owned()),
        segment_size: Some("4MiB".to_owned()),
        ..ServeOptions::default()
    })?
    .check()?;
    config.analytics.rows_max = None;
    config.memgraph = Memgraph::Unset;
    Ok(config)
}

async fn compare(server: &Server, posts: &[Post]) -> Result<Outcome> {
    let client = Client::new(&format!("http://{}", server.address), None)?;
    let mut outcome = Outcome::default();
    let mut expected = Expected::default();
    for (index, post) in posts.iter().enumerate() {
        expected.add(&post.body);
        let answered = client.post(&post.path, &post.body).await?;
        let status = answered.status;
        ensure!((200..300).contains(&status), "post {} was answered {status}, not 2xx", index + 1);
        outcome.accepted += answered.count("accepted");
        outcome.duplicates += answered.count("duplicates");
        outcome.dead_letters += answered.count("dead_letters");
        outcome.repaired += u64::from(answered.body["repairs"].as_array().is_some_and(|repairs| !repairs.is_empty()));
    }
    ensure!(server.settled(VISIBLE_MAX).await, "the tables lag behind the log for over {VISIBLE_MAX:?}");
    check_events(&server.analytics, &expected).await?;
    check_dead_letters(&server.analytics, &expected).await?;
    Ok(outcome)
}

/// Every distinct event stands in `events` as often as it is distinct, and nothing else does.
async fn check_events(analytics: &Analytics, expected: &Expected) -> Result<()> {
    let query = "SELECT event_id, type, source_time_ms, payload FROM events";
    let mut found: HashMap<Identity, usize> = HashMap::new();
    for row in rows(analytics, query).await? {
        *found.entry(Identity::of_row(&row)).or_default() += 1;
    }
    for (identity, times) in expected.events() {
        let found = found.remove(identity).unwrap_or_default();
        ensure!(found == *times, "{identity} stands in `events` {found} times, not {times}");
    }
    if let Some((identity, _)) = found.into_iter().next() {
        anyhow::bail!("{identity} stands in `events`, but was not sent");
    }
    Ok(())
}

/// Every body beyond repair stands whole among the dead letters.
async fn check_dead_letters(analytics: &Analytics, expected: &Expected) -> Result<()> {
    let letters = rows(analytics, "SELECT body_bytes FROM dead_letters").await?;
    for body in &expected.unreadable {
        let found = letters.iter().any(|letter| letter["body_bytes"].as_str() == Some(&hex(body)));
        ensure!(found, "a body beyond repair is not among the dead letters: {}", String::from_utf8_lossy(body));
    }
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing into a String cannot fail.
        let _written = write!(text, "{byte:02x}");
        text
    })
}

/// The rows of a query as JSON objects.
async fn rows(analytics: &Analytics, query: &str) -> Result<Vec<Value>> {
    let mut stream = analytics.query(query).await?;
    let mut encoder = Ndjson::default();
    let mut text = encoder.begin(&stream.schema())?;
    while let Some(batch) = stream.next().await {
        text.extend(encoder.batch(&batch?)?);
    }
    text.extend(encoder.end()?);
    let lines = text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| Ok(serde_json::from_slice(line)?)).collect()
}
