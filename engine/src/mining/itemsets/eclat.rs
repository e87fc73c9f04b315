//! All frequent itemsets: Eclat (Zaki 2000), depth first over sets of rows.
//!
//! Pairs are counted in one pass over the rows, so only frequent pairs are ever intersected, and a longer candidate is
//! dropped unseen if one of its pairs is infrequent.

use super::tids::Tids;
use super::vertical::Vertical;
use crate::mining::collect::Collector;

/// An item that extends a prefix: its rank, and the rows of the prefix with it, made when first needed.
struct Member {
    rank: usize,
    support: u32,
    tids: Option<Tids>,
}

/// Finds every itemset of at least the collector's support, up to its length.
pub(super) fn search(vertical: &Vertical<'_>, collector: &mut Collector<'_>) {
    let mut counts = vec![0_u32; vertical.items.len()];
    for rank in 0..vertical.items.len() {
        if collector.is_over() {
            return;
        }
        let mut prefix = vec![vertical.items[rank]];
        collector.add(&prefix, vertical.supports[rank]);
        if !collector.may_grow(1) {
            continue;
        }
        vertical.count_beside(rank, &mut counts);
        let floor = collector.floor();
        let members: Vec<Member> = (rank + 1..vertical.items.len())
            .filter(|other| counts[*other] >= floor)
            .map(|other| Member { rank: other, support: counts[other], tids: None })
            .collect();
        grow(vertical, &mut prefix, &vertical.tids[rank], members, collector);
    }
}

/// Reports each member behind the prefix, then joins it with the members above it. As deep as the longest pattern.
fn grow(
    vertical: &Vertical<'_>,
    prefix: &mut Vec<u32>,
    rows: &Tids,
    mut members: Vec<Member>,
    collector: &mut Collector<'_>,
) {
    for index in 0..members.len() {
        if collector.should_stop() {
            return;
        }
        let (low, rest) = members.split_at_mut(index + 1);
        let Some(member) = low.last_mut() else { return };
        prefix.push(vertical.items[member.rank]);
        collector.add(prefix, member.support);
        let floor = collector.floor();
        if member.support >= floor && collector.may_grow(prefix.len()) {
            let joined = join(vertical, rows, member, rest, floor);
            if let (false, Some(tids)) = (joined.is_empty(), &member.tids) {
                grow(vertical, prefix, tids, joined, collector);
            }
        }
        prefix.pop();
    }
}

/// The members above `member` that stay frequent beside it.
fn join(vertical: &Vertical<'_>, rows: &Tids, member: &mut Member, rest: &[Member], floor: u32) -> Vec<Member> {
    let mut joined = Vec::new();
    for other in rest {
        if other.support < floor || !vertical.pair_reaches(member.rank, other.rank, floor) {
            continue;
        }
        let tids = member
            .tids
            .get_or_insert_with(|| rows.intersection(&vertical.tids[member.rank], member.support, vertical.rows));
        let support = tids.common(&vertical.tids[other.rank]);
        if support >= floor {
            joined.push(Member { rank: other.rank, support, tids: None });
        }
    }
    joined
}
