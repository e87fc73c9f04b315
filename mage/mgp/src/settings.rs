//! Arguments with their sentences: numbers within bounds, words of a list, and maps of settings.

use std::fmt::Display;
use std::ops::RangeInclusive;

use crate::call::{Arguments, Call};
use crate::container::Map;
use crate::error::{Error, Result, hint};
use crate::value::{FromValue, View};

/// A map argument that holds settings by name, each with a default. A key that is not known is an error.
#[derive(Debug, Clone)]
pub struct Settings<'c> {
    argument: String,
    map: Map<'c>,
}

impl<'c> Call<'c> {
    /// A whole number of at least 1: `limit must be a positive integer, got 0`.
    ///
    /// # Errors
    /// [`Error::Message`] with that sentence; [`Error::Undeclared`], [`Error::Type`].
    pub fn positive(&self, name: &str) -> Result<u32> {
        positive(name, self.arg(name)?)
    }

    /// A map of settings, of which only `known` ones may be given.
    ///
    /// # Errors
    /// [`Error::Message`] that names an unknown key and the nearest known one; [`Error::Undeclared`], [`Error::Type`].
    pub fn settings(&self, name: &str, known: &[&str]) -> Result<Settings<'c>> {
        self.arguments().settings(name, known)
    }
}

impl<'c> Arguments<'c> {
    /// As [`Call::settings`].
    ///
    /// # Errors
    /// As [`Call::settings`].
    pub fn settings(&self, name: &str, known: &[&str]) -> Result<Settings<'c>> {
        let map: Map<'c> = self.get(name)?;
        map.for_each(|key, _| {
            if known.contains(&key) {
                return Ok(());
            }
            let hint = hint(key, known.iter().copied());
            Err(Error::new(format!("{name} has no key '{key}'; it takes {}.{hint}", known.join(", "))))
        })?;
        Ok(Settings { argument: name.to_owned(), map })
    }
}

impl<'c> Settings<'c> {
    fn name(&self, key: &str) -> String {
        format!("{}.{key}", self.argument)
    }

    /// A setting as a Rust type; `None` where it is not given or null.
    ///
    /// # Errors
    /// [`Error::Type`], naming the setting.
    pub fn get<T: FromValue<'c>>(&self, key: &str) -> Result<Option<T>> {
        match self.map.find(key)? {
            Some(value) => value.to::<Option<T>>(&self.name(key)),
            None => Ok(None),
        }
    }

    /// A whole number of at least 1.
    ///
    /// # Errors
    /// [`Error::Message`]: `options.top must be a positive integer, got 0`; [`Error::Type`].
    pub fn positive(&self, key: &str, default: u32) -> Result<u32> {
        self.get(key)?.map_or(Ok(default), |given| positive(&self.name(key), given))
    }

    /// As [`Settings::positive`], where leaving it out means no bound.
    ///
    /// # Errors
    /// As [`Settings::positive`].
    pub fn positive_or_none(&self, key: &str) -> Result<Option<u32>> {
        self.get(key)?.map(|given| positive(&self.name(key), given)).transpose()
    }

    /// A whole number within bounds.
    ///
    /// # Errors
    /// [`Error::Message`]: `options.starts must be an integer from 1 to 100, got 0`; [`Error::Type`].
    pub fn whole(&self, key: &str, default: u64, allowed: RangeInclusive<u64>) -> Result<u64> {
        let Some(given) = self.get::<i64>(key)? else { return Ok(default) };
        let found = u64::try_from(given).ok().filter(|value| allowed.contains(value));
        let wanted = || format!("an integer from {} to {}", allowed.start(), allowed.end());
        found.ok_or_else(|| Error::argument(&self.name(key), &wanted(), given))
    }

    /// A number within bounds.
    ///
    /// # Errors
    /// [`Error::Message`]: `options.alpha must be a number from 0 to 1, got 2`; [`Error::Type`].
    pub fn number(&self, key: &str, default: f64, allowed: RangeInclusive<f64>) -> Result<f64> {
        let Some(given) = self.get::<f64>(key)? else { return Ok(default) };
        if allowed.contains(&given) {
            return Ok(given);
        }
        let wanted = format!("a number from {} to {}", allowed.start(), allowed.end());
        Err(Error::argument(&self.name(key), &wanted, given))
    }

    /// `true` or `false`.
    ///
    /// # Errors
    /// [`Error::Type`].
    pub fn flag(&self, key: &str, default: bool) -> Result<bool> {
        Ok(self.get(key)?.unwrap_or(default))
    }

    /// One word of a list.
    ///
    /// # Errors
    /// [`Error::Message`]: `options.order must be one of 'lift', 'runs', got 'lfit'. Did you mean 'lift'?`; [`Error::Type`].
    pub fn choice<T: Copy>(&self, key: &str, choices: &[(&str, T)], default: T) -> Result<T> {
        let Some(given) = self.get::<&str>(key)? else { return Ok(default) };
        choice(&self.name(key), given, choices)
    }
}

fn positive(name: &str, given: i64) -> Result<u32> {
    let wanted = if given > 0 { "at most 4294967295" } else { "a positive integer" };
    u32::try_from(given).ok().filter(|value| *value > 0).ok_or_else(|| Error::argument(name, wanted, given))
}

fn choice<T: Copy>(name: &str, given: &str, choices: &[(&str, T)]) -> Result<T> {
    if let Some((_, found)) = choices.iter().find(|(word, _)| *word == given) {
        return Ok(*found);
    }
    let words: Vec<String> = choices.iter().map(|(word, _)| format!("'{word}'")).collect();
    let near = hint(given, choices.iter().map(|(word, _)| *word));
    let stop = if near.is_empty() { "" } else { "." };
    Err(Error::new(format!("{name} must be one of {}, got '{given}'{stop}{near}", words.join(", "))))
}

impl View<'_> {
    /// The value in a sentence: numbers and words as they are, everything else by its type.
    #[must_use]
    pub fn said(&self) -> String {
        let plain = |value: &dyn Display| value.to_string();
        match self {
            Self::Bool(value) => plain(value),
            Self::Int(value) => plain(value),
            Self::Float(value) => plain(value),
            Self::String(value) => format!("'{value}'"),
            other => other.kind().to_owned(),
        }
    }
}
