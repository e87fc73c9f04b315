//! What the answers have in common: cards and jokers by name, and the steps of a score.

use std::borrow::{Borrow, Cow};

use ludograph_engine::balatro::{Hand, Luck, Step, explain};
use ludograph_mgp::{Error, Out, Result};

use crate::hand::said;

/// The jokers' ids in an order.
pub(crate) fn jokers(hand: &Hand, order: &[usize]) -> Vec<&'static str> {
    order.iter().filter_map(|place| hand.jokers.get(*place)).map(|joker| joker.info().id.as_str()).collect()
}

/// Cards in an order, as texts such as `KH steel`.
pub(crate) fn cards(cards: &[ludograph_engine::balatro::Card], order: &[usize]) -> Vec<String> {
    order.iter().filter_map(|place| cards.get(*place)).map(ToString::to_string).collect()
}

/// The steps of the score, where they are asked for: the hand is only laid out then. An expectation has no single course and
/// so no steps.
pub(crate) fn steps<H: Borrow<Hand>>(hand: impl FnOnce() -> H, luck: Luck, wanted: bool) -> Result<Out<'static>> {
    if !wanted {
        return Ok(Out::List(Vec::new()));
    }
    if luck == Luck::Mean {
        return Err(Error::new("options.explain: 'mean' has no single course to explain; 'least' and 'most' have"));
    }
    Ok(listed(explain(hand().borrow(), luck).map_err(said)?.steps))
}

/// Steps as maps.
pub(crate) fn listed(steps: Vec<Step>) -> Out<'static> {
    Out::List(steps.into_iter().map(step).collect())
}

fn step(step: Step) -> Out<'static> {
    let entry = |key: &'static str, value: Out<'static>| (Cow::Borrowed(key), value);
    Out::Map(vec![
        entry("phase", step.phase.name().into()),
        entry("card", step.card.into()),
        entry("trigger", step.trigger.into()),
        entry("source", step.source.into()),
        entry("effect", step.effect.into()),
        entry("chips", step.chips.into()),
        entry("mult", step.mult.into()),
        entry("dollars", step.dollars.into()),
    ])
}
