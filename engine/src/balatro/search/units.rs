//! The best order of units: jokers that must stand together, as a lineup says.
//!
//! In every phase a unit is one affine block, and which of two neighbours should come first depends on the two alone.
//! Where no two phases disagree, sorting by these preferences is optimal in every phase at once, and so for the hand.
//! Where they do, the units in question form a cycle: only those are permuted, by branch and bound.

use crate::balatro::compiled::affine::Affine;
use crate::balatro::compiled::evaluate::Evaluator;
use crate::balatro::model::state::JOKERS_MAX;

use super::budget::Budget;
use super::incumbent::Incumbent;
use super::lineups::Lineup;

/// What must be kept besides the lineup: these jokers in this order.
pub(crate) type Chain<'c> = &'c [usize];

/// The units of a lineup and what each should come before.
pub(crate) struct Units<'u, 'e> {
    evaluator: &'u Evaluator<'e>,
    /// The jokers, unit by unit.
    members: [u8; JOKERS_MAX],
    /// Start and end of each unit in `members`.
    spans: [(u8, u8); JOKERS_MAX],
    count: usize,
    /// For each unit, one bit for each that should come before it.
    preferred: [u32; JOKERS_MAX],
    /// For each unit, one bit for each that must come before it.
    required: [u32; JOKERS_MAX],
}

impl<'u, 'e> Units<'u, 'e> {
    /// `None` where the lineup contradicts the chain.
    pub(crate) fn new(evaluator: &'u Evaluator<'e>, lineup: &Lineup, chain: Chain<'_>) -> Option<Self> {
        let mut units = Self {
            evaluator,
            members: [0; JOKERS_MAX],
            spans: [(0, 0); JOKERS_MAX],
            count: 0,
            preferred: [0; JOKERS_MAX],
            required: [0; JOKERS_MAX],
        };
        units.collect(lineup);
        units.require(lineup, chain)?;
        units.prefer();
        Some(units)
    }

    fn collect(&mut self, lineup: &Lineup) {
        let jokers = u8::try_from(self.evaluator.tables.jokers).unwrap_or(0);
        let followers = lineup.next.iter().flatten().fold(0_u32, |bits, joker| bits | 1 << joker);
        let mut filled = 0_u8;
        for head in (0..jokers).filter(|joker| followers >> joker & 1 == 0) {
            let start = filled;
            let mut at = Some(head);
            while let Some(joker) = at {
                if let Some(place) = self.members.get_mut(usize::from(filled)) {
                    *place = joker;
                    filled += 1;
                }
                at = lineup.next.get(usize::from(joker)).copied().flatten();
            }
            self.spans[self.count] = (start, filled);
            self.count += 1;
        }
    }

    fn unit(&self, index: usize) -> &[u8] {
        let (start, end) = self.spans.get(index).copied().unwrap_or((0, 0));
        self.members.get(usize::from(start)..usize::from(end)).unwrap_or(&[])
    }

    fn unit_of(&self, joker: usize) -> Option<(usize, usize)> {
        (0..self.count).find_map(|unit| {
            self.unit(unit).iter().position(|member| usize::from(*member) == joker).map(|place| (unit, place))
        })
    }

    fn require(&mut self, lineup: &Lineup, chain: Chain<'_>) -> Option<()> {
        let all = bits(self.count);
        if let Some((unit, _)) = lineup.first.and_then(|joker| self.unit_of(usize::from(joker))) {
            (0..self.count).filter(|other| *other != unit).for_each(|other| self.required[other] |= 1 << unit);
        }
        if let Some((unit, _)) = lineup.last.and_then(|joker| self.unit_of(usize::from(joker))) {
            self.required[unit] |= all & !(1 << unit);
        }
        for pair in chain.windows(2) {
            let [earlier, later] = pair else { continue };
            let ((one, place), (other, after)) = (self.unit_of(*earlier)?, self.unit_of(*later)?);
            if one == other && place > after {
                return None;
            }
            if one != other {
                self.required[other] |= 1 << one;
            }
        }
        Some(())
    }

    /// Compares all pairs of units in every phase in which at least two act.
    fn prefer(&mut self) {
        let evaluator = self.evaluator;
        for (index, row) in evaluator.rows().filter(|(_, row)| row.touched != 0) {
            self.prefer_in(|joker| evaluator.on_row(index, row, joker));
        }
        self.prefer_in(|joker| evaluator.at_slot(joker));
        for unit in 0..self.count {
            // What must come after it cannot come before it, however good that were.
            let after = (0..self.count).filter(|other| self.required[*other] >> unit & 1 != 0);
            let after = after.fold(0_u32, |bits, other| bits | 1 << other);
            self.preferred[unit] = self.preferred[unit] & !after | self.required[unit];
        }
    }

