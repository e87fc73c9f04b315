//! A state graph from the nights of whole games, where nobody counted with which towns they began and ended.

use std::collections::BTreeMap;

use super::chain::Outcome;
use super::graph::{StateGraph, StateGraphOptions, Transition};
use super::town::Town;
use crate::brigade::error::BrigadeError;

/// Nights by game. A game is a walk from town to town: the one it leaves once more than it comes to is where it began, the
/// one it comes to once more than it leaves is where it ended. A walk that comes back to where it began says so only if one
/// town of it alone has no fire, which is where games end; otherwise the game is not placed.
#[derive(Debug, Clone)]
pub struct Walks {
    graph: StateGraph,
    /// By game and town: nights that begin with it less nights that lead to it.
    balance: BTreeMap<(u32, Town), i64>,
}

/// What [`Walks`] come to.
#[derive(Debug, Clone, PartialEq)]
pub struct WalkedStates {
    /// The counts, with starts and ends.
    pub graph: StateGraph,
    /// Games of which it cannot be said where they began. Their nights are counted.
    pub unplaced: u64,
}

impl Walks {
    /// No nights yet.
    ///
    /// # Errors
    /// As [`StateGraph::new`].
    pub fn new(houses: u16, options: StateGraphOptions) -> Result<Self, BrigadeError> {
        Ok(Self { graph: StateGraph::new(houses, options)?, balance: BTreeMap::new() })
    }

    /// Counts nights of a game.
    ///
    /// # Errors
    /// [`BrigadeError::Count`] for a town of another size.
    pub fn add(&mut self, game: u32, from: Town, to: Town, nights: Transition) -> Result<(), BrigadeError> {
        self.graph.add_transition(from, to, nights)?;
        let count = i64::try_from(nights.count).unwrap_or(i64::MAX);
        let leaves = self.balance.entry((game, from)).or_default();
        *leaves = leaves.saturating_add(count);
        let comes = self.balance.entry((game, to)).or_default();
        *comes = comes.saturating_sub(count);
        Ok(())
    }

    /// How many games have nights.
    #[must_use]
    pub fn games(&self) -> usize {
        self.balance
            .keys()
            .fold((0, None), |(count, last), (game, _)| (count + usize::from(last != Some(game)), Some(game)))
            .0
    }

    /// Finds starts and ends. O(games · towns of each).
    ///
    /// # Errors
    /// [`BrigadeError::Count`] for a town of another size.
    pub fn finish(mut self) -> Result<WalkedStates, BrigadeError> {
        let mut unplaced = 0;
        let balance = std::mem::take(&mut self.balance);
        let mut games: BTreeMap<u32, Vec<(Town, i64)>> = BTreeMap::new();
        for ((game, town), count) in balance {
            games.entry(game).or_default().push((town, count));
        }
        for towns in games.values() {
            if towns.iter().all(|(_, count)| *count == 0) {
                let mut calm = towns.iter().map(|(town, _)| *town).filter(|town| town.burning() == 0);
                match (calm.next(), calm.next()) {
                    (Some(town), None) => self.place(town, 1, 1)?,
                    _ => unplaced += 1,
                }
                continue;
            }
            for (town, count) in towns {
                let starts = u64::try_from(*count).unwrap_or(0);
                let ends = u64::try_from(count.saturating_neg()).unwrap_or(0);
                self.place(*town, starts, ends)?;
            }
        }
        Ok(WalkedStates { graph: self.graph, unplaced })
    }

    fn place(&mut self, town: Town, starts: u64, ends: u64) -> Result<(), BrigadeError> {
        if starts > 0 {
            self.graph.add_start(town, starts)?;
        }
        if ends > 0 {
            // The rules end a game when nothing burns; one that ended before was cut.
            let outcome = self.graph.options.outcome(town, town.burning() > 0);
            self.graph.add_end(town, outcome, ends)?;
        }
        Ok(())
    }
}

impl Outcome {
    /// One word for a table.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Survival => "survival",
            Self::Ruin => "ruin",
            Self::Cut => "cut",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Outcome, StateGraphOptions, Town, Transition, Walks};

    fn town(letters: &str) -> Town {
        Town::from_letters(letters).unwrap()
    }

    fn walks(nights: &[(u32, &str, &str)]) -> super::WalkedStates {
        let mut walks = Walks::new(2, StateGraphOptions::default()).unwrap();
        for (game, from, to) in nights {
            walks.add(*game, town(from), town(to), Transition { count: 1, reward: 2.0 }).unwrap();
        }
        walks.finish().unwrap()
    }

    #[test]
    fn a_walk_says_where_it_began_and_how_it_ended() {
        let found = walks(&[(0, "SB", "BB"), (0, "BB", "SB"), (0, "SB", "RR"), (1, "BB", "SS"), (2, "BS", "BB")]);
        let starts: Vec<_> = found.graph.starts().map(|(town, count)| (town.to_string(), count)).collect();
        assert_eq!(starts, [("BS".to_owned(), 1), ("SB".to_owned(), 1), ("BB".to_owned(), 1)]);
        let ends: Vec<_> = found.graph.ends().map(|(town, how, count)| (town.to_string(), how, count)).collect();
        let expected = [("SS", Outcome::Survival), ("BB", Outcome::Cut), ("RR", Outcome::Ruin)];
        assert_eq!(ends, expected.map(|(town, how)| (town.to_owned(), how, 1)));
        assert_eq!((found.unplaced, found.graph.games()), (0, 3));
    }

    #[test]
    fn a_walk_that_comes_back_is_placed_where_nothing_burns() {
        let found = walks(&[(7, "SS", "SB"), (7, "SB", "SS"), (8, "BB", "SB"), (8, "SB", "BB")]);
        assert_eq!(found.graph.starts().collect::<Vec<_>>(), [(town("SS"), 1)]);
        assert_eq!(found.graph.ends().collect::<Vec<_>>(), [(town("SS"), Outcome::Survival, 1)]);
        assert_eq!(found.unplaced, 1);
    }

    #[test]
    fn towns_of_another_size_are_refused() {
        let mut walks = Walks::new(2, StateGraphOptions::default()).unwrap();
        assert!(walks.add(0, town("SBS"), town("SSS"), Transition::default()).is_err());
        assert_eq!(walks.games(), 0);
    }
}
