//! Whole events: the members around a payload.

use thiserror::Error;

use super::fields::{Extra, Flag, Id, Num, ObjectWriter, Shape, Text};
use super::payloads::{read_payload, write_payload};
use crate::json::Json;
use crate::kind::Kind;
use crate::pb::{ChangeReference, ChangeReferences, Event, Payload};

/// An event as it stands on the wire: the canonical event with all the wire says, and the events it lists as changes.
#[derive(Debug, Clone, PartialEq)]
pub struct WireEvent {
    /// The event; session, topic, wall time and position are the bus's to fill.
    pub event: Event,
    /// The events listed in its `changes`.
    pub changes: Vec<WireEvent>,
}

/// Why a value is no event.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotAnEvent {
    /// It is no object.
    #[error("an event is a JSON object, this is {found}")]
    NotAnObject {
        /// What it is instead.
        found: &'static str,
    },
    /// It has no type.
    #[error("`type` is a string, this event has {found}")]
    NoType {
        /// What stands in its place.
        found: &'static str,
    },
}

/// Reads an event. Members that do not have the expected shape are kept in `extra_json`.
///
/// # Errors
/// [`NotAnEvent`] where there is no object, or no `type` in it.
pub fn read_event(json: Json<'_>) -> Result<WireEvent, NotAnEvent> {
    let Json::Object(members) = json else {
        return Err(NotAnEvent::NotAnObject { found: shape_of(Some(&json)) });
    };
    let mut parts = Parts::default();
    for (key, value) in members {
        if let Err(value) = parts.take(&key, value) {
            parts.extra.keep(&key, &value);
        }
    }
    parts.into_event()
}

/// The members of a wire event, as far as they are read.
#[derive(Default)]
struct Parts<'a> {
    event: Event,
    event_type: Option<String>,
    subtype: Option<String>,
    payload: Option<Json<'a>>,
    data: Option<Json<'a>>,
    changes: Option<Vec<WireEvent>>,
    extra: Extra,
}

fn take<'a, S: Shape>(place: &mut Option<S::Value>, value: Json<'a>) -> Result<(), Json<'a>> {
    if place.is_some() {
        return Err(value);
    }
    *place = Some(S::read(value)?);
    Ok(())
}

/// Takes a string for which the schema's empty string means absent; so an empty one is handed back.
fn take_filled<'a>(place: &mut String, value: Json<'a>) -> Result<(), Json<'a>> {
    match value {
        Json::String(text) if place.is_empty() && !text.is_empty() => {
            *place = text.into_owned();
            Ok(())
        }
        other => Err(other),
    }
}

