//! Values as bytes: what crosses the border instead of JSON text, whose readers and writers are a third of a module.
//!
//! A value is a byte that says what it is, and what follows it, numbers in the order of little-endian machines: 0 null, 1
//! false, 2 true, 3 a double, 4 text (its bytes counted in 32 bits), 5 a list (its entries counted), 6 an object (its members
//! counted, each a name as after 4 and a value), 7 an object whose names come first, as one text with spaces between them, 8
//! a list of such objects (names, count, the values row by row). JavaScript writes 0 to 6 and reads all but 6
//! (`package/src/analysis/packed.ts`).

use serde_json::{Map, Number, Value};

use crate::error::Refused;

/// How deep a value may lie in others; JavaScript refuses what is deeper before it gets here.
const DEPTH_MAX: u32 = 128;
/// Whole numbers below it are told from fractions.
const WHOLE_END: f64 = 9_007_199_254_740_992.0;

/// Bytes read one after the other; past their end there are only zeros.
pub(super) struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    fn take(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(count.min(self.0.len()));
        self.0 = rest;
        taken
    }

    pub(super) fn byte(&mut self) -> u8 {
        self.take(1).first().copied().unwrap_or(0)
    }

    pub(super) fn count(&mut self) -> u32 {
        self.take(4).try_into().map_or(0, u32::from_le_bytes)
    }

    pub(super) fn number(&mut self) -> f64 {
        self.take(8).try_into().map_or(0.0, f64::from_le_bytes)
    }

    pub(super) fn text(&mut self) -> &'a str {
        let bytes = self.count() as usize;
        std::str::from_utf8(self.take(bytes)).unwrap_or_default()
    }

    pub(super) fn value(&mut self, depth: u32) -> Result<Value, Refused> {
        if depth > DEPTH_MAX {
            return Err(Refused::new("json", "a value lies too deep in others"));
        }
        Ok(match self.byte() {
            1 => Value::Bool(false),
            2 => Value::Bool(true),
            3 => number(self.number()),
            4 => Value::String(self.text().to_owned()),
            5 => {
                let mut entries = Vec::new();
                for _ in 0..self.count() {
                    self.expect_more()?;
                    entries.push(self.value(depth + 1)?);
                }
                Value::Array(entries)
            }
            6 => {
                let mut members = Map::new();
                for _ in 0..self.count() {
                    self.expect_more()?;
                    let name = self.text().to_owned();
                    members.insert(name, self.value(depth + 1)?);
                }
                Value::Object(members)
            }
            _ => Value::Null,
        })
    }

    /// A count that is larger than what follows would otherwise run on for long.
    fn expect_more(&self) -> Result<(), Refused> {
        if self.0.is_empty() { Err(Refused::new("json", "a value is cut off")) } else { Ok(()) }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "checked to be whole and to fit")]
fn number(number: f64) -> Value {
    let is_whole = number.abs() < WHOLE_END && number.trunc().total_cmp(&number).is_eq();
    if is_whole { Value::from(number as i64) } else { Number::from_f64(number).map_or(Value::Null, Value::Number) }
}

/// Reads a value.
pub(super) fn read(bytes: &[u8]) -> Result<Value, Refused> {
    Bytes::new(bytes).value(0)
}

/// Reads a list of texts.
pub(super) fn texts(bytes: &[u8]) -> Vec<String> {
    let mut bytes = Bytes::new(bytes);
    let mut texts = Vec::new();
    if bytes.byte() == 5 {
        for _ in 0..bytes.count() {
            if bytes.byte() != 4 {
                break;
            }
            texts.push(bytes.text().to_owned());
        }
    }
    texts
}

/// An answer as it is written, value after value.
#[derive(Default)]
pub(super) struct Packed(Vec<u8>);

impl Packed {
    fn tag(&mut self, tag: u8) {
        self.0.push(tag);
    }

    #[inline(never)]
    fn length(&mut self, length: usize) {
        self.0.extend_from_slice(&u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes());
    }

    #[inline(never)]
    fn bytes(&mut self, text: &str) {
        self.length(text.len());
        self.0.extend_from_slice(text.as_bytes());
    }

