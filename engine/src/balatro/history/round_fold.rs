//! One round while it is folded: the counters that show hands, and the chips that give their scores.

use super::facts::{Hand, HandRule};
use super::limits::HANDS_PER_RISE_MAX;
use super::phase::Phase;
use super::point::{Point, PointKind};

/// What is known of a round so far.
#[derive(Debug)]
pub(super) struct RoundFold {
    pub(super) round: i32,
    pub(super) ante: Option<i32>,
    pub(super) blind: u16,
    pub(super) discards_used: Option<i32>,
    pub(super) hands_left: Option<i32>,
    pub(super) score_reported: Option<f64>,
    pub(super) over_at_us: Option<i64>,
    pub(super) game_over: bool,
    pub(super) money_start: Option<f64>,
    pub(super) money_end: Option<f64>,
    pub(super) started_at_us: i64,
    pub(super) ended_at_us: i64,
    pub(super) first_position: u64,
    pub(super) last_position: u64,
    pub(super) hands: Vec<HandFold>,
    pub(super) chips_now: Option<f64>,
    /// The chips last seen in the round before: until they differ, they are not this round's.
    chips_carried: Option<f64>,
    /// The game's count of hands, as last seen.
    counted: Option<i32>,
    /// The number of the last hand that is known to be played.
    number: Option<i32>,
    /// Hands left at some moment, and the number of the last hand at that moment.
    remaining_from: Option<(i32, i32)>,
    discards_left: Option<i32>,
    /// The count of hands when scoring last began.
    scoring_begun: Option<i32>,
}

/// A hand while its round is folded.
#[derive(Debug)]
pub(super) struct HandFold {
    pub(super) fact: Hand,
    score_reported: Option<f64>,
}

impl RoundFold {
    pub(super) fn new(round: i32, first: &Point, chips_carried: Option<f64>) -> Self {
        Self {
            round,
            ante: None,
            blind: Point::NO_BLIND,
            discards_used: None,
            hands_left: None,
            score_reported: None,
            over_at_us: None,
            game_over: false,
            money_start: None,
            money_end: None,
            started_at_us: first.time_us,
            ended_at_us: first.time_us,
            first_position: first.position,
            last_position: first.position,
            hands: Vec::new(),
            chips_now: None,
            chips_carried,
            counted: None,
            number: None,
            remaining_from: None,
            discards_left: None,
            scoring_begun: None,
        }
    }

    /// Reads a point of this round; points come in the timeline's order.
    pub(super) fn read(&mut self, point: &Point) {
        if point.round.get().is_some() {
            self.read_named(point);
        }
        match point.kind {
            PointKind::HandScoringBegun => {
                self.scoring_begun = point.hand_number.get();
                if let Some(chips) = point.chips_before.get() {
                    self.chips_carried = None;
                    self.chips_now = Some(chips);
                }
            }
            PointKind::HandScored => self.read_scored(point),
            PointKind::RoundComplete => self.score_reported = point.chips.get().or(self.score_reported),
            _ => {
                self.read_counters(point);
                self.read_discards(point);
                self.read_chips(point.chips.get());
            }
        }
        match point.phase {
            Phase::RoundOver => self.over_at_us = self.over_at_us.or(Some(point.time_us)),
            Phase::GameOver => self.game_over = true,
            Phase::Unsaid | Phase::Other | Phase::Menu => {}
        }
    }

    /// Whether the round is over, by its own points.
    pub(super) fn is_over(&self) -> bool {
        self.over_at_us.is_some() || self.game_over
    }

    /// Reads what counts only from points that name their round (R1, R2, R3, R7).
    fn read_named(&mut self, point: &Point) {
        self.ended_at_us = point.time_us;
        self.first_position = self.first_position.min(point.position);
        self.last_position = self.last_position.max(point.position);
        self.ante = self.ante.or(point.ante.get());
        if let Some(money) = point.money.get() {
            self.money_start = self.money_start.or(Some(money));
            self.money_end = Some(money);
        }
        // After the round is over, the blind shown may already be the next one.
        if point.blind != Point::NO_BLIND && self.over_at_us.is_none_or(|over| point.time_us <= over) {
            self.blind = point.blind;
        }
    }

    /// H1 and H2: the game's count of hands rises after scoring, the number of hands left falls before it; both show
    /// the same hand, and the count may lag behind.
    fn read_counters(&mut self, point: &Point) {
        if let Some(count) = point.hand_number.get() {
            self.read_count(count, point);
        }
        let Some(left) = point.hands_remaining.get() else { return };
        if let Some(hand) = self.hands.last_mut()
            && point.hand_number.get() == Some(hand.fact.number)
        {
            hand.fact.hands_remaining = hand.fact.hands_remaining.or(Some(left));
        }
        if self.over_at_us.is_none_or(|over| point.time_us <= over) {
            self.hands_left = Some(left);
        }
        let Some(number) = self.number else { return };
        match self.remaining_from {
            Some((from, base)) if left < from && from - left <= HANDS_PER_RISE_MAX => {
                self.play_up_to(base + (from - left), HandRule::Remaining, point);
            }
            Some((from, _)) if left == from => {}
            _ => self.remaining_from = Some((left, number)),
        }
    }

