//! `PackStream`: values as bytes.
//!
//! Facts of the format: a marker byte, big-endian sizes and numbers. Small numbers, texts, lists, maps and structures
//! carry their size in the marker.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::value::Value;

/// Nested values deeper than this are refused.
const DEPTH_MAX: usize = 64;

/// Why bytes are no value.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum UnpackError {
    /// The bytes end within a value.
    #[error("the bytes end at {at}, within a value")]
    Short {
        /// Where they end.
        at: usize,
    },
    /// No value begins so.
    #[error("no value begins with {marker:#04x}, at {at}")]
    Marker {
        /// The byte found.
        marker: u8,
        /// Where.
        at: usize,
    },
    /// A text is no UTF-8.
    #[error("the text before {at} is no UTF-8")]
    Text {
        /// Where it ends.
        at: usize,
    },
    /// A map's key is no text.
    #[error("a key at {at} is no text")]
    Key {
        /// Where it begins.
        at: usize,
    },
    /// Values are nested too deeply.
    #[error("values are nested deeper than {DEPTH_MAX}")]
    Depth,
    /// Something follows the value.
    #[error("{bytes} bytes follow the value")]
    Rest {
        /// How many bytes.
        bytes: usize,
    },
}

/// A value as bytes, appended to `out`. Numbers and sizes take the shortest form.
pub fn pack(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Null => out.push(0xc0),
        Value::Bool(false) => out.push(0xc2),
        Value::Bool(true) => out.push(0xc3),
        Value::Int(number) => pack_int(*number, out),
        Value::Float(number) => {
            out.push(0xc1);
            out.extend(number.to_bits().to_be_bytes());
        }
        Value::Bytes(bytes) => {
            pack_size(bytes.len(), None, [0xcc, 0xcd, 0xce], out);
            out.extend(bytes);
        }
        Value::Text(text) => {
            pack_size(text.len(), Some(0x80), [0xd0, 0xd1, 0xd2], out);
            out.extend(text.as_bytes());
        }
        Value::List(items) => {
            pack_size(items.len(), Some(0x90), [0xd4, 0xd5, 0xd6], out);
            items.iter().for_each(|item| pack(item, out));
        }
        Value::Map(entries) => {
            pack_size(entries.len(), Some(0xa0), [0xd8, 0xd9, 0xda], out);
            for (name, value) in entries {
                pack_size(name.len(), Some(0x80), [0xd0, 0xd1, 0xd2], out);
                out.extend(name.as_bytes());
                pack(value, out);
            }
        }
        Value::Struct(tag, fields) => {
            // A structure has at most 15 fields by definition of the format.
            out.push(0xb0 | u8::try_from(fields.len().min(15)).unwrap_or(15));
            out.push(*tag);
            fields.iter().take(15).for_each(|field| pack(field, out));
        }
    }
}

fn pack_int(number: i64, out: &mut Vec<u8>) {
    if let Ok(tiny) = i8::try_from(number) {
        if tiny < -16 {
            out.push(0xc8);
        }
        out.extend(tiny.to_be_bytes());
    } else if let Ok(short) = i16::try_from(number) {
        out.push(0xc9);
        out.extend(short.to_be_bytes());
    } else if let Ok(word) = i32::try_from(number) {
        out.push(0xca);
        out.extend(word.to_be_bytes());
    } else {
        out.push(0xcb);
        out.extend(number.to_be_bytes());
    }
}

fn pack_size(size: usize, tiny: Option<u8>, markers: [u8; 3], out: &mut Vec<u8>) {
    match (tiny, u8::try_from(size), u16::try_from(size)) {
        (Some(tiny), Ok(size @ 0..16), _) => out.push(tiny | size),
        (_, Ok(size), _) => out.extend([markers[0], size]),
        (_, _, Ok(size)) => {
            out.push(markers[1]);
            out.extend(size.to_be_bytes());
        }
        _ => {
            out.push(markers[2]);
            out.extend(u32::try_from(size).unwrap_or(u32::MAX).to_be_bytes());
        }
    }
}

