//! Reading JSON: into types by their derived readers, and into values that are then read member by member.
//!
//! What a browser's module reads is read by hand ([`Members`]), because a derived reader is several times larger, and there
//! the text of a catalog is read by a small reader of its own (`text.rs`): what JavaScript hands over is a value already.

#[cfg(any(test, target_arch = "wasm32"))]
mod decimal;
#[cfg(any(test, target_arch = "wasm32"))]
mod text;

use serde::de::DeserializeOwned;
use serde_json::{Error, Map, Value};

/// A type from text. No module of a browser does that.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text)
}

/// What a file that comes with the engine holds; null if it were no JSON.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

/// What a file that comes with the engine holds; null if it were no JSON.
#[cfg(target_arch = "wasm32")]
pub(crate) fn value(text: &str) -> Value {
    text::read(text).unwrap_or_default()
}

/// The entries of a catalog that comes with the engine; none if it were no list.
pub(crate) fn catalog(text: &str) -> Vec<Value> {
    if let Value::Array(entries) = value(text) { entries } else { Vec::new() }
}

/// What was read, or where and why not: `played[0].rank: …`.
pub(crate) type Read<T> = Result<T, String>;

/// The members of an object; absent ones and `null` are the same.
#[derive(Clone, Copy)]
pub(crate) struct Members<'a>(&'a Map<String, Value>);

impl<'a> Members<'a> {
    /// Of a value that is an object.
    pub(crate) fn of(value: &'a Value) -> Read<Self> {
        match value {
            Value::Object(members) => Ok(Self(members)),
            other => Err(expected("an object", other)),
        }
    }

    /// Refuses members that are not among these.
    pub(crate) fn expect_only(self, known: &[&str]) -> Read<Self> {
        match self.0.keys().find(|name| !known.contains(&name.as_str())) {
            Some(name) => Err(format!("unknown member `{name}`, allowed are {}", known.join(", "))),
            None => Ok(self),
        }
    }

    /// A member, if it is there.
    pub(crate) fn get(self, name: &str) -> Option<&'a Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    /// A member as it is read by `read`, if it is there.
    pub(crate) fn maybe<T>(self, name: &str, read: impl FnOnce(&'a Value) -> Read<T>) -> Read<Option<T>> {
        match self.get(name).map(read) {
            None => Ok(None),
            Some(Ok(found)) => Ok(Some(found)),
            Some(Err(why)) => Err(within(name, &why)),
        }
    }

    /// A member that has to be there.
    pub(crate) fn need<T>(self, name: &str, read: impl FnOnce(&'a Value) -> Read<T>) -> Read<T> {
        self.maybe(name, read)?.ok_or_else(|| format!("`{name}` is missing"))
    }

    /// A number, if it is there.
    pub(crate) fn number(self, name: &str) -> Read<Option<f64>> {
        self.maybe(name, number)
    }

    /// A number, else what it is without.
    pub(crate) fn number_or(self, name: &str, without: f64) -> Read<f64> {
        Ok(self.number(name)?.unwrap_or(without))
    }

    /// A whole number of 32 bits, if it is there.
    pub(crate) fn count(self, name: &str) -> Read<Option<u32>> {
        self.maybe(name, count)
    }

    /// A whole number of 32 bits, else what it is without.
    pub(crate) fn count_or(self, name: &str, without: u32) -> Read<u32> {
        Ok(self.count(name)?.unwrap_or(without))
    }

    /// Yes or no, else what it is without.
    pub(crate) fn flag_or(self, name: &str, without: bool) -> Read<bool> {
        Ok(self.maybe(name, flag)?.unwrap_or(without))
    }

    /// Text that has to be there.
    pub(crate) fn text(self, name: &str) -> Read<&'a str> {
        self.need(name, text)
    }

    /// A list whose entries are read by `read`; empty where it is absent.
    pub(crate) fn list<T>(self, name: &str, read: impl FnMut(&'a Value) -> Read<T>) -> Read<Vec<T>> {
        Ok(self.maybe(name, |value| list(value, read))?.unwrap_or_default())
    }

    /// Every member with its name, sorted.
    pub(crate) fn each(self) -> impl Iterator<Item = (&'a str, &'a Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }
}

/// The entries of a list.
pub(crate) fn list<'a, T>(value: &'a Value, mut read: impl FnMut(&'a Value) -> Read<T>) -> Read<Vec<T>> {
    let Value::Array(entries) = value else { return Err(expected("a list", value)) };
    let mut found = Vec::with_capacity(entries.len());
    for (place, entry) in entries.iter().enumerate() {
        found.push(read(entry).map_err(|why| within(&format!("[{place}]"), &why))?);
    }
    Ok(found)
}

/// A number.
pub(crate) fn number(value: &Value) -> Read<f64> {
    value.as_f64().ok_or_else(|| expected("a number", value))
}

/// A number in text.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn number_of_text(text: &str) -> Option<f64> {
    text.parse().ok()
}

/// A number in text; see `decimal.rs`.
#[cfg(target_arch = "wasm32")]
pub(crate) fn number_of_text(text: &str) -> Option<f64> {
    decimal::read(text)
}

/// A whole number of 32 bits.
pub(crate) fn count(value: &Value) -> Read<u32> {
    let whole = value.as_u64().and_then(|number| u32::try_from(number).ok());
    whole.ok_or_else(|| expected("a whole number in 0..=4294967295", value))
}

/// Text without a word in front of it, however often that stands there.
pub(crate) fn without<'a>(mut text: &'a str, word: &str) -> &'a str {
    while let Some(rest) = text.strip_prefix(word) {
        text = rest;
    }
    text
}

