//! Short sequences, level by level: how often each event follows each frequent prefix is counted in one pass over the
//! table, row after row, for all prefixes of a length.
//!
//! Memory is walked forward and what a pass adds up fits the cache ([`Columns`] for each prefix), so a run costs the same
//! among a thousand and among a million. A longer prefix means to walk down to it again in each row: this is for short
//! patterns, [`super::prefixspan`] goes deep.

use super::FoundSequence;
use super::ahead::{Ahead, Firsts, Rest, bit, both, each, is_empty, join};
use super::columns::Columns;
use super::database::Frequent;
use super::ranked::Ranked;
use crate::mining::bounds::{Bounds, Reached};
use crate::mining::numbers::narrow;

/// The longest patterns found this way.
pub(super) const LENGTH_MAX: usize = 4;
/// The most prefixes of one length: with more of them, what is added up would no longer fit the cache.
const PREFIXES_MAX: usize = 4_096;
/// How many rows go by between two looks at the deadline.
const ROWS_PER_LOOK: usize = 4_096;

/// A frequent extension of a prefix.
#[derive(Debug, Clone, Copy)]
struct Extension {
    rank: usize,
    support: u32,
    wins: u32,
}

/// A frequent prefix.
#[derive(Debug)]
struct Prefix<const W: usize> {
    /// What may follow it; once that is counted, what follows it often enough.
    follow: [u64; W],
    /// What follows it and may be followed further.
    walk: [u64; W],
    /// By rank, the longer prefix on the next level; means something for what follows.
    longer: [[u32; 64]; W],
    /// What follows it often enough, ascending.
    extensions: Vec<Extension>,
}

impl<const W: usize> Prefix<W> {
    fn of(follow: [u64; W]) -> Self {
        Self { follow, walk: follow, longer: [[0; 64]; W], extensions: Vec::new() }
    }

    #[inline]
    fn longer(&self, rank: usize) -> usize {
        self.longer[rank / 64 % W][rank % 64] as usize
    }
}

/// The prefixes of one length, those of one event by rank.
type Level<const W: usize> = Vec<Prefix<W>>;

/// Counts by prefix, word and bit.
type Counts<const W: usize> = Vec<[[u32; 64]; W]>;

struct Search<'a, const W: usize> {
    ranked: &'a mut Ranked,
    /// The last is the one whose extensions are counted next.
    levels: Vec<Level<W>>,
    ahead: Ahead<W>,
    firsts: Firsts<W>,
    counters: Vec<Columns<W>>,
}

/// Finds every sequence of at most [`LENGTH_MAX`] events, in the order of [`super::prefixspan`]; `None` where there are
/// too many prefixes. There are at most 64 · `W` frequent events.
pub(super) fn search<const W: usize>(
    ranked: &mut Ranked,
    frequent: &Frequent,
    bounds: Bounds<'_>,
    length_min: usize,
    support_min: u32,
) -> Option<(Vec<FoundSequence>, Reached)> {
    let all = (0..frequent.events.len()).fold([0; W], |all, rank| join(all, bit(rank)));
    let ahead = Ahead::with_room(ranked.longest);
    let mut search =
        Search { ranked, levels: vec![vec![Prefix::of(all)]], ahead, firsts: Firsts::new(), counters: Vec::new() };
    let mut reached = Reached::default();
    loop {
        let Some((supports, wins)) = search.count(frequent, bounds) else {
            reached.deadline = true;
            break;
        };
        let found = search.keep(&supports, &wins, support_min);
        reached.length = found > 0 && search.levels.len() >= bounds.length_max;
        if found == 0 || reached.length {
            break;
        }
        if found > PREFIXES_MAX {
            return None;
        }
        search.lengthen();
    }
    let (levels, events) = (search.levels.as_slice(), frequent.events.as_slice());
    let mut report = Report { levels, events, bounds, length_min, found: Vec::new(), reached };
    report.visit(0, 0, &mut Vec::new());
    Some((report.found, report.reached))
}

