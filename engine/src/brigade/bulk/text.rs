//! A night's town and actions as short text.

use std::fmt::Write as _;

use crate::brigade::action::{Action, Mode};
use crate::brigade::bits::{bit, word};

/// Writes a town: `S` safe, `B` burning, `R` ruined, one letter per house, house 0 first.
pub(super) fn write_town(burning: &[u64], ruined: &[u64], houses: u16, into: &mut String) {
    into.clear();
    for house in 0..u32::from(houses) {
        let (index, bit) = (word(house), bit(house));
        let letter = if burning[index] & bit != 0 {
            'B'
        } else if ruined[index] & bit != 0 {
            'R'
        } else {
            'S'
        };
        into.push(letter);
    }
}

/// Writes actions in the order of seats: the house, then `W` for work or `R` for rest, small if the signal said the
/// other: `3W 0r 7R`.
pub(super) fn write_actions(actions: &[Action], into: &mut String) {
    into.clear();
    for (seat, action) in actions.iter().enumerate() {
        if seat > 0 {
            into.push(' ');
        }
        match u8::try_from(action.house) {
            Ok(house @ 0..10) => into.push(char::from(b'0' + house)),
            // Writing to a text cannot fail.
            _ => drop(write!(into, "{}", action.house)),
        }
        into.push(match (action.mode, action.mode == action.signal) {
            (Mode::Work, true) => 'W',
            (Mode::Work, false) => 'w',
            (Mode::Rest, true) => 'R',
            (Mode::Rest, false) => 'r',
        });
    }
}

#[cfg(test)]
mod tests {
    use super::{write_actions, write_town};
    use crate::brigade::{Action, Mode};

    #[test]
    fn a_night_reads_from_left_to_right() {
        let mut text = String::new();
        write_town(&[0b0110], &[0b1000], 5, &mut text);
        assert_eq!(text, "SBBRS");
        let lie = |house, mode: Mode| Action { house, mode, signal: mode.opposite() };
        let actions = [Action::work(3), lie(0, Mode::Rest), Action::rest(17), lie(9, Mode::Work)];
        write_actions(&actions, &mut text);
        assert_eq!(text, "3W 0r 17R 9w");
    }
}