/// Yes or no.
pub(crate) fn flag(value: &Value) -> Read<bool> {
    value.as_bool().ok_or_else(|| expected("true or false", value))
}

/// Text.
pub(crate) fn text(value: &Value) -> Read<&str> {
    value.as_str().ok_or_else(|| expected("text", value))
}

/// A name of some type's.
pub(crate) fn name<T: std::str::FromStr>(value: &Value) -> Read<T>
where
    T::Err: std::fmt::Display,
{
    text(value)?.parse().map_err(|error: T::Err| error.to_string())
}

/// The place of a word in a list.
pub(crate) fn word(value: &Value, words: &[&str]) -> Read<usize> {
    let found = text(value)?;
    let place = words.iter().position(|word| *word == found);
    place.ok_or_else(|| format!("`{found}` is none of {}", words.join(", ")))
}

fn expected(what: &str, found: &Value) -> String {
    let found = match found {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(number) if number.is_f64() => "a fraction",
        Value::Number(number) if number.is_i64() && !number.is_u64() => "a number below 0",
        Value::Number(_) => "a whole number",
        Value::String(text) => return format!("expected {what}, got the text `{}`", shortened(text)),
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    format!("expected {what}, got {found}")
}

/// Text as it is quoted back.
fn shortened(text: &str) -> &str {
    text.char_indices().nth(64).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

/// What is wrong, with the member or the place in front of it.
fn within(place: &str, why: &str) -> String {
    let separator = if why.starts_with('[') {
        ""
    } else if is_place(why) {
        "."
    } else {
        ": "
    };
    format!("{place}{separator}{why}")
}

/// Whether a sentence begins with the place of what it is about.
fn is_place(why: &str) -> bool {
    // Bytes, because a search for text takes a kilobyte of the module that a browser loads.
    let end = why.as_bytes().windows(2).position(|pair| pair == b": ").unwrap_or(0);
    end > 0 && why[..end].bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.[]".contains(&byte))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Members, Read, count, list, number, word};

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let value = json!({"cards": [{"rank": 1}, {"rank": "x"}], "money": -1, "deck": null});
        let members = Members::of(&value).unwrap();
        let ranks =
            |name: &str| -> Read<Vec<f64>> { members.list(name, |card| Members::of(card)?.need("rank", number)) };
        assert_eq!(ranks("deck"), Ok(vec![]));
        assert_eq!(ranks("cards").unwrap_err(), "cards[1].rank: expected a number, got the text `x`");
        assert_eq!(members.text("deck").unwrap_err(), "`deck` is missing");
        let message = "money: expected a whole number in 0..=4294967295, got a number below 0";
        assert_eq!(members.count("money").unwrap_err(), message);
        let message = "unknown member `cards`, allowed are deck, money";
        assert_eq!(members.expect_only(&["deck", "money"]).err().unwrap(), message);
        assert_eq!(word(&json!("b"), &["a", "b"]), Ok(1));
        assert_eq!(word(&json!("c"), &["a", "b"]).unwrap_err(), "`c` is none of a, b");
        assert_eq!(list(&json!([1, 2]), count), Ok(vec![1, 2]));
    }
}
