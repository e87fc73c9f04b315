//! `ludograph brigade simulate`

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use ludograph_analytics::{Analytics, StoreOptions};
use ludograph_engine::brigade::{BatchError, BulkOptions, GameBatches, Match, RunId, simulate_batches};
use tokio::sync::mpsc;

use super::options::SimulateOptions;
use super::run_writer::{Opened, RunWriter};
use crate::cli::DataOptions;
use crate::config::STORE_FOLDER;
use crate::{folder, progress};

/// Batches made ahead of the writer.
const BATCHES_AHEAD: usize = 2;

pub(super) async fn run(options: SimulateOptions) -> Result<ExitCode> {
    let play = options.game.to_match()?;
    let first = options.game.how.seed;
    let Some(end) = first.checked_add(options.games) else {
        bail!("the seeds from {first} on are fewer than {}", options.games)
    };
    let run_id = RunId::new(&play, first, &options.key)?.to_string();
    let analytics = open(&options).await?;
    let writer = match RunWriter::open(&analytics, &run_id, options.games, options.nights).await? {
        Opened::There => {
            println!("run {run_id} is there already: {} games", options.games);
            return Ok(ExitCode::SUCCESS);
        }
        Opened::Missing(writer) => *writer,
    };
    let began = Instant::now();
    let scenario = options.game.scenario.strip_suffix("-v1").unwrap_or(&options.game.scenario).to_owned();
    let bulk =
        BulkOptions { key: options.key, scenario: Some(scenario), nights: options.nights, ..BulkOptions::default() };
    let written = write(writer, play, first..end, bulk).await?;
    for table in ["brigade_agents", "brigade_nights", "brigade_games"] {
        analytics.refresh(table).await?;
    }
    println!("run {run_id}: {written} in {:.1} s", began.elapsed().as_secs_f64());
    println!("ludograph sql --data {} --named brigade_free_riding", options.into.display());
    Ok(ExitCode::SUCCESS)
}

async fn open(options: &SimulateOptions) -> Result<Analytics> {
    if options.store.is_none() {
        let store = options.into.join(STORE_FOLDER);
        std::fs::create_dir_all(&store).with_context(|| format!("creating {}", store.display()))?;
    }
    let data = DataOptions { data: options.into.clone(), store: options.store.clone() };
    folder::store(&data, StoreOptions { maintenance: None, ..StoreOptions::default() }).await
}

/// The writer has gone away.
struct Stopped;

/// Plays on threads of its own while the rows are written.
async fn write(mut writer: RunWriter, play: Match, seeds: std::ops::Range<u64>, bulk: BulkOptions) -> Result<String> {
    let bar = progress::bar(usize::try_from(seeds.end - seeds.start)?, "games");
    let (made, mut batches) = mpsc::channel::<GameBatches>(BATCHES_AHEAD);
    let playing = tokio::task::spawn_blocking(move || {
        simulate_batches(&play, seeds, &bulk, |batch| made.blocking_send(batch).map_err(|_| Stopped))
    });
    while let Some(batch) = batches.recv().await {
        let games = batch.games.num_rows() as u64;
        writer.write(batch).await?;
        bar.inc(games);
    }
    match playing.await? {
        Ok(_) => {}
        Err(BatchError::Brigade(error)) => return Err(error.into()),
        Err(BatchError::Receiver(Stopped)) => bail!("the rows were no longer taken"),
        Err(error) => bail!("{error}", error = describe(&error)),
    }
    let written = writer.commit().await?;
    bar.finish_and_clear();
    Ok(written)
}

fn describe(error: &BatchError<Stopped>) -> String {
    match error {
        BatchError::Arrow(error) => error.to_string(),
        _ => "the simulation stopped".to_owned(),
    }
}
