//! What a reader of the recorded bodies expects to find, worked out without the door's own code.

use std::collections::{HashMap, HashSet};
use std::fmt;

use ludograph_proto::json::Json;
use ludograph_proto::repair::repair;
use ludograph_proto::wire::{read_payload, write_payload};
use serde_json::Value;

/// What makes an event one event: its id, type and timestamp; its content where it has no id.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Identity {
    id: Result<String, String>,
    event_type: String,
    time_bits: Option<u64>,
}

impl Identity {
    fn of_wire(event: &Json<'_>, event_type: &str) -> Self {
        let id = match event.get("event_id") {
            Some(Json::String(id)) => Ok(id.clone().into_owned()),
            Some(Json::Number(id)) => Ok(id.to_string()),
            _ => Err(content(event, event_type)),
        };
        let time_bits = event.get("timestamp").and_then(Json::as_f64).map(f64::to_bits);
        Self { id, event_type: event_type.to_owned(), time_bits }
    }

    pub(super) fn of_row(row: &Value) -> Self {
        let text = |name: &str| row[name].as_str().map(str::to_owned);
        Self {
            id: text("event_id").ok_or_else(|| text("payload").unwrap_or_else(|| "null".to_owned())),
            event_type: text("type").unwrap_or_default(),
            time_bits: row["source_time_ms"].as_f64().map(f64::to_bits),
        }
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = self.time_bits.map(f64::from_bits).unwrap_or_default();
        match &self.id {
            Ok(id) => write!(f, "{} {id} at {time}", self.event_type),
            Err(content) => write!(f, "{} at {time} without an id ({content})", self.event_type),
        }
    }
}

/// The payload's text as the table shows it.
fn content(event: &Json<'_>, event_type: &str) -> String {
    let subtype = event.get("subtype").and_then(Json::as_str);
    let data = event.get("data").filter(|_| event_type == "connection_test");
    let payload = read_payload(event_type, subtype, event.get("payload").or(data).cloned());
    let mut text = Vec::new();
    write_payload(&payload, &mut text);
    String::from_utf8(text).unwrap_or_default()
}

/// The distinct events of bodies sent one after the other, and the bodies that cannot be read.
#[derive(Debug, Default)]
pub(super) struct Expected {
    /// Each distinct event with the number of runs of the producer that sent it: ids repeat between runs.
    events: HashMap<Identity, usize>,
    of_run: HashSet<Identity>,
    connection_test: Option<Identity>,
    pub(super) unreadable: Vec<Vec<u8>>,
}

impl Expected {
    pub(super) fn events(&self) -> &HashMap<Identity, usize> {
        &self.events
    }

    /// Takes the next body into account.
    pub(super) fn add(&mut self, body: &[u8]) {
        let repaired;
        let json = match Json::parse(body) {
            Ok(json) => json,
            Err(_) => {
                repaired = repair(body);
                match Json::parse(&repaired.text) {
                    Ok(json) => json,
                    Err(_) => {
                        self.unreadable.push(body.to_vec());
                        self.add_fragments(&repaired.text);
                        return;
                    }
                }
            }
        };
        match json.get("events") {
            Some(Json::Array(events)) if json.get("type").is_none() => {
                events.iter().for_each(|event| self.event(event));
            }
            _ => self.event(&json),
        }
    }

    /// Events that stand whole between commas in a text that does not parse: nothing parseable may be lost.
    fn add_fragments(&mut self, text: &[u8]) {
        let mut at = 0;
        while at < text.len() {
            let follows = text[..at].iter().rev().find(|byte| !byte.is_ascii_whitespace());
            let mut next = at + 1;
            if text[at] == b'{' && matches!(follows, Some(b',' | b'[')) {
                let mut values = serde_json::Deserializer::from_slice(&text[at..]).into_iter::<Json<'_>>();
                if let Some(Ok(json)) = values.next()
                    && json.get("timestamp").and_then(Json::as_f64).is_some()
                    && json.get("type").and_then(Json::as_str).is_some()
                {
                    self.event(&json);
                    next = at + values.byte_offset();
                }
            }
            at = next;
        }
    }

    fn event(&mut self, event: &Json<'_>) {
        let Some(event_type) = event.get("type").and_then(Json::as_str) else {
            let mut text = Vec::new();
            event.write(&mut text);
            self.unreadable.push(text);
            return;
        };
        let identity = Identity::of_wire(event, event_type);
        if event_type == "connection_test" {
            let again = self.connection_test.as_ref() == Some(&identity) && self.of_run.len() == 1;
            if !again {
                self.of_run.clear();
            }
            self.connection_test = Some(identity.clone());
        }
        if self.of_run.insert(identity.clone()) {
            *self.events.entry(identity).or_default() += 1;
        }
        if let Some(Json::Array(changes)) = event.get("changes") {
            changes.iter().for_each(|change| self.event(change));
        }
    }
}
