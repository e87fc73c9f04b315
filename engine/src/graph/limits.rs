//! Bounds of the graph, with their units.

/// Nights of one game of Bucket Brigade that a builder remembers; later ones are passed over.
pub const NIGHTS_SEEN_MAX: u32 = 4096;

/// Characters of a scenario's, a rule set's or an archetype's name that are kept.
pub const TEXT_CHARS_MAX: usize = 256;

/// Games a builder follows at once unless its options say otherwise.
pub const OPEN_GAMES_MAX: usize = 256;

/// Events of the log after which a game that shows nothing more is sealed, unless the options say otherwise.
pub const IDLE_EVENTS_MAX: u64 = 1 << 20;

/// Ids of sealed games that a builder remembers unless its options say otherwise, the latest.
pub const SEALED_MAX: usize = 1 << 17;

/// Nodes of one graph.
pub const NODES_MAX: usize = 1 << 28;

/// Relationships of one graph.
pub const EDGES_MAX: usize = 1 << 30;
