//! What the wire lets us see of a game, as the domain names it. Numbers are doubles, since the wire knows no other.

/// One thing seen of a game.
#[derive(Debug, Clone, Copy)]
pub struct Observation<'a> {
    /// Where it stands in the log.
    pub position: u64,
    /// When it happened, microseconds since the epoch.
    pub time_us: i64,
    /// What was seen.
    pub seen: Seen<'a>,
}

/// What was seen.
#[derive(Debug, Clone, Copy)]
pub enum Seen<'a> {
    /// A whole state.
    State(StateSeen<'a>),
    /// The number of hands left differs; also when it rises at a new round.
    HandPlayed {
        /// Hands left.
        hands_remaining: Option<f64>,
        /// Hands the game has counted in this round.
        hand_number: Option<f64>,
    },
    /// The round's score differs.
    ScoreChanged {
        /// The score now.
        chips: Option<f64>,
    },
    /// The number of discards left differs.
    CardsDiscarded {
        /// Discards left.
        discards_remaining: Option<f64>,
    },
    /// Money differs.
    MoneyChanged {
        /// Dollars now.
        money: Option<f64>,
    },
    /// The number of jokers differs.
    JokersChanged {
        /// Their names, joined.
        jokers: Option<&'a str>,
    },
    /// Ante or round differs.
    RoundChanged {
        /// The ante now.
        ante: Option<f64>,
        /// The round now.
        round: Option<f64>,
    },
    /// The phase differs.
    PhaseChanged {
        /// The phase now.
        phase: Option<&'a str>,
    },
    /// A round is over.
    RoundComplete {
        /// Its ante.
        ante: Option<f64>,
        /// The round.
        round: Option<f64>,
        /// Its score.
        score: Option<f64>,
        /// Dollars.
        money: Option<f64>,
    },
    /// Scoring of a hand begins.
    HandScoringBegun {
        /// The round's score before the hand.
        chips_before: Option<f64>,
        /// Its ante.
        ante: Option<f64>,
        /// Its round.
        round: Option<f64>,
        /// Hands the game has counted in this round.
        hand_number: Option<f64>,
    },
    /// Scoring of a hand has ended.
    HandScored {
        /// The round's score before the hand.
        chips_before: Option<f64>,
        /// The round's score after the hand.
        chips_after: Option<f64>,
        /// What the hand brought.
        score: Option<f64>,
        /// How many jokers triggered.
        joker_triggers: Option<f64>,
        /// Its ante.
        ante: Option<f64>,
        /// Its round.
        round: Option<f64>,
        /// Hands the game has counted in this round.
        hand_number: Option<f64>,
    },
    /// Anything else that happened in the game.
    Other,
}

/// A whole state, as far as the history needs it.
#[derive(Debug, Clone, Copy, Default)]
pub struct StateSeen<'a> {
    /// The game's own id; "unknown" where the game has none.
    pub seed: Option<&'a str>,
    /// The ante.
    pub ante: Option<f64>,
    /// The round.
    pub round: Option<f64>,
    /// Hands the game has counted in this round.
    pub hand_number: Option<f64>,
    /// The round's score so far.
    pub chips: Option<f64>,
    /// Dollars.
    pub money: Option<f64>,
    /// Hands left.
    pub hands_remaining: Option<f64>,
    /// Discards left.
    pub discards_remaining: Option<f64>,
    /// The phase.
    pub phase: Option<&'a str>,
    /// The blind.
    pub blind: Option<BlindSeen<'a>>,
    /// The names of the jokers, joined by [`NAMES_BETWEEN`].
    pub jokers: Option<&'a str>,
    /// False in the menu.
    pub in_game: Option<bool>,
    /// The held cards, from the left; `None` also where nobody asks for them.
    pub cards: Option<&'a [CardSeen<'a>]>,
    /// How many consumables there are; `None` also where nobody asks for them.
    pub consumables: Option<usize>,
}

/// What parts the joined names of jokers.
pub const NAMES_BETWEEN: &str = ", ";

/// A held card, as a state shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CardSeen<'a> {
    /// The game's id of it.
    pub id: Option<&'a str>,
    /// "2" to "10", "Jack", "Queen", "King", "Ace".
    pub rank: Option<&'a str>,
    /// Hearts, Clubs, Diamonds or Spades.
    pub suit: Option<&'a str>,
    /// none, bonus, mult, wild, glass, steel, stone or gold.
    pub enhancement: Option<&'a str>,
}

/// A blind, as a state shows it.
#[derive(Debug, Clone, Copy, Default)]
pub struct BlindSeen<'a> {
    /// Its name.
    pub name: Option<&'a str>,
    /// The score it asks for.
    pub chips: Option<f64>,
    /// Whether it is a boss.
    pub boss: Option<bool>,
}
