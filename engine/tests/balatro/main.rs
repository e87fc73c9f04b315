//! Balatro through its public surface.
#![allow(clippy::unwrap_used, clippy::float_cmp, reason = "tests")]

mod arbitrary;
mod before;
mod common;
mod decide;
mod golden;
mod metamorphic;
mod properties;
mod rules;
