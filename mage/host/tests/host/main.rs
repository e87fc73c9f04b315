//! The host with modules written in C from the interface's description, and its grammar.
#![allow(missing_docs)]

mod c_modules;
mod fixtures;
mod garbage;
mod grammar;
mod graphs;
mod temporal;
