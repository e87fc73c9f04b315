//! Finding the segments in a directory and checking that none is missing between two of them.

use std::path::Path;
use std::sync::Arc;

use super::{Opened, Segment};
use crate::error::LogError;
use crate::fs::Filesystem;

/// The segments of a directory.
#[derive(Debug)]
pub(crate) struct Discovery {
    /// Ascending, their headers checked, chained without gaps.
    pub(crate) segments: Vec<Arc<Segment>>,
    /// First position of a last segment that was being created when the writer stopped.
    pub(crate) unborn: Option<u64>,
}

/// Reads the header of every segment that is not among the `known`, and no record.
pub(crate) fn discover(fs: &dyn Filesystem, dir: &Path, known: &[Arc<Segment>]) -> Result<Discovery, LogError> {
    let names = fs.list(dir).map_err(|error| LogError::io("list", dir, error))?;
    let firsts: Vec<u64> = names.iter().filter_map(|name| Segment::parse_name(name)).collect();
    assert!(firsts.is_sorted(), "names of equal length sort as their numbers do");
    let mut discovery = Discovery { segments: Vec::with_capacity(firsts.len()), unborn: None };
    for (at, first) in firsts.iter().copied().enumerate() {
        let is_last = at + 1 == firsts.len();
        let segment = match known.binary_search_by_key(&first, |segment| segment.first()) {
            Ok(at) => Arc::clone(&known[at]),
            Err(_) => match Segment::open(fs, dir, first)? {
                Opened::Valid(segment) => Arc::new(segment),
                // Before the first record there may be no other segment; later there always is one.
                Opened::Unborn if is_last && (at > 0 || first == 1) => {
                    discovery.unborn = Some(first);
                    break;
                }
                Opened::Unborn => {
                    let path = Segment::path_of(dir, first);
                    return Err(LogError::corrupt(&path, 0, "the segment has no header and is not the last"));
                }
            },
        };
        if let Some(before) = discovery.segments.last() {
            check_chain(before, &segment)?;
        }
        discovery.segments.push(segment);
    }
    Ok(discovery)
}

/// Every header names the segment before, so a missing one shows without reading any records.
fn check_chain(before: &Segment, segment: &Segment) -> Result<(), LogError> {
    let previous = segment.header.previous;
    if previous == before.first() {
        return Ok(());
    }
    let reason = if previous > before.first() {
        format!("positions {previous} to {} are missing: the segment before this one is gone", segment.first() - 1)
    } else {
        format!("the segment before starts with {}, not with {previous}", before.first())
    };
    Err(LogError::corrupt(&segment.path, 0, reason))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::header::{SegmentHeader, encode_with_version};
    use crate::limits::FORMAT_VERSION;
    use crate::sim::SimFs;

    fn dir_with(headers: &[(u64, u64)]) -> SimFs {
        let fs = SimFs::new(1);
        for (first, previous) in headers.iter().copied() {
            let header = SegmentHeader { first, previous, salt: first };
            Segment::create(&fs, Path::new("s"), header, 8192).unwrap();
        }
        fs
    }

    #[test]
    fn a_missing_segment_is_named_by_its_positions() {
        let fs = dir_with(&[(1, 0), (10, 1), (20, 10), (30, 20)]);
        fs.remove(&Segment::path_of(Path::new("s"), 20)).unwrap();
        let error = discover(&fs, Path::new("s"), &[]).unwrap_err();
        assert!(error.to_string().contains("positions 20 to 29 are missing"), "{error}");
    }

    #[test]
    fn the_oldest_may_be_gone() {
        let fs = dir_with(&[(10, 1), (20, 10)]);
        assert_eq!(discover(&fs, Path::new("s"), &[]).unwrap().segments.len(), 2);
    }

    #[test]
    fn a_newer_version_is_refused_with_both_named() {
        let fs = dir_with(&[(1, 0)]);
        let block = encode_with_version(&SegmentHeader { first: 5, previous: 1, salt: 0 }, FORMAT_VERSION + 4);
        fs.create(&Segment::path_of(Path::new("s"), 5)).unwrap().write_all_at(&block, 0).unwrap();
        let error = discover(&fs, Path::new("s"), &[]).unwrap_err();
        assert!(matches!(error, LogError::NewerVersion { found: 5, supported: FORMAT_VERSION, .. }), "{error}");
    }
}
