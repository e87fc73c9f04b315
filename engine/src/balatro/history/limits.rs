//! Named limits of a game's history.

/// Points a game's timeline holds; beyond that, points that differ only in chips and money are thinned out, then the
/// oldest rounds are settled and take no more late observations.
pub const TIMELINE_POINTS_MAX: usize = 4096;

/// Hands that one rise of a counter can stand for; a greater rise is not a count of hands.
pub const HANDS_PER_RISE_MAX: i32 = 64;

/// Different blinds remembered of one game; later ones are left unknown.
pub const BLINDS_MAX: usize = 1024;

/// The ante whose boss ends a run in victory.
pub const ANTE_WIN: i32 = 8;

/// States of one game remembered for their jokers; later ones are passed over.
pub const JOKERS_SEEN_MAX: usize = 4096;

/// Hands of one game whose type is remembered; later ones are left unknown.
pub const HAND_TYPES_SEEN_MAX: usize = 4096;
