//! Checks of whole bodies: each event in them becomes typed and comes back as it was.

use ludograph_proto::json::Json;
use ludograph_proto::pb::{Event, Payload};
use ludograph_proto::wire::{WireEvent, read_event, write_event};
use ludograph_proto::{Kind, Message};

use crate::normal;

fn through_bytes(event: WireEvent) -> WireEvent {
    let bytes = event.event.encode_to_vec();
    let decoded = Event::decode(bytes.as_slice()).unwrap();
    assert_eq!(decoded.encode_to_vec(), bytes);
    WireEvent { event: decoded, changes: event.changes.into_iter().map(through_bytes).collect() }
}

fn assert_typed(event: &WireEvent, place: &str) {
    if let Some(Payload::Unknown(unknown)) = &event.event.payload {
        let kind = Kind::of_wire(&unknown.r#type, unknown.subtype.as_deref());
        assert_eq!(kind, Kind::Unknown, "{place}: {kind:?} was not read as such");
    }
    event.changes.iter().for_each(|change| assert_typed(change, place));
}

fn check_event(json: &Json<'_>, place: &str) -> WireEvent {
    let event = read_event(json.clone()).unwrap_or_else(|error| panic!("{place}: {error}"));
    let event = through_bytes(event);
    assert_typed(&event, place);
    let mut written = Vec::new();
    write_event(&event.event, &event.changes, &mut written);
    let back = Json::parse(&written).unwrap();
    assert_eq!(normal::event(json), normal::event(&back), "{place}");
    event
}

/// Checks a body, a batch or a single event, and gives its events.
pub(crate) fn check(body: &Json<'_>, place: &str) -> Vec<WireEvent> {
    let events = match body.get("events") {
        Some(Json::Array(events)) => events.as_slice(),
        Some(other) => panic!("{place}: events is {other:?}"),
        None => std::slice::from_ref(body),
    };
    let events = events.iter().enumerate();
    events.map(|(index, event)| check_event(event, &format!("{place}, event {index}"))).collect()
}
