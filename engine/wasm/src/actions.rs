//! Actions as they lie in this module's memory.

use ludograph_engine::brigade::{Action, Mode};

/// Reads flat actions, three whole numbers each. Answers whether all are on the ring and of a known mode and signal; if
/// not, `actions` holds nothing of use, and the engine's own reader says what is wrong. O(actions), allocates nothing.
#[inline]
pub(crate) fn read_flat(flat: &[i32], houses: u32, actions: &mut [Action]) -> bool {
    let mut is_wrong = false;
    for (parts, action) in flat.as_chunks::<3>().0.iter().zip(actions) {
        let [house, mode, signal] = parts.map(i32::cast_unsigned);
        is_wrong |= house >= houses || mode > 1 || signal > 1;
        #[expect(clippy::cast_possible_truncation, reason = "a house that is too large makes the answer no")]
        let house = house as u16;
        *action = Action { house, mode: Mode::work_if(mode == 1), signal: Mode::work_if(signal == 1) };
    }
    !is_wrong
}
