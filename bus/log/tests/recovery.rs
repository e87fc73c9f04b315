//! One test per rule of recovery, on the simulated disk.
#![allow(clippy::unwrap_used)]

mod common;

use std::path::Path;

use common::{DIR, batch, open, read_all, segment, write};
use ludograph_log::limits::{RECORD_HEADER_BYTES, SEGMENT_HEADER_BYTES};
use ludograph_log::sim::SimFs;
use ludograph_log::{Access, Filesystem, Flush, Log, LogError};

const PAYLOAD: &[u8] = &[7; 100];
/// Bytes of a record with that payload on disk.
const RECORD: u64 = RECORD_HEADER_BYTES as u64 + 104;

fn overwrite(fs: &SimFs, path: &Path, offset: u64, bytes: &[u8]) {
    let file = fs.open(path, Access::Write).unwrap();
    file.write_all_at(bytes, offset).unwrap();
    file.sync_all().unwrap();
}

/// Three groups of two records in one segment.
fn three_groups() -> SimFs {
    let fs = SimFs::new(1);
    let (core, _) = open(&fs).unwrap();
    for _ in 0..3 {
        write(&core, &[PAYLOAD, PAYLOAD]);
    }
    fs.kill();
    fs
}

/// Several segments, and the first positions of the first three.
fn several_segments() -> (SimFs, Vec<u64>) {
    let fs = SimFs::new(2);
    let (core, _) = open(&fs).unwrap();
    for _ in 0..30 {
        write(&core, &[&[5; 900]]);
    }
    fs.kill();
    let firsts: Vec<u64> =
        (1..=30).filter(|first| fs.files().iter().any(|(path, _)| *path == segment(*first))).collect();
    assert!(firsts.len() > 3, "{firsts:?}");
    (fs, firsts)
}

#[test]
fn an_empty_log_opens_and_starts_at_one() {
    let fs = SimFs::new(0);
    let (core, report) = open(&fs).unwrap();
    assert_eq!((report.end_position, report.records, report.segments), (0, 0, 0));
    assert_eq!((core.first_position(), core.durable_position()), (1, 0));
    assert_eq!(write(&core, &[b"a", b"", b"c"]).last(), 3);
    let expected: Vec<(u64, Vec<u8>)> = vec![(1, b"a".to_vec()), (2, Vec::new()), (3, b"c".to_vec())];
    assert_eq!(read_all(&core).unwrap(), expected);
}

#[test]
fn a_torn_tail_is_dropped_back_to_its_group_and_reported() {
    let fs = three_groups();
    // The second record of the third group.
    overwrite(&fs, &segment(1), SEGMENT_HEADER_BYTES + 5 * RECORD + 50, b"torn");
    let (core, report) = open(&fs).unwrap();
    assert_eq!((report.end_position, report.records), (4, 4));
    assert!(report.torn_bytes > RECORD);
    let torn = report.torn_segment.unwrap();
    assert_eq!((torn.path, torn.offset), (segment(1), SEGMENT_HEADER_BYTES + 4 * RECORD));
    // Its positions and its place are free again, for good.
    assert_eq!(write(&core, &[b"next"]).first(), 5);
    drop(core);
    fs.restart();
    let (core, report) = open(&fs).unwrap();
    assert_eq!((report.end_position, report.torn_bytes), (5, 0));
    assert_eq!(read_all(&core).unwrap()[4].1, b"next");
}

#[test]
fn an_incomplete_group_is_dropped() {
    let fs = three_groups();
    // Its last record, which carries the mark of completeness, never reached the disk.
    fs.zero(&segment(1), SEGMENT_HEADER_BYTES + 5 * RECORD..SEGMENT_HEADER_BYTES + 6 * RECORD);
    let (_, report) = open(&fs).unwrap();
    assert_eq!((report.end_position, report.torn_bytes), (4, RECORD - 4));
}

#[test]
fn damage_before_a_later_group_is_refused_and_nothing_is_dropped() {
    let fs = three_groups();
    let offset = SEGMENT_HEADER_BYTES + 2 * RECORD;
    fs.flip_bit(&segment(1), (offset + 60) * 8);
    for _ in 0..2 {
        let error = open(&fs).unwrap_err();
        let LogError::Corrupt { path, offset: at, reason } = &error else { panic!("{error}") };
        assert_eq!((path, *at), (&segment(1), offset));
        assert!(reason.contains("record 3"), "{reason}");
    }
    // Undone, everything is there.
    fs.flip_bit(&segment(1), (offset + 60) * 8);
    assert_eq!(open(&fs).unwrap().1.end_position, 6);
}

