//! Every recorded body of the mod's own traffic becomes typed events and comes back as it was.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

#[path = "support/bodies.rs"]
mod bodies;
#[path = "support/normal.rs"]
mod normal;

use std::path::{Path, PathBuf};

use ludograph_proto::json::Json;
use ludograph_proto::repair::repair;

/// What was seen, so that a folder with nothing in it cannot pass for success.
#[derive(Debug, Default)]
struct Seen {
    bodies: usize,
    events: usize,
    repaired: usize,
    beyond_repair: Vec<String>,
}

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files_below(&path, found);
        } else {
            found.push(path);
        }
    }
}

fn check_body(body: &Json<'_>, place: &str, seen: &mut Seen) {
    seen.bodies += 1;
    seen.events += bodies::check(body, place).len();
}

fn check_file(path: &Path, seen: &mut Seen) {
    let place = path.display().to_string();
    let text = std::fs::read(path).unwrap();
    if path.extension().is_some_and(|extension| extension == "ndjson") {
        for (index, line) in text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).enumerate() {
            let post = Json::parse(line).unwrap();
            check_body(post.get("body").expect("a recorded post has a body"), &format!("{place}:{}", index + 1), seen);
        }
        return;
    }
    if let Ok(body) = Json::parse(&text) {
        return check_body(&body, &place, seen);
    }
    let repaired = repair(&text);
    match Json::parse(&repaired.text) {
        Ok(body) => {
            assert!(!repaired.repairs.is_empty());
            seen.repaired += 1;
            check_body(&body, &place, seen);
        }
        Err(error) => seen.beyond_repair.push(format!("{place}: {error}")),
    }
}

#[test]
fn recorded_traffic_comes_back() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/golden/wire");
    if !folder.is_dir() {
        println!("skipped: ../shared is absent");
        return;
    }
    let mut files = Vec::new();
    files_below(&folder, &mut files);
    let mut seen = Seen::default();
    let is_body = |path: &&PathBuf| {
        let is_traffic = path.extension().is_some_and(|extension| extension == "json" || extension == "ndjson");
        is_traffic && path.file_name().is_some_and(|name| name != "manifest.json")
    };
    for path in files.iter().filter(is_body) {
        check_file(path, &mut seen);
    }
    println!("{seen:#?}");
    assert!(seen.bodies > 0 && seen.events >= seen.bodies, "{seen:?}");
    // A recorded session has nothing that cannot be read; only the bodies made to be odd may be beyond repair.
    let is_quirk = |place: &String| place.contains("quirks");
    assert!(seen.beyond_repair.iter().all(is_quirk), "{:#?}", seen.beyond_repair);
}
