//! Names that are numbers at the border, in the order of those numbers. The package learns them when it is built
//! (`examples/catalog.rs`); a test holds each against what the engine calls it.

use ludograph_engine::brigade::{Condition, Deed, SignalRule, Stream, Target};

/// [`Stream`].
pub const STREAMS: [&str; 2] = ["per_agent", "companion"];
/// [`Deed`].
pub const DEEDS: [&str; 2] = ["work", "rest"];
/// [`SignalRule`], the default first.
pub const SIGNALS: [&str; 4] = ["honest", "lie", "work", "rest"];
/// [`Condition`]; each has a number.
pub const CONDITIONS: [&str; 5] =
    ["burning_at_least", "burning_at_most", "night_at_least", "work_signals_at_least", "chance"];
/// [`Target`]; those after [`TARGETS_PLAIN`] have a number.
pub const TARGETS: [&str; 16] = [
    "home",
    "stay",
    "first_owned",
    "first_owned_burning",
    "own_burning",
    "left_burning",
    "right_burning",
    "first_burning",
    "nearest_burning",
    "newest_burning",
    "least_attended_burning",
    "most_surrounded_burning",
    "largest_cluster_burning",
    "any_burning",
    "burning_longer_than",
    "house",
];
/// How many of [`TARGETS`] have no number.
pub const TARGETS_PLAIN: usize = 14;

pub(crate) fn stream(code: u32) -> Stream {
    if code == 1 { Stream::Companion } else { Stream::PerAgent }
}

pub(crate) fn deed(code: u32) -> Deed {
    if code == 1 { Deed::Rest } else { Deed::Work }
}

pub(crate) fn signal(code: u32) -> SignalRule {
    match code {
        1 => SignalRule::Lie,
        2 => SignalRule::Work,
        3 => SignalRule::Rest,
        _ => SignalRule::Honest,
    }
}

pub(crate) fn condition(code: u32, number: f64) -> Condition {
    match code {
        0 => Condition::BurningAtLeast(short(number)),
        1 => Condition::BurningAtMost(short(number)),
        2 => Condition::NightAtLeast(whole(number)),
        3 => Condition::WorkSignalsAtLeast(short(number)),
        _ => Condition::Chance(number),
    }
}

pub(crate) fn target(code: u32, number: f64) -> Target {
    match code {
        1 => Target::Stay,
        2 => Target::FirstOwned,
        3 => Target::FirstOwnedBurning,
        4 => Target::OwnBurning,
        5 => Target::LeftBurning,
        6 => Target::RightBurning,
        7 => Target::FirstBurning,
        8 => Target::NearestBurning,
        9 => Target::NewestBurning,
        10 => Target::LeastAttendedBurning,
        11 => Target::MostSurroundedBurning,
        12 => Target::LargestClusterBurning,
        13 => Target::AnyBurning,
        14 => Target::BurningLongerThan(short(number)),
        15 => Target::House(short(number)),
        _ => Target::Home,
    }
}

/// A whole number of 32 bits; what is none becomes the nearest.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the nearest is what is wanted")]
pub(crate) fn whole(number: f64) -> u32 {
    number as u32
}

/// A whole number of 16 bits; what is none becomes the nearest.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the nearest is what is wanted")]
pub(crate) fn short(number: f64) -> u16 {
    number as u16
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json, to_value};

    use super::{CONDITIONS, DEEDS, SIGNALS, STREAMS, TARGETS, TARGETS_PLAIN, condition, deed, signal, stream, target};

    #[test]
    fn every_code_is_what_the_engine_calls_by_its_name() {
        for (code, name) in (0..).zip(STREAMS) {
            assert_eq!(to_value(stream(code)).unwrap(), json!(name));
        }
        for (code, name) in (0..).zip(DEEDS) {
            assert_eq!(to_value(deed(code)).unwrap(), json!(name));
        }
        for (code, name) in (0..).zip(SIGNALS) {
            assert_eq!(to_value(signal(code)).unwrap(), json!(name));
        }
        for (code, name) in (0..).zip(CONDITIONS) {
            let number = if name == "chance" { json!(1.0) } else { json!(1) };
            assert_eq!(to_value(condition(code, 1.0)).unwrap(), json!({name: number}));
        }
        for (code, name) in (0_u32..).zip(TARGETS) {
            let plain = Value::from(name);
            let wanted = if (code as usize) < TARGETS_PLAIN { plain } else { json!({name: 7}) };
            assert_eq!(to_value(target(code, 7.0)).unwrap(), wanted);
        }
    }
}
