//! Reading JSON into types.

use serde::de::DeserializeOwned;
use serde_json::Error;

/// A type from text.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text)
}

/// A type from text, by way of a value: every type is then read by one reader instead of two, which takes a fifth off the
/// module that a browser loads.
#[cfg(target_arch = "wasm32")]
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    T::deserialize(&serde_json::from_str::<serde_json::Value>(text)?)
}
