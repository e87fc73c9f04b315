//! The column of ids, which repeat from row to row.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::Arc;

use arrow::array::{ArrayRef, NullBufferBuilder, StringViewArray};
use arrow::buffer::Buffer;
use arrow::datatypes::DataType;

use super::kinds::Column;

/// Characters of an id.
const TEXT_BYTES: usize = 36;
/// Texts are kept in blocks of about this size.
const BLOCK_BYTES: usize = 1 << 20;

/// An id of 16 bytes as hyphenated text. Each id is stored once for all rows that have it.
///
/// The views of the rows are put together here: an id that was seen costs a row 16 bytes and neither a text nor a
/// comparison of texts.
#[derive(Debug)]
pub struct GameId {
    views: Vec<u128>,
    nulls: NullBufferBuilder,
    texts: Vec<u8>,
    blocks: Vec<Buffer>,
    /// By id, its view. Only looked up, never walked.
    known: HashMap<[u8; 16], u128, Folding>,
    last: Option<([u8; 16], u128)>,
}

impl Column for GameId {
    type Value<'a> = Option<[u8; 16]>;
    const NULLABLE: bool = true;

    fn data_type() -> DataType {
        DataType::Utf8View
    }

    fn new() -> Self {
        Self {
            views: Vec::new(),
            nulls: NullBufferBuilder::new(0),
            texts: Vec::new(),
            blocks: Vec::new(),
            known: HashMap::default(),
            last: None,
        }
    }

    #[inline]
    fn append(&mut self, value: Self::Value<'_>) {
        let Some(id) = value else {
            self.views.push(0);
            self.nulls.append_null();
            return;
        };
        let view = match self.last {
            Some((last, view)) if last == id => view,
            _ => self.find(id),
        };
        self.views.push(view);
        self.nulls.append_non_null();
    }

    fn finish(&mut self) -> ArrayRef {
        if !self.texts.is_empty() {
            self.blocks.push(Buffer::from_vec(std::mem::take(&mut self.texts)));
        }
        self.known.clear();
        self.last = None;
        let (views, blocks) = (std::mem::take(&mut self.views), std::mem::take(&mut self.blocks));
        let array = StringViewArray::try_new(views.into(), blocks, self.nulls.finish());
        // Views that do not fit would be a bug here; without rows the batch then fails to be put together.
        Arc::new(array.unwrap_or_else(|_| StringViewArray::from(Vec::<&str>::new())))
    }
}

impl GameId {
    fn find(&mut self, id: [u8; 16]) -> u128 {
        let view = match self.known.get(&id) {
            Some(view) => *view,
            None => {
                let view = self.store(id);
                self.known.insert(id, view);
                view
            }
        };
        self.last = Some((id, view));
        view
    }

    /// Writes the text and returns its view: length, first four bytes, block and place, 32 bits each from the lowest.
    fn store(&mut self, id: [u8; 16]) -> u128 {
        if self.texts.len() + TEXT_BYTES > BLOCK_BYTES {
            self.blocks.push(Buffer::from_vec(std::mem::take(&mut self.texts)));
        }
        let text = hyphenated(id);
        let [one, two, three, four, ..] = text;
        let prefix = u128::from(u32::from_le_bytes([one, two, three, four]));
        let (block, place) = (self.blocks.len() as u128, self.texts.len() as u128);
        self.texts.extend_from_slice(&text);
        TEXT_BYTES as u128 | prefix << 32 | block << 64 | place << 96
    }
}

/// Hashes ids by multiplying halves to twice their width and folding that: ids are many, and spread well as they are. The
/// key is random, so that nobody who sends ids can choose colliding ones.
#[derive(Debug, Clone, Copy)]
struct Folding(u64);

impl Default for Folding {
    fn default() -> Self {
        Self(RandomState::new().hash_one(TEXT_BYTES))
    }
}

impl BuildHasher for Folding {
    type Hasher = Folded;

    fn build_hasher(&self) -> Folded {
        Folded(self.0)
    }
}

/// See [`Folding`].
#[derive(Debug)]
struct Folded(u64);

impl Hasher for Folded {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        words.iter().for_each(|word| self.write_u64(u64::from_le_bytes(*word)));
        rest.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u64(&mut self, word: u64) {
        // An odd constant of full width; the sum with it keeps a word equal to the key from folding to 0 for good.
        let product = u128::from(self.0 ^ word) * u128::from(0x9E37_79B9_7F4A_7C15_u64);
        let [low, high] = [product & u128::from(u64::MAX), product >> 64].map(|half| u64::try_from(half).unwrap_or(0));
        self.0 = (low ^ high).wrapping_add(0xD6E8_FEB8_6659_FD93);
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The 36 characters of an id.
fn hyphenated(id: [u8; 16]) -> [u8; TEXT_BYTES] {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = [b'-'; TEXT_BYTES];
    let mut at = 0;
    for (index, byte) in id.into_iter().enumerate() {
        at += usize::from(matches!(index, 4 | 6 | 8 | 10));
        text[at] = DIGITS[usize::from(byte >> 4)];
        text[at + 1] = DIGITS[usize::from(byte & 15)];
        at += 2;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Buffer, Column, GameId};
    use arrow::array::{Array as _, AsArray as _};

    #[test]
    fn ids_are_hyphenated_and_stored_once() {
        let mut column = GameId::new();
        let id = [0x01, 0x8f, 0xab, 0xcd, 0xef, 0x01, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, 0xff];
        let other = [7; 16];
        for _ in 0..1000 {
            column.append(Some(id));
            column.append(Some(other));
        }
        column.append(None);
        let array = column.finish();
        let array = array.as_string_view();
        assert_eq!(array.value(1998), "018fabcd-ef01-7000-8000-0000000000ff");
        assert_eq!(array.value(1999), "07070707-0707-0707-0707-070707070707");
        assert_eq!((array.len(), array.null_count()), (2001, 1));
        assert_eq!(array.data_buffers().iter().map(Buffer::len).sum::<usize>(), 72);
        assert!(column.finish().is_empty());
    }

    #[test]
    fn many_ids_take_several_blocks() {
        let mut column = GameId::new();
        let id = |row: u32| {
            let mut id = [0; 16];
            id[..4].copy_from_slice(&row.to_be_bytes());
            id
        };
        (0..60_000).for_each(|row| column.append(Some(id(row))));
        let array = column.finish();
        let array = array.as_string_view();
        assert!(array.data_buffers().len() > 1);
        assert_eq!(array.value(0x9234), "00009234-0000-0000-0000-000000000000");
    }
}