    /// A number, or null where it is not finite, as in JSON.
    #[inline(never)]
    fn double(&mut self, number: f64) {
        if !number.is_finite() {
            return self.tag(0);
        }
        self.tag(3);
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    /// Begins an object with these names; their values follow.
    #[inline(never)]
    pub(super) fn object(&mut self, names: &str) -> &mut Self {
        self.tag(7);
        self.bytes(names);
        self
    }

    /// Begins a list of so many objects with these names; their values follow, row by row.
    #[inline(never)]
    pub(super) fn table(&mut self, names: &str, rows: usize) -> &mut Self {
        self.tag(8);
        self.bytes(names);
        self.length(rows);
        self
    }

    /// Begins a list of so many values.
    #[inline(never)]
    pub(super) fn list(&mut self, length: usize) -> &mut Self {
        self.tag(5);
        self.length(length);
        self
    }

    pub(super) fn put(&mut self, value: impl Put) -> &mut Self {
        value.put(self);
        self
    }

    /// A list of places.
    #[inline(never)]
    pub(super) fn places(&mut self, places: &[usize]) -> &mut Self {
        places.iter().fold(self.list(places.len()), |packed, place| packed.put(*place))
    }

    /// A list of texts.
    #[inline(never)]
    pub(super) fn texts(&mut self, texts: &[String]) -> &mut Self {
        texts.iter().fold(self.list(texts.len()), |packed, text| packed.put(text.as_str()))
    }

    /// What was written.
    pub(super) fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.0)
    }
}

/// What is written as one value.
pub(super) trait Put {
    fn put(self, packed: &mut Packed);
}

impl Put for f64 {
    fn put(self, packed: &mut Packed) {
        packed.double(self);
    }
}

impl Put for u32 {
    fn put(self, packed: &mut Packed) {
        packed.double(f64::from(self));
    }
}

impl Put for u64 {
    #[expect(clippy::cast_precision_loss, reason = "numbers of JavaScript")]
    fn put(self, packed: &mut Packed) {
        packed.double(self as f64);
    }
}

impl Put for usize {
    #[expect(clippy::cast_precision_loss, reason = "numbers of JavaScript")]
    fn put(self, packed: &mut Packed) {
        packed.double(self as f64);
    }
}

impl Put for bool {
    fn put(self, packed: &mut Packed) {
        packed.tag(if self { 2 } else { 1 });
    }
}

impl Put for &str {
    fn put(self, packed: &mut Packed) {
        packed.tag(4);
        packed.bytes(self);
    }
}

impl<T: Put> Put for Option<T> {
    fn put(self, packed: &mut Packed) {
        match self {
            Some(value) => value.put(packed),
            None => packed.tag(0),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Packed, read, texts};

    #[test]
    fn what_javascript_writes_is_read() {
        let mut bytes = vec![6, 2, 0, 0, 0, 1, 0, 0, 0, b'a', 5, 3, 0, 0, 0, 3];
        bytes.extend_from_slice(&1.5_f64.to_le_bytes());
        bytes.extend_from_slice(&[0, 2, 1, 0, 0, 0, b'b', 3]);
        bytes.extend_from_slice(&(-7.0_f64).to_le_bytes());
        assert_eq!(read(&bytes).unwrap(), json!({"a": [1.5, null, true], "b": -7}));
        assert!(read(&[5, 255, 255, 255, 255]).is_err());
        assert!(read(&[5, 1, 0, 0, 0].repeat(200)).is_err());
        assert_eq!(texts(&[5, 1, 0, 0, 0, 4, 2, 0, 0, 0, b'h', b'i']), ["hi"]);
    }

    #[test]
    fn answers_are_written_value_by_value() {
        let mut packed = Packed::default();
        packed.object("a b").put(f64::INFINITY).table("c", 2).put(true).put("é");
        let wanted = [7, 3, 0, 0, 0, b'a', b' ', b'b', 0, 8, 1, 0, 0, 0, b'c', 2, 0, 0, 0, 2, 4, 2, 0, 0, 0, 195, 169];
        assert_eq!(packed.take(), wanted);
        packed.list(1).put(1_u32);
        assert_eq!(packed.take()[..5], [5, 1, 0, 0, 0]);
    }
}
