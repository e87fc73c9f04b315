//! The REST door, asked through its router.

mod commands;
mod durability;
mod golden;
mod history;
mod sessions;
mod support;
mod tolerance;
