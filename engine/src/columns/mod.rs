//! Arrow schemas and builders: what an event is as rows.
//!
//! Every table is declared once, in [`tables`] or [`brigade_tables`]: its row type, its schema and its builder come from
//! the same list of columns, so they cannot drift apart. Text is `Utf8View` and times are microseconds in UTC, the types in which
//! Parquet comes back, so that recent rows and stored rows can stand in one table.

pub mod brigade_tables;
mod ids;
mod kinds;
mod table;
pub mod tables;

pub use ids::GameId;
pub use kinds::{Bytes, Column, Count, Flag, Instant, Label, Number, Position, Required, Text, Unsigned};
pub use table::TableBuilder;