impl<const W: usize> Search<'_, W> {
    /// One pass: how many rows, and how many won ones (none without an outcome), have each event behind each prefix of
    /// the last level. `None` if there was no time for it.
    fn count(&mut self, frequent: &Frequent, bounds: Bounds<'_>) -> Option<(Counts<W>, Counts<W>)> {
        let depth = self.levels.len();
        if depth == 1 && self.ranked.won_rows == 0 {
            // Counted before.
            return (!bounds.should_stop()).then(|| (vec![by_word(&frequent.supports)], Vec::new()));
        }
        self.counters = self.levels.last()?.iter().map(|prefix| Columns::of(prefix.follow)).collect();
        let mut wins = Vec::new();
        for row in 0..self.ranked.len() {
            if row % ROWS_PER_LOOK == 0 && bounds.should_stop() {
                return None;
            }
            if row == self.ranked.won_rows && row > 0 {
                wins = self.counts();
            }
            self.add(row);
        }
        let supports = self.counts();
        let only_won = self.ranked.won_rows > 0 && wins.is_empty();
        let wins = if only_won { supports.clone() } else { wins };
        Some((supports, wins))
    }

    /// Adds what lies behind each prefix of the last level in a row.
    #[inline]
    fn add(&mut self, index: usize) {
        let Self { levels, ranked, ahead, firsts, counters } = self;
        match levels.as_slice() {
            [] => {}
            [_] => counters[0].add(firsts.read(ranked.row(index))),
            // The first place of an event decides what lies behind it.
            [_, _] => {
                let row = ranked.row_mut(index);
                firsts.read(row);
                firsts.each(|rank, place, behind| {
                    row[place].mark();
                    counters[rank].add(behind);
                });
            }
            [_, singles, deeper @ ..] => ahead.read(
                ranked.row(index),
                |rank| singles[rank].walk,
                |rank, extensions, rest| {
                    let longer = &singles[rank];
                    each(extensions, |rank| descend(deeper, rest, longer.longer(rank), rest.next(rank), counters));
                },
            ),
        }
    }

    fn counts(&mut self) -> Counts<W> {
        self.counters.iter_mut().map(|counter| *counter.counts()).collect()
    }

    /// Keeps the frequent extensions of the last level, and says how many there are.
    fn keep(&mut self, supports: &Counts<W>, wins: &Counts<W>, support_min: u32) -> usize {
        let Some(level) = self.levels.last_mut() else { return 0 };
        for (index, (prefix, supports)) in level.iter_mut().zip(supports).enumerate() {
            let (follow, mut kept) = (prefix.follow, [0; W]);
            each(follow, |rank| {
                let at = |counts: &[[u32; 64]; W]| counts[rank / 64][rank % 64];
                let (support, wins) = (at(supports), wins.get(index).map_or(0, at));
                if support >= support_min {
                    kept[rank / 64] |= 1 << (rank % 64);
                    prefix.extensions.push(Extension { rank, support, wins });
                }
            });
            (prefix.follow, prefix.walk) = (kept, kept);
        }
        level.iter().map(|prefix| prefix.extensions.len()).sum()
    }

    /// Makes each frequent extension of the last level a prefix of the next. What may follow it is what follows the
    /// prefix without its last event, and also its last event alone: of a frequent sequence all parts are frequent.
    fn lengthen(&mut self) {
        let singles: Vec<[u64; W]> = self.levels.get(1).into_iter().flatten().map(|prefix| prefix.follow).collect();
        let Some(level) = self.levels.last_mut() else { return };
        let mut next = Vec::new();
        for prefix in level {
            for Extension { rank, .. } in &prefix.extensions {
                let follow = singles.get(*rank).map_or(prefix.follow, |single| both(prefix.follow, *single));
                prefix.longer[rank / 64][rank % 64] = narrow(next.len());
                if is_empty(follow) {
                    prefix.walk[rank / 64] &= !(1 << (rank % 64));
                }
                next.push(Prefix::of(follow));
            }
        }
        self.levels.push(next);
    }
}

/// Counts by rank, word by word.
fn by_word<const W: usize>(counts: &[u32]) -> [[u32; 64]; W] {
    let mut words = [[0; 64]; W];
    words.iter_mut().zip(counts.chunks(64)).for_each(|(word, counts)| word[..counts.len()].copy_from_slice(counts));
    words
}

/// Walks from a prefix of the first of the levels, which ends at `place`, to all prefixes of the last one and adds what
/// lies behind them. As deep as there are levels.
#[inline]
fn descend<const W: usize>(
    levels: &[Level<W>],
    rest: Rest<'_, W>,
    prefix: usize,
    place: usize,
    counters: &mut [Columns<W>],
) {
    match levels {
        [level, deeper @ ..] if !deeper.is_empty() => walk(&level[prefix], deeper, rest, place, counters),
        _ => counters[prefix].add(rest.behind(place)),
    }
}

/// The same for each extension of a prefix.
#[inline(never)]
fn walk<const W: usize>(
    prefix: &Prefix<W>,
    deeper: &[Level<W>],
    rest: Rest<'_, W>,
    place: usize,
    counters: &mut [Columns<W>],
) {
    each(both(rest.behind(place), prefix.walk), |rank| {
        descend(deeper, rest, prefix.longer(rank), rest.next_behind(place, rank), counters);
    });
}

/// Writes down what was found: each pattern before those that begin with it, by rank.
struct Report<'a, const W: usize> {
    levels: &'a [Level<W>],
    events: &'a [u32],
    bounds: Bounds<'a>,
    length_min: usize,
    found: Vec<FoundSequence>,
    reached: Reached,
}

impl<const W: usize> Report<'_, W> {
    fn visit(&mut self, depth: usize, prefix: usize, pattern: &mut Vec<u32>) {
        let levels = self.levels;
        let Some(extended) = levels.get(depth).and_then(|level| level.get(prefix)) else { return };
        for Extension { rank, support, wins } in &extended.extensions {
            pattern.push(self.events[*rank]);
            if pattern.len() >= self.length_min {
                if self.found.len() >= self.bounds.patterns_max {
                    self.reached.patterns = true;
                    return;
                }
                self.found.push(FoundSequence { events: pattern.clone(), support: *support, wins: *wins });
            }
            if depth + 1 < levels.len() {
                self.visit(depth + 1, extended.longer(*rank), pattern);
            }
            if self.reached.patterns {
                return;
            }
            pattern.pop();
        }
    }
}
