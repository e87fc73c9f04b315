//! Who copies whom in an order of the jokers, from a few bits for each joker.

use crate::balatro::model::joker::Joker;
use crate::balatro::model::rule::Code;
use crate::balatro::model::state::JOKERS_MAX;

use super::setting::Effective;

/// What the copies among the jokers copy, a byte for each joker: 0 for nothing, and for those that copy nothing by
/// themselves. Equal in two orders where every copy acts as the same joker.
pub(crate) type CopyKey = [u64; JOKERS_MAX / 8];

/// What copying depends on, one bit for each joker.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Copying {
    live: u32,
    copyable: u32,
    rightward: u32,
    leftmost: u32,
}

impl Copying {
    /// Of the first [`JOKERS_MAX`] jokers.
    pub(crate) fn of(jokers: &[Joker]) -> Self {
        let mut copying = Self::default();
        for (index, joker) in jokers.iter().enumerate().take(JOKERS_MAX) {
            let set = |bits: &mut u32, is: bool| *bits |= u32::from(is) << index;
            let copies = joker.info().copies();
            set(&mut copying.live, !joker.debuffed);
            set(&mut copying.copyable, joker.info().copyable);
            set(&mut copying.leftmost, copies == Some(Code::Leftmost));
            set(&mut copying.rightward, copies.is_some_and(|code| code != Code::Leftmost));
        }
        copying
    }

    /// Whether any joker is a copy.
    pub(crate) fn any(self) -> bool {
        self.rightward | self.leftmost != 0
    }

    /// What a copy of the first slot gets. A copy of the first slot on the way there is a loop.
    fn of_first(self, order: &[u8]) -> Option<u8> {
        let end = order.iter().find(|joker| self.rightward & self.live & bit(**joker) == 0)?;
        Some(*end).filter(|joker| self.live & self.copyable & !self.leftmost & bit(*joker) != 0)
    }

    /// Calls with each joker, from the right, and whose effects it has: as [`crate::balatro::score::copies`] says, in
    /// O(jokers).
    #[inline]
    fn resolve(self, order: &[u8], mut visit: impl FnMut(u8, Option<u8>)) {
        let first = if self.leftmost == 0 { None } else { self.of_first(order) };
        let mut right = None;
        for (slot, joker) in order.iter().enumerate().rev() {
            let mine = bit(*joker);
            let (own, given) = if self.live & mine == 0 {
                (None, None)
            } else if self.rightward & mine != 0 {
                (right, right)
            } else if self.leftmost & mine != 0 {
                let copied = first.filter(|_| slot > 0);
                (copied, copied)
            } else {
                (Some(*joker), Some(*joker).filter(|_| self.copyable & mine != 0))
            };
            visit(*joker, own);
            right = given;
        }
    }

    /// Whose effects each joker has in this order.
    pub(crate) fn effective(self, order: &[u8]) -> Effective {
        let mut effective: Effective = [None; JOKERS_MAX];
        self.resolve(order, |joker, source| effective[usize::from(joker) % JOKERS_MAX] = source);
        effective
    }

    /// What the copies copy in this order.
    #[inline]
    pub(crate) fn key(self, order: &[u8]) -> CopyKey {
        let mut key: CopyKey = [0; JOKERS_MAX / 8];
        self.resolve(order, |joker, source| {
            if (self.rightward | self.leftmost) & bit(joker) != 0 {
                let source = source.map_or(0, |source| u64::from(source) + 1);
                key[usize::from(joker) / 8 % (JOKERS_MAX / 8)] |= source << (joker % 8 * 8);
            }
        });
        key
    }
}

#[inline]
fn bit(joker: u8) -> u32 {
    1 << (joker % 32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::balatro::model::joker::JokerKind;
    use crate::balatro::score::copies::source_at;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bits_resolve_as_chains_do(
            jokers in prop::collection::vec((0_usize..5, 0_u8..6), 1..9),
            order in Just((0_u8..9).collect::<Vec<u8>>()).prop_shuffle(),
        ) {
            let names = ["Blueprint", "Brainstorm", "Blueprint", "Baron", "Splash"];
            let make = |(kind, debuffed): &(usize, u8)| {
                Joker { debuffed: *debuffed == 0, ..Joker::new(JokerKind::find(names[*kind]).unwrap()) }
            };
            let jokers: Vec<Joker> = jokers.iter().map(make).collect();
            let order: Vec<u8> = order.into_iter().filter(|joker| usize::from(*joker) < jokers.len()).collect();
            let copying = Copying::of(&jokers);
            let (effective, key) = (copying.effective(&order), copying.key(&order));
            for (slot, joker) in order.iter().enumerate() {
                let source = source_at(&jokers, &order, slot);
                let joker = usize::from(*joker);
                prop_assert_eq!(effective[joker].map(usize::from), source);
                let copied = if jokers[joker].info().copies().is_some() { source.map_or(0, |source| source + 1) } else { 0 };
                prop_assert_eq!(key[joker / 8] >> (joker % 8 * 8) & 255, copied as u64);
            }
        }
    }
}
