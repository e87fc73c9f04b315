//! The canonical event and its way to and from the wire.
//!
//! * [`pb`] holds the types generated from `ludograph/v1/*.proto`.
//! * [`json`] is the tree a body is read into: borrowed where it can be, in the wire's order, numbers as they came.
//! * [`repair`] mends what the mod's encoder writes that JSON does not allow, outside of strings and in them.
//! * [`kind`] names every kind of event once: its type and subtype on the wire, its topic, its game.
//! * [`wire`] converts one event or payload from the wire's JSON into types and back.
//!
//! The crate knows nobody: no log, no door, no clock.

pub mod json;
pub mod kind;
pub mod repair;
pub mod wire;

/// The types generated from `ludograph/v1/*.proto`.
#[allow(missing_docs, clippy::pedantic, reason = "generated code; the documentation stands in the proto files")]
pub mod pb {
    include!(concat!(env!("OUT_DIR"), "/ludograph.v1.rs"));

    /// The payload of an [`Event`].
    pub use event::Payload;
}

pub use kind::Kind;
pub use prost::Message;
