//! A bit of the finished log changes, and the log must notice.

use std::path::Path;
use std::sync::Arc;

use super::ensure;
use super::model::Violation;
use super::run::{DIR, Run};
use crate::core::{Core, RecoveryReport};
use crate::error::LogError;

/// Changes one bit anywhere, opens the log and reads all of it: every record is either right or reported damaged.
/// Only the last group may be given up as a torn tail, since nothing follows that would prove it had been durable.
pub(super) fn flip_and_check(run: &mut Run<'_>) -> Result<(), Violation> {
    let files = run.fs.files();
    if files.is_empty() {
        return Ok(());
    }
    let (path, len) = files[super::run::to_len(run.prng.below(files.len() as u64))].clone();
    if len == 0 {
        return Ok(());
    }
    // Half of the time near the start, where more lies.
    let range = if run.prng.permille(500) { len } else { len.min(8192) };
    let bit = run.prng.below(range * 8);
    run.fs.flip_bit(&path, bit);
    run.say(format_args!("bit {} of byte {} of {} flips", bit % 8, bit / 8, path.display()));

    let last_segment = files.iter().map(|(path, _)| path).rfind(|path| path.starts_with("log/segments"));
    let is_last = last_segment == Some(&path);
    let result = match Core::open(Arc::new(run.fs.clone()), Path::new(DIR), run.options.clone()) {
        Ok((core, report)) => check_opened(run, &core, &report, &path, is_last)?,
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => Ok(()),
        Err(LogError::Corrupt { path: named, offset, .. }) => {
            ensure!(named == path, "{} was damaged, and {} is named", path.display(), named.display());
            ensure!(offset <= bit / 8, "byte {} was damaged, and {offset} is named", bit / 8);
            Ok(())
        }
        // The end came back behind a cursor, which is told as well.
        Err(LogError::CursorAhead { .. }) if is_last => Ok(()),
        Err(error) => Err(format!("a flipped bit in {} led to: {error}", path.display())),
    }
}

fn check_opened(
    run: &mut Run<'_>,
    core: &Core,
    report: &RecoveryReport,
    path: &Path,
    is_last: bool,
) -> Result<Result<(), LogError>, Violation> {
    let durable = run.model.durable();
    if report.end_position < durable {
        ensure!(is_last, "records were dropped from a segment that is not the last");
        let torn = report.torn_segment.as_ref();
        ensure!(torn.is_some_and(|torn| torn.path == path), "records were dropped and not reported");
        ensure!(report.end_position + 1 == run.model.last_group, "more than the last group was dropped");
        run.model.give_up_last_group();
    }
    // The walk itself finds damage before the comparison does, and says where.
    let mut reader = core.reader(core.first_position()).map_err(|error| error.to_string())?;
    let mut buffer = crate::reader::Records::new();
    loop {
        match reader.next_batch(1 << 16, &mut buffer) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => return Ok(Err(error)),
        }
    }
    run.model.compare(core, core.first_position(), 1 << 16, usize::MAX)?;
    Ok(Ok(()))
}
