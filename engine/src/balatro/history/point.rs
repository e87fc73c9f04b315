//! One observation as the timeline keeps it: small, and without borrowed text.

use serde::{Deserialize, Serialize};

use super::observation::Seen;
use super::phase::Phase;

/// A whole number of the wire, or nothing: half the size of an `Option<i32>`, and a game holds thousands of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Whole(i32);

impl Whole {
    pub(super) const NONE: Self = Self(i32::MIN);

    /// The number where it is whole and small enough to be a count.
    pub(super) fn of(value: Option<f64>) -> Self {
        const WHOLE_MAX: f64 = 1e9;
        match value {
            #[allow(clippy::cast_possible_truncation, reason = "whole and within a thousand millions")]
            Some(value) if value.fract() == 0.0 && value.abs() <= WHOLE_MAX => Self(value as i32),
            _ => Self::NONE,
        }
    }

    pub(super) fn get(self) -> Option<i32> {
        (self != Self::NONE).then_some(self.0)
    }
}

/// A double of the wire, or nothing (kept as not-a-number: a score that is not a number tells nothing either).
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Real(f64);

impl Real {
    pub(super) const NONE: Self = Self(f64::NAN);

    pub(super) fn of(value: Option<f64>) -> Self {
        Self(value.unwrap_or(f64::NAN))
    }

    pub(super) fn get(self) -> Option<f64> {
        (!self.0.is_nan()).then_some(self.0)
    }
}

impl PartialEq for Real {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

/// Kinds of points, in the order in which they are read where their times are equal: the differences the mod reports
/// stand before the state that covers them, and a hand before the score it brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum PointKind {
    RoundChanged,
    HandScoringBegun,
    HandScored,
    HandPlayed,
    ScoreChanged,
    CardsDiscarded,
    RoundComplete,
    PhaseChanged,
    State,
}

/// One observation of the timeline.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Point {
    pub(super) time_us: i64,
    pub(super) position: u64,
    pub(super) kind: PointKind,
    pub(super) phase: Phase,
    /// Index of the blind among the game's, or [`Point::NO_BLIND`].
    pub(super) blind: u16,
    pub(super) ante: Whole,
    pub(super) round: Whole,
    pub(super) hand_number: Whole,
    pub(super) hands_remaining: Whole,
    pub(super) discards_remaining: Whole,
    pub(super) joker_triggers: Whole,
    /// The round's score now; after the hand, where a hand was scored; of the round, where it is complete.
    pub(super) chips: Real,
    pub(super) chips_before: Real,
    pub(super) score: Real,
    pub(super) money: Real,
}

impl Point {
    pub(super) const NO_BLIND: u16 = u16::MAX;

    /// The point an observation makes, or nothing where it tells nothing about hands and rounds.
    pub(super) fn of(position: u64, time_us: i64, seen: &Seen<'_>, blind: u16) -> Option<Self> {
        let empty = Self::empty(position, time_us);
        let point = match *seen {
            Seen::MoneyChanged { .. } | Seen::JokersChanged { .. } | Seen::Other => return None,
            Seen::State(state) => Self {
                kind: PointKind::State,
                phase: Phase::of(state.phase),
                blind,
                ante: Whole::of(state.ante),
                round: Whole::of(state.round),
                hand_number: Whole::of(state.hand_number),
                hands_remaining: Whole::of(state.hands_remaining),
                discards_remaining: Whole::of(state.discards_remaining),
                chips: Real::of(state.chips),
                money: Real::of(state.money),
                ..empty
            },
            Seen::HandPlayed { hands_remaining, hand_number } => Self {
                kind: PointKind::HandPlayed,
                hands_remaining: Whole::of(hands_remaining),
                hand_number: Whole::of(hand_number),
                ..empty
            },
            Seen::ScoreChanged { chips } => Self { kind: PointKind::ScoreChanged, chips: Real::of(chips), ..empty },
            Seen::CardsDiscarded { discards_remaining } => {
                Self { kind: PointKind::CardsDiscarded, discards_remaining: Whole::of(discards_remaining), ..empty }
            }
            Seen::RoundChanged { ante, round } => {
                Self { kind: PointKind::RoundChanged, ante: Whole::of(ante), round: Whole::of(round), ..empty }
            }
            Seen::PhaseChanged { phase } => Self { kind: PointKind::PhaseChanged, phase: Phase::of(phase), ..empty },
            Seen::RoundComplete { ante, round, score, money } => Self {
                kind: PointKind::RoundComplete,
                ante: Whole::of(ante),
                round: Whole::of(round),
                chips: Real::of(score),
                money: Real::of(money),
                ..empty
            },
            Seen::HandScoringBegun { chips_before, ante, round, hand_number } => Self {
                kind: PointKind::HandScoringBegun,
                ante: Whole::of(ante),
                round: Whole::of(round),
                hand_number: Whole::of(hand_number),
                chips_before: Real::of(chips_before),
                ..empty
            },
            Seen::HandScored { chips_before, chips_after, score, joker_triggers, ante, round, hand_number } => Self {
                kind: PointKind::HandScored,
                ante: Whole::of(ante),
                round: Whole::of(round),
                hand_number: Whole::of(hand_number),
                joker_triggers: Whole::of(joker_triggers),
                chips: Real::of(chips_after),
                chips_before: Real::of(chips_before),
                score: Real::of(score),
                ..empty
            },
        };
        Some(point)
    }

    fn empty(position: u64, time_us: i64) -> Self {
        Self {
            time_us,
            position,
            kind: PointKind::State,
            phase: Phase::Unsaid,
            blind: Self::NO_BLIND,
            ante: Whole::NONE,
            round: Whole::NONE,
            hand_number: Whole::NONE,
            hands_remaining: Whole::NONE,
            discards_remaining: Whole::NONE,
            joker_triggers: Whole::NONE,
            chips: Real::NONE,
            chips_before: Real::NONE,
            score: Real::NONE,
            money: Real::NONE,
        }
    }

    /// The order of the timeline.
    pub(super) fn key(&self) -> (i64, PointKind, u64) {
        (self.time_us, self.kind, self.position)
    }

    /// Whether both say the same, at whatever time.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        self.differs_in_amounts_only(other)
            && self.chips == other.chips
            && self.chips_before == other.chips_before
            && self.score == other.score
            && self.money == other.money
    }

    /// Whether both say the same but for chips and money.
    pub(super) fn differs_in_amounts_only(&self, other: &Self) -> bool {
        self.kind == other.kind
            && self.phase == other.phase
            && self.blind == other.blind
            && self.ante == other.ante
            && self.round == other.round
            && self.hand_number == other.hand_number
            && self.hands_remaining == other.hands_remaining
            && self.discards_remaining == other.discards_remaining
            && self.joker_triggers == other.joker_triggers
    }
}
