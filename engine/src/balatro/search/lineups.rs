//! Who copies whom: every way in which an order can place its copy jokers, up to the order of what is left.

use crate::balatro::compiled::setting::Effective;
use crate::balatro::model::joker::Joker;
use crate::balatro::model::rule::Code;
use crate::balatro::model::state::JOKERS_MAX;

/// The right neighbour of each Blueprint, the right end being one, and the first joker where a Brainstorm asks for it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Lineup {
    /// By joker index: the joker that must follow at once.
    pub next: [Option<u8>; JOKERS_MAX],
    /// The joker that must come last.
    pub last: Option<u8>,
    /// The joker that must come first.
    pub first: Option<u8>,
}

impl Lineup {
    fn open() -> Self {
        Self { next: [None; JOKERS_MAX], last: None, first: None }
    }

    fn follows(&self, joker: u8) -> bool {
        self.next.contains(&Some(joker))
    }
}

/// The copy jokers of a hand, and the lineups they allow.
#[derive(Debug)]
pub(crate) struct Copies<'j> {
    jokers: &'j [Joker],
    right: Vec<u8>,
    left: Vec<u8>,
}

impl<'j> Copies<'j> {
    pub(crate) fn of(jokers: &'j [Joker]) -> Self {
        let with = |code: Code| {
            let indexed =
                jokers.iter().enumerate().filter(|(_, joker)| !joker.debuffed && joker.info().copies() == Some(code));
            indexed.filter_map(|(index, _)| u8::try_from(index).ok()).collect()
        };
        Self { jokers, right: with(Code::RightNeighbour), left: with(Code::Leftmost) }
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.right.is_empty() && self.left.is_empty()
    }

    pub(crate) fn count(&self) -> usize {
        self.right.len() + self.left.len()
    }

    /// Calls back with every lineup, equal jokers being one; stops when told to with `false`.
    pub(crate) fn each(&self, each: &mut dyn FnMut(&Lineup) -> bool) {
        self.place(0, &mut Lineup::open(), each);
    }

    fn place(&self, at: usize, lineup: &mut Lineup, each: &mut dyn FnMut(&Lineup) -> bool) -> bool {
        let Some(copier) = self.right.get(at).copied() else { return self.place_first(lineup, each) };
        let before = self.equal_before(at, lineup);
        for target in self.indexes() {
            // Of equal copiers, the earlier has the earlier target; but exchanging two of a chain changes their targets.
            let exchanged = before.is_some_and(|before| target < before) && self.joker(target) != self.joker(copier);
            if exchanged || !self.can_follow(copier, target, lineup) {
                continue;
            }
            lineup.next[usize::from(copier)] = Some(target);
            let go_on = self.place(at + 1, lineup, each);
            lineup.next[usize::from(copier)] = None;
            if !go_on {
                return false;
            }
        }
        if lineup.last.is_none() {
            lineup.last = Some(copier);
            let go_on = self.place(at + 1, lineup, each);
            lineup.last = None;
            return go_on;
        }
        true
    }

    /// The target of the copier just before, if that one is its equal and the target is not.
    fn equal_before(&self, at: usize, lineup: &Lineup) -> Option<u8> {
        let previous = *self.right.get(at.checked_sub(1)?)?;
        let equal = self.joker(previous) == self.joker(*self.right.get(at)?);
        // The earlier one at the right end leaves no place for the later one to be less than it.
        let target = lineup.next.get(usize::from(previous)).copied().flatten();
        target.filter(|target| equal && self.joker(*target) != self.joker(previous))
    }

    fn can_follow(&self, copier: u8, target: u8, lineup: &Lineup) -> bool {
        if target == copier || lineup.follows(target) {
            return false;
        }
        let mut at = target;
        while let Some(next) = lineup.next.get(usize::from(at)).copied().flatten() {
            at = next;
            if at == copier {
                return false;
            }
        }
        // What must come last has nothing after it; a chain that runs into it is last as a whole.
        !self.has_free_twin(target, |twin| lineup.follows(twin))
    }

    fn place_first(&self, lineup: &mut Lineup, each: &mut dyn FnMut(&Lineup) -> bool) -> bool {
        if self.left.is_empty() {
            return each(lineup);
        }
        for first in self.indexes() {
            if lineup.follows(first) || self.has_free_twin(first, |twin| lineup.follows(twin)) {
                continue;
            }
            lineup.first = Some(first);
            let go_on = !self.fits_ends(lineup) || each(lineup);
            lineup.first = None;
            if !go_on {
                return false;
            }
        }
        true
    }

    /// What is first and last at once is all there is.
    fn fits_ends(&self, lineup: &Lineup) -> bool {
        let (Some(first), Some(last)) = (lineup.first, lineup.last) else { return true };
        let (mut at, mut length) = (first, 1);
        while let Some(next) = lineup.next.get(usize::from(at)).copied().flatten() {
            at = next;
            length += 1;
        }
        at != last || length == self.jokers.len()
    }

    /// Whether an equal joker with a smaller index, itself no copier, is as free.
    fn has_free_twin(&self, joker: u8, taken: impl Fn(u8) -> bool) -> bool {
        let Some(wanted) = self.joker(joker).filter(|joker| joker.info().copies().is_none()) else { return false };
        self.indexes().take_while(|twin| *twin < joker).any(|twin| self.joker(twin) == Some(wanted) && !taken(twin))
    }

    fn joker(&self, index: u8) -> Option<&Joker> {
        self.jokers.get(usize::from(index))
    }

    fn indexes(&self) -> impl Iterator<Item = u8> + use<> {
        0..u8::try_from(self.jokers.len()).unwrap_or(0)
    }

    /// Whose effects each joker has in a lineup.
    pub(crate) fn effective(&self, lineup: &Lineup) -> Effective {
        let mut effective: Effective = [None; JOKERS_MAX];
        for (index, place) in self.indexes().zip(&mut effective) {
            *place = self.source(index, lineup);
        }
        effective
    }

    fn source(&self, joker: u8, lineup: &Lineup) -> Option<u8> {
        let mut at = joker;
        for _ in 0..=self.jokers.len() {
            let owned = self.joker(at).filter(|joker| !joker.debuffed)?;
            at = match owned.info().copies() {
                None if at == joker || owned.info().copyable => return Some(at),
                None => return None,
                Some(Code::Leftmost) => lineup.first.filter(|first| *first != at)?,
                Some(_) => lineup.next.get(usize::from(at)).copied().flatten()?,
            };
        }
        None
    }
}
