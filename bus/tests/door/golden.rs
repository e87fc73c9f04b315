//! The recorded traffic, where it is there.

use std::path::PathBuf;

use axum::http::StatusCode;
use serde_json::Value;

use crate::support::door;

/// The folder of recorded traffic, or a line that says it is not there.
fn recorded(part: &str) -> Option<PathBuf> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/golden/wire")).join(part);
    if !path.exists() {
        println!("skipped: ../shared is absent");
        return None;
    }
    Some(path)
}

#[tokio::test]
async fn the_outage_keeps_every_event_once_in_one_game() {
    let Some(trace) = recorded("traces/outage20s_requests.ndjson") else { return };
    let door = door();
    let (mut received, mut accepted) = (0, 0);
    for line in std::fs::read_to_string(trace).unwrap().lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        if line["server_answered"] != 200 {
            continue;
        }
        received += line["body"]["events"].as_array().unwrap().len();
        let (status, answer) = door.post(line["path"].as_str().unwrap(), line["body"].to_string()).await;
        assert_eq!(status, StatusCode::OK);
        accepted += answer["accepted"].as_u64().unwrap();
    }
    let stored = door.stored();
    let alone = stored.iter().filter(|event| event.only_in_changes).count();
    assert_eq!((received, accepted, stored.len(), alone), (1237, 250, 250, 3));
    assert!(door.games().iter().all(|game| *game == 0), "one run, one game");
}

#[tokio::test]
async fn recorded_sessions_part_into_runs_and_games() {
    for (session, games) in [("session_live_like_no_hooks", 1), ("session_vanilla_states", 2)] {
        let Some(folder) = recorded(session) else { return };
        let door = door();
        let mut files: Vec<_> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|file| file.is_file());
        let number = |file: &PathBuf| {
            let name = file.file_stem().unwrap().to_string_lossy().into_owned();
            name.split("__").nth(1).unwrap()[..2].to_owned()
        };
        files.sort_by_key(number);
        for file in files {
            let body = std::fs::read(&file).unwrap();
            let (status, answer) = door.post("/api/v1/events/batch", body).await;
            assert_eq!((status, answer["dead_letters"].as_u64()), (StatusCode::OK, Some(0)));
        }
        // The second session shows the menu once in its middle, which ends its first game (G2).
        assert_eq!(door.games().into_iter().max(), Some(games - 1), "{session}");
    }
}
