//! How much memory does the program take at 50,000 events/s, and is every event there in the end?

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::flags::Flags;
use crate::load::{EVENTS, Producer};
use crate::server::Server;

/// So many that each has time to wait for the disk.
const PRODUCERS: u32 = 16;
const EVENTS_PER_SECOND: u32 = 50_000;
const STEP: Duration = Duration::from_secs(10);
const MEBI: f64 = 1_048_576.0;
/// Bytes.
const WANTED: f64 = 500e6;
const SETTLE_MAX: Duration = Duration::from_mins(1);

pub(crate) fn run(flags: &Flags) -> Outcome {
    let server = Server::ludograph(&[])?;
    let stop = AtomicBool::new(false);
    let length = Duration::from_secs_f64(flags.minutes * 60.0);
    println!(
        "{EVENTS_PER_SECOND} events/s asked for in batches of {EVENTS}, {} minutes, default limits\n",
        flags.minutes
    );
    println!("| second | events stored | resident MiB | hot tables MiB |");
    println!("|---:|---:|---:|---:|");
    let (sent, peak) = std::thread::scope(|scope| {
        let (server, stop) = (&server, &stop);
        let producers: Vec<_> =
            (0..PRODUCERS).map(|number| scope.spawn(move || produce(server, number, stop))).collect();
        let peak = watch(server, length);
        stop.store(true, Ordering::Relaxed);
        let sent: Option<usize> = producers.into_iter().map(|producer| producer.join().ok().flatten()).sum();
        (sent, peak)
    });
    let (sent, peak) = (sent.ok_or("a producer was refused")?, peak?);
    let seen = settled(&server, sent)?;
    let rate = sent as f64 / length.as_secs_f64();
    println!("\n{rate:.0} events/s came of the {EVENTS_PER_SECOND} asked for");
    println!(
        "peak {:.0} MB resident (wanted below {:.0}); {sent} events answered, {seen} in SQL",
        peak / 1e6,
        WANTED / 1e6
    );
    if seen == sent { Ok(()) } else { Err("events are missing or there twice".into()) }
}

/// Prints a row a step; returns the greatest resident size in bytes, also between steps.
fn watch(server: &Server, length: Duration) -> Outcome<f64> {
    let begun = Instant::now();
    while begun.elapsed() < length {
        std::thread::sleep(STEP.min(length.saturating_sub(begun.elapsed())));
        let resident = server.resident_bytes()? as f64;
        let (events, hot) = (server.metric("ludograph_events_stored_total")?, server.metric("ludograph_hot_bytes")?);
        println!("| {:.0} | {events:.0} | {:.0} | {:.0} |", begun.elapsed().as_secs_f64(), resident / MEBI, hot / MEBI);
    }
    Ok(server.resident_peak_bytes()? as f64)
}

/// Events answered 200; `None` where a batch was not.
fn produce(server: &Server, number: u32, stop: &AtomicBool) -> Option<usize> {
    let gap = Duration::from_secs(1) * PRODUCERS * EVENTS as u32 / EVENTS_PER_SECOND;
    let mut producer = Producer::connect(server.address, &format!("p{number}")).ok()?;
    let (mut due, mut sent) = (Instant::now() + gap * number / PRODUCERS, 0);
    while !stop.load(Ordering::Relaxed) {
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        if producer.send().ok()? != 200 {
            return None;
        }
        sent += EVENTS;
        due += gap;
    }
    Some(sent)
}

/// The events in SQL, once they are no fewer than were sent.
fn settled(server: &Server, sent: usize) -> Outcome<usize> {
    let begun = Instant::now();
    loop {
        let seen = server.sql("SELECT count(*) FROM events")?.parse()?;
        if seen >= sent || begun.elapsed() > SETTLE_MAX {
            return Ok(seen);
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}
