//! Does the program's memory stay flat, apart from the tables, at 50,000 events/s for a minute?

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::load::{EVENTS, Producer};
use crate::server::Server;

const PRODUCERS: u32 = 4;
const EVENTS_PER_SECOND: u32 = 50_000;
const SECONDS: u64 = 60;
const MEBI: f64 = 1_048_576.0;

pub(crate) fn run() -> Outcome {
    println!("the door alone, without tables:\n");
    under_load(&Server::door()?, false)?;
    println!("\nthe program, whose hot tables hold every event until a cold store takes them:\n");
    under_load(&Server::ludograph(&["--hot-limit", "8GiB"])?, true)
}

fn under_load(server: &Server, tables: bool) -> Outcome {
    let stop = AtomicBool::new(false);
    println!("{EVENTS_PER_SECOND} events/s in batches of {EVENTS}, {SECONDS} s\n");
    println!("| second | events stored | resident MiB | hot tables MiB | the rest MiB | bytes/event in tables |");
    println!("|---:|---:|---:|---:|---:|---:|");
    std::thread::scope(|scope| -> Outcome {
        let stop = &stop;
        for number in 0..PRODUCERS {
            scope.spawn(move || produce(server, number, stop));
        }
        let begun = Instant::now();
        for step in 1..=6 {
            let due = Duration::from_secs(SECONDS / 6 * step);
            std::thread::sleep(due.saturating_sub(begun.elapsed()));
            row(server, begun.elapsed(), tables)?;
        }
        stop.store(true, Ordering::Relaxed);
        Ok(())
    })
}

#[allow(clippy::cast_precision_loss, reason = "figures for people")]
fn row(server: &Server, at: Duration, tables: bool) -> Outcome {
    let hot = if tables { server.metric("ludograph_hot_bytes")? } else { 0.0 };
    let resident = server.resident_bytes()? as f64;
    let events = server.metric("ludograph_events_stored_total")?;
    println!(
        "| {:.0} | {events:.0} | {:.0} | {:.0} | {:.0} | {:.0} |",
        at.as_secs_f64(),
        resident / MEBI,
        hot / MEBI,
        (resident - hot) / MEBI,
        hot / events
    );
    Ok(())
}

fn produce(server: &Server, number: u32, stop: &AtomicBool) {
    let gap = Duration::from_secs(1) * PRODUCERS * EVENTS as u32 / EVENTS_PER_SECOND;
    let Ok(mut producer) = Producer::connect(server.address, &format!("p{number}")) else { return };
    let mut due = Instant::now();
    while !stop.load(Ordering::Relaxed) && producer.send().is_ok() {
        due += gap;
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
    }
}
