//! The files of a log: one segment, the catalogue of all of them, and finding them in a directory.

mod catalogue;
mod discover;
mod segment;

pub(crate) use catalogue::Catalogue;
pub(crate) use discover::{Discovery, discover};
pub(crate) use segment::{Opened, Segment, to_usize};