#[test]
fn damage_in_an_older_segment_is_found_by_reading_and_by_verifying() {
    let (fs, firsts) = several_segments();
    let offset = SEGMENT_HEADER_BYTES + 10;
    fs.flip_bit(&segment(firsts[1]), offset * 8);
    let (core, _) = open(&fs).unwrap();
    let is_found = |error: &LogError| {
        matches!(error, LogError::Corrupt { path, offset, .. }
            if *path == segment(firsts[1]) && *offset == SEGMENT_HEADER_BYTES)
    };
    assert!(is_found(&read_all(&core).unwrap_err()));
    let inspection = Log::inspect_with(fs.clone(), Path::new(DIR)).unwrap();
    assert!(is_found(&inspection.verify().unwrap_err()));
    // What lies before and after is still served.
    assert!(core.reader(firsts[2]).is_ok());
}

#[test]
fn a_missing_segment_is_refused_with_its_positions() {
    let (fs, firsts) = several_segments();
    fs.remove(&segment(firsts[1])).unwrap();
    let error = open(&fs).unwrap_err();
    let missing = format!("positions {} to {} are missing", firsts[1], firsts[2] - 1);
    assert!(error.to_string().contains(&missing), "{error}");
}

#[test]
fn an_interrupted_roll_is_removed_and_repeated() {
    let (fs, _) = several_segments();
    // The name came to the disk, the header did not.
    fs.create(&segment(31)).unwrap().allocate(8192).unwrap();
    let (core, report) = open(&fs).unwrap();
    assert_eq!((report.interrupted_roll, report.end_position), (Some(31), 30));
    assert_eq!(write(&core, &[&[1; 5000]]).first(), 31);
    assert_eq!(read_all(&core).unwrap().len(), 31);
}

#[test]
fn an_interrupted_roll_proves_what_came_before() {
    let fs = three_groups();
    fs.create(&segment(7)).unwrap().allocate(8192).unwrap();
    fs.flip_bit(&segment(1), (SEGMENT_HEADER_BYTES + 5 * RECORD + 40) * 8);
    let error = open(&fs).unwrap_err();
    assert!(matches!(&error, LogError::Corrupt { .. }) && error.to_string().contains("5 to 6 are missing"), "{error}");
}

#[test]
fn a_damaged_header_with_records_behind_it_is_no_interrupted_roll() {
    let fs = three_groups();
    fs.flip_bit(&segment(1), 8 * 20);
    assert!(matches!(open(&fs).unwrap_err(), LogError::Corrupt { offset: 0, .. }));
}

#[test]
fn a_cursor_ahead_of_the_log_is_named() {
    let fs = three_groups();
    let (core, _) = open(&fs).unwrap();
    core.save_cursor("graph", 6).unwrap();
    assert!(matches!(core.save_cursor("graph", 7), Err(LogError::Beyond { position: 7, durable: 6 })));
    drop(core);
    fs.remove(&segment(1)).unwrap();
    let error = open(&fs).unwrap_err();
    assert!(matches!(&error, LogError::CursorAhead { name, position: 6, end: 0 } if name == "graph"), "{error}");
}

#[test]
fn a_damaged_cursor_is_refused() {
    let fs = three_groups();
    let (core, _) = open(&fs).unwrap();
    core.save_cursor("graph", 6).unwrap();
    drop(core);
    fs.flip_bit(&Path::new(DIR).join("cursors/graph"), 70);
    assert!(matches!(open(&fs).unwrap_err(), LogError::Corrupt { .. }));
}

#[test]
fn a_full_disk_fails_what_is_pending_and_no_more() {
    let fs = SimFs::new(4);
    let (core, _) = open(&fs).unwrap();
    write(&core, &[&[1; 3000]]);
    fs.set_capacity(Some(fs.used_bytes()));
    // Does not fit the segment, and another cannot be had.
    let failed = core.append(batch(&[&[2; 3000]])).unwrap();
    let behind = core.append(batch(&[b"small"])).unwrap();
    assert!(matches!(core.flush_one(), Flush::Failed { error: LogError::DiskFull { .. }, .. }));
    for ticket in [failed, behind] {
        assert!(matches!(core.outcome(ticket), Some(Err(LogError::DiskFull { .. }))));
    }
    assert_eq!(core.stats().pending_bytes, 0);
    assert_eq!(read_all(&core).unwrap().len(), 1);
    fs.set_capacity(None);
    let again = write(&core, &[&[3; 3000]]);
    assert_eq!(again.first(), failed.first());
    assert!(matches!(core.outcome(failed), Some(Err(_))), "the same position, another generation");
    drop(core);
    fs.restart();
    let (core, report) = open(&fs).unwrap();
    assert_eq!((report.end_position, report.torn_bytes), (2, 0));
    assert_eq!(read_all(&core).unwrap()[1].1, [3; 3000]);
}

