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
