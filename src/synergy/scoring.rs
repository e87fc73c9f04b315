//! Pairs judged by scoring, kept in a file named for what they follow from.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use ludograph_engine::balatro::{JokerKind, PairSynergy, SynergyOptions as Sampling, SynergyReport, pair_synergies};

use super::SynergyOptions;
use crate::progress;
use crate::text_table::{self, chance};

pub(super) fn run(options: &SynergyOptions) -> Result<()> {
    let kinds = options.jokers.iter().map(|name| JokerKind::find(name.trim())).collect::<Result<Vec<_>, _>>()?;
    let sampling = Sampling { kinds, contexts: options.contexts, seed: options.seed, ..Sampling::default() };
    let file = options.runs.data.data.is_dir().then(|| kept_in(options, &sampling));
    // What cannot be read any more is made anew.
    let kept = file.as_deref().and_then(|file| serde_json::from_slice(&std::fs::read(file).ok()?).ok());
    let report = match kept {
        Some(report) => report,
        None => {
            let report = sample(&sampling)?;
            file.map_or(Ok(()), |file| keep(&file, &report))?;
            report
        }
    };
    print(options, report);
    Ok(())
}

fn sample(sampling: &Sampling) -> Result<SynergyReport> {
    let bar = progress::bar(0, "pairs");
    let report = pair_synergies(sampling, &|done, all| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
        true
    });
    bar.finish_and_clear();
    Ok(report?)
}

/// The file of a report: version, jokers with their rules, contexts and seed are in its name.
fn kept_in(options: &SynergyOptions, sampling: &Sampling) -> PathBuf {
    // FNV-1a: the same in every build, unlike the standard library's.
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut add =
        |text: &str| text.bytes().for_each(|byte| hash = (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    JokerKind::all().for_each(|kind| add(&format!("{:?}", kind.info())));
    sampling.kinds.iter().for_each(|kind| add(&kind.info().id));
    let (version, contexts, seed) = (env!("CARGO_PKG_VERSION"), sampling.contexts, sampling.seed);
    options.runs.data.data.join(format!("synergy-{version}-{hash:016x}-{contexts}-{seed}.json"))
}

/// Beside it first, so that a file cut short is never read.
fn keep(file: &std::path::Path, report: &SynergyReport) -> Result<()> {
    let half = file.with_extension("half");
    std::fs::write(&half, serde_json::to_vec(report)?).with_context(|| format!("writing {}", half.display()))?;
    std::fs::rename(&half, file).with_context(|| format!("writing {}", file.display()))
}

fn print(options: &SynergyOptions, report: SynergyReport) {
    let mut pairs = report.pairs;
    let sureness = |pair: &PairSynergy| pair.interaction.abs() / (pair.high - pair.low).max(f64::MIN_POSITIVE);
    pairs.sort_by(|one, other| {
        sureness(other).total_cmp(&sureness(one)).then((one.one, one.other).cmp(&(other.one, other.other)))
    });
    let count = pairs.len();
    let significant = pairs.iter().filter(|pair| pair.significant).count();
    pairs.truncate(options.top);
    if options.json {
        for pair in &pairs {
            println!("{}", serde_json::json!(pair));
        }
        return;
    }
    let rows: Vec<Vec<String>> = pairs
        .iter()
        .map(|pair| {
            vec![
                pair.one.info().name.clone(),
                pair.other.info().name.clone(),
                format!("{:+.3}", pair.interaction),
                format!("{:+.3}", pair.low),
                format!("{:+.3}", pair.high),
                chance(pair.q),
            ]
        })
        .collect();
    text_table::print(&["joker", "joker", "interaction", "from", "to", "q"], 2, &rows);
    println!(
        "{} of {count} pairs, {significant} of them significant; {} orders searched",
        rows.len(),
        report.evaluations
    );
}
