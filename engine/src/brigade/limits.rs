//! The engine's bounds.

/// The smallest ring.
pub const HOUSES_MIN: u16 = 2;
/// The largest ring. Rings of up to [`PACKED_HOUSES_MAX`] houses are held in two machine words.
pub const HOUSES_MAX: u16 = 1024;
/// The largest ring whose town is two machine words; larger ones take the general path, with the same results.
pub const PACKED_HOUSES_MAX: u16 = 64;
/// The most agents of a game.
pub const AGENTS_MAX: usize = 256;
/// The nights after which callers usually cut a game, as all the upstream's callers do.
pub const NIGHTS_MAX_DEFAULT: u32 = 100;
/// The most nights a replay may hold.
pub const REPLAY_NIGHTS_MAX: u32 = 1_000_000;
