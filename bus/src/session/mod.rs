//! Sessions: which run of a producer's program, and which of its games, an event belongs to.
//!
//! The wire names neither. A *stream* is one producer's door; its [`process`] rules tell runs of the program apart, its
//! [`games`] rules the games of a run. Each run remembers the events it sent ([`dedupe`]), because ids repeat between
//! runs. Two games at once on one machine need two streams: the path `/streams/NAME/api/v1/events` or the header
//! `x-ludograph-stream` names one.

pub(crate) mod dedupe;
pub(crate) mod games;
pub(crate) mod process;
pub(crate) mod signal;
pub(crate) mod stream;
