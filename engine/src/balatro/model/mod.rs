//! What a hand of Balatro is made of.

pub(crate) mod blind;
pub(crate) mod card;
pub(crate) mod case_json;
pub(crate) mod hand_type;
pub(crate) mod joker;
pub(crate) mod names;
pub(crate) mod rule;
pub(crate) mod state;
pub(crate) mod tables;