/// The one value that bytes are.
///
/// # Errors
/// [`UnpackError`], where they are none, or more than one.
pub fn unpack(bytes: &[u8]) -> Result<Value, UnpackError> {
    let mut cursor = Cursor { bytes, at: 0 };
    let value = cursor.value(0)?;
    match bytes.len() - cursor.at {
        0 => Ok(value),
        bytes => Err(UnpackError::Rest { bytes }),
    }
}

struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], UnpackError> {
        let taken = self.bytes.get(self.at..).and_then(|rest| rest.get(..count));
        let taken = taken.ok_or(UnpackError::Short { at: self.bytes.len() })?;
        self.at += count;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], UnpackError> {
        let at = self.bytes.len();
        self.take(N)?.try_into().map_err(|_| UnpackError::Short { at })
    }

    fn size(&mut self, width: u8) -> Result<usize, UnpackError> {
        Ok(match width {
            0 => usize::from(self.array::<1>()?[0]),
            1 => usize::from(u16::from_be_bytes(self.array()?)),
            _ => u32::from_be_bytes(self.array()?) as usize,
        })
    }

    fn value(&mut self, depth: usize) -> Result<Value, UnpackError> {
        if depth > DEPTH_MAX {
            return Err(UnpackError::Depth);
        }
        let at = self.at;
        let marker = self.array::<1>()?[0];
        Ok(match marker {
            0x00..=0x7f | 0xf0..=0xff => Value::Int(i64::from(marker.cast_signed())),
            0x80..=0x8f => self.text(usize::from(marker & 0x0f))?,
            0x90..=0x9f => self.list(usize::from(marker & 0x0f), depth)?,
            0xa0..=0xaf => self.map(usize::from(marker & 0x0f), depth)?,
            0xb0..=0xbf => {
                let tag = self.array::<1>()?[0];
                let fields = (0..marker & 0x0f).map(|_| self.value(depth + 1)).collect::<Result<_, _>>()?;
                Value::Struct(tag, fields)
            }
            0xc0 => Value::Null,
            0xc1 => Value::Float(f64::from_bits(u64::from_be_bytes(self.array()?))),
            0xc2 => Value::Bool(false),
            0xc3 => Value::Bool(true),
            0xc8 => Value::Int(i8::from_be_bytes(self.array()?).into()),
            0xc9 => Value::Int(i16::from_be_bytes(self.array()?).into()),
            0xca => Value::Int(i32::from_be_bytes(self.array()?).into()),
            0xcb => Value::Int(i64::from_be_bytes(self.array()?)),
            0xcc..=0xce => {
                let size = self.size(marker - 0xcc)?;
                Value::Bytes(self.take(size)?.to_vec())
            }
            0xd0..=0xd2 => {
                let size = self.size(marker - 0xd0)?;
                self.text(size)?
            }
            0xd4..=0xd6 => {
                let size = self.size(marker - 0xd4)?;
                self.list(size, depth)?
            }
            0xd8..=0xda => {
                let size = self.size(marker - 0xd8)?;
                self.map(size, depth)?
            }
            marker => return Err(UnpackError::Marker { marker, at }),
        })
    }

    fn text(&mut self, size: usize) -> Result<Value, UnpackError> {
        let bytes = self.take(size)?.to_vec();
        String::from_utf8(bytes).map(Value::Text).map_err(|_| UnpackError::Text { at: self.at })
    }

    fn list(&mut self, size: usize, depth: usize) -> Result<Value, UnpackError> {
        (0..size).map(|_| self.value(depth + 1)).collect::<Result<_, _>>().map(Value::List)
    }

    fn map(&mut self, size: usize, depth: usize) -> Result<Value, UnpackError> {
        let mut entries = BTreeMap::new();
        for _ in 0..size {
            let at = self.at;
            let Value::Text(name) = self.value(depth + 1)? else { return Err(UnpackError::Key { at }) };
            entries.insert(name, self.value(depth + 1)?);
        }
        Ok(Value::Map(entries))
    }
}
