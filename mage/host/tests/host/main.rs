//! The host with modules written in C from the interface's description, and its grammar.
#![allow(clippy::unwrap_used, reason = "a test fails where a helper of it fails")]

mod c_modules;
mod fixtures;
mod garbage;
mod grammar;
mod graphs;
mod temporal;
