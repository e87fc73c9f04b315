//! How many nights of Bucket Brigade does one thread play in a second? `default` scenario, four agents.
//!
//! The workloads are those of spec/brigade.md section 13, and each figure stands beside the upstream's Rust core's on a
//! machine of this class. `cargo bench --profile dev -p ludograph-engine --no-default-features --bench brigade [-- NAME]`;
//! with `-- NAME once` a workload runs once and untimed, for counting instructions.

use std::hint::black_box;
use std::time::Instant;

use ludograph_engine::brigade::{
    Action, Batch, BatchOptions, BatchOutput, Ending, Game, GameOptions, GameSummary, Match, Player, Replay, RuleSet,
    Stream, UpstreamHeuristic, archetype, scenario,
};

type Outcome = Result<u64, Box<dyn std::error::Error>>;

/// The upstream's Rust core, nights a second.
const ANCHOR_BARE: f64 = 1.63e6;
const ANCHOR_HEURISTIC: f64 = 0.71e6;

const ARCHETYPES: [&str; 4] = ["firefighter", "free_rider", "hero", "coordinator"];

/// `[(k + 3i) mod 10, (k + i) mod 2, 1]` for night k and agent i; it repeats after ten nights.
fn actions() -> [[Action; 4]; 10] {
    let action = |night: i64, agent: i64| {
        Action::from_raw(0, &[(night + 3 * agent) % 10, (night + agent) % 2, 1], 10).unwrap_or_default()
    };
    std::array::from_fn(|night| {
        let night = i64::try_from(night).unwrap_or(0);
        [action(night, 0), action(night, 1), action(night, 2), action(night, 3)]
    })
}

/// One game after the other, no observations.
fn bare(rules: RuleSet, nights: u64) -> Outcome {
    let mut game = Game::new(scenario("default")?, 4, GameOptions { rules, ..GameOptions::default() })?;
    let actions = actions();
    let (mut played, mut sum) = (0, 0.0);
    while played < nights {
        game.reset();
        let mut phase = 0;
        while game.step(&actions[phase])? == Ending::Running {
            phase = if phase == 9 { 0 } else { phase + 1 };
            sum += game.rewards()[0];
        }
        played += u64::from(game.night());
    }
    black_box(sum);
    Ok(played)
}

/// Four agents that look and act every night.
fn heuristic(rules: RuleSet, nights: u64) -> Outcome {
    let agents = ARCHETYPES.map(|name| archetype("python", name).map(UpstreamHeuristic::new));
    let agents = agents.into_iter().collect::<Result<Vec<_>, _>>()?;
    let options = GameOptions { rules, ..GameOptions::default() };
    let mut player = Player::with_team(scenario("default")?, agents, Stream::Companion, options)?;
    let (mut played, mut seed, mut summary) = (0, 0, GameSummary::default());
    while played < nights {
        player.play_into(seed, &mut summary)?;
        played += u64::from(black_box(&summary).nights);
        seed += 1;
    }
    Ok(played)
}

/// Named agents behind the trait, as tournaments play them.
fn named(kind: &str, nights: u64, recorded: bool) -> Outcome {
    let agents = ARCHETYPES.map(|name| format!("{kind}{name}").parse()).into_iter().collect::<Result<Vec<_>, _>>()?;
    let mut play = Match::new(scenario("default")?, agents);
    play.rules = RuleSet::RustCore;
    let mut player = Player::new(&play)?;
    let (mut played, mut seed) = (0, 0);
    let mut kept: Vec<Action> = Vec::new();
    while played < nights {
        if recorded {
            kept.clear();
            played += u64::from(player.play_watched(seed, |_, actions, _| kept.extend_from_slice(actions))?.nights);
            black_box(&kept);
        } else {
            played += u64::from(black_box(player.play(seed)?).nights);
        }
        seed += 1;
    }
    Ok(played)
}

/// Lockstep; counted in nights of one agent.
fn batch(rules: RuleSet, lanes: usize, nights: u64, observed: bool) -> Outcome {
    let game = GameOptions { rules, ..GameOptions::default() };
    let mut batch = Batch::new(scenario("default")?, 4, lanes, BatchOptions { game, ..BatchOptions::default() })?;
    let chosen: Vec<Vec<Action>> = actions().iter().map(|four| four.repeat(lanes)).collect();
    let mut rewards = vec![0.0; lanes * 4];
    let (mut done, mut truncated) = (vec![0; lanes], vec![0; lanes]);
    let mut seen = vec![0.0; lanes * 4 * batch.observation_len()];
    let mut played = 0;
    for phase in (0..10).cycle() {
        let observations = if observed { Some(&mut seen[..]) } else { None };
        let mut output =
            BatchOutput { rewards: &mut rewards, done: &mut done, truncated: &mut truncated, observations };
        batch.step(None, &chosen[phase], &mut output)?;
        black_box(&seen);
        played += 4 * lanes as u64;
        if played >= 4 * nights {
            break;
        }
    }
    Ok(played)
}

