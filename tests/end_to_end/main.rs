//! The whole, from outside: the program as a process, and the rules between the rooms.
#![allow(clippy::unwrap_used, reason = "a test fails where a helper of it fails")]

mod balatro;
mod brigade;
mod call;
mod manners;
mod page;
mod program;
mod readers;
mod rooms;
mod serving;
mod storing;
mod traffic;
