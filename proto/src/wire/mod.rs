//! From the wire's JSON into types and back.
//!
//! Reading never fails on a payload: a member the schema does not know, or one whose value has another shape than the
//! schema says (a big number as an object, say), stays in `extra_json`, and writing puts it back. So a payload comes
//! back as it went in but for three things the wire itself does not tell apart: an empty list is written `{}`, a
//! numeric id is written as text, and members come in the schema's order.
//!
//! * [`read_event`] and [`write_event`] for whole events, [`read_payload`] and [`write_payload`] for payloads.

mod event;
mod fields;
mod payloads;

pub use event::{NotAnEvent, WireEvent, read_event, write_event};
pub use payloads::{read_payload, write_payload};
