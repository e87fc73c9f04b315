//! What happens at the hot tables' bound?

use crate::Outcome;
use crate::load::{EVENTS, Producer};
use crate::server::Server;

pub(crate) fn run() -> Outcome {
    let server = Server::ludograph(&["--hot-limit", "64MiB"])?;
    let mut producer = Producer::connect(server.address, "p")?;
    let mut stored = 0;
    let status = loop {
        let status = producer.send()?;
        if status != 200 {
            break status;
        }
        stored += EVENTS;
    };
    let ready = server.get("/ready")?;
    let reason = ready.split("\"reasons\":").nth(1).and_then(|rest| rest.split(']').next()).unwrap_or_default();
    let seen = server.sql("SELECT count(*) FROM events")?;
    println!("--hot-limit 64MiB: {stored} events stored, then {status}; {seen} in SQL; /ready says {reason}]");
    println!("hot tables: {:.1} MiB", server.metric("ludograph_hot_bytes")? / 1_048_576.0);
    Ok(())
}
