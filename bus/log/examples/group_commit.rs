//! How many records per second become durable, by batch size and number of writers? Every writer waits for each of
//! its batches before it hands in the next.
//!
//! ```text
//! cargo run --release -p ludograph-log --example group_commit -- --seconds 2 --payload 200
//! ```

use std::error::Error;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use ludograph_log::{Batch, Log, LogOptions};

const BATCHES: [u64; 4] = [1, 10, 100, 1000];
const WRITERS: [u64; 3] = [1, 8, 64];

fn main() -> Result<(), Box<dyn Error>> {
    let (mut seconds, mut payload_bytes) = (2.0, 200);
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().ok_or("a value is missing")?;
        match word.as_str() {
            "--seconds" => seconds = value.parse()?,
            "--payload" => payload_bytes = value.parse()?,
            _ => return Err(format!("{word} is unknown; --seconds S, --payload BYTES").into()),
        }
    }
    let payload = vec![b'x'; payload_bytes];
    let time = Duration::from_secs_f64(seconds);
    println!("durable records per second, {payload_bytes} bytes each (in brackets: milliseconds per group)");
    print!("{:>10} {:>20}", "per batch", "single record");
    for writers in WRITERS {
        print!(" {:>20}", format!("{writers} writers"));
    }
    println!(" {:>10}", "best");
    for records in BATCHES {
        // Measured anew for every row: what a sync takes may change by the minute, and a ratio to an old figure lies.
        let (single, single_ms) = measure(1, 1, &payload, time)?;
        print!("{records:>10} {:>20}", format!("{single:.0} ({single_ms:.2})"));
        let mut best = 0.0_f64;
        for writers in WRITERS {
            let (rate, group_ms) = measure(writers, records, &payload, time)?;
            best = best.max(rate / single);
            print!(" {:>20}", format!("{rate:.0} ({group_ms:.2})"));
        }
        println!(" {:>10}", format!("{best:.0}x"));
    }
    Ok(())
}

/// Records per second, and milliseconds per group.
fn measure(writers: u64, records: u64, payload: &[u8], time: Duration) -> Result<(f64, f64), Box<dyn Error>> {
    let dir = tempfile::tempdir_in(".")?;
    let (log, _) = Log::open(dir.path(), LogOptions::default())?;
    let durable = AtomicU64::new(0);
    let started = Instant::now();
    thread::scope(|scope| {
        for _ in 0..writers {
            scope.spawn(|| {
                while started.elapsed() < time {
                    let mut batch = Batch::new();
                    (0..records).for_each(|_| batch.push(payload));
                    if log.append(batch).and_then(|ticket| log.wait(ticket)).is_err() {
                        return;
                    }
                    durable.fetch_add(records, Ordering::Relaxed);
                }
            });
        }
    });
    #[expect(clippy::cast_precision_loss, reason = "figures to look at")]
    let (count, groups) = (durable.load(Ordering::Relaxed) as f64, log.stats().groups as f64);
    log.close()?;
    let seconds = started.elapsed().as_secs_f64();
    Ok((count / seconds, 1000.0 * seconds / groups))
}
