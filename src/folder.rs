//! A data folder as it lies there, for the commands that look at one.

use std::path::Path;

use anyhow::{Result, bail};
use ludograph_analytics::{Analytics, AnalyticsOptions, StoreOptions, StorePlace};
use ludograph_log::{Log, Records};

use crate::cli::DataOptions;
use crate::config::STORE_FOLDER;
use crate::progress;
use crate::server::LOG_FOLDER;

/// Bytes of the log read at a time.
const READ_BYTES: usize = 4 * 1024 * 1024;
/// How often the store is looked at anew where the log was trimmed meanwhile.
const TRIES_MAX: u32 = 3;

fn options() -> AnalyticsOptions {
    // As much as it needs, since nobody waits behind it.
    AnalyticsOptions { hot_bytes_max: u64::MAX, ..AnalyticsOptions::default() }
}

/// Where a data folder's tables are stored; `None` where nothing was stored yet.
pub(crate) fn place(data: &DataOptions) -> Result<Option<StorePlace>> {
    let folder = data.data.join(STORE_FOLDER);
    match &data.store {
        Some(place) => Ok(Some(StorePlace::parse(place)?)),
        None if folder.is_dir() => Ok(Some(StorePlace::folder(&folder)?)),
        None => Ok(None),
    }
}

/// The folder of a data folder's log.
pub(crate) fn log(data: &Path) -> Result<std::path::PathBuf> {
    let folder = data.join(LOG_FOLDER);
    if !folder.is_dir() {
        bail!("{} holds no log; `ludograph serve --data {0}` begins one, `ludograph demo` shows one", data.display());
    }
    Ok(folder)
}

/// A data folder's tables: what is stored, and what the log holds beyond it. A server may be writing both meanwhile.
pub(crate) async fn look(data: &DataOptions) -> Result<Analytics> {
    let folder = match (log(&data.data), place(data)?) {
        (Ok(folder), _) => folder,
        // Simulated games need no log.
        (Err(_), Some(place)) => return Ok(Analytics::look(options(), place).await?),
        (Err(error), None) => return Err(error),
    };
    for _ in 0..TRIES_MAX {
        let analytics = match place(data)? {
            Some(place) => Analytics::look(options(), place).await?,
            None => Analytics::new(options())?,
        };
        let log = Log::inspect(&folder)?;
        // The server may have stored more and let go of it in the log since the store was looked at.
        if log.first_position() > analytics.position() + 1 && analytics.position() > 0 {
            continue;
        }
        read_rest(&analytics, &log)?;
        return Ok(analytics);
    }
    bail!("{}: the log begins after the stored tables end", data.data.display())
}

fn read_rest(analytics: &Analytics, log: &ludograph_log::Inspection) -> Result<()> {
    let first = log.first_position().max(analytics.position() + 1);
    let bar = progress::bar(usize::try_from((log.durable_position() + 1).saturating_sub(first))?, "events");
    let mut records = Records::default();
    if first <= log.durable_position() {
        let mut reader = log.reader(first)?;
        while reader.next_batch(READ_BYTES, &mut records)? {
            analytics.apply(records.iter())?;
            bar.inc(records.len() as u64);
        }
    }
    bar.finish_and_clear();
    Ok(())
}

/// A data folder's stored tables, to be looked after.
pub(crate) async fn store(data: &DataOptions, options: StoreOptions) -> Result<Analytics> {
    let Some(place) = place(data)? else {
        bail!(
            "{} holds no stored tables; `ludograph serve` stores them, in DIR/store unless told otherwise",
            data.data.display()
        );
    };
    Ok(Analytics::open(self::options(), place, options).await?)
}
