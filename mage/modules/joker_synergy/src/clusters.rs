//! `joker_synergy.clusters`: groups of jokers, by Leiden, and how stable they are.

use ludograph_engine::mining::{CommunityOptions, PairOrder, PairSynergies, SynergyEdge, communities};
use ludograph_mgp::{Call, Error, List, Result, Settings};

use crate::graph::{self, said};
use crate::wanted::{PAIR_SETTINGS, Wanted};

/// Bootstrap samples behind a stability unless told otherwise.
const BOOTSTRAP_DEFAULT: u64 = 50;
const BOOTSTRAP_MAX: u64 = 100_000;
/// Searches from as many random orders.
const STARTS_DEFAULT: u64 = 8;
const STARTS_MAX: u64 = 100_000;
const RESOLUTIONS_DEFAULT: [f64; 3] = [0.5, 1.0, 2.0];
const RESOLUTIONS_MAX: usize = 1_000;

/// What makes two jokers neighbours.
#[derive(Debug, Clone, Copy)]
enum By {
    Association,
    Uplift,
}

/// `clusters(min_runs, options)`
pub(crate) fn clusters(call: &Call<'_>) -> Result<()> {
    let own = ["by", "resolutions", "starts", "bootstrap", "seed"];
    let settings = call.settings("options", &[&own[..], &PAIR_SETTINGS].concat())?;
    let wanted = Wanted::read(call.positive("min_runs")?, &settings)?;
    let by = settings.choice("by", &[("association", By::Association), ("uplift", By::Uplift)], By::Association)?;
    let resolutions = resolutions(&settings)?;
    let starts = settings.whole("starts", STARTS_DEFAULT, 1..=STARTS_MAX)?;
    let bootstrap = settings.whole("bootstrap", BOOTSTRAP_DEFAULT, 0..=BOOTSTRAP_MAX)?;
    let seed = settings.whole("seed", 0, 0..=u64::try_from(i64::MAX).unwrap_or(0))?;

    let deadline = call.deadline_ms(wanted.time_ms);
    let stop = || deadline.is_over();
    let history = graph::read(call)?;
    let pairs = wanted.judge(call, &history.runs(call)?, PairOrder::Runs, &stop)?;
    let options = CommunityOptions {
        resolutions: &resolutions,
        seed,
        starts: u32::try_from(starts).unwrap_or(u32::MAX),
        bootstrap: u32::try_from(bootstrap).unwrap_or(u32::MAX),
        stop: Some(&stop),
    };
    let found = communities(&edges(&pairs, by, wanted.alpha), &options).map_err(said)?;
    call.check_abort()?;
    let complete = pairs.reached.is_complete() && found.reached.is_complete();
    for partition in &found.partitions {
        for (number, community) in partition.communities.iter().enumerate() {
            for member in &community.members {
                call.record((
                    ("resolution", partition.resolution),
                    ("cluster", number),
                    ("joker", history.jokers.id(*member)),
                    ("size", community.members.len()),
                    ("stability", community.stability),
                    ("weight", community.weight),
                    ("quality", partition.quality),
                    ("complete", complete),
                ))?;
            }
        }
    }
    Ok(())
}

/// The pairs that are more than chance.
fn edges(pairs: &PairSynergies, by: By, alpha: f64) -> Vec<SynergyEdge> {
    let edge = |pair: &ludograph_engine::mining::PairSynergy| match by {
        By::Association => (pair.association_q <= alpha).then(|| SynergyEdge::of_association(pair)),
        By::Uplift => (pair.uplift.q <= alpha).then(|| SynergyEdge::of_uplift(pair)),
    };
    pairs.pairs.iter().filter_map(edge).collect()
}

fn resolutions(settings: &Settings<'_>) -> Result<Vec<f64>> {
    let Some(given) = settings.get::<List<'_>>("resolutions")? else { return Ok(RESOLUTIONS_DEFAULT.to_vec()) };
    let found = given.to_vec::<f64>("options.resolutions")?;
    if found.is_empty() || found.len() > RESOLUTIONS_MAX {
        let wanted = "a list of 1 to 1000 numbers";
        return Err(Error::argument("options.resolutions", wanted, format!("{} of them", found.len())));
    }
    match found.iter().find(|value| !(0.0..=1e6).contains(*value)) {
        Some(value) => Err(Error::argument("options.resolutions", "numbers from 0 to 1000000", value)),
        None => Ok(found),
    }
}
