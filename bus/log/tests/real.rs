//! The log with its thread, on the machine's filesystem.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::Duration;

use common::{batch, read_log, small};
use ludograph_log::sim::SimFs;
use ludograph_log::{Batch, Log, LogError, LogOptions, Records};

#[test]
fn the_second_opener_is_told_who_has_it() {
    let dir = tempfile::tempdir().unwrap();
    let (log, _) = Log::open(dir.path(), small()).unwrap();
    let error = Log::open(dir.path(), small()).unwrap_err();
    assert!(matches!(&error, LogError::Locked { pid: Some(pid), .. } if *pid == std::process::id()), "{error}");
    log.close().unwrap();
    assert!(Log::open(dir.path(), small()).is_ok(), "closing gives the lock back while handles live on");
    assert!(matches!(log.append(batch(&[b"late"])), Err(LogError::Closed)));
}

#[test]
fn appenders_at_once_get_positions_without_gaps() {
    const WRITERS: usize = 8;
    const BATCHES: usize = 40;
    let dir = tempfile::tempdir().unwrap();
    let options = LogOptions { segment_bytes: 64 << 10, ..LogOptions::default() };
    let (log, _) = Log::open(dir.path(), options.clone()).unwrap();
    let written = Mutex::new(BTreeMap::new());
    thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (log, written) = (&log, &written);
            scope.spawn(move || {
                for number in 0..BATCHES {
                    let payloads: Vec<Vec<u8>> = (0..=number % 5)
                        .map(|at| format!("{writer}/{number}/{at}").repeat(at + 1).into_bytes())
                        .collect();
                    let mut batch = Batch::new();
                    for payload in &payloads {
                        batch.push_with(|buffer| buffer.extend_from_slice(payload));
                    }
                    let ticket = log.append(batch).unwrap();
                    log.wait(ticket).unwrap();
                    assert!(log.durable_position() >= ticket.last());
                    written.lock().unwrap().extend((ticket.first()..=ticket.last()).zip(payloads));
                }
            });
        }
    });
    let written = written.into_inner().unwrap();
    let count = written.len() as u64;
    assert!(written.keys().copied().eq(1..=count));
    assert!(read_log(&log, 1).into_iter().eq(written.clone()));
    assert!(log.stats().groups < (WRITERS * BATCHES) as u64, "groups form by themselves");
    assert_eq!(log.stats().synced_records, count);
    drop(log);
    let (log, report) = Log::open(dir.path(), options).unwrap();
    assert_eq!((report.records, report.torn_bytes), (count, 0));
    assert!(read_log(&log, 17).into_iter().eq(written.into_iter().skip(16)));
    assert_eq!(Log::verify(dir.path()).unwrap().records, count);
}

#[test]
fn a_reader_follows_a_writer_across_segments() {
    let dir = tempfile::tempdir().unwrap();
    let (log, _) = Log::open(dir.path(), small()).unwrap();
    let writer = log.clone();
    let handle = thread::spawn(move || {
        for number in 0..200_u64 {
            writer.wait(writer.append(batch(&[&number.to_le_bytes(), &[3; 300]])).unwrap()).unwrap();
        }
    });
    let mut reader = log.reader(1).unwrap();
    let mut records = Records::new();
    let mut next = 1;
    while next <= 400 {
        if !reader.next_batch(1000, &mut records).unwrap() {
            let durable = log.wait_beyond(reader.position() - 1, Duration::from_secs(10));
            assert!(durable >= reader.position());
            continue;
        }
        for (position, payload) in records.iter() {
            assert_eq!(position, next);
            assert!(position <= log.durable_position());
            if position % 2 == 1 {
                assert_eq!(payload, (position / 2).to_le_bytes());
            }
            next += 1;
        }
    }
    handle.join().unwrap();
    assert!(log.stats().segments > 5);
}

#[test]
fn an_inspection_follows_a_log_another_handle_writes() {
    let dir = tempfile::tempdir().unwrap();
    let (log, _) = Log::open(dir.path(), small()).unwrap();
    let inspection = Log::inspect(dir.path()).unwrap();
    assert_eq!((inspection.first_position(), inspection.durable_position()), (1, 0));
    let writer = log.clone();
    let handle = thread::spawn(move || {
        for _ in 0..150 {
            writer.wait(writer.append(batch(&[&[9; 700]])).unwrap()).unwrap();
        }
        writer.save_cursor("graph", 150).unwrap();
    });
    let mut reader = inspection.reader(1).unwrap();
    let (mut records, mut seen) = (Records::new(), 0);
    while seen < 150 {
        let durable = log.durable_position();
        assert!(inspection.refresh().unwrap() >= durable);
        while reader.next_batch(1 << 20, &mut records).unwrap() {
            seen += records.len();
        }
        Log::verify(dir.path()).unwrap();
    }
    handle.join().unwrap();
    assert_eq!(inspection.cursors().unwrap(), [("graph".to_owned(), 150)]);
    assert_eq!(Log::verify(dir.path()).unwrap().records, 150);
}

