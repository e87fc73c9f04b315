//! From a body's bytes to events: a strict reading first, a mended one where that fails, single events out of the
//! wreck where that fails too. Nothing is dropped: what is no event becomes a dead letter.

use ludograph_proto::json::Json;
use ludograph_proto::pb::{DeadLetter, Repair, RepairKind};
use ludograph_proto::repair::{Repaired, repair, summarize};
use ludograph_proto::wire::{WireEvent, read_event};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::salvage::salvage;

/// An event of a body with what had to be mended in it.
#[derive(Debug)]
pub(crate) struct Incoming {
    pub(crate) wire: WireEvent,
    pub(crate) repairs: Vec<Repair>,
}

/// What a body held.
#[derive(Debug, Default)]
pub(crate) struct Decoded {
    /// When the producer says it sent the body: milliseconds since the epoch.
    pub(crate) sent_at_ms: Option<f64>,
    pub(crate) events: Vec<Incoming>,
    pub(crate) dead: Vec<DeadLetter>,
    /// Places mended in the whole body, the envelope included.
    pub(crate) repairs: Vec<Repair>,
}

/// Reads a body. Either route takes either form: one event, a batch object, or a bare list of events.
pub(crate) fn decode(body: &[u8], path: &str) -> Decoded {
    if let Ok(json) = Json::parse(body) {
        return Reading::new(path, &[]).body(json);
    }
    let repaired = repair(body);
    match Json::parse(&repaired.text) {
        Ok(json) => {
            let by_event = attribute(&repaired);
            let mut decoded = Reading::new(path, &by_event).body(json);
            decoded.repairs = summarize(repaired.repairs.iter().map(|(_, kind)| *kind));
            decoded
        }
        Err(error) => {
            let mut decoded = salvage(&repaired.text);
            decoded.dead.push(dead_letter(body, path, "syntax", error.to_string()));
            decoded
        }
    }
}

pub(crate) fn dead_letter(body: &[u8], path: &str, reason: &str, detail: String) -> DeadLetter {
    DeadLetter { body: body.to_vec(), reason: reason.to_owned(), detail, path: path.to_owned() }
}

/// Finds which event of a mended body each repair belongs to; a body that is one event has one entry.
fn attribute(repaired: &Repaired) -> Vec<Vec<Repair>> {
    #[derive(Deserialize)]
    struct Spans<'a> {
        #[serde(borrow)]
        events: Option<Vec<&'a RawValue>>,
    }
    let base = repaired.text.as_ptr() as usize;
    let spans: Option<Spans<'_>> = serde_json::from_slice(&repaired.text).ok();
    let Some(events) = spans.and_then(|spans| spans.events) else {
        return vec![summarize(repaired.repairs.iter().map(|(_, kind)| *kind))];
    };
    let within = |event: &&RawValue| -> Vec<RepairKind> {
        let start = event.get().as_ptr() as usize - base;
        let range = start..start + event.get().len();
        repaired.repairs.iter().filter(|(at, _)| range.contains(at)).map(|(_, kind)| *kind).collect()
    };
    events.iter().map(|event| summarize(within(event))).collect()
}

/// One reading of a body that parses.
struct Reading<'a> {
    path: &'a str,
    repairs: &'a [Vec<Repair>],
    decoded: Decoded,
}

impl<'a> Reading<'a> {
    fn new(path: &'a str, repairs: &'a [Vec<Repair>]) -> Self {
        Self { path, repairs, decoded: Decoded::default() }
    }

    fn body(mut self, json: Json<'_>) -> Decoded {
        match json {
            Json::Object(members) if is_batch(&members) => {
                let mut events = None;
                for (key, value) in members {
                    match &*key {
                        "events" => events = Some(value),
                        "timestamp" => self.decoded.sent_at_ms = value.as_f64(),
                        _ => {}
                    }
                }
                self.list(events.unwrap_or(Json::Null));
            }
            list @ Json::Array(_) => self.list(list),
            event => self.event(0, event),
        }
        self.decoded
    }

