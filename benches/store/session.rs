//! How many bytes of data files does a recorded session cost, alone and among many?

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::Outcome;
use crate::flags::Flags;
use crate::server::Server;

/// Bytes a session may cost.
const WANTED: f64 = 20_000.0;
/// Sessions that are stored together.
const MANY: usize = 100;
const STORED_MAX: Duration = Duration::from_mins(1);
/// Writes sessions like the bundled one, each of another seed and an hour later.
const SESSIONS: &str = "
import sys, pathlib
sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
import make_session
seed = make_session.SEED
for number in range(int(sys.argv[3])):
    make_session.EPOCH_START_S += 3600
    while True:
        try:
            posts, _ = make_session.play_session(seed)
            break
        except KeyError:  # the simulated run went beyond the antes it knows
            seed += 1
    seed += 1
    pathlib.Path(sys.argv[2], f'{number:05}.ndjson').write_text(make_session.session_text(posts))
";

pub(crate) fn run(_flags: &Flags) -> Outcome {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let traffic = tempfile::tempdir()?;
    let written = Command::new("python3")
        .args(["-c", SESSIONS])
        .arg(project.join("fixtures"))
        .arg(traffic.path())
        .arg(MANY.to_string())
        .status()?;
    if !written.success() {
        return Err("the sessions cannot be written".into());
    }
    let mut files: Vec<_> =
        std::fs::read_dir(traffic.path())?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    files.sort();
    let files: Vec<&Path> = files.iter().map(std::path::PathBuf::as_path).collect();
    stored("the bundled session alone", &[&project.join("fixtures/session.ndjson")])?;
    stored("many like it, merged", &files)?;
    let golden = project.join("../shared/golden/wire");
    for name in ["session_vanilla_states", "session_live_like_no_hooks"] {
        let folder = golden.join(name);
        if folder.exists() {
            stored(name, &[&folder])?;
        } else {
            println!("{name}: skipped, ../shared is not there");
        }
    }
    Ok(())
}

/// Sends sessions to a fresh program, each as a stream, ends it, merges its files, and prints bytes by table.
fn stored(what: &str, sessions: &[&Path]) -> Outcome {
    let folder = tempfile::tempdir()?;
    let server = Server::ludograph_in(folder.path(), &["--flush-seconds", "1"])?;
    let to = format!("http://{}", server.address);
    for (number, session) in sessions.iter().enumerate() {
        let replay = ["replay", "--speed", "max", "--to", &to, "--stream", &format!("session-{number}")];
        program(&replay, session)?;
    }
    let events: u64 = server.sql("SELECT count(*) FROM events")?.parse()?;
    stored_whole(&server)?;
    server.stop()?;
    program(&["store", "compact", "--data"], folder.path())?;
    let tables: Value = serde_json::from_str(&program(&["tables", "--json", "--data"], folder.path())?)?;
    let (mut all, many) = (0.0, sessions.len() as f64);
    println!(
        "\n{what}: {} session(s)\n\n| table | rows | files | bytes a session |\n|---|---:|---:|---:|",
        sessions.len()
    );
    let rows_of = |name: &str| {
        let table = tables.as_array().into_iter().flatten().find(|table| table["name"] == name);
        table.and_then(|table| table["stored"]["rows"].as_u64()).unwrap_or_default()
    };
    if rows_of("events") != events {
        return Err(format!("{} of {events} events are in files", rows_of("events")).into());
    }
    for table in tables.as_array().into_iter().flatten() {
        let (stored, name) = (&table["stored"], table["name"].as_str().unwrap_or_default());
        let bytes = stored["bytes"].as_f64().unwrap_or_default();
        all += bytes;
        println!("| {name} | {} | {} | {:.0} |", table["rows"], stored["files"], bytes / many);
    }
    println!("\n{:.0} bytes a session (wanted at most {WANTED:.0})", all / many);
    Ok(())
}

/// Waits until the store holds everything: the rows of open games too, in files that the next flush would replace.
fn stored_whole(server: &Server) -> Outcome {
    let begun = Instant::now();
    loop {
        let log = server.metric("ludograph_log_durable_position")?;
        if server.metric("ludograph_store_position").is_ok_and(|stored| stored >= log) {
            return Ok(());
        }
        if begun.elapsed() > STORED_MAX {
            return Err("the store does not come up with the log".into());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Runs the program with some arguments and a path behind them; its output.
fn program(arguments: &[&str], path: &Path) -> Outcome<String> {
    let run = Command::new(env!("CARGO_BIN_EXE_ludograph"))
        .args(arguments)
        .arg(path)
        .env("RUST_LOG", "warn")
        .stderr(Stdio::inherit())
        .output()?;
    if run.status.success() {
        Ok(String::from_utf8(run.stdout)?)
    } else {
        Err(format!("ludograph {} failed", arguments.join(" ")).into())
    }
}
