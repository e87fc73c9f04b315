//! A small reader of JSON text, for the catalogs that come with the engine.
//!
//! It takes what is JSON, and numbers only as far as it reads them exactly: up to 15 digits, up to 22 of them after the
//! point. A test holds every catalog against `serde_json`.

use serde_json::{Map, Number, Value};

/// How deep lists and objects may lie in one another.
const DEPTH_MAX: u32 = 64;
/// Digits that a double holds exactly, whatever they are.
const DIGITS_MAX: usize = 15;

/// A value from text; `None` for what this reader does not take.
pub(super) fn read(text: &str) -> Option<Value> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0)?;
    reader.skip_space();
    (reader.at == text.len()).then_some(value)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
    }

    /// Passes over a sign, after space; whether it was there.
    fn takes(&mut self, sign: u8) -> bool {
        self.skip_space();
        let found = self.peek() == sign;
        self.at += usize::from(found);
        found
    }

    fn value(&mut self, depth: u32) -> Option<Value> {
        if depth > DEPTH_MAX {
            return None;
        }
        self.skip_space();
        match self.peek() {
            b'{' => self.object(depth),
            b'[' => self.list(depth),
            b'"' => self.string().map(Value::String),
            b't' => self.literal("true", Value::Bool(true)),
            b'f' => self.literal("false", Value::Bool(false)),
            b'n' => self.literal("null", Value::Null),
            _ => self.number(),
        }
    }

    fn literal(&mut self, word: &str, value: Value) -> Option<Value> {
        let found = self.text.get(self.at..)?.starts_with(word);
        self.at += word.len();
        found.then_some(value)
    }

    fn list(&mut self, depth: u32) -> Option<Value> {
        let mut entries = Vec::new();
        self.at += 1;
        if self.takes(b']') {
            return Some(Value::Array(entries));
        }
        loop {
            entries.push(self.value(depth + 1)?);
            if !self.takes(b',') {
                return self.takes(b']').then_some(Value::Array(entries));
            }
        }
    }

    fn object(&mut self, depth: u32) -> Option<Value> {
        let mut members = Map::new();
        self.at += 1;
        if self.takes(b'}') {
            return Some(Value::Object(members));
        }
        loop {
            self.skip_space();
            let name = self.string()?;
            if !self.takes(b':') {
                return None;
            }
            members.insert(name, self.value(depth + 1)?);
            if !self.takes(b',') {
                return self.takes(b'}').then_some(Value::Object(members));
            }
        }
    }

    /// Text without escapes but `\"`, `\\` and `\/`: the catalogs have no others.
    fn string(&mut self) -> Option<String> {
        if self.peek() != b'"' {
            return None;
        }
        self.at += 1;
        let mut text = String::new();
        let mut start = self.at;
        loop {
            match self.peek() {
                b'"' => {
                    text.push_str(self.text.get(start..self.at)?);
                    self.at += 1;
                    return Some(text);
                }
                b'\\' => {
                    text.push_str(self.text.get(start..self.at)?);
                    self.at += 1;
                    start = self.at;
                    if !matches!(self.peek(), b'"' | b'\\' | b'/') {
                        return None;
                    }
                    self.at += 1;
                }
                0..0x20 => return None,
                _ => self.at += 1,
            }
        }
    }

    fn number(&mut self) -> Option<Value> {
        let is_negative = self.peek() == b'-';
        self.at += usize::from(is_negative);
        let (mut whole, mut digits, mut behind, mut is_behind) = (0_i64, 0, 0, false);
        loop {
            match self.peek() {
                digit @ b'0'..=b'9' => {
                    whole = whole * 10 + i64::from(digit - b'0');
                    digits += 1;
                    behind += i32::from(is_behind);
                }
                b'.' if digits > 0 && !is_behind => is_behind = true,
                _ => break,
            }
            if digits > DIGITS_MAX {
                return None;
            }
            self.at += 1;
        }
        if digits == 0 || (is_behind && behind == 0) || matches!(self.peek(), b'e' | b'E') {
            return None;
        }
        if is_negative {
            whole = -whole;
        }
        if !is_behind {
            return Some(Value::from(whole));
        }
        // Both are exact, so that the quotient is the double nearest to the text.
        #[expect(clippy::cast_precision_loss, reason = "at most 15 digits")]
        let quotient = (whole as f64) / (0..behind).fold(1.0, |power, _| power * 10.0);
        Number::from_f64(quotient).map(Value::Number)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::read;

    #[test]
    fn every_catalog_is_read_as_by_serde_json() {
        for text in [
            include_str!("../../data/balatro/blinds.json"),
            include_str!("../../data/balatro/decks.json"),
            include_str!("../../data/balatro/editions.json"),
            include_str!("../../data/balatro/enhancements.json"),
            include_str!("../../data/balatro/hands.json"),
            include_str!("../../data/balatro/jokers.json"),
            include_str!("../../data/balatro/seals.json"),
        ] {
            assert_eq!(read(text), serde_json::from_str::<Value>(text).ok());
        }
    }

    #[test]
    fn what_is_no_json_is_not_taken() {
        let text = r#" {"a\"b\\": [1, -0.25, 12.5, [], {}, true, false, null, "é"]} "#;
        assert_eq!(read(text), Some(json!({"a\"b\\": [1, -0.25, 12.5, [], {}, true, false, null, "é"]})));
        for text in ["", "{", "[1,]", "[1 2]", "{\"a\" 1}", "1.", "-", "01x", "1e5", "\"a", "tru", "1234567890123456"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read(&"[".repeat(100)), None);
    }
}
