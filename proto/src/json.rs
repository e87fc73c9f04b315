//! A JSON tree that borrows from the text, keeps the order of an object's members, and keeps numbers as they came.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Number;

/// A member of an object.
pub type Member<'a> = (Cow<'a, str>, Json<'a>);

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub enum Json<'a> {
    /// null
    Null,
    /// true or false
    Bool(bool),
    /// A number, integer or not.
    Number(Number),
    /// A string.
    String(Cow<'a, str>),
    /// An array.
    Array(Vec<Json<'a>>),
    /// An object, its members in the text's order; a repeated key is kept twice.
    Object(Vec<Member<'a>>),
}

impl<'a> Json<'a> {
    /// Reads a text strictly: one value, nothing after it.
    ///
    /// # Errors
    /// The reader's own error, with line and column.
    pub fn parse(text: &'a [u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(text)
    }

    /// The member of that name, the last one where a key is repeated; `None` where this is no object.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Json<'a>> {
        match self {
            Self::Object(members) => members.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The string, where this is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The number as a double; a [repaired](crate::repair) number stands in its string form and is read too.
    #[must_use]
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Number(number) => number.as_f64(),
            Self::String(text) => non_finite(text),
            _ => None,
        }
    }

    /// The truth value, where this is one.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(flag) => Some(*flag),
            _ => None,
        }
    }

    /// Appends the value's compact text.
    pub fn write(&self, out: &mut Vec<u8>) {
        // Writing into a Vec cannot fail, and no map key here is anything but a string.
        let written = serde_json::to_writer(&mut *out, self);
        debug_assert!(written.is_ok());
    }

    /// The value's compact text.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut out = Vec::new();
        self.write(&mut out);
        String::from_utf8(out).unwrap_or_default()
    }
}

/// The double behind the three words that stand for the numbers JSON has no form for.
#[must_use]
pub fn non_finite(word: &str) -> Option<f64> {
    match word {
        "inf" => Some(f64::INFINITY),
        "-inf" => Some(f64::NEG_INFINITY),
        "nan" => Some(f64::NAN),
        _ => None,
    }
}

/// Appends a double: a number where JSON has a form for it, else the word [`non_finite`] reads.
pub fn write_f64(value: f64, out: &mut Vec<u8>) {
    const EXACT_INTEGER_MAX: f64 = 9_007_199_254_740_992.0;
    use std::io::Write as _;
    if value.is_nan() {
        out.extend_from_slice(b"\"nan\"");
    } else if value.is_infinite() {
        out.extend_from_slice(if value > 0.0 { b"\"inf\"" } else { b"\"-inf\"" });
    } else if value.fract() == 0.0 && value.abs() <= EXACT_INTEGER_MAX && !(value == 0.0 && value.is_sign_negative()) {
        #[allow(clippy::cast_possible_truncation, reason = "whole and within the exact integers of a double")]
        let whole = value as i64;
        let written = write!(out, "{whole}");
        debug_assert!(written.is_ok());
    } else {
        let written = serde_json::to_writer(&mut *out, &value);
        debug_assert!(written.is_ok());
    }
}

/// Appends a string with its quotes and escapes.
pub fn write_str(value: &str, out: &mut Vec<u8>) {
    let written = serde_json::to_writer(&mut *out, value);
    debug_assert!(written.is_ok());
}

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(flag) => serializer.serialize_bool(*flag),
            Self::Number(number) => number.serialize(serializer),
            Self::String(text) => serializer.serialize_str(text),
            Self::Array(items) => {
                let mut sequence = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    sequence.serialize_element(item)?;
                }
                sequence.end()
            }
            Self::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (key, value) in members {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}

/// An object's key, borrowed where the text has no escape in it; `Cow` alone would always be copied.
struct Key<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl<'de> Visitor<'de> for KeyVisitor {
            type Value = Key<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(KeyVisitor)
    }
}

impl<'de> Deserialize<'de> for Json<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ValueVisitor;
        impl<'de> Visitor<'de> for ValueVisitor {
            type Value = Json<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any JSON value")
            }
            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(Json::Null)
            }
            fn visit_bool<E>(self, flag: bool) -> Result<Self::Value, E> {
                Ok(Json::Bool(flag))
            }
            fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
                Ok(Json::Number(number.into()))
            }
            fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
                Ok(Json::Number(number.into()))
            }
            fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
                Ok(Number::from_f64(number).map_or(Json::Null, Json::Number))
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Json::String(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Json::String(Cow::Owned(text.to_owned())))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = access.next_element()? {
                    items.push(item);
                }
                Ok(Json::Array(items))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::with_capacity(8);
                while let Some((Key(key), value)) = access.next_entry()? {
                    members.push((key, value));
                }
                Ok(Json::Object(members))
            }
        }
        deserializer.deserialize_any(ValueVisitor)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use super::*;

    #[test]
    fn keeps_order_numbers_and_repeated_keys() {
        let text = br#"{"b":1,"a":[1.50,-0,18446744073709551615,"\u00e9"],"b":null}"#;
        let json = Json::parse(text).unwrap();
        assert_eq!(json.to_text(), r#"{"b":1,"a":[1.5,-0.0,18446744073709551615,"é"],"b":null}"#);
        assert_eq!(json.get("b"), Some(&Json::Null));
    }

    #[test]
    fn doubles_survive_their_text() {
        for value in [0.999_993_762_867_98, 12_362.345_901_234, 1e300, -0.0, 5.0, 1e15, 9.007_199_254_741e15, 1e-7] {
            let mut out = Vec::new();
            write_f64(value, &mut out);
            let back = Json::parse(&out).unwrap().as_f64().unwrap();
            assert_eq!(back.to_bits(), value.to_bits(), "{}", String::from_utf8_lossy(&out));
        }
    }

    #[test]
    fn deep_nesting_is_an_error_and_no_overflow() {
        let deep = vec![b'['; 100_000];
        assert!(Json::parse(&deep).is_err());
    }
}
