//! Houses, actions and what is read from outside as such.

use serde::{Deserialize, Serialize};

use super::error::BrigadeError;

/// The state of one house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(into = "u8", try_from = "u8")]
pub enum House {
    /// Nothing happened to it.
    #[default]
    Safe = 0,
    /// On fire.
    Burning = 1,
    /// Burnt down, for good.
    Ruined = 2,
}

impl From<House> for u8 {
    fn from(house: House) -> Self {
        house as Self
    }
}

impl TryFrom<u8> for House {
    type Error = String;

    fn try_from(value: u8) -> Result<Self, String> {
        match value {
            0 => Ok(Self::Safe),
            1 => Ok(Self::Burning),
            2 => Ok(Self::Ruined),
            _ => Err(format!("house state {value} is none of 0 (safe), 1 (burning), 2 (ruined)")),
        }
    }
}

/// To rest or to work: what an agent does, and what it signals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(into = "u8", try_from = "u8")]
pub enum Mode {
    /// 0.
    #[default]
    Rest = 0,
    /// 1.
    Work = 1,
}

impl Mode {
    /// Work if true.
    #[inline]
    #[must_use]
    pub fn work_if(works: bool) -> Self {
        if works { Self::Work } else { Self::Rest }
    }

    /// The other one.
    #[inline]
    #[must_use]
    pub fn opposite(self) -> Self {
        Self::work_if(self == Self::Rest)
    }
}

impl From<Mode> for u8 {
    fn from(mode: Mode) -> Self {
        mode as Self
    }
}

impl TryFrom<u8> for Mode {
    type Error = String;

    fn try_from(value: u8) -> Result<Self, String> {
        match value {
            0 => Ok(Self::Rest),
            1 => Ok(Self::Work),
            _ => Err(format!("mode {value} is neither 0 (rest) nor 1 (work)")),
        }
    }
}

/// What one agent does in one night.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Action {
    /// The house it goes to.
    pub house: u16,
    /// Whether it works there.
    pub mode: Mode,
    /// What it tells the others.
    pub signal: Mode,
}

impl Action {
    /// An action whose signal is honest.
    #[inline]
    #[must_use]
    pub fn honest(house: u16, mode: Mode) -> Self {
        Self { house, mode, signal: mode }
    }

    /// Work at a house, and say so.
    #[inline]
    #[must_use]
    pub fn work(house: u16) -> Self {
        Self::honest(house, Mode::Work)
    }

    /// Rest at a house, and say so.
    #[inline]
    #[must_use]
    pub fn rest(house: u16) -> Self {
        Self::honest(house, Mode::Rest)
    }

    /// Reads `[house, mode, signal]`, or `[house, mode]` with an honest signal.
    ///
    /// # Errors
    /// [`BrigadeError::ActionLength`], [`BrigadeError::House`], [`BrigadeError::Mode`], each naming `agent`.
    #[inline]
    pub fn from_raw(agent: usize, parts: &[i64], houses: u16) -> Result<Self, BrigadeError> {
        let (house, mode, signal) = match *parts {
            [house, mode] => (house, mode, mode),
            [house, mode, signal] => (house, mode, signal),
            _ => return Err(BrigadeError::ActionLength { agent, found: parts.len() }),
        };
        let off_ring = BrigadeError::House { agent, value: house, houses };
        let house = u16::try_from(house).ok().filter(|house| *house < houses).ok_or(off_ring)?;
        Ok(Self { house, mode: read_mode(agent, "mode", mode)?, signal: read_mode(agent, "signal", signal)? })
    }

    /// Four times the house, two for work, one for a signal of work: 12 bits on the largest ring, 18 at most.
    #[inline]
    #[must_use]
    pub fn to_bits(self) -> u32 {
        u32::from(self.house) << 2 | u32::from(self.mode as u8) << 1 | u32::from(self.signal as u8)
    }

    /// `[house, mode, signal]` as numbers.
    #[must_use]
    pub fn to_raw(self) -> [u16; 3] {
        [self.house, self.mode as u16, self.signal as u16]
    }
}

/// Reads a mode or a signal.
pub(crate) fn read_mode(agent: usize, field: &'static str, value: i64) -> Result<Mode, BrigadeError> {
    match value {
        0 => Ok(Mode::Rest),
        1 => Ok(Mode::Work),
        _ => Err(BrigadeError::Mode { agent, field, value }),
    }
}

/// Reads one night's actions from nested lists, one entry per agent.
///
/// # Errors
/// As [`Action::from_raw`].
pub fn actions_from_lists(lists: &[Vec<i64>], houses: u16) -> Result<Vec<Action>, BrigadeError> {
    lists.iter().enumerate().map(|(agent, parts)| Action::from_raw(agent, parts, houses)).collect()
}

/// Reads actions from a flat array of `[house, mode, signal]`, as typed arrays carry them, into `into`.
///
/// `agents` is only used to name the agent in an error. O(actions), allocates nothing.
///
/// # Errors
/// [`BrigadeError::Count`] if `flat` is not three times as long as `into`; else as [`Action::from_raw`].
#[inline]
pub fn actions_from_flat(flat: &[i32], agents: usize, houses: u16, into: &mut [Action]) -> Result<(), BrigadeError> {
    BrigadeError::expect_count("actions (3 numbers each)", into.len() * 3, flat.len())?;
    for (index, (parts, action)) in flat.as_chunks::<3>().0.iter().zip(into).enumerate() {
        *action = Action::from_raw(index % agents.max(1), &parts.map(i64::from), houses)?;
    }
    Ok(())
}