#[test]
fn observers_hear_of_every_group_and_dropping_the_log_flushes_it() {
    let dir = tempfile::tempdir().unwrap();
    let (log, _) = Log::open(dir.path(), small()).unwrap();
    let heard = Arc::new(AtomicU64::new(0));
    let hearer = Arc::clone(&heard);
    log.observe(move |progress| hearer.store(progress.durable, Ordering::SeqCst));
    let ticket = log.append(batch(&[b"one", b"two"])).unwrap();
    drop(log);
    assert_eq!(heard.load(Ordering::SeqCst), ticket.last());
    assert_eq!(Log::open(dir.path(), small()).unwrap().1.end_position, ticket.last());
}

#[test]
fn observers_hear_of_a_poison_that_no_group_brought() {
    let fs = SimFs::new(1);
    let (log, _) = Log::open_with(fs.clone(), Path::new("log"), small()).unwrap();
    log.wait(log.append(batch(&[b"one"])).unwrap()).unwrap();
    let (tell, heard) = mpsc::channel();
    log.observe(move |progress| {
        let _ = tell.send(progress);
    });
    fs.fail_next_sync();
    assert!(matches!(log.save_cursor("graph", 1), Err(LogError::Poisoned { .. })));
    let progress = heard.recv_timeout(Duration::from_secs(10)).unwrap();
    assert_eq!((progress.durable, progress.generation), (1, 1));
    assert!(matches!(log.append(batch(&[b"two"])), Err(LogError::Poisoned { .. })));
    assert_eq!(log.wait_beyond(1, Duration::MAX), 1, "nothing will come any more");
    assert!(matches!(log.close(), Err(LogError::Poisoned { .. })));
}

#[test]
fn a_panicking_observer_poisons_the_log_and_answers_who_waits() {
    let (log, _) = Log::open_with(SimFs::new(1), Path::new("log"), small()).unwrap();
    log.observe(|_| panic!("an observer's fault"));
    log.wait(log.append(batch(&[b"one"])).unwrap()).unwrap();
    // Taken before or after the flusher is gone, it gets an answer.
    let answer = log.append(batch(&[b"two"])).and_then(|ticket| log.wait(ticket));
    assert!(matches!(answer, Err(LogError::Poisoned { .. }) | Ok(())), "{answer:?}");
    assert!(matches!(log.close(), Err(LogError::Poisoned { .. })));
}

#[test]
fn limits_are_answered_before_anything_is_taken() {
    let dir = tempfile::tempdir().unwrap();
    let options = LogOptions { pending_bytes_max: 4096, ..small() };
    let (log, _) = Log::open(dir.path(), options).unwrap();
    assert!(matches!(log.append(Batch::new()), Err(LogError::EmptyBatch)));
    assert!(matches!(log.append(batch(&[&[0; 5000]])), Err(LogError::BatchTooLarge { .. })));
    let mut large = Batch::new();
    large.push(&vec![0; ludograph_log::limits::RECORD_BYTES_MAX + 1]);
    assert!(matches!(log.append(large), Err(LogError::RecordTooLarge { .. })));
    let mut long = Batch::new();
    (0..=ludograph_log::limits::BATCH_RECORDS_MAX).for_each(|_| long.push(b""));
    assert!(matches!(log.append(long), Err(LogError::BatchTooLong { .. })));
    // Faster than any disk: sooner or later too much is pending.
    let busy = (0..100_000).map(|_| log.append(batch(&[&[1; 1000]]))).find_map(Result::err);
    assert!(matches!(busy, Some(LogError::Busy { limit_bytes: 4096, .. })), "{busy:?}");
    log.close().unwrap();
    assert!(read_log(&log, 1).len() >= 3, "what was taken before is written");
    assert!(log.cursor("../escape").is_err());
}

#[test]
fn a_record_larger_than_a_segment_gets_one_of_its_own() {
    let dir = tempfile::tempdir().unwrap();
    let (log, _) = Log::open(dir.path(), small()).unwrap();
    let large: Vec<u8> = (0..100_000_u32).map(|at| at.to_le_bytes()[0]).collect();
    for payload in [&b"before"[..], &large, b"after"] {
        log.wait(log.append(batch(&[payload])).unwrap()).unwrap();
    }
    assert_eq!(log.stats().segments, 3);
    assert_eq!(read_log(&log, 2), [(2, large), (3, b"after".to_vec())]);
}
