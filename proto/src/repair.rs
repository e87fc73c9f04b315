//! Mends what the mod's hand-written encoder puts on the wire that JSON does not allow.
//!
//! Bare `inf` and `nan` become the strings [`crate::json::non_finite`] reads as numbers; raw control bytes in strings
//! are escaped; bytes that are not UTF-8 become U+FFFD; a number beyond a double's range becomes an infinity. Nothing
//! else is guessed at: an unescaped quote, for one, has more than one reading, and a body with it is kept whole instead.

use crate::pb::{Repair, RepairKind};

/// A mended text and what was mended where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repaired {
    /// The mended text, UTF-8.
    pub text: Vec<u8>,
    /// Each repair with its offset in the mended text, ascending.
    pub repairs: Vec<(usize, RepairKind)>,
}

/// Mends a text in one pass. Linear in its length; the result is at most six times as long.
#[must_use]
pub fn repair(body: &[u8]) -> Repaired {
    let mut pass = Pass { body, at: 0, text: Vec::with_capacity(body.len() + 64), repairs: Vec::new() };
    while pass.at < body.len() {
        if body[pass.at] == b'"' {
            pass.string();
        } else {
            pass.outside();
        }
    }
    Repaired { text: pass.text, repairs: pass.repairs }
}

/// Counts repairs by kind, in the order of the kinds.
#[must_use]
pub fn summarize(repairs: impl IntoIterator<Item = RepairKind>) -> Vec<Repair> {
    let mut counts = [0_u32; 6];
    for kind in repairs {
        counts[kind as usize] += 1;
    }
    let kinds = (0_i32..).zip(counts).filter(|(_, count)| *count > 0);
    kinds.map(|(kind, count)| Repair { kind, count }).collect()
}

/// The word for a repair that tables and messages use.
#[must_use]
pub fn name(kind: RepairKind) -> &'static str {
    match kind {
        RepairKind::Unspecified => "unspecified",
        RepairKind::Infinity => "infinity",
        RepairKind::NotANumber => "not_a_number",
        RepairKind::ControlByte => "control_byte",
        RepairKind::InvalidUtf8 => "invalid_utf8",
        RepairKind::NumberOverflow => "number_overflow",
    }
}

struct Pass<'a> {
    body: &'a [u8],
    at: usize,
    text: Vec<u8>,
    repairs: Vec<(usize, RepairKind)>,
}

impl Pass<'_> {
    /// Copies a string with its quotes, mending control bytes and bytes that are not UTF-8.
    fn string(&mut self) {
        self.text.push(b'"');
        self.at += 1;
        while let Some(&byte) = self.body.get(self.at) {
            match byte {
                b'"' => {
                    self.text.push(byte);
                    self.at += 1;
                    return;
                }
                b'\\' => {
                    // Past ASCII the next byte begins a character of its own; a raw control byte after the
                    // backslash is left to the strict reader to refuse.
                    let length = if self.body.get(self.at + 1).is_some_and(u8::is_ascii) { 2 } else { 1 };
                    self.text.extend_from_slice(&self.body[self.at..self.at + length]);
                    self.at += length;
                }
                0..=0x1f => {
                    self.note(RepairKind::ControlByte);
                    self.text.extend_from_slice(format!("\\u{byte:04x}").as_bytes());
                    self.at += 1;
                }
                0x80.. => self.multibyte(),
                _ => {
                    self.text.push(byte);
                    self.at += 1;
                }
            }
        }
    }

    /// Copies one multi-byte character, or replaces the longest run of bytes that cannot begin one.
    fn multibyte(&mut self) {
        let rest = &self.body[self.at..self.body.len().min(self.at + 4)];
        let taken = match std::str::from_utf8(rest) {
            Ok(text) => text.chars().next().map_or(1, char::len_utf8),
            Err(error) if error.valid_up_to() > 0 => {
                let valid = std::str::from_utf8(&rest[..error.valid_up_to()]).unwrap_or_default();
                valid.chars().next().map_or(1, char::len_utf8)
            }
            Err(error) => {
                self.note(RepairKind::InvalidUtf8);
                self.text.extend_from_slice("\u{fffd}".as_bytes());
                self.at += error.error_len().unwrap_or(rest.len());
                return;
            }
        };
        self.text.extend_from_slice(&rest[..taken]);
        self.at += taken;
    }

    /// Copies what stands between strings, mending numbers.
    fn outside(&mut self) {
        if !self.body[self.at].is_ascii() {
            self.multibyte();
            return;
        }
        let rest = &self.body[self.at..];
        let length = rest.iter().take_while(|byte| is_word_byte(**byte)).count();
        if length == 0 {
            self.text.push(rest[0]);
            self.at += 1;
            return;
        }
        let word = &rest[..length];
        match classify(word) {
            Some((kind, replacement)) => {
                self.note(kind);
                self.text.extend_from_slice(replacement);
            }
            None => self.text.extend_from_slice(word),
        }
        self.at += length;
    }

    fn note(&mut self, kind: RepairKind) {
        self.repairs.push((self.text.len(), kind));
    }
}

fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.' | b'#' | b'(' | b')')
}

/// What a bare word stands for where JSON has no form for it. The forms with `#` and `(ind)` are what C libraries on
/// other systems print for the same numbers.
fn classify(word: &[u8]) -> Option<(RepairKind, &'static [u8])> {
    let lower = word.to_ascii_lowercase();
    match lower.as_slice() {
        b"inf" | b"+inf" | b"infinity" | b"1.#inf" => Some((RepairKind::Infinity, b"\"inf\"")),
        b"-inf" | b"-infinity" | b"-1.#inf" => Some((RepairKind::Infinity, b"\"-inf\"")),
        b"nan" | b"-nan" | b"+nan" | b"-nan(ind)" | b"nan(ind)" | b"-1.#ind" | b"1.#qnan" | b"-1.#qnan" => {
            Some((RepairKind::NotANumber, b"\"nan\""))
        }
        [b'0'..=b'9', ..] | [b'-', b'0'..=b'9', ..] => overflowing(&lower),
        _ => None,
    }
}

fn overflowing(word: &[u8]) -> Option<(RepairKind, &'static [u8])> {
    let value: f64 = std::str::from_utf8(word).ok()?.parse().ok()?;
    if value == f64::INFINITY {
        Some((RepairKind::NumberOverflow, b"\"inf\""))
    } else if value == f64::NEG_INFINITY {
        Some((RepairKind::NumberOverflow, b"\"-inf\""))
    } else {
        None
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail")]
mod tests {
    use RepairKind::{ControlByte, Infinity, InvalidUtf8, NotANumber, NumberOverflow};

    use super::*;
    use crate::json::Json;

    fn mended(body: &[u8]) -> (String, Vec<RepairKind>) {
        let repaired = repair(body);
        let json = Json::parse(&repaired.text).unwrap();
        (json.to_text(), repaired.repairs.into_iter().map(|(_, kind)| kind).collect())
    }

    #[test]
    fn numbers_without_a_form() {
        let (text, kinds) =
            mended(b"{\"a\":inf,\"b\":-inf,\"c\":nan,\"d\":-nan,\"e\":-nan(ind),\"f\":1e999,\"inf\":\"nan\"}");
        assert_eq!(text, r#"{"a":"inf","b":"-inf","c":"nan","d":"nan","e":"nan","f":"inf","inf":"nan"}"#);
        assert_eq!(kinds, [Infinity, Infinity, NotANumber, NotANumber, NotANumber, NumberOverflow]);
    }

    #[test]
    fn bytes_in_strings() {
        let (text, kinds) = mended(b"{\"s\":\"nul:\0 esc:\x1b \xff\xc3\xa9\xe2\x82 end\"}");
        assert_eq!(text, "{\"s\":\"nul:\\u0000 esc:\\u001b \u{fffd}é\u{fffd} end\"}");
        assert_eq!(kinds, [ControlByte, ControlByte, InvalidUtf8, InvalidUtf8]);
    }

    #[test]
    fn the_text_is_utf8_also_where_it_is_no_json() {
        for (body, text) in [
            (b"{\"\\\xc3\xa9\":1}".as_slice(), "{\"\\é\":1}"),
            (b"{\"\\\xff\":1}", "{\"\\\u{fffd}\":1}"),
            (b"{\xe2\x82,\xc3\xa9}", "{\u{fffd},é}"),
            (b"{\"\\", "{\"\\"),
        ] {
            let once = repair(body);
            assert_eq!(std::str::from_utf8(&once.text), Ok(text));
            assert_eq!(repair(&once.text), Repaired { text: once.text.clone(), repairs: Vec::new() });
        }
    }

    #[test]
    fn strict_text_is_left_alone() {
        let body = br#"{"a":[1,-2.5e-7,true,null,"inf \" \\ nan",{}]}"#;
        let repaired = repair(body);
        assert_eq!(repaired.text, body);
        assert!(repaired.repairs.is_empty());
    }

    #[test]
    fn summary_counts_by_kind() {
        let counted = summarize([NotANumber, Infinity, NotANumber]);
        assert_eq!(
            counted,
            [Repair { kind: Infinity as i32, count: 1 }, Repair { kind: NotANumber as i32, count: 2 },]
        );
    }
}
