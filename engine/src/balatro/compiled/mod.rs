//! The compiled form of the scorer: affine tables for each trigger, made once for a hand, asked for many orders.

pub(crate) mod affine;
pub(crate) mod arrange;
pub(crate) mod copying;
pub(crate) mod evaluate;
pub(crate) mod hand;
pub(crate) mod setting;
pub(crate) mod tables;
