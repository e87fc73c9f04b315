//! The best order of the scored cards, each being one affine block.

use crate::balatro::model::state::PLAYED_MAX;
use crate::sort;

use super::affine::Affine;

/// Which orders of the scored cards are allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CardOrder {
    /// As they were played.
    AsPlayed,
    /// Any, as long as this row comes first and no face card comes before that one; `None` where it does not matter.
    Free {
        /// The row that comes first.
        first: Option<usize>,
        /// The row that is the first face card.
        face: Option<usize>,
    },
}

/// Mult after all blocks in the best allowed order, and that order of rows.
///
/// Unconstrained it is a sort by a/(x − 1), falling (an exchange of neighbours proves it). Constrained it is a
/// maximum over sets of cards already scored: mult only ever grows with mult, so the best way to a set is enough.
pub(crate) fn arrange(mult: f64, blocks: &[Affine], faces: u32, order: CardOrder) -> (f64, [u8; PLAYED_MAX]) {
    let mut rows = [0, 1, 2, 3, 4];
    match order {
        CardOrder::AsPlayed => {}
        CardOrder::Free { first: None, face: None } => sort(&mut rows, blocks),
        CardOrder::Free { first, face } => return constrained(mult, blocks, faces, first, face),
    }
    let after = |mult, row: &u8| blocks.get(usize::from(*row)).map_or(mult, |block| block.of(mult));
    (rows.iter().take(blocks.len()).fold(mult, after), rows)
}

/// Stable, so that equals keep the user's order; what only adds goes first.
fn sort(rows: &mut [u8; PLAYED_MAX], blocks: &[Affine]) {
    let key = |row: &u8| blocks.get(usize::from(*row)).map_or(f64::NEG_INFINITY, |block| ratio(*block));
    sort::by(rows, |one, other| key(other).total_cmp(&key(one)));
}

/// a/(x − 1).
fn ratio(block: Affine) -> f64 {
    if block.x > 1.0 { block.a / (block.x - 1.0) } else { f64::INFINITY }
}

fn constrained(
    mult: f64,
    blocks: &[Affine],
    faces: u32,
    first: Option<usize>,
    face: Option<usize>,
) -> (f64, [u8; PLAYED_MAX]) {
    let cards = blocks.len().min(PLAYED_MAX);
    let mut best = [f64::NEG_INFINITY; 1 << PLAYED_MAX];
    let mut last = [0_u8; 1 << PLAYED_MAX];
    best[0] = mult;
    for set in 1_usize..1 << cards {
        for (row, block) in blocks.iter().enumerate().take(cards).filter(|(row, _)| set >> row & 1 != 0) {
            let rest = set & !(1 << row);
            let opens = rest != 0 || first.is_none_or(|first| first == row);
            let is_face = faces >> row & 1 != 0;
            let face_open = !is_face || face.is_none_or(|face| face == row || rest >> face & 1 != 0);
            let value = block.of(best[rest]);
            if opens && face_open && value > best[set] {
                best[set] = value;
                last[set] = u8::try_from(row).unwrap_or(0);
            }
        }
    }
    let mut rows = [0, 1, 2, 3, 4];
    let mut set = (1 << cards) - 1;
    let value = best[set];
    for place in (0..cards).rev() {
        rows[place] = last[set];
        set &= !(1 << last[set]);
    }
    (value, rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn permutations(cards: usize) -> Vec<Vec<usize>> {
        if cards == 0 {
            return vec![vec![]];
        }
        let shorter = permutations(cards - 1);
        let insert = |order: &Vec<usize>, place| {
            let mut order = order.clone();
            order.insert(place, cards - 1);
            order
        };
        shorter.iter().flat_map(|order| (0..cards).map(move |place| insert(order, place))).collect()
    }

    proptest! {
        #[test]
        fn no_order_beats_the_arranged_one(
            numbers in prop::collection::vec((prop_oneof![Just(1.0), 1.0..4.0], prop_oneof![Just(0.0), 0.0..50.0]), 1..6),
            faces in 0_u32..32,
            first in prop::option::of(0_usize..5),
            face in prop::option::of(0_usize..5),
        ) {
            let blocks: Vec<Affine> = numbers.iter().map(|(x, a)| Affine { x: *x, a: *a }).collect();
            let first = first.filter(|row| *row < blocks.len());
            let face = face.filter(|row| *row < blocks.len() && faces >> row & 1 != 0);
            let allowed = |order: &Vec<usize>| {
                let place = |row: usize| order.iter().position(|other| *other == row).unwrap();
                first.is_none_or(|first| place(first) == 0)
                    && face.is_none_or(|face| order.iter().all(|row| faces >> row & 1 == 0 || place(face) <= place(*row)))
            };
            let value = |order: &Vec<usize>| order.iter().fold(7.0, |mult, row| blocks[*row].of(mult));
            let orders = permutations(blocks.len());
            let best = orders.iter().filter(|order| allowed(order)).map(value).fold(f64::NEG_INFINITY, f64::max);
            let (got, rows) = arrange(7.0, &blocks, faces, CardOrder::Free { first, face });
            if best.is_finite() {
                prop_assert!((got - best).abs() <= 1e-9 * best, "{got} {best}");
                let walked = rows.iter().take(blocks.len()).fold(7.0, |mult, row| blocks[usize::from(*row)].of(mult));
                prop_assert!((got - walked).abs() <= 1e-9 * best);
            }
        }
    }
}
