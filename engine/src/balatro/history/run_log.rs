//! A finished run as the mining of runs takes it: jokers owned, what was done in order, how it ended.
//!
//! The rules have ids (`M1`, …) and are written in `docs/mining.md`.

use std::collections::BTreeMap;

use super::facts::Outcome;
use crate::balatro::model::joker::JokerKind;
use crate::mining::NamedRun;

/// The jokers a state showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JokersHeld {
    /// When the state was seen, microseconds since the epoch.
    pub time_us: i64,
    /// Their names from the left, in the mod's words.
    pub names: Vec<String>,
}

/// A round that was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundPlayed {
    /// When it was first seen, microseconds since the epoch.
    pub started_us: i64,
    /// When its last hand was seen played.
    pub ended_us: i64,
    /// The blind's name, where it is a boss.
    pub boss: Option<String>,
    /// Hands played in it.
    pub hands: u32,
    /// Discards used in it; 0 where they were never seen.
    pub discards: u32,
}

/// What the store knows of one run.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RunLog {
    /// How it ended; `None` for a run that is open or was left.
    pub outcome: Option<Outcome>,
    /// The highest ante seen.
    pub ante: Option<i64>,
    /// The best score of one hand.
    pub score: Option<f64>,
    /// Jokers held, in any order of the states.
    pub jokers: Vec<JokersHeld>,
    /// Rounds, in any order.
    pub rounds: Vec<RoundPlayed>,
}

/// What happened at one time. Of one moment, a round's beginning comes before its end, and that before the shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Moment {
    Started(usize),
    Ended(usize),
    Held(usize),
}

impl RunLog {
    /// The run as mining takes it; `None` where it has no outcome (M1). O(m log m) in what is known of it, and of each
    /// state its jokers.
    #[must_use]
    pub fn run(&self) -> Option<NamedRun> {
        let outcome = self.outcome?;
        let mut run = NamedRun {
            won: outcome == Outcome::Won,
            ante: self.ante.and_then(|ante| u32::try_from(ante).ok()),
            score: self.score.filter(|score| score.is_finite()),
            ..NamedRun::default()
        };
        let mut held: BTreeMap<String, usize> = BTreeMap::new();
        for moment in self.moments() {
            match moment {
                Moment::Held(place) => {
                    let Some(seen) = self.jokers.get(place) else { continue };
                    let now = counted(&seen.names);
                    changes(&held, &now, &mut run.events);
                    run.items.extend(now.keys().filter(|name| !held.contains_key(*name)).cloned());
                    held = now;
                }
                Moment::Started(place) => {
                    let boss = self.rounds.get(place).and_then(|round| round.boss.as_ref());
                    run.events.extend(boss.map(|boss| format!("meet:{boss}")));
                }
                Moment::Ended(place) => {
                    let Some(round) = self.rounds.get(place) else { continue };
                    run.events.extend((round.discards > 0).then(|| format!("discards:{}", round.discards)));
                    run.events.extend((round.hands > 0).then(|| format!("hands:{}", round.hands)));
                }
            }
        }
        run.items.sort_unstable();
        run.items.dedup();
        Some(run)
    }

    /// Everything in the order of time.
    fn moments(&self) -> Vec<Moment> {
        let held = self.jokers.iter().enumerate().map(|(place, seen)| (seen.time_us, Moment::Held(place)));
        let rounds = self.rounds.iter().enumerate().flat_map(|(place, round)| {
            [(round.started_us, Moment::Started(place)), (round.ended_us, Moment::Ended(place))]
        });
        let mut moments: Vec<(i64, Moment)> = held.chain(rounds).collect();
        moments.sort_unstable();
        moments.into_iter().map(|(_, moment)| moment).collect()
    }
}

/// How many of each there are, by the catalog's id; a name the catalog does not know stays as it is (M2).
fn counted(names: &[String]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for name in names.iter().filter(|name| !name.is_empty()) {
        let id = JokerKind::find(name).map_or_else(|_| name.clone(), |kind| kind.info().id.clone());
        *counts.entry(id).or_default() += 1;
    }
    counts
}

/// What was lost and what was gained between two states, once for each joker (M3).
fn changes(before: &BTreeMap<String, usize>, now: &BTreeMap<String, usize>, events: &mut Vec<String>) {
    let count = |counts: &BTreeMap<String, usize>, name: &String| counts.get(name).copied().unwrap_or(0);
    for (name, had) in before {
        let lost = had.saturating_sub(count(now, name));
        events.extend((0..lost).map(|_| format!("lose:{name}")));
    }
    for (name, has) in now {
        let gained = has.saturating_sub(count(before, name));
        events.extend((0..gained).map(|_| format!("gain:{name}")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(time_us: i64, names: &[&str]) -> JokersHeld {
        JokersHeld { time_us, names: names.iter().map(|name| (*name).to_owned()).collect() }
    }

    #[test]
    fn what_was_seen_becomes_moves_in_the_order_of_time() {
        let round = |started_us, ended_us, boss: Option<&str>, hands, discards| RoundPlayed {
            started_us,
            ended_us,
            boss: boss.map(str::to_owned),
            hands,
            discards,
        };
        let log = RunLog {
            outcome: Some(Outcome::Lost),
            ante: Some(2),
            score: Some(f64::INFINITY),
            jokers: vec![
                held(30, &["Joker", "Joker", "Of Some Mod"]),
                held(5, &[]),
                held(20, &["Joker"]),
                held(50, &["Of Some Mod", "Baron"]),
            ],
            rounds: vec![round(40, 60, Some("The Hook"), 4, 0), round(10, 20, None, 2, 1)],
        };
        let run = log.run().unwrap();
        assert_eq!(run.items, ["Of Some Mod", "j_baron", "j_joker"]);
        let events = [
            "discards:1",
            "hands:2",
            "gain:j_joker",
            "gain:Of Some Mod",
            "gain:j_joker",
            "meet:The Hook",
            "lose:j_joker",
            "lose:j_joker",
            "gain:j_baron",
            "hands:4",
        ];
        assert_eq!(run.events, events);
        assert_eq!((run.won, run.ante, run.score), (false, Some(2), None));
    }

    #[test]
    fn a_run_without_an_end_is_none() {
        assert_eq!(RunLog { jokers: vec![held(1, &["Joker"])], ..RunLog::default() }.run(), None);
    }
}
