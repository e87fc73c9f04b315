//! `brigade_graph.cooperation` and `brigade_graph.free_riders`.

use std::borrow::Cow;

use ludograph_engine::brigade::{HelpMatrix, RewardBasis, free_riders as shares};
use ludograph_mgp::{Call, Out, Result};

use crate::agents::{self, Group, Network, Wanted};
use crate::said;

/// `cooperation(options)`
pub(crate) fn cooperation(call: &Call<'_>) -> Result<()> {
    let network = agents::read(call, &Wanted::read(call, false)?)?;
    if network.groups.is_empty() {
        return Ok(());
    }
    let edges = network.helped.iter().map(|((from, to), times)| (*from, *to, float(*times)));
    let matrix = HelpMatrix::new(network.groups.len(), edges).map_err(said)?;
    let given = matrix.centrality_given().map_err(said)?;
    let received = matrix.centrality_received().map_err(said)?;
    call.check_abort()?;
    let at = |values: &[f64], place: usize| values.get(place).copied().unwrap_or(0.0);
    for (place, group) in network.groups.iter().enumerate() {
        let within = network.helped.get(&(place, place)).copied().unwrap_or(0);
        call.record((
            ("agent", &group.name),
            ("agents", group.agents),
            ("games", group.games),
            ("helped", sum(&network, |from, to| from == place && to != place)),
            ("was_helped", sum(&network, |from, to| to == place && from != place)),
            ("helped_within", count(within)),
            ("reward", (group.rewarded > 0).then_some(group.reward)),
            ("reciprocity", matrix.reciprocity_of(place)),
            ("centrality_given", at(&given, place)),
            ("centrality_received", at(&received, place)),
            ("helps", helps(&network, place)),
        ))?;
    }
    Ok(())
}

/// Whom a group helped, and how often, in the order of names.
fn helps(network: &Network, place: usize) -> Out<'_> {
    let to = network.helped.iter().filter(|((from, _), _)| *from == place);
    let entry = |((_, to), times): (&(usize, usize), &u64)| {
        let name = network.groups.get(*to).map(|group| group.name.as_str());
        Out::Map(vec![(Cow::Borrowed("agent"), name.into()), (Cow::Borrowed("times"), count(*times).into())])
    };
    Out::List(to.map(entry).collect())
}

fn sum(network: &Network, which: impl Fn(usize, usize) -> bool) -> i64 {
    let chosen = network.helped.iter().filter(|((from, to), _)| which(*from, *to));
    count(chosen.fold(0, |sum: u64, (_, times)| sum.saturating_add(*times)))
}

fn count(times: u64) -> i64 {
    i64::try_from(times).unwrap_or(i64::MAX)
}

#[expect(clippy::cast_precision_loss, reason = "counts of nights")]
fn float(count: u64) -> f64 {
    count as f64
}

/// `free_riders(options)`: the most free first.
pub(crate) fn free_riders(call: &Call<'_>) -> Result<()> {
    let network = agents::read(call, &Wanted::read(call, true)?)?;
    let helped = |place: usize| sum(&network, |from, _| from == place);
    let rewards: Vec<f64> = network.groups.iter().map(|group| group.reward).collect();
    let work: Vec<f64> = (0..network.groups.len()).map(|place| float(helped(place).unsigned_abs())).collect();
    let (basis, found) = shares(&rewards, &work).map_err(said)?;
    call.check_abort()?;
    let basis = match basis {
        RewardBasis::Reward => "reward",
        RewardBasis::AboveLeast => "above_least",
    };
    let mut order: Vec<usize> = (0..found.len()).collect();
    let index = |place: usize| found.get(place).map_or(0.0, |found| found.index);
    order.sort_by(|one, other| index(*other).total_cmp(&index(*one)).then(one.cmp(other)));
    for place in order {
        let (Some(group), Some(found)): (Option<&Group>, _) = (network.groups.get(place), found.get(place)) else {
            continue;
        };
        call.record((
            ("agent", &group.name),
            ("agents", group.agents),
            ("helped", helped(place)),
            ("reward", group.reward),
            ("reward_share", found.reward_share),
            ("help_share", found.work_share),
            ("free_rider_index", found.index),
            ("reward_basis", basis),
        ))?;
    }
    Ok(())
}
