//! A stored event as a reader of the REST door sees it.

use chrono::{DateTime, SecondsFormat};
use ludograph_proto::json::{write_f64, write_str};
use ludograph_proto::pb::{Event, Payload};
use ludograph_proto::wire::write_payload;
use ludograph_proto::{Kind, repair};
use uuid::Uuid;

/// Type and subtype as on the wire; a dead letter's type is `dead_letter`.
pub(super) fn wire_type(event: &Event) -> (&str, Option<&str>) {
    match &event.payload {
        Some(Payload::Unknown(unknown)) => (&unknown.r#type, unknown.subtype.as_deref()),
        Some(Payload::DeadLetter(_)) => ("dead_letter", None),
        Some(payload) => {
            let kind = Kind::of_payload(payload);
            (kind.wire_type(), kind.wire_subtype())
        }
        None => ("", None),
    }
}

/// Appends an event as one line of JSON.
pub(super) fn write(position: u64, event: &Event, out: &mut Vec<u8>) {
    let (event_type, subtype) = wire_type(event);
    out.extend_from_slice(format!("{{\"position\":{position}").as_bytes());
    text("type", event_type, out);
    optional("subtype", subtype, out);
    text("topic", &event.topic, out);
    optional("event_id", event.event_id.as_deref(), out);
    optional("game_id", uuid(&event.game_id).as_deref(), out);
    optional("process_id", uuid(&event.process_id).as_deref(), out);
    text("stream", &event.stream, out);
    text("event_time", &time(event.event_time_us), out);
    text("received_at", &time(event.received_at_us), out);
    if let Some(source_time) = event.source_time_ms {
        out.extend_from_slice(b",\"source_time_ms\":");
        write_f64(source_time, out);
    }
    if event.only_in_changes {
        out.extend_from_slice(b",\"only_in_changes\":true");
    }
    if !event.repairs.is_empty() {
        let words =
            event.repairs.iter().map(|repaired| format!("{}:{}", repair::name(repaired.kind()), repaired.count));
        text("repairs", &words.collect::<Vec<_>>().join(","), out);
    }
    match &event.payload {
        Some(Payload::DeadLetter(dead)) => {
            text("reason", &dead.reason, out);
            text("detail", &dead.detail, out);
            text("path", &dead.path, out);
            text("body", &String::from_utf8_lossy(&dead.body), out);
        }
        Some(payload) => {
            out.extend_from_slice(b",\"payload\":");
            write_payload(payload, out);
        }
        None => {}
    }
    out.push(b'}');
}

fn text(key: &str, value: &str, out: &mut Vec<u8>) {
    out.push(b',');
    write_str(key, out);
    out.push(b':');
    write_str(value, out);
}

fn optional(key: &str, value: Option<&str>, out: &mut Vec<u8>) {
    if let Some(value) = value {
        text(key, value, out);
    }
}

fn uuid(bytes: &[u8]) -> Option<String> {
    Uuid::from_slice(bytes).ok().map(|id| id.hyphenated().to_string())
}

fn time(micros: i64) -> String {
    let time = DateTime::from_timestamp_micros(micros).unwrap_or_default();
    time.to_rfc3339_opts(SecondsFormat::Micros, true)
}
