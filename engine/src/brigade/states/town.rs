//! A town as a state: which houses burn, which are in ruins.

use std::fmt;

use crate::brigade::action::House;
use crate::brigade::bits::{ones, ring_mask};
use crate::brigade::error::BrigadeError;
use crate::brigade::limits::{HOUSES_MIN, PACKED_HOUSES_MAX};

/// A town of 2 to 64 houses. Ordered by its number of houses, then its ruins, then its fires.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Town {
    houses: u16,
    ruined: u64,
    burning: u64,
}

impl Town {
    /// A town from its sets: house h is bit h. Ruins win where both say so, bits off the ring are left out.
    ///
    /// # Errors
    /// [`BrigadeError::Range`] for fewer than 2 or more than 64 houses.
    pub fn new(houses: u16, burning: u64, ruined: u64) -> Result<Self, BrigadeError> {
        if !(HOUSES_MIN..=PACKED_HOUSES_MAX).contains(&houses) {
            let (least, most) = (i64::from(HOUSES_MIN), i64::from(PACKED_HOUSES_MAX));
            return Err(BrigadeError::Range { field: "houses of a state", value: i64::from(houses), least, most });
        }
        let ring = ring_mask(u32::from(houses), 0);
        let ruined = ruined & ring;
        Ok(Self { houses, ruined, burning: burning & ring & !ruined })
    }

    /// A town from the letters `S`, `B`, `R`, as `brigade_nights` has them; [`Town`] is shown in the same way.
    ///
    /// # Errors
    /// As [`Town::new`]; [`BrigadeError::Unknown`] for another letter.
    pub fn from_letters(text: &str) -> Result<Self, BrigadeError> {
        let houses = u16::try_from(text.chars().count()).unwrap_or(u16::MAX);
        let (mut burning, mut ruined) = (0_u64, 0_u64);
        for (house, letter) in (0..u32::from(PACKED_HOUSES_MAX)).zip(text.chars()) {
            match letter {
                'S' => {}
                'B' => burning |= 1 << house,
                'R' => ruined |= 1 << house,
                _ => return Err(BrigadeError::unknown("house state", &letter.to_string(), ["S", "B", "R"])),
            }
        }
        Self::new(houses, burning, ruined)
    }

    /// How many houses.
    #[must_use]
    pub fn num_houses(self) -> u16 {
        self.houses
    }

    /// The burning houses as bits.
    #[must_use]
    pub fn burning(self) -> u64 {
        self.burning
    }

    /// The ruins as bits.
    #[must_use]
    pub fn ruined(self) -> u64 {
        self.ruined
    }

    /// The safe houses as bits.
    #[must_use]
    pub fn safe(self) -> u64 {
        ring_mask(u32::from(self.houses), 0) & !self.burning & !self.ruined
    }

    /// A house's state; ruined for one that is not on the ring.
    #[must_use]
    pub fn house(self, house: u16) -> House {
        if house >= self.houses || self.ruined >> house & 1 == 1 {
            House::Ruined
        } else if self.burning >> house & 1 == 1 {
            House::Burning
        } else {
            House::Safe
        }
    }

    /// The smallest of the towns that turning and mirroring the ring makes of this one. O(houses²).
    ///
    /// Who owns which house is not turned along: towns that are the same in this sense may differ for their agents.
    #[must_use]
    pub fn canonical(self) -> Self {
        let mirrored = Self { burning: self.mirror(self.burning), ruined: self.mirror(self.ruined), ..self };
        (0..u32::from(self.houses)).flat_map(|by| [self.turn(by), mirrored.turn(by)]).min().unwrap_or(self)
    }

    fn turn(self, by: u32) -> Self {
        let houses = u32::from(self.houses);
        let ring = ring_mask(houses, 0);
        let turned = |set: u64| if by == 0 { set } else { (set << by | set >> (houses - by)) & ring };
        Self { burning: turned(self.burning), ruined: turned(self.ruined), ..self }
    }

    fn mirror(self, set: u64) -> u64 {
        ones(set).fold(0, |mirrored, house| mirrored | 1 << (u32::from(self.houses) - 1 - house))
    }
}

impl fmt::Display for Town {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        (0..self.houses).try_for_each(|house| {
            formatter.write_str(match self.house(house) {
                House::Safe => "S",
                House::Burning => "B",
                House::Ruined => "R",
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Town;

    #[test]
    fn turned_and_mirrored_towns_have_one_form() {
        let town = Town::from_letters("SBRSS").unwrap();
        for same in ["BRSSS", "RSSSB", "RBSSS", "SSRBS"] {
            assert_eq!(Town::from_letters(same).unwrap().canonical(), town.canonical(), "{same}");
        }
        assert_ne!(Town::from_letters("BSRSS").unwrap().canonical(), town.canonical());
        assert_eq!(town.canonical().canonical(), town.canonical());
        let largest = Town::new(64, u64::MAX, 1).unwrap();
        assert_eq!(largest.canonical().ruined().count_ones(), 1);
    }

    #[test]
    fn letters_are_read_and_shown() {
        let town = Town::from_letters("SBRSB").unwrap();
        assert_eq!((town.burning(), town.ruined(), town.safe()), (0b10010, 0b00100, 0b01001));
        assert_eq!(town.to_string(), "SBRSB");
        assert!(Town::from_letters("SXB").unwrap_err().to_string().starts_with("unknown house state `X`"));
        assert!(Town::from_letters("S").is_err());
        assert!(Town::new(65, 0, 0).is_err());
    }
}
