//! The bytes on disk: what a segment header and a record look like, and nothing about files.

pub(crate) mod header;
pub(crate) mod record;
pub(crate) mod scan;

/// Reads eight little-endian bytes.
///
/// # Panics
/// If they are not there; callers check the length of what they decode as a whole.
fn u64_at(bytes: &[u8], at: usize) -> u64 {
    let mut word = [0; 8];
    word.copy_from_slice(&bytes[at..at + 8]);
    u64::from_le_bytes(word)
}

/// Reads four little-endian bytes, as [`u64_at`].
fn u32_at(bytes: &[u8], at: usize) -> u32 {
    let mut word = [0; 4];
    word.copy_from_slice(&bytes[at..at + 4]);
    u32::from_le_bytes(word)
}

/// Offset just after the last byte that is not zero; 0 if all are.
pub(crate) fn used_len(bytes: &[u8]) -> usize {
    const BLOCK_BYTES: usize = 4096;
    static ZEROS: [u8; BLOCK_BYTES] = [0; BLOCK_BYTES];
    // Block by block from the end, since most of what is looked at is preallocated zeros.
    let mut end = bytes.len();
    while end > 0 {
        let start = end.saturating_sub(BLOCK_BYTES);
        let block = &bytes[start..end];
        if block != &ZEROS[..block.len()] {
            return start + block.iter().rposition(|byte| *byte != 0).map_or(0, |at| at + 1);
        }
        end = start;
    }
    0
}

#[cfg(test)]
mod tests {
    use super::used_len;

    #[test]
    fn used_len_finds_the_last_byte_set() {
        let mut bytes = vec![0; 10_000];
        assert_eq!(used_len(&bytes), 0);
        assert_eq!(used_len(&[]), 0);
        for at in [0, 1, 1807, 1808, 4095, 4096, 9_999] {
            bytes[at] = 1;
            assert_eq!(used_len(&bytes), at + 1);
        }
    }
}
