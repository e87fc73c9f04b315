//! A little of the finished log changes on the disk, and the log must notice.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::ensure;
use super::model::Violation;
use super::run::{DIR, Run, to_len};
use crate::core::{Core, RecoveryReport};
use crate::error::LogError;
use crate::reader::Records;

const SECTOR_BYTES: u64 = 512;

/// What was damaged.
struct Damage {
    path: PathBuf,
    bytes: Range<u64>,
    in_last_segment: bool,
}

/// Changes one bit or zeros one sector, anywhere, opens the log and reads all of it: every record is either right or
/// reported damaged. Only groups that nothing sound follows may be given up as a torn tail.
pub(super) fn damage_and_check(run: &mut Run<'_>) -> Result<(), Violation> {
    let Some(damage) = inflict(run) else { return Ok(()) };
    let result = match Core::open(Arc::new(run.fs.clone()), Path::new(DIR), run.options.clone()) {
        Ok((core, report)) => check_opened(run, &core, &report, &damage)?,
        Err(error) => Err(error),
    };
    match result {
        Ok(()) => Ok(()),
        Err(LogError::Corrupt { path, offset, .. }) => {
            ensure!(path == damage.path, "{} was damaged, and {} is named", damage.path.display(), path.display());
            ensure!(offset < damage.bytes.end, "{:?} was damaged, and {offset} is named", damage.bytes);
            Ok(())
        }
        // The end came back behind a cursor, which is told as well.
        Err(LogError::CursorAhead { .. }) if damage.in_last_segment => Ok(()),
        Err(error) => Err(format!("damage in {} led to: {error}", damage.path.display())),
    }
}

fn inflict(run: &mut Run<'_>) -> Option<Damage> {
    let files = run.fs.files();
    let (path, len) = run.prng.choose(&files).filter(|(_, len)| *len > 0)?.clone();
    let last_segment = files.iter().map(|(path, _)| path).rfind(|path| path.starts_with("log/segments"));
    let in_last_segment = last_segment == Some(&path);
    // Half of the time near the start, where more lies.
    let byte = if run.prng.permille(500) { run.prng.below(len) } else { run.prng.below(len.min(8192)) };
    let bytes = if run.prng.permille(700) {
        run.fs.flip_bit(&path, byte * 8 + run.prng.below(8));
        byte..byte + 1
    } else {
        let start = byte - byte % SECTOR_BYTES;
        run.fs.zero(&path, start..start + SECTOR_BYTES);
        start..start + SECTOR_BYTES
    };
    run.say(format_args!("bytes {bytes:?} of {} are damaged", path.display()));
    Some(Damage { path, bytes, in_last_segment })
}

fn check_opened(
    run: &mut Run<'_>,
    core: &Core,
    report: &RecoveryReport,
    damage: &Damage,
) -> Result<Result<(), LogError>, Violation> {
    if report.end_position < run.model.durable() {
        ensure!(damage.in_last_segment, "records were dropped from a segment that is not the last");
        let length = damage.bytes.end - damage.bytes.start;
        match &report.torn_segment {
            Some(torn) => ensure!(torn.path == damage.path, "{} was reported", torn.path.display()),
            // Where zeros took every byte of a group, it looks as if it had never been written.
            None => {
                ensure!(run.model.bytes_after(report.end_position) <= length, "records were dropped and not reported");
            }
        }
        run.model.give_up(report.end_position, length)?;
    }
    // The walk itself finds damage before the comparison does, and says where.
    let mut reader = core.reader(core.first_position()).map_err(|error| error.to_string())?;
    let mut buffer = Records::new();
    loop {
        match reader.next_batch(to_len(1 << 16), &mut buffer) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => return Ok(Err(error)),
        }
    }
    run.model.compare(core, core.first_position(), 1 << 16, usize::MAX)?;
    Ok(Ok(()))
}
