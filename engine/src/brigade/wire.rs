//! How actions and the random stream look in JSON.

use serde::de::Error as _;
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
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Parts {
            Three((u16, Mode, Mode)),
            Two((u16, Mode)),
        }
        Ok(match Parts::deserialize(deserializer)? {
            Parts::Three((house, mode, signal)) => Self { house, mode, signal },
            Parts::Two((house, mode)) => Self::honest(house, mode),
        })
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