#[test]
fn a_failed_sync_poisons_the_log_until_it_is_opened_again() {
    let fs = SimFs::new(5);
    let (core, _) = open(&fs).unwrap();
    write(&core, &[b"safe"]);
    let doubtful = core.append(batch(&[b"doubtful"])).unwrap();
    fs.fail_next_sync();
    assert!(matches!(core.flush_one(), Flush::Failed { error: LogError::Poisoned { .. }, .. }));
    assert!(matches!(core.outcome(doubtful), Some(Err(LogError::Poisoned { .. }))));
    assert!(matches!(core.append(batch(&[b"more"])), Err(LogError::Poisoned { .. })));
    assert!(matches!(core.save_cursor("graph", 1), Err(LogError::Poisoned { .. })));
    assert!(core.stats().poisoned);
    assert_eq!(read_all(&core).unwrap().len(), 1, "what was durable can still be read");
    drop(core);
    // What the cache still shows is made durable before it counts: then no crash can take it.
    let (core, report) = open(&fs).unwrap();
    assert_eq!(report.end_position, 2);
    write(&core, &[b"after"]);
    drop(core);
    fs.restart();
    assert_eq!(open(&fs).unwrap().1.end_position, 3);
}

#[test]
fn a_segment_whose_creation_was_not_synced_is_synced_before_it_is_used() {
    let mut reused = 0;
    for seed in 0..100 {
        let fs = SimFs::new(seed);
        let (core, _) = open(&fs).unwrap();
        core.append(batch(&[b"never"])).unwrap();
        // The sync of the new segment fails, and the process dies before it can remove it: create, allocate, write,
        // sync, remove.
        fs.fail_next_sync();
        fs.stop_after(4);
        assert!(matches!(core.flush_one(), Flush::Failed { .. }));
        drop(core);
        fs.kill();
        reused += u32::from(!fs.files().is_empty());
        let (core, _) = open(&fs).unwrap();
        write(&core, &[b"acknowledged"]);
        drop(core);
        fs.restart();
        let (core, _) = open(&fs).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        assert_eq!(read_all(&core).unwrap(), [(1, b"acknowledged".to_vec())], "seed {seed}");
    }
    assert!(reused > 20, "{reused}");
}

#[test]
fn retention_goes_by_segments_and_waits_for_every_cursor() {
    let fs = SimFs::new(6);
    let options = ludograph_log::LogOptions { retain_bytes_max: Some(0), ..common::small() };
    let (core, _) = ludograph_log::Core::open(std::sync::Arc::new(fs.clone()), Path::new(DIR), options).unwrap();
    for _ in 0..30 {
        write(&core, &[&[5; 900]]);
    }
    let firsts: Vec<u64> =
        (1..=30).filter(|first| fs.files().iter().any(|(path, _)| *path == segment(*first))).collect();
    core.save_cursor("slow", firsts[1] - 2).unwrap();
    core.save_cursor("fast", 30).unwrap();
    let report = core.retain().unwrap();
    assert_eq!((report.segments, report.first, report.held_back), (0, 1, true));
    core.save_cursor("slow", firsts[1] - 1).unwrap();
    let report = core.retain().unwrap();
    assert_eq!((report.segments, report.first, report.held_back), (1, firsts[1], true));
    assert!(matches!(core.reader(firsts[1] - 1), Err(LogError::Truncated { first }) if first == firsts[1]));
    core.remove_cursor("slow").unwrap();
    let report = core.retain().unwrap();
    assert_eq!(report.first, *firsts.last().unwrap(), "the last segment stays");
    drop(core);
    fs.restart();
    let (core, _) = open(&fs).unwrap();
    assert_eq!((core.first_position(), core.durable_position()), (*firsts.last().unwrap(), 30));
}

#[test]
fn a_log_at_its_own_limit_refuses_until_retention_can_free_something() {
    let fs = SimFs::new(7);
    let options =
        ludograph_log::LogOptions { retain_bytes_max: Some(8192), log_bytes_max: 3 * 8192, ..common::small() };
    let (core, _) = ludograph_log::Core::open(std::sync::Arc::new(fs), Path::new(DIR), options).unwrap();
    core.append(batch(&[b"first"])).unwrap();
    core.flush_one();
    core.save_cursor("slow", 0).unwrap();
    let error = loop {
        core.append(batch(&[&[1; 900]])).unwrap();
        if let Flush::Failed { error, .. } = core.flush_one() {
            break error;
        }
    };
    assert!(matches!(error, LogError::Exhausted { limit_bytes: 24576, .. }), "{error}");
    core.save_cursor("slow", core.durable_position()).unwrap();
    write(&core, &[&[1; 900]]);
    assert!(core.first_position() > 1);
}
