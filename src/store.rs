//! `ludograph store`: the store's files by hand.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, bail};
use bytesize::ByteSize;
use ludograph_analytics::{Analytics, AnalyticsOptions, STORE_CURSOR, StoreOptions as Limits};
use ludograph_log::{Log, LogOptions, Records};

use crate::cli::{DataOptions, StoreCommand, StoreOptions};
use crate::config::STORE_FOLDER;
use crate::{folder, progress};

/// Bytes of the log read at a time.
const READ_BYTES: usize = 4 * 1024 * 1024;
/// Events made into rows before they are stored.
const REBUILD_EVENTS: u64 = 250_000;

pub(crate) async fn run(command: StoreCommand) -> Result<ExitCode> {
    match command {
        StoreCommand::Compact(options) => compact(&options).await,
        StoreCommand::Vacuum { options, after, dry_run } => vacuum(&options, after, dry_run).await,
        StoreCommand::Retain { options, older_than } => retain(&options, older_than).await,
        StoreCommand::Check { options, quarantine } => check(&options, quarantine).await,
        StoreCommand::Rebuild { data } => rebuild(&data).await,
    }
}

/// The tables a command is for.
fn chosen(analytics: &Analytics, options: &StoreOptions) -> Result<Vec<&'static str>> {
    match &options.table {
        Some(name) => Ok(vec![analytics.table(name)?.name]),
        None => Ok(analytics.tables().iter().map(|table| table.name).collect()),
    }
}

async fn compact(options: &StoreOptions) -> Result<ExitCode> {
    let analytics = folder::store(&options.data, Limits::default()).await?;
    for table in chosen(&analytics, options)? {
        let done = analytics.compact(table).await?;
        let (before, after) = (ByteSize::b(done.bytes_before), ByteSize::b(done.bytes_after));
        println!("{table:<18} {} files of {before} became {} of {after}", done.files_before, done.files_after);
    }
    Ok(ExitCode::SUCCESS)
}

async fn vacuum(options: &StoreOptions, after: Duration, dry_run: bool) -> Result<ExitCode> {
    let limits = Limits { vacuum_after: after, ..Limits::default() };
    let analytics = folder::store(&options.data, limits).await?;
    for table in chosen(&analytics, options)? {
        let done = analytics.vacuum(table, dry_run).await?;
        println!("{table:<18} {} files {}", done.files.len(), if dry_run { "would be removed" } else { "removed" });
        for file in done.files.iter().filter(|_| dry_run) {
            println!("  {file}");
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn retain(options: &StoreOptions, age: Duration) -> Result<ExitCode> {
    let analytics = folder::store(&options.data, Limits::default()).await?;
    for table in chosen(&analytics, options)? {
        let done = analytics.retain(table, age).await?;
        println!(
            "{table:<18} {} rows let go: {} files removed, {} written anew",
            done.rows_removed, done.files_removed, done.files_rewritten
        );
    }
    Ok(ExitCode::SUCCESS)
}

async fn check(options: &StoreOptions, quarantine: bool) -> Result<ExitCode> {
    let analytics = folder::store(&options.data, Limits::default()).await?;
    let mut damaged = 0;
    for table in chosen(&analytics, options)? {
        for damage in analytics.check(table).await? {
            damaged += 1;
            println!("{}/{}: {} ({} rows)", damage.table, damage.file, damage.reason, damage.rows);
            if quarantine {
                let missing = analytics.quarantine(&damage).await?;
                println!("  set aside; {missing}");
            }
        }
    }
    match (damaged, quarantine) {
        (0, _) => println!("every file is as it was written"),
        (_, true) => {}
        (_, false) => {
            println!("`--quarantine` sets them aside; `ludograph store rebuild` makes the store anew from the log");
        }
    }
    Ok(if damaged == 0 || quarantine { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Makes the store anew. The log is locked meanwhile, so no server can be writing.
async fn rebuild(data: &DataOptions) -> Result<ExitCode> {
    if data.store.is_some() {
        bail!(
            "only the store within a data folder can be made anew; empty the other place, and start the server on it"
        );
    }
    let (log, _) = Log::open(&folder::log(&data.data)?, LogOptions::default())?;
    if log.first_position() > 1 {
        bail!(
            "the log begins at {}: what came before is in the store alone, which is therefore kept",
            log.first_position()
        );
    }
    let store = data.data.join(STORE_FOLDER);
    let before = if store.is_dir() { Some(set_aside(&store)?) } else { None };
    std::fs::create_dir_all(&store).with_context(|| format!("creating {}", store.display()))?;
    if let Some(before) = before {
        println!("the store of before is kept as {}", before.display());
        carry_over_simulated(&before, &store)?;
    }
    let analytics = folder::store(data, Limits { maintenance: None, ..Limits::default() }).await?;
    let bar = progress::bar(usize::try_from(log.durable_position())?, "events");
    let mut reader = log.reader(1)?;
    let mut records = Records::default();
    let mut pending = 0;
    while reader.next_batch(READ_BYTES, &mut records)? {
        analytics.apply(records.iter())?;
        pending += records.len() as u64;
        if pending >= REBUILD_EVENTS {
            analytics.flush().await?;
            pending = 0;
        }
        bar.inc(records.len() as u64);
    }
    analytics.flush().await?;
    log.save_cursor(STORE_CURSOR, analytics.stored_position())?;
    log.close()?;
    bar.finish_and_clear();
    println!("the store holds everything up to position {}", analytics.stored_position());
    Ok(ExitCode::SUCCESS)
}

fn set_aside(store: &Path) -> Result<PathBuf> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let aside = store.with_file_name(format!("{STORE_FOLDER}-before-{seconds}"));
    std::fs::rename(store, &aside).with_context(|| format!("renaming {}", store.display()))?;
    Ok(aside)
}

/// Simulated games are not in the log: their tables are copied as they are.
fn carry_over_simulated(from: &Path, to: &Path) -> Result<()> {
    let tables = Analytics::new(AnalyticsOptions::default())?.tables();
    for table in tables.iter().filter(|table| table.is_simulated && from.join(table.name).is_dir()) {
        copy_folder(&from.join(table.name), &to.join(table.name))?;
    }
    Ok(())
}

/// Copies a table's folder, and the folder of its transaction log within it.
fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to).with_context(|| format!("creating {}", to.display()))?;
    for entry in std::fs::read_dir(from).with_context(|| format!("reading {}", from.display()))? {
        let entry = entry.with_context(|| format!("reading {}", from.display()))?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
            continue;
        }
        let copy = || -> std::io::Result<()> {
            std::fs::copy(entry.path(), &target)?;
            std::fs::File::open(&target)?.sync_all()
        };
        copy().with_context(|| format!("copying {}", entry.path().display()))?;
    }
    std::fs::File::open(to).and_then(|folder| folder.sync_all()).with_context(|| format!("syncing {}", to.display()))
}