fn replay(nights: u64) -> Outcome {
    let agents = ARCHETYPES.map(str::parse).into_iter().collect::<Result<Vec<_>, _>>()?;
    let mut play = Match::new(scenario("default")?, agents);
    play.rules = RuleSet::RustCore;
    let replay = Replay::record(&play, 1)?;
    let mut played = 0;
    while played < nights {
        played += u64::from(replay.simulate(|_| {})?.night());
    }
    Ok(played)
}

struct Workload {
    name: &'static str,
    nights: u64,
    unit: &'static str,
    anchor: Option<f64>,
    run: fn(u64) -> Outcome,
}

const WORKLOADS: [Workload; 12] = [
    Workload {
        name: "bare, rust_core",
        nights: 20_000_000,
        unit: "nights",
        anchor: Some(ANCHOR_BARE),
        run: |nights| bare(RuleSet::RustCore, nights),
    },
    Workload {
        name: "bare, paper",
        nights: 20_000_000,
        unit: "nights",
        anchor: Some(ANCHOR_BARE),
        run: |nights| bare(RuleSet::Paper, nights),
    },
    Workload {
        name: "bare lockstep, rust_core",
        nights: 20_000_000,
        unit: "nights",
        anchor: Some(ANCHOR_BARE),
        run: |nights| batch(RuleSet::RustCore, 256, nights, false).map(|played| played / 4),
    },
    Workload {
        name: "bare lockstep, paper",
        nights: 20_000_000,
        unit: "nights",
        anchor: Some(ANCHOR_BARE),
        run: |nights| batch(RuleSet::Paper, 256, nights, false).map(|played| played / 4),
    },
    Workload {
        name: "heuristics, rust_core",
        nights: 5_000_000,
        unit: "nights",
        anchor: Some(ANCHOR_HEURISTIC),
        run: |nights| heuristic(RuleSet::RustCore, nights),
    },
    Workload {
        name: "heuristics, paper",
        nights: 5_000_000,
        unit: "nights",
        anchor: Some(ANCHOR_HEURISTIC),
        run: |nights| heuristic(RuleSet::Paper, nights),
    },
    Workload {
        name: "heuristics by name",
        nights: 5_000_000,
        unit: "nights",
        anchor: Some(ANCHOR_HEURISTIC),
        run: |nights| named("upstream_rust:", nights, false),
    },
    Workload {
        name: "heuristics by name, kept",
        nights: 5_000_000,
        unit: "nights",
        anchor: Some(ANCHOR_HEURISTIC),
        run: |nights| named("upstream_rust:", nights, true),
    },
    Workload {
        name: "ten-parameter heuristics",
        nights: 1_000_000,
        unit: "nights",
        anchor: None,
        run: |nights| named("", nights, false),
    },
    Workload {
        name: "lockstep observed, rust_core",
        nights: 5_000_000,
        unit: "agent-nights",
        anchor: None,
        run: |nights| batch(RuleSet::RustCore, 1024, nights, true),
    },
    Workload {
        name: "lockstep observed, paper",
        nights: 5_000_000,
        unit: "agent-nights",
        anchor: None,
        run: |nights| batch(RuleSet::Paper, 1024, nights, true),
    },
    Workload { name: "replays simulated", nights: 1_000_000, unit: "nights", anchor: None, run: replay },
];

/// The best of five runs, in seconds the processor gave to this thread: on a shared machine the clock measures the
/// neighbours.
const RUNS: u32 = 5;

/// Seconds this thread has run; `None` where the system does not tell.
fn ran() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse::<f64>().ok().map(|nanoseconds| nanoseconds / 1e9)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let once = words.iter().any(|word| word == "once");
    let wanted = words.iter().find(|word| *word != "once");
    println!("{:30} {:>14} {:>10} {:>22}", "workload", "millions a s", "ns each", "upstream's Rust core");
    for workload in WORKLOADS.iter().filter(|workload| wanted.is_none_or(|name| workload.name.contains(name.as_str())))
    {
        if once {
            println!("{}: {} {}", workload.name, (workload.run)(1_000_000)?, workload.unit);
            continue;
        }
        let mut best = f64::MAX;
        for _ in 0..RUNS {
            let (clock, start) = (Instant::now(), ran());
            let played = (workload.run)(workload.nights)?;
            let seconds = ran().zip(start).map_or_else(|| clock.elapsed().as_secs_f64(), |(end, start)| end - start);
            best = best.min(seconds / f64::from(u32::try_from(played)?));
        }
        let beside = workload
            .anchor
            .map_or_else(String::new, |anchor| format!("{:.2} M, ×{:.1}", anchor / 1e6, 1.0 / best / anchor));
        println!("{:30} {:14.1} {:10.2} {beside:>22}  {}", workload.name, 1e-6 / best, best * 1e9, workload.unit);
    }
    Ok(())
}
