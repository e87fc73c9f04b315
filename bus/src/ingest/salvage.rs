//! Finds whole events in a body that cannot be read as a whole, so that one broken event does not cost its batch.

use ludograph_proto::json::Json;
use ludograph_proto::wire::read_event;

use super::decode::{Decoded, Incoming};
use crate::limits::{SALVAGE_BYTES_MAX, SALVAGE_TRIES_MAX};

/// Tries to read an event wherever an object may begin inside a list, and goes on behind each one found.
///
/// An object counts as an event only with a `type` and a numeric `timestamp`, so that a card or a joker does not.
pub(super) fn salvage(text: &[u8]) -> Decoded {
    let mut decoded = Decoded::default();
    let tries_max = SALVAGE_TRIES_MAX.min(SALVAGE_BYTES_MAX / text.len().max(1));
    let mut tries = 0;
    let mut at = 0;
    while let Some(start) = next_object(text, at) {
        if tries == tries_max {
            break;
        }
        tries += 1;
        let mut values = serde_json::Deserializer::from_slice(&text[start..]).into_iter::<Json<'_>>();
        at = start + 1;
        if let Some(Ok(json)) = values.next()
            && is_event(&json)
            && let Ok(wire) = read_event(json)
        {
            decoded.events.push(Incoming { wire, repairs: Vec::new() });
            at = start + values.byte_offset();
        }
    }
    decoded
}

fn is_event(json: &Json<'_>) -> bool {
    json.get("type").and_then(Json::as_str).is_some() && json.get("timestamp").and_then(Json::as_f64).is_some()
}

/// The next opening brace that follows a comma or an opening bracket.
fn next_object(text: &[u8], from: usize) -> Option<usize> {
    let mut before = text[..from].iter().rev().copied().find(|byte| !byte.is_ascii_whitespace());
    for (at, &byte) in text.iter().enumerate().skip(from) {
        if byte == b'{' && matches!(before, Some(b',' | b'[')) {
            return Some(at);
        }
        if !byte.is_ascii_whitespace() {
            before = Some(byte);
        }
    }
    None
}
