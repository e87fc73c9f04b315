//! How actions and the random stream look in JSON.

use std::fmt;

use serde::de::{Error as _, IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::action::{Action, Mode};
use super::rng::Pcg64;

/// As `[house, mode, signal]`.
impl Serialize for Action {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_raw().serialize(serializer)
    }
}

/// From `[house, mode, signal]`, or `[house, mode]` with an honest signal.
impl<'de> Deserialize<'de> for Action {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Parts)
    }
}

/// Reads the parts of an action without taking them into a list first.
struct Parts;

impl<'de> Visitor<'de> for Parts {
    type Value = Action;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[house, mode, signal] or [house, mode]")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Action, A::Error> {
        let house = parts.next_element()?.ok_or_else(|| A::Error::invalid_length(0, &self))?;
        let mode: Mode = parts.next_element()?.ok_or_else(|| A::Error::invalid_length(1, &self))?;
        let signal = parts.next_element()?.unwrap_or(mode);
        if parts.next_element::<IgnoredAny>()?.is_some() {
            return Err(A::Error::invalid_length(4, &self));
        }
        Ok(Action { house, mode, signal })
    }
}

/// As two hexadecimal numbers of 128 bits: no JSON reader loses digits of a text.
impl Serialize for Pcg64 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (state, increment) = self.parts();
        [format!("{state:032x}"), format!("{increment:032x}")].serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Pcg64 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let [state, increment] = <[String; 2]>::deserialize(deserializer)?;
        let number = |text: &str| u128::from_str_radix(text, 16).map_err(D::Error::custom);
        Ok(Self::from_parts(number(&state)?, number(&increment)?))
    }
}
