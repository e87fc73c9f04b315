//! Every recorded body of the mod's own traffic becomes typed events and comes back as it was.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

#[path = "support/normal.rs"]
mod normal;

use std::path::{Path, PathBuf};

use ludograph_proto::json::Json;
use ludograph_proto::repair::repair;
use ludograph_proto::wire::{WireEvent, read_event, write_event};
use ludograph_proto::{Kind, Message, pb};

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

fn through_bytes(event: WireEvent) -> WireEvent {
    let bytes = event.event.encode_to_vec();
    let decoded = pb::Event::decode(bytes.as_slice()).unwrap();
    assert_eq!(decoded.encode_to_vec(), bytes);
    WireEvent { event: decoded, changes: event.changes.into_iter().map(through_bytes).collect() }
}

fn assert_typed(event: &WireEvent, place: &str) {
    if let Some(pb::Payload::Unknown(unknown)) = &event.event.payload {
        let kind = Kind::of_wire(&unknown.r#type, unknown.subtype.as_deref());
        assert_eq!(kind, Kind::Unknown, "{place}: {kind:?} was not read as such");
    }
    event.changes.iter().for_each(|change| assert_typed(change, place));
}

fn check_event(json: &Json<'_>, place: &str) {
    let event = through_bytes(read_event(json.clone()).unwrap_or_else(|error| panic!("{place}: {error}")));
    assert_typed(&event, place);
    let mut written = Vec::new();
    write_event(&event.event, &event.changes, &mut written);
    let back = Json::parse(&written).unwrap();
    assert_eq!(normal::event(json), normal::event(&back), "{place}");
}

fn check_body(body: &Json<'_>, place: &str, seen: &mut Seen) {
    seen.bodies += 1;
    let events = match body.get("events") {
        Some(Json::Array(events)) => events.as_slice(),
        Some(other) => panic!("{place}: events is {other:?}"),
        None => std::slice::from_ref(body),
    };
    for (index, event) in events.iter().enumerate() {
        check_event(event, &format!("{place}, event {index}"));
        seen.events += 1;
    }
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
    // The one thing the mod writes that has more than one reading: a key with a quote in it, which it never escapes.
    assert!(seen.beyond_repair.iter().all(|place| place.contains("quote")), "{:#?}", seen.beyond_repair);
}