impl<'a> Parts<'a> {
    fn take(&mut self, key: &str, value: Json<'a>) -> Result<(), Json<'a>> {
        match key {
            "type" => take::<Text>(&mut self.event_type, value),
            "subtype" => take::<Text>(&mut self.subtype, value),
            "payload" if self.payload.is_none() => {
                self.payload = Some(value);
                Ok(())
            }
            "data" if self.data.is_none() => {
                self.data = Some(value);
                Ok(())
            }
            "event_id" => take::<Id>(&mut self.event.event_id, value),
            "timestamp" => take::<Num>(&mut self.event.source_time_ms, value),
            "version" => take::<Num>(&mut self.event.schema_version, value),
            "priority" => take::<Text>(&mut self.event.priority, value),
            "debug" => take::<Flag>(&mut self.event.debug, value),
            "initial" => take::<Flag>(&mut self.event.initial, value),
            "source" => take_filled(&mut self.event.source, value),
            "correlation_id" => take_filled(&mut self.event.correlation_id, value),
            "game_id" if self.event.game_id.is_empty() => {
                if let Some(id) = read_uuid(&value) {
                    self.event.game_id = id.to_vec();
                }
                // The member stays with what is written back: the bus gives most events a game, and the wire says none.
                Err(value)
            }
            "changes" if self.changes.is_none() => {
                self.changes = Some(read_changes(value)?);
                self.event.changes = Some(ChangeReferences::default());
                Ok(())
            }
            _ => Err(value),
        }
    }

    /// The connection test alone carries its content under `data`, and is written so; a `payload` beside it is none.
    fn take_content_from_data(&mut self) {
        if let Some(payload) = self.payload.take() {
            self.extra.keep("payload", &payload);
        }
        if matches!(self.data, Some(Json::Object(_))) {
            self.payload = self.data.take();
        }
    }

    fn into_event(mut self) -> Result<WireEvent, NotAnEvent> {
        let Some(event_type) = self.event_type.take() else {
            return Err(NotAnEvent::NoType { found: "none" });
        };
        if event_type == Kind::ConnectionTest.wire_type() && self.data.is_some() {
            self.take_content_from_data();
        }
        if let Some(data) = self.data {
            self.extra.keep("data", &data);
        }
        let payload = read_payload(&event_type, self.subtype.as_deref(), self.payload);
        let kind = Kind::of_payload(&payload);
        if let (true, Some(subtype)) = (kind != Kind::Unknown && kind.wire_subtype().is_none(), &self.subtype) {
            self.extra.keep("subtype", &Json::String(subtype.as_str().into()));
        }
        let mut event = self.event;
        kind.topic().clone_into(&mut event.topic);
        event.game = kind.game().into();
        event.payload = Some(payload);
        event.extra_json = self.extra.into_text().unwrap_or_default();
        let changes = self.changes.unwrap_or_default();
        if let Some(references) = &mut event.changes {
            references.items = changes.iter().map(|change| reference(&change.event)).collect();
        }
        Ok(WireEvent { event, changes })
    }
}

/// The bytes of a UUID's text. A producer that knows its games, as a simulator does, names them so.
fn read_uuid(value: &Json<'_>) -> Option<[u8; 16]> {
    let mut digits = value.as_str()?.bytes().filter(|byte| *byte != b'-').map(|byte| char::from(byte).to_digit(16));
    let mut bytes = [0; 16];
    for byte in &mut bytes {
        *byte = u8::try_from(digits.next()?? << 4 | digits.next()??).ok()?;
    }
    digits.next().is_none().then_some(bytes)
}

/// Reads the list of changes; a list with anything but events in it is handed back whole.
fn read_changes(value: Json<'_>) -> Result<Vec<WireEvent>, Json<'_>> {
    match value {
        Json::Object(members) if members.is_empty() => Ok(Vec::new()),
        Json::Array(items) => {
            let is_event = |item: &Json<'_>| item.get("type").and_then(Json::as_str).is_some();
            if items.iter().all(is_event) {
                Ok(items.into_iter().filter_map(|item| read_event(item).ok()).collect())
            } else {
                Err(Json::Array(items))
            }
        }
        other => Err(other),
    }
}

fn reference(event: &Event) -> ChangeReference {
    let (event_type, subtype) = wire_type(event);
    ChangeReference {
        event_id: event.event_id.clone(),
        r#type: event_type.to_owned(),
        subtype: subtype.map(str::to_owned),
        source_time_ms: event.source_time_ms,
    }
}

/// The type and subtype of an event as they stand on the wire.
fn wire_type(event: &Event) -> (&str, Option<&str>) {
    match &event.payload {
        Some(Payload::Unknown(unknown)) => (&unknown.r#type, unknown.subtype.as_deref()),
        Some(payload) => {
            let kind = Kind::of_payload(payload);
            (kind.wire_type(), kind.wire_subtype())
        }
        None => ("", None),
    }
}

/// Appends an event's JSON text as it stood on the wire; `changes` are the events its list of changes refers to, in
/// the list's order.
pub fn write_event(event: &Event, changes: &[WireEvent], out: &mut Vec<u8>) {
    let (event_type, subtype) = wire_type(event);
    let mut writer = ObjectWriter::begin(out);
    crate::json::write_str(event_type, writer.key("type"));
    if let Some(subtype) = subtype {
        crate::json::write_str(subtype, writer.key("subtype"));
    }
    if !event.source.is_empty() {
        crate::json::write_str(&event.source, writer.key("source"));
    }
    write_member::<Text>(&mut writer, "event_id", event.event_id.as_ref());
    write_member::<Num>(&mut writer, "timestamp", event.source_time_ms.as_ref());
    write_member::<Num>(&mut writer, "version", event.schema_version.as_ref());
    write_member::<Text>(&mut writer, "priority", event.priority.as_ref());
    write_member::<Flag>(&mut writer, "debug", event.debug.as_ref());
    write_member::<Flag>(&mut writer, "initial", event.initial.as_ref());
    if !event.correlation_id.is_empty() {
        crate::json::write_str(&event.correlation_id, writer.key("correlation_id"));
    }
    match &event.payload {
        None | Some(Payload::DeadLetter(_)) => {}
        Some(Payload::Unknown(unknown)) if unknown.json.is_none() => {}
        Some(payload @ Payload::ConnectionTest(_)) => write_payload(payload, writer.key("data")),
        Some(payload) => write_payload(payload, writer.key("payload")),
    }
    if event.changes.is_some() {
        write_changes(changes, writer.key("changes"));
    }
    writer.members_of(&event.extra_json);
    writer.end();
}

fn write_member<S: Shape>(writer: &mut ObjectWriter<'_>, key: &str, value: Option<&S::Value>) {
    if let Some(value) = value {
        S::write(value, writer.key(key));
    }
}

fn write_changes(changes: &[WireEvent], out: &mut Vec<u8>) {
    if changes.is_empty() {
        out.extend_from_slice(b"{}");
        return;
    }
    for (index, change) in changes.iter().enumerate() {
        out.push(if index == 0 { b'[' } else { b',' });
        write_event(&change.event, &change.changes, out);
    }
    out.push(b']');
}

fn shape_of(value: Option<&Json<'_>>) -> &'static str {
    match value {
        None => "none",
        Some(Json::Null) => "null",
        Some(Json::Bool(_)) => "a truth value",
        Some(Json::Number(_)) => "a number",
        Some(Json::String(_)) => "a string",
        Some(Json::Array(_)) => "an array",
        Some(Json::Object(_)) => "an object",
    }
}