    fn list(&mut self, events: Json<'_>) {
        match events {
            Json::Array(events) => {
                self.decoded.events.reserve(events.len());
                for (index, event) in events.into_iter().enumerate() {
                    self.event(index, event);
                }
            }
            // The mod's encoder writes an empty list so.
            Json::Object(members) if members.is_empty() => {}
            other => self.dead(&other, "`events` is a list, this is something else".to_owned()),
        }
    }

    fn event(&mut self, index: usize, event: Json<'_>) {
        // Reading takes the tree apart, so what may turn out to be no event is checked before.
        if event.get("type").and_then(Json::as_str).is_none() {
            let detail = match &event {
                Json::Object(_) => "an event has a `type`, a string; this object has none",
                _ => "an event is a JSON object, this is something else",
            };
            self.dead(&event, detail.to_owned());
            return;
        }
        match read_event(event) {
            Ok(wire) => {
                let repairs = self.repairs.get(index).cloned().unwrap_or_default();
                self.decoded.events.push(Incoming { wire, repairs });
            }
            Err(error) => self.decoded.dead.push(dead_letter(b"", self.path, "not_an_event", error.to_string())),
        }
    }

    fn dead(&mut self, value: &Json<'_>, detail: String) {
        self.decoded.dead.push(dead_letter(value.to_text().as_bytes(), self.path, "not_an_event", detail));
    }
}

/// A batch is what has `events` and is not itself an event.
fn is_batch(members: &[ludograph_proto::json::Member<'_>]) -> bool {
    let has = |name: &str| members.iter().any(|(key, _)| key == name);
    has("events") && !has("type")
}

#[cfg(test)]
mod tests {
    use super::*;
    use ludograph_proto::pb::Payload;

    #[test]
    fn a_batch_keeps_its_good_events_and_its_bad_ones_apart() {
        let body = br#"{"timestamp":1000,"events":[{"type":"HEARTBEAT","payload":{}},7,{"no":"type"}]}"#;
        let decoded = decode(body, "/batch");
        assert_eq!(decoded.sent_at_ms, Some(1000.0));
        assert_eq!(decoded.events.len(), 1);
        let bodies: Vec<_> = decoded.dead.iter().map(|dead| String::from_utf8_lossy(&dead.body)).collect();
        assert_eq!(bodies, ["7", r#"{"no":"type"}"#]);
    }

    #[test]
    fn repairs_stay_with_their_event() {
        let body = b"{\"events\":[{\"type\":\"SCORE_CHANGED\",\"payload\":{\"new_chips\":inf}},{\"type\":\"A\"}]}";
        let decoded = decode(body, "/batch");
        assert_eq!(decoded.events[0].repairs, [Repair { kind: RepairKind::Infinity as i32, count: 1 }]);
        assert!(decoded.events[1].repairs.is_empty());
        let Some(Payload::ScoreChanged(score)) = &decoded.events[0].wire.event.payload else { panic!("typed") };
        assert_eq!(score.new_chips, Some(f64::INFINITY));
    }

    #[test]
    fn either_form_on_either_route() {
        assert_eq!(decode(br#"{"type":"A"}"#, "/").events.len(), 1);
        assert_eq!(decode(br#"[{"type":"A"},{"type":"B"}]"#, "/").events.len(), 2);
        assert_eq!(decode(br#"{"events":{}}"#, "/").events.len(), 0);
        assert_eq!(decode(br#"{"events":{}}"#, "/").dead.len(), 0);
        assert_eq!(decode(b"{}", "/").dead.len(), 1);
        assert_eq!(decode(b"", "/").dead.len(), 1);
    }

    #[test]
    fn beyond_repair_is_kept_whole_and_its_whole_events_are_found() {
        let body = br#"{"events":[{"type":"A","timestamp":1},{"type":"B","pay"load":1},{"type":"C","timestamp":2}]}"#;
        let decoded = decode(body, "/batch");
        assert_eq!(decoded.dead.len(), 1);
        assert_eq!(decoded.dead[0].body, body);
        assert_eq!(decoded.events.len(), 2);
    }
}
