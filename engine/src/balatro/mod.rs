//! Balatro.

pub mod history;
