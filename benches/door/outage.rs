//! Does the recorded outage come through whole, and once?

use std::path::Path;
use std::process::Command;

use crate::Outcome;
use crate::server::Server;

pub(crate) fn run() -> Outcome {
    let trace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/golden/wire/traces/outage20s_requests.ndjson");
    if !trace.exists() {
        println!("skipped: ../shared is absent");
        return Ok(());
    }
    let server = Server::ludograph(&[])?;
    let sent = Command::new(env!("CARGO_BIN_EXE_ludograph"))
        .arg("replay")
        .arg(&trace)
        .args(["--to", &format!("http://{}", server.address), "--speed", "max", "--answered", "200"])
        .output()?;
    println!("{}", String::from_utf8_lossy(&sent.stdout).trim());
    std::thread::sleep(std::time::Duration::from_millis(200));
    println!("| what | found | wanted |\n|---|---:|---:|");
    for (what, query, wanted) in [
        ("distinct events that came by themselves", "SELECT count(*) FROM events WHERE NOT only_in_changes", "247"),
        ("events that came only inside changes", "SELECT count(*) FROM events WHERE only_in_changes", "3"),
        (
            "keys that stand twice",
            "SELECT count(*) FROM (SELECT 1 FROM events GROUP BY event_id, type, source_time_ms HAVING count(*) > 1)",
            "0",
        ),
        ("dead letters", "SELECT count(*) FROM dead_letters", "0"),
        ("games", "SELECT count(*) FROM games", "1"),
    ] {
        println!("| {what} | {} | {wanted} |", server.sql(query)?);
    }
    Ok(())
}
