//! The REST door, asked through its router.
#![allow(clippy::unwrap_used, reason = "a test fails where a helper of it fails")]

mod commands;
mod durability;
mod golden;
mod history;
mod page;
mod sessions;
mod support;
mod tolerance;
