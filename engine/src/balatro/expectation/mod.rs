//! The exact expectation of a score over all rolls.
//!
//! Few rolls are walked course by course, floors and all. Many are followed by moments: what a roll changes that is
//! read again later (dollars, Lucky Cat's counter, the hand's level) splits the hand into cases, and in each case mult
//! is known by its first two moments. That is exact but for the floors: at most 1 below, and with the Plasma Deck at
//! most about the balanced number itself.

mod atoms;
mod moments;

use serde::Serialize;

use super::error::BalatroError;
use super::model::hand_type::HandType;
use super::model::rule::{Amount, Code, Condition, Quantity, Rule};
use super::model::state::Hand;
use super::score::before::prepare;
use super::score::copies::sources;
use super::score::rolls::{Extreme, Scripted};
use super::score::scene::Given;
use super::score::trace::Silent;
use super::score::{for_each_hook, in_order, score_given};

/// The most courses that are walked one by one.
pub const COURSES_MAX: u32 = 1024;

/// What a hand scores on average.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Expectation {
    /// The hand that is played.
    pub hand: HandType,
    /// The expectation of the score.
    pub score: f64,
    /// Whether it holds with every floor; otherwise it is the expectation before the floors.
    pub floored: bool,
    /// Whether one roll acts in two places, so that the product of mean chips and mean mult would be wrong.
    pub correlated: bool,
}

/// The expectation of a hand's score, jokers and cards as they lie. The Hook takes each pair as often as any other.
///
/// # Errors
/// [`Hand::check`]'s.
pub fn expected_score(hand: &Hand) -> Result<Expectation, BalatroError> {
    hand.check()?;
    let given = hand.given();
    let (mut sum, mut cases, mut floored) = (0.0, 0.0, true);
    for_each_hook(given, |given| {
        let walked = walk_all(given);
        floored &= walked.is_some();
        sum += walked.unwrap_or_else(|| moments::expected(given));
        cases += 1.0;
    });
    let hand = score_given(given, &in_order(given), &mut Extreme { most: false }, &mut Silent).hand;
    Ok(Expectation { hand, score: sum / cases, floored, correlated: correlated(given) })
}

/// Walks every course of the rolls; `None` where there are too many.
fn walk_all(given: Given<'_>) -> Option<f64> {
    let order = in_order(given);
    let mut rolls = Scripted::default();
    let mut sum = 0.0;
    for _ in 0..COURSES_MAX {
        let score = score_given(given, &order, &mut rolls, &mut Silent).score;
        sum += rolls.chance() * score;
        if !rolls.advance() {
            return Some(sum);
        }
    }
    None
}

/// Whether some roll acts in two places.
fn correlated(given: Given<'_>) -> bool {
    let order = in_order(given);
    let sources = sources(given.jokers, &order);
    let scene = prepare(given, &order, &sources, &mut Extreme { most: false }, &mut Silent);
    let uncertain = |odds: f64| scene.passives.chance_of(odds) < 1.0;
    let lucky = scene.scoring.iter().any(|(_, card)| card.live && card.lucky);
    let live = given.jokers.iter().filter(|joker| !joker.debuffed);
    let rules: Vec<&Rule> = live.flat_map(|joker| &joker.info().rules).collect();
    let rolled = |rule: &&&Rule| rule.odds.is_some_and(uncertain);
    let levels = rules.iter().filter(rolled).any(|rule| rule.code == Some(Code::LevelUp));
    let cat = lucky && rules.iter().any(|rule| rule.condition == Some(Condition::LuckySuccess));
    let by_money = |amount: Option<Amount>| {
        matches!(amount, Some(Amount::Per { per: Quantity::Money | Quantity::FiveDollars, .. }))
    };
    let reads_money = rules.iter().any(|rule| by_money(rule.add_chips) || by_money(rule.add_mult));
    let money = reads_money && (lucky || rules.iter().filter(rolled).any(|rule| rule.dollars.is_some()));
    let any = lucky || rules.iter().any(|rule| rule.add_mult_up_to.is_some()) || rules.iter().any(|rule| rolled(&rule));
    levels || cat || money || (given.table.plasma && any)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(cards: &str, jokers: &[&str], rest: &str) -> Option<(f64, f64)> {
        let card = |word: &str| {
            let (card, enhancement) = word.split_once('/').unwrap_or((word, "bonus"));
            let (rank, suit) = card.split_at(1);
            format!(r#"{{"rank": "{rank}", "suit": "{suit}", "enhancement": "{enhancement}"}}"#)
        };
        let cards: Vec<String> = cards.split_whitespace().map(card).collect();
        let jokers: Vec<String> = jokers.iter().map(|id| format!(r#"{{"id": "{id}"}}"#)).collect();
        let text = format!(r#"{{"played": [{}], "jokers": [{}]{rest}}}"#, cards.join(","), jokers.join(","));
        let hand = Hand::from_json(&text).unwrap();
        walk_all(hand.given()).map(|walked| (walked, moments::expected(hand.given())))
    }

    #[test]
    fn moments_and_courses_agree_but_for_the_floor() {
        let teams: [&[&str]; 8] = [
            &["j_lucky_cat", "j_joker"],
            &["j_lucky_cat", "j_brainstorm", "j_bull"],
            &["j_bull", "j_bootstraps", "j_business"],
            &["j_space", "j_misprint"],
            &["j_blueprint", "j_space", "j_duo"],
            &["j_bloodstone", "j_sock_and_buskin", "j_baseball"],
            &["j_hanging_chad", "j_bloodstone", "j_hiker"],
            &["j_oops", "j_lucky_cat", "j_wee"],
        ];
        let mut compared = 0;
        for team in teams {
            for cards in ["KH/lucky KD", "AH/lucky AS/lucky", "QH 2D"] {
                let Some((walked, by_moments)) = both(cards, team, "") else { continue };
                compared += 1;
                let difference = by_moments - walked;
                assert!((-1e-9..1.0).contains(&difference), "{team:?} {cards}: {walked} {by_moments}");
            }
        }
        assert!(compared >= 20, "{compared}");
    }

    #[test]
    fn with_plasma_the_floors_weigh_more() {
        let (walked, by_moments) = both("KH/lucky KD", &["j_joker"], r#", "deck": "Plasma Deck""#).unwrap();
        assert!(
            by_moments - walked >= -1e-9 && by_moments - walked <= 2.0 * walked.sqrt() + 1.0,
            "{walked} {by_moments}"
        );
    }
}
