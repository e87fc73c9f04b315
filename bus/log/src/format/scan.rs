//! Walking the records of a segment held in memory, and judging what stops the walk.

use super::record::{self, Found, Record};
use super::used_len;
use crate::limits::{RECORD_ALIGN_BYTES, RECORD_HEADER_BYTES};

/// What a walk over the last segment's records found. Offsets count from the start of the bytes walked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scan {
    /// Offset after the last complete group.
    pub(crate) end: usize,
    /// Position of the last record of the last complete group; the one before the first expected if there is none.
    pub(crate) last: u64,
    /// Records in complete groups.
    pub(crate) records: u64,
    /// Every complete group: position of its first record, offset.
    pub(crate) groups: Vec<(u64, usize)>,
    /// What follows.
    pub(crate) tail: Tail,
}

/// What lies behind the last complete group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Tail {
    /// Nothing but zeros.
    Clean,
    /// A group that was being written: it and whatever else is there, up to so many bytes after the end.
    Torn(usize),
    /// Records that had been durable are damaged.
    Corrupt {
        /// Where the damage is.
        offset: usize,
        /// What it is, and how it is known to be damage.
        reason: String,
    },
}

/// Walks the records in `bytes`, the first of which has position `first`.
pub(crate) fn scan(bytes: &[u8], first: u64, salt: u64) -> Scan {
    let mut scan = Scan { end: 0, last: first - 1, records: 0, groups: Vec::new(), tail: Tail::Clean };
    let mut at = 0;
    let mut expected = first;
    let reason = loop {
        let record = match record::parse(&bytes[at..], salt) {
            Found::Record(record) => record,
            Found::Nothing => break "there is no record",
            Found::Short(_) => break "the record does not fit the segment",
            Found::Invalid(reason) => break reason,
        };
        if record.position != expected {
            break "the position is out of sequence";
        }
        if record.group_start != scan.last + 1 {
            break "the group does not start where the one before ended";
        }
        at += record.disk_bytes();
        expected += 1;
        if record.last_of_group {
            scan.groups.push((record.group_start, scan.end));
            scan.records += expected - record.group_start;
            scan.last = record.position;
            scan.end = at;
        }
    };
    scan.tail = judge(bytes, &scan, at, expected, reason, salt);
    scan
}

/// Tells a torn tail from damage: one group is in flight at a time, so a record whose group starts after the
/// position expected at the break proves that the record there had been durable.
fn judge(bytes: &[u8], scan: &Scan, at: usize, expected: u64, reason: &str, salt: u64) -> Tail {
    assert!(scan.end <= at && expected > scan.last, "the walk stopped at or after the last complete group");
    let used = used_len(&bytes[scan.end..]);
    if used == 0 {
        return Tail::Clean;
    }
    match later_group(bytes, at, scan.end + used, expected, salt) {
        None => Tail::Torn(used),
        Some((offset, witness)) => Tail::Corrupt {
            offset: at,
            reason: format!(
                "record {expected} is damaged: {reason}, but record {} at {offset} after it was written when it was durable",
                witness.position
            ),
        },
    }
}

/// Finds a record starting between `at` and `used_end` that belongs to a group starting after `expected`.
fn later_group(bytes: &[u8], at: usize, used_end: usize, expected: u64, salt: u64) -> Option<(usize, Record)> {
    // The shortest records there could be bound the positions worth a checksum.
    let positions_max = expected + (bytes.len() / RECORD_HEADER_BYTES) as u64;
    let mut offset = at + RECORD_ALIGN_BYTES;
    while offset < used_end && offset + RECORD_HEADER_BYTES <= bytes.len() {
        let position = super::u64_at(bytes, offset + 8);
        let group_start = super::u64_at(bytes, offset + 16);
        if group_start > expected
            && position >= group_start
            && position <= positions_max
            && let Found::Record(record) = record::parse(&bytes[offset..], salt)
        {
            return Some((offset, record));
        }
        offset += RECORD_ALIGN_BYTES;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::Batch;

    const SALT: u64 = 99;

    fn group(out: &mut Vec<u8>, first: u64, payloads: &[&[u8]]) -> usize {
        let mut batch = Batch::new();
        for payload in payloads {
            batch.push(payload);
        }
        let mut buffer = batch.into_buffer();
        record::fill_headers(&mut buffer, first, first, true, SALT);
        out.extend_from_slice(&buffer);
        out.len()
    }

    fn three_groups() -> (Vec<u8>, [usize; 3]) {
        let mut bytes = Vec::new();
        let ends = [
            group(&mut bytes, 1, &[b"one", b"two"]),
            group(&mut bytes, 3, &[b"three", b"", b"five"]),
            group(&mut bytes, 6, &[&[7; 300], b"last\0\0\0\0"]),
        ];
        bytes.resize(8192, 0);
        (bytes, ends)
    }

    #[test]
    fn whole_groups_are_found() {
        let (bytes, ends) = three_groups();
        let scan = scan(&bytes, 1, SALT);
        assert_eq!((scan.end, scan.last, scan.records, scan.tail), (ends[2], 7, 7, Tail::Clean));
        assert_eq!(scan.groups, [(1, 0), (3, ends[0]), (6, ends[1])]);
    }

    #[test]
    fn damage_in_the_last_group_is_a_torn_tail_and_drops_all_of_it() {
        let (bytes, ends) = three_groups();
        for at in ends[1]..ends[2] {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x40;
            let scan = scan(&damaged, 1, SALT);
            assert_eq!((scan.end, scan.last), (ends[1], 5), "byte {at}");
            assert!(matches!(scan.tail, Tail::Torn(_)), "byte {at}");
        }
    }

    #[test]
    fn damage_before_a_later_group_is_corruption() {
        let (bytes, ends) = three_groups();
        for at in 0..ends[1] {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x40;
            let Tail::Corrupt { offset, .. } = scan(&damaged, 1, SALT).tail else { panic!("byte {at} passed") };
            assert!(offset <= at, "byte {at} reported at {offset}");
        }
    }

    #[test]
    fn a_record_that_claims_another_group_ends_the_walk() {
        let mut bytes = Vec::new();
        let end = group(&mut bytes, 1, &[b"one", b"two"]);
        // As left behind by a group that began elsewhere: position and checksum are right.
        let mut batch = Batch::new();
        batch.push(b"three");
        let mut stray = batch.into_buffer();
        record::fill_headers(&mut stray, 3, 2, true, SALT);
        bytes.extend_from_slice(&stray);
        let scan = scan(&bytes, 1, SALT);
        assert_eq!((scan.end, scan.last), (end, 2));
        assert!(matches!(scan.tail, Tail::Torn(_)));
    }

    #[test]
    fn a_lost_page_before_a_later_group_is_corruption_and_in_the_last_group_is_torn() {
        let (mut bytes, ends) = three_groups();
        bytes[ends[1]..ends[1] + 64].fill(0);
        assert!(matches!(scan(&bytes, 1, SALT).tail, Tail::Torn(_)));
        bytes[ends[0]..ends[1]].fill(0);
        // The witness itself is gone as well: nothing proves the middle group, and both are dropped.
        assert_eq!(scan(&bytes, 1, SALT).last, 2);
        let (mut bytes, ends) = three_groups();
        bytes[ends[0]..ends[1]].fill(0);
        assert!(matches!(scan(&bytes, 1, SALT).tail, Tail::Corrupt { .. }));
    }
}
