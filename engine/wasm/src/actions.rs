//! Actions as they lie in this module's memory: three whole numbers to be read, one to be kept.

use ludograph_engine::brigade::{Action, Ending, Game, Mode, actions_from_flat};

use crate::refusal::{Kind, Refusal};

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

/// What is wrong with actions that [`read_flat`] does not take.
#[cold]
pub(crate) fn why_not(flat: &[i32], agents: usize, houses: u16, actions: &mut [Action]) -> Result<(), Refusal> {
    Ok(actions_from_flat(flat, agents, houses, actions)?)
}

/// Reads first-round signals, one whole number each.
pub(crate) fn read_signals(flat: &[i32], signals: &mut [Mode]) -> Result<(), Refusal> {
    for (agent, (number, signal)) in (0_u32..).zip(flat.iter().zip(signals)) {
        if !(0..=1).contains(number) {
            return Err(Refusal::new(Kind::Mode, [f64::from(agent), f64::from(*number), 0.0], ["round1", ""]));
        }
        *signal = Mode::work_if(*number == 1);
    }
    Ok(())
}

/// Plays a night; in a two-phase game with its first-round signals. One copy of what is large, for all kinds of games.
#[inline(never)]
pub(crate) fn play(game: &mut Game, round1: Option<&[Mode]>, actions: &[Action]) -> Result<Ending, Refusal> {
    Ok(match round1 {
        Some(round1) => game.step_two_phase(round1, actions)?,
        None => game.step(actions)?,
    })
}
