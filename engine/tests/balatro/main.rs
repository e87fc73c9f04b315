//! Balatro through its public surface.
#![allow(clippy::unwrap_used, clippy::float_cmp, reason = "tests")]

mod decide;
mod golden;