    fn prefer_in(&mut self, op: impl Fn(u8) -> Affine) {
        let mut acting = [(0_usize, Affine::IDENTITY); JOKERS_MAX];
        let mut count = 0;
        for unit in 0..self.count {
            let block = self.unit(unit).iter().fold(Affine::IDENTITY, |block, joker| block.then(op(*joker)));
            if !block.is_identity() {
                acting[count] = (unit, block);
                count += 1;
            }
        }
        for one in 0..count {
            for other in one + 1..count {
                let ((unit, block), (second, next)) = (acting[one], acting[other]);
                let gain = block.gain_before(next);
                if gain > 0.0 {
                    self.preferred[second] |= 1 << unit;
                } else if gain < 0.0 {
                    self.preferred[unit] |= 1 << second;
                }
            }
        }
    }

    /// Finds the best order and offers it; `false` when the budget is spent.
    pub(crate) fn search(&self, budget: &mut Budget<'_>, best: &mut Incumbent) -> bool {
        self.extend(&mut Placed::default(), budget, best)
    }

    fn extend(&self, placed: &mut Placed, budget: &mut Budget<'_>, best: &mut Incumbent) -> bool {
        let mark = *placed;
        let go_on = self.extend_on(placed, budget, best);
        *placed = mark;
        go_on
    }

    fn extend_on(&self, placed: &mut Placed, budget: &mut Budget<'_>, best: &mut Incumbent) -> bool {
        let all = bits(self.count);
        loop {
            let left = all & !placed.units;
            if left == 0 {
                let go_on = budget.spend();
                let (mult, rows) = self.evaluator.mult(placed.order());
                best.offer(self.evaluator.value(mult), placed.order(), rows);
                return go_on;
            }
            // The first, in the user's order, that nothing left should precede.
            let free = ones(left).find(|unit| self.preferred[*unit] & left == 0);
            match free {
                Some(unit) => placed.push(unit, self.unit(unit)),
                None => return self.branch(placed, left, budget, best),
            }
        }
    }

    /// Tries each unit of a cycle that no other cycle should precede.
    fn branch(&self, placed: &mut Placed, left: u32, budget: &mut Budget<'_>, best: &mut Incumbent) -> bool {
        for unit in ones(self.cycle(left)).filter(|unit| self.required[*unit] & left == 0) {
            let mark = *placed;
            placed.push(unit, self.unit(unit));
            let rest = ones(left & !(1 << unit))
                .fold(0, |rest, other| self.unit(other).iter().fold(rest, |rest, joker| rest | 1 << joker));
            let at_most = self.evaluator.value(self.evaluator.mult_at_most(placed.order(), rest));
            let go_on = budget.spend() && (best.beats(at_most) || self.extend(placed, budget, best));
            *placed = mark;
            if !go_on {
                return false;
            }
        }
        true
    }

    /// Units left, each of which should, through others, precede all that should precede it.
    fn cycle(&self, left: u32) -> u32 {
        let mut before: [u32; JOKERS_MAX] = std::array::from_fn(|unit| self.preferred[unit] & left);
        for through in ones(left) {
            for unit in ones(left) {
                if before[unit] >> through & 1 != 0 {
                    before[unit] |= before[through];
                }
            }
        }
        let source = |unit: &usize| ones(before[*unit]).all(|other| before[other] >> unit & 1 != 0);
        ones(left).find(source).map_or(left, |unit| before[unit] | 1 << unit)
    }
}

/// An order in the making.
#[derive(Debug, Clone, Copy)]
struct Placed {
    order: [u8; JOKERS_MAX],
    count: usize,
    units: u32,
}

impl Default for Placed {
    fn default() -> Self {
        Self { order: [0; JOKERS_MAX], count: 0, units: 0 }
    }
}

impl Placed {
    fn order(&self) -> &[u8] {
        self.order.get(..self.count).unwrap_or(&[])
    }

    fn push(&mut self, unit: usize, members: &[u8]) {
        for (place, joker) in self.order.iter_mut().skip(self.count).zip(members) {
            *place = *joker;
        }
        self.count += members.len();
        self.units |= 1 << unit;
    }
}

fn bits(count: usize) -> u32 {
    if count >= 32 { u32::MAX } else { (1 << count) - 1 }
}

fn ones(bits: u32) -> impl Iterator<Item = usize> {
    (0..32_usize).filter(move |bit| bits >> bit & 1 != 0)
}
