//! The modules under `mage/modules`, built, loaded as the server loads them, and asked.
#![allow(clippy::unwrap_used, reason = "a test fails where a helper of it fails")]

mod bolt;
mod brigade;
mod built;
mod hazards;
mod mage;
mod order;
mod patterns;
mod projected;
#[path = "../../../../tests/support/python.rs"]
mod python;
mod synergy;
