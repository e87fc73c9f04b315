//! The reason for a play, in sentences.

use super::observed::Observed;
use super::without_moving;
use crate::balatro::error::BalatroError;
use crate::balatro::model::state::{Hand, Luck};
use crate::balatro::score::score;
use crate::balatro::score::table::number;
use crate::balatro::search::arrangement::judge;
use crate::balatro::search::play::BestPlay;

/// What is played and what it scores, what moving the jokers is worth, what luck can do, and what is left to the
/// target.
pub(super) fn sentences(
    observed: &Observed,
    play: &BestPlay,
    chosen: &Hand,
    move_jokers: bool,
    wins: Option<bool>,
    luck: Luck,
) -> Result<Vec<String>, BalatroError> {
    let mut said = Vec::new();
    let cards: Vec<String> = chosen.played.iter().map(ToString::to_string).collect();
    let sure = if play.proven { "No play scores more." } else { "The search was cut short: a better play may exist." };
    said.push(format!("{} with {} scores {}. {sure}", play.hand, cards.join(", "), number(play.score)));
    if move_jokers {
        let stays = judge(&without_moving(&observed.hand, play), luck)?.score;
        let names: Vec<&str> = chosen.jokers.iter().map(|joker| joker.info().name.as_str()).collect();
        said.push(format!("Hold the jokers as {}: {} as they are now.", names.join(", "), number(stays)));
    }
    let (least, most) = (score(chosen, Luck::Least)?.score, score(chosen, Luck::Most)?.score);
    if least < most {
        said.push(format!("By luck it scores between {} and {}.", number(least), number(most)));
    }
    if let Some(target) = observed.target {
        let before = observed.scored;
        let missing = (target - before - play.score).max(0.0);
        said.push(match wins {
            Some(true) => format!(
                "{} with the {} before it reaches the blind's {}.",
                number(play.score),
                number(before),
                number(target)
            ),
            _ => format!(
                "The blind asks for {}; after it {} are missing, with {} hands and {} discards left.",
                number(target),
                number(missing),
                observed.hand.table.hands_left,
                observed.hand.table.discards_left
            ),
        });
    }
    Ok(said)
}
