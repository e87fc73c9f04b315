//! At 10,000 events/s, with flushing and merging under way, how long does a durable batch take, and how soon is its last
//! event in SQL?

use crate::Outcome;
use crate::flags::Flags;
use crate::latency;
use crate::server::Server;

const SECONDS: u64 = 75;

pub(crate) fn run(_flags: &Flags) -> Outcome {
    // A flush every two seconds, so that the files to be merged come up while it is measured.
    let server = Server::ludograph(&["--flush-seconds", "2"])?;
    latency::measure(&server, SECONDS)?;
    for name in ["ludograph_flushes_total", "ludograph_compacted_files_total", "ludograph_store_position"] {
        println!("{name} {}", server.metric(name).map_or_else(|_| "none yet".to_owned(), |value| value.to_string()));
    }
    Ok(())
}
