//! Folds a timeline into rounds and hands.

use serde::{Deserialize, Serialize};

use super::facts::{Hand, Round};
use super::point::Point;
use super::round_fold::RoundFold;

/// The number of the first round.
const ROUND_FIRST: i32 = 1;

/// A blind that a game showed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Blind {
    pub(super) name: Option<String>,
    pub(super) chips: Option<f64>,
    pub(super) boss: Option<bool>,
}

/// Folds points into rounds, in the order they were first seen, and their hands. Linear in the points.
pub(super) fn fold(points: &[Point], blinds: &[Blind]) -> (Vec<Round>, Vec<Hand>) {
    let mut rounds: Vec<RoundFold> = Vec::new();
    let mut current: Option<usize> = None;
    for moment in points.chunk_by(|a, b| a.time_us == b.time_us) {
        // R1: what does not name its round belongs to the round named at the same moment, else to the one before it.
        let named = moment.iter().filter(|point| point.round.get().is_some()).max_by_key(|point| point.round.get());
        if let Some(point) = named {
            current = place_of(&mut rounds, point, current).or(current);
        }
        for point in moment {
            if let Some(place) = place_of(&mut rounds, point, current).or(current) {
                rounds[place].read(point);
            }
        }
    }
    facts(rounds, blinds)
}

/// The place of the round a point names; a round not seen before begins with it.
fn place_of(rounds: &mut Vec<RoundFold>, point: &Point, current: Option<usize>) -> Option<usize> {
    let round = point.round.get()?;
    let known = rounds.iter().rposition(|other| other.round == round);
    Some(known.unwrap_or_else(|| {
        let chips_carried = current.and_then(|place| rounds[place].chips_now);
        rounds.push(RoundFold::new(round, point, chips_carried));
        rounds.len() - 1
    }))
}

fn facts(rounds: Vec<RoundFold>, blinds: &[Blind]) -> (Vec<Round>, Vec<Hand>) {
    let numbers: Vec<i32> = rounds.iter().map(|round| round.round).collect();
    let mut round_facts = Vec::with_capacity(rounds.len());
    let mut hand_facts = Vec::new();
    for (place, round) in rounds.into_iter().enumerate() {
        // R1: the game counts 0 before its first blind.
        if round.round < ROUND_FIRST {
            continue;
        }
        let is_followed = numbers[place + 1..].iter().any(|later| *later > round.round);
        let is_closed = is_followed || round.is_over();
        let first_hand = hand_facts.len();
        let mut fact = round_fact(&round, blinds);
        let count = round.hands.len();
        for (index, hand) in round.hands.into_iter().enumerate() {
            hand_facts.push(hand.into_fact(round.ante, is_closed || index + 1 < count));
        }
        let hands = &hand_facts[first_hand..];
        // R5.
        fact.score = round.score_reported.or_else(|| highest(hands.iter().filter_map(|hand| hand.chips_after)));
        // R6.
        fact.beaten = if is_followed || round.over_at_us.is_some() {
            Some(true)
        } else if round.game_over {
            Some(false)
        } else {
            let reached = fact.score.zip(fact.blind_chips).is_some_and(|(score, target)| score >= target);
            reached.then_some(true)
        };
        round_facts.push(fact);
    }
    (round_facts, hand_facts)
}

fn round_fact(round: &RoundFold, blinds: &[Blind]) -> Round {
    let blind = blinds.get(usize::from(round.blind));
    Round {
        round: round.round,
        ante: round.ante,
        blind_name: blind.and_then(|blind| blind.name.clone()),
        blind_chips: blind.and_then(|blind| blind.chips),
        blind_boss: blind.and_then(|blind| blind.boss),
        hands_played: i32::try_from(round.hands.len()).unwrap_or(i32::MAX),
        discards_used: round.discards_used,
        hands_remaining: round.hands_left,
        score: None,
        beaten: None,
        money_start: round.money_start,
        money_end: round.money_end,
        started_at_us: round.started_at_us,
        ended_at_us: round.ended_at_us,
        first_position: round.first_position,
        last_position: round.last_position,
    }
}

/// The highest of some scores, none of them not-a-number.
pub(super) fn highest(scores: impl Iterator<Item = f64>) -> Option<f64> {
    scores.fold(None, |best: Option<f64>, score| Some(best.map_or(score, |best| best.max(score))))
}
