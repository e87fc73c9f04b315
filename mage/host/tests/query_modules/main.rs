//! The modules under `mage/modules`, built, loaded as the server loads them, and asked.
#![allow(clippy::unwrap_used, reason = "a test fails where a helper of it fails")]

mod brigade;
mod built;
mod hazards;
mod mage;
mod order;
mod patterns;
mod projected;
mod synergy;
