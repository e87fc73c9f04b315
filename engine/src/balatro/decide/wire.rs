//! The mod's words for cards and jokers.

use serde_json::Value;

use super::unknown::Unknown;
use crate::balatro::model::card::{Card, Edition, Enhancement, Rank, Seal, Suit};
use crate::balatro::model::joker::{Joker, JokerKind};
use crate::balatro::model::rule::{Amount, When};
use crate::json::{number_of_text, without};
use crate::number::shown;

/// An entry of a list; the mod writes an empty list as an empty object.
pub(super) fn list<'a>(parent: &'a Value, field: &str) -> &'a [Value] {
    parent.get(field).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// A number, as one or as a string.
pub(super) fn number(parent: &Value, field: &str) -> Option<f64> {
    let value = parent.get(field)?;
    let number = value.as_f64().or_else(|| number_of_text(value.as_str()?))?;
    number.is_finite().then_some(number)
}

/// A number of things, at least 0 and at most what fits.
pub(super) fn count(parent: &Value, field: &str) -> Option<u32> {
    let number = number(parent, field)?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, and that is meant")]
    let whole = number as u32;
    Some(whole)
}

fn word<'a>(parent: &'a Value, field: &str) -> &'a str {
    parent.get(field).and_then(Value::as_str).unwrap_or("")
}

/// `None` where rank or suit are not told.
pub(super) fn card(value: &Value) -> Option<Card> {
    let rank = match word(value, "rank") {
        "Jack" => "J",
        "Queen" => "Q",
        "King" => "K",
        "Ace" => "A",
        rank => rank,
    };
    let suit = word(value, "suit").get(..1)?;
    let mut card = Card::new(rank.parse::<Rank>().ok()?, suit.parse::<Suit>().ok()?);
    card.enhancement = without(&word(value, "enhancement").to_ascii_lowercase(), "m_").parse::<Enhancement>().ok();
    card.edition = edition(value).filter(|edition| *edition != Edition::Negative);
    card.seal = word(value, "seal").to_ascii_lowercase().parse::<Seal>().ok();
    card.debuffed = value.get("debuffed").and_then(Value::as_bool).unwrap_or(false);
    Some(card)
}

fn edition(value: &Value) -> Option<Edition> {
    match without(&word(value, "edition").to_ascii_lowercase(), "e_") {
        "holographic" => Some(Edition::Holo),
        name => name.parse().ok(),
    }
}

/// A joker, or what is not known of it. The mod tells a joker's mult and chips, never its factor.
pub(super) fn joker(value: &Value, unknown: &mut Vec<Unknown>) -> Option<Joker> {
    let name = word(value, "name");
    let Ok(kind) = JokerKind::find(name).or_else(|_| JokerKind::find(word(value, "id"))) else {
        let name: String = name.chars().take(64).collect();
        unknown.push(Unknown::new(format!("what the joker `{name}` does"), "nothing, as if it were not there"));
        return None;
    };
    let mut joker = Joker::new(kind);
    let properties = value.get("properties").unwrap_or(&Value::Null);
    joker.edition = edition(properties).or_else(|| edition(value));
    joker.sell_value = number(properties, "sell_value").filter(|value| *value >= 0.0).unwrap_or(joker.sell_value);
    joker.debuffed = value.get("debuffed").and_then(Value::as_bool).unwrap_or(false);
    let read = |field: &str| number(properties, field).filter(|value| *value >= 0.0);
    let counter = |of: fn(&crate::balatro::model::rule::Rule) -> Option<Amount>| {
        joker.info().rules.iter().any(|rule| rule.when == When::Pass && matches!(of(rule), Some(Amount::State)))
    };
    let (by_mult, by_chips, by_factor) =
        (counter(|rule| rule.add_mult), counter(|rule| rule.add_chips), counter(|rule| rule.x_mult));
    if by_mult {
        joker.state.mult = read("mult").unwrap_or(joker.state.mult);
    }
    if by_chips {
        // The game keeps these counters where the mod does not look: 0 says nothing.
        match read("chips").filter(|chips| *chips > 0.0) {
            Some(chips) => joker.state.chips = chips,
            None => unknown.push(Unknown::new(format!("chips of {name}"), shown(joker.state.chips))),
        }
    }
    if by_factor {
        match read("x_mult").or_else(|| read("Xmult")) {
            Some(factor) => joker.state.x_mult = factor,
            None => unknown.push(Unknown::new(format!("factor of {name}"), format!("×{}", shown(joker.state.x_mult)))),
        }
    }
    if joker.info().rules.iter().any(|rule| rule.condition == Some(crate::balatro::model::rule::Condition::Active)) {
        unknown.push(Unknown::new(format!("whether {name} is due"), "not now"));
    }
    Some(joker)
}