    fn read_count(&mut self, count: i32, point: &Point) {
        match self.counted {
            Some(before) if count > before => {
                if count - before <= HANDS_PER_RISE_MAX {
                    self.play_up_to(count, HandRule::Counted, point);
                }
                self.counted = Some(count);
            }
            // The count of the round before still stood when this round began.
            Some(before) if count < before && self.hands.is_empty() => {
                self.counted = Some(count);
                self.number = Some(count);
                self.remaining_from = None;
            }
            Some(_) => {}
            None => {
                self.counted = Some(count);
                self.number = Some(self.number.unwrap_or(count));
            }
        }
    }

    /// Makes every hand up to a number known. Of several at once only the last one's time and chips are known.
    fn play_up_to(&mut self, number: i32, rule: HandRule, point: &Point) {
        let known = self.number.unwrap_or(number - 1);
        for next in known + 1..=number {
            let is_first = next == known + 1;
            let is_last = next == number;
            let chips_before = if is_first { self.own_chips() } else { None };
            let hand = Hand {
                round: self.round,
                ante: None,
                number: next,
                position: point.position,
                played_at_us: is_last.then_some(point.time_us),
                score: None,
                chips_before,
                chips_after: None,
                hands_remaining: if is_last { point.hands_remaining.get() } else { None },
                discards_remaining: if is_last { self.discards_left } else { None },
                joker_triggers: None,
                rule,
            };
            self.hands.push(HandFold { fact: hand, score_reported: None });
        }
        self.number = Some(self.number.unwrap_or(number).max(number));
    }

    /// The chips where they are certainly this round's.
    fn own_chips(&self) -> Option<f64> {
        let chips = self.chips_now?;
        let carried = self.hands.is_empty() && chips != 0.0 && self.chips_carried == Some(chips);
        (!carried).then_some(chips)
    }

    /// H3: the number is the game's count after scoring; where the count had not risen since scoring began, the hand
    /// is the next one.
    fn read_scored(&mut self, point: &Point) {
        let counted = point.hand_number.get();
        let begun = self.scoring_begun.take();
        let number = match (counted, begun) {
            (Some(counted), Some(begun)) if counted == begun => counted + 1,
            (Some(counted), _) => counted.max(1),
            (None, Some(begun)) => begun + 1,
            (None, None) => return,
        };
        if self.number.is_none_or(|known| number > known) {
            if self.number.is_some_and(|known| number - known > HANDS_PER_RISE_MAX) {
                return;
            }
            self.play_up_to(number, HandRule::Scored, point);
        }
        if let Some(hand) = self.hands.iter_mut().rev().find(|hand| hand.fact.number == number) {
            hand.score_reported = point.score.get();
            hand.fact.chips_before = point.chips_before.get().or(hand.fact.chips_before);
            hand.fact.chips_after = point.chips.get().or(hand.fact.chips_after);
            hand.fact.joker_triggers = point.joker_triggers.get();
        }
        self.chips_now = point.chips.get().or(self.chips_now);
    }

    /// R4.
    fn read_discards(&mut self, point: &Point) {
        let Some(left) = point.discards_remaining.get() else { return };
        let used = match self.discards_left {
            Some(before) if left < before && before - left <= HANDS_PER_RISE_MAX => before - left,
            _ => 0,
        };
        self.discards_used = Some(self.discards_used.unwrap_or(0) + used);
        self.discards_left = Some(left);
    }

    fn read_chips(&mut self, chips: Option<f64>) {
        let Some(chips) = chips else { return };
        self.chips_now = Some(chips);
        if let Some(hand) = self.hands.last_mut() {
            // The chips fall back to 0 when the player cashes out: the highest are the hand's.
            let after = hand.fact.chips_after.map_or(chips, |before| before.max(chips));
            hand.fact.chips_after = Some(after);
        }
    }
}

impl HandFold {
    /// H4: what the mod reported; else chips after less chips before, once they rose, or once nothing can follow.
    pub(super) fn into_fact(mut self, ante: Option<i32>, is_closed: bool) -> Hand {
        let counted = match (self.fact.chips_before, self.fact.chips_after) {
            (Some(before), Some(after)) if after > before || (after >= before && is_closed) => Some(after - before),
            _ => None,
        };
        self.fact.score = self.score_reported.or(counted).filter(|score| !score.is_nan());
        self.fact.ante = ante;
        self.fact
    }
}
