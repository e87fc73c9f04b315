//! Small helpers the tests share.
#![allow(dead_code, clippy::unwrap_used)]

use std::path::Path;
use std::sync::Arc;

use ludograph_log::sim::SimFs;
use ludograph_log::{Batch, Core, Flush, Log, LogError, LogOptions, Records, RecoveryReport, Ticket};

pub(crate) const DIR: &str = "log";

pub(crate) fn small() -> LogOptions {
    LogOptions { segment_bytes: 8192, ..LogOptions::default() }
}

pub(crate) fn batch(payloads: &[&[u8]]) -> Batch {
    let mut batch = Batch::new();
    for payload in payloads {
        batch.push(payload);
    }
    batch
}

pub(crate) fn open(fs: &SimFs) -> Result<(Core, RecoveryReport), LogError> {
    Core::open(Arc::new(fs.clone()), Path::new(DIR), small())
}

/// Appends one group and makes it durable.
pub(crate) fn write(core: &Core, payloads: &[&[u8]]) -> Ticket {
    let ticket = core.append(batch(payloads)).unwrap();
    let flush = core.flush_one();
    assert!(matches!(flush, Flush::Durable { .. }), "{flush:?}");
    ticket
}

/// A file name of a segment.
pub(crate) fn segment(first: u64) -> std::path::PathBuf {
    Path::new(DIR).join("segments").join(format!("{first:020}.log"))
}

pub(crate) fn read_all(core: &Core) -> Result<Vec<(u64, Vec<u8>)>, LogError> {
    let mut reader = core.reader(core.first_position())?;
    let (mut buffer, mut all) = (Records::new(), Vec::new());
    while reader.next_batch(4096, &mut buffer)? {
        all.extend(buffer.iter().map(|(position, payload)| (position, payload.to_vec())));
    }
    Ok(all)
}

pub(crate) fn read_log(log: &Log, from: u64) -> Vec<(u64, Vec<u8>)> {
    let mut reader = log.reader(from).unwrap();
    let (mut buffer, mut all) = (Records::new(), Vec::new());
    while reader.next_batch(1 << 16, &mut buffer).unwrap() {
        all.extend(buffer.iter().map(|(position, payload)| (position, payload.to_vec())));
    }
    all
}
