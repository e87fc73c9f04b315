//! All that was seen of one game.

use serde::{Deserialize, Serialize};

use std::collections::HashSet;
use std::sync::Arc;

use super::facts::{Hand, History, Outcome, Round, Run};
use super::fold::{Blind, fold, highest};
use super::limits::{ANTE_WIN, BLINDS_MAX};
use super::observation::{BlindSeen, Observation, Seen, StateSeen};
use super::phase::Phase;
use super::point::Point;
use super::timeline::Timeline;

/// Follows one game. What it has seen can be written down and read back: a tracker that was goes on like the one that
/// was written.
///
/// ```
/// use ludograph_engine::balatro::history::{Observation, Seen, StateSeen, Tracker};
///
/// let mut tracker = Tracker::new();
/// for (time_us, hand_number, chips) in [(1, 0.0, 0.0), (2, 1.0, 120.0)] {
///     let state = StateSeen { round: Some(1.0), hand_number: Some(hand_number), chips: Some(chips), ..Default::default() };
///     tracker.observe(&Observation { position: time_us, time_us: time_us.cast_signed(), seen: Seen::State(state) });
/// }
/// let history = tracker.history();
/// assert_eq!(history.hands[0].score, Some(120.0));
/// ```
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Tracker {
    run: Run,
    money: Latest,
    phase: Latest,
    jokers: Latest,
    seed: Latest,
    is_game_over: bool,
    blinds: Vec<Blind>,
    timeline: Timeline,
    /// Rounds and hands whose points are forgotten, and the time before which nothing more is taken in.
    settled: (Vec<Round>, Vec<Hand>),
    floor_us: Option<i64>,
    /// Rounds and hands as of the last fold, where nothing has come since that could change them.
    #[serde(skip)]
    folded: Option<Folded>,
}

/// Rounds and hands, shared with every history that shows them.
type Folded = (Arc<[Round]>, Arc<[Hand]>);

/// When something that is only known by its latest value was last seen.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Latest(Option<(i64, u64)>);

impl Latest {
    /// Whether an observation is the latest so far; if so, it is remembered as such.
    fn advances(&mut self, observation: &Observation<'_>) -> bool {
        let key = Some((observation.time_us, observation.position));
        let advances = key >= self.0;
        if advances {
            self.0 = key;
        }
        advances
    }
}

impl Tracker {
    /// A tracker that has seen nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in an observation. Amortized constant time where observations come in the order of their time.
    pub fn observe(&mut self, observation: &Observation<'_>) {
        self.count(observation);
        let mut blind = Point::NO_BLIND;
        match &observation.seen {
            Seen::State(state) => {
                blind = state.blind.as_ref().map_or(Point::NO_BLIND, |blind| self.blind(blind));
                self.see_state(state, observation);
            }
            Seen::MoneyChanged { money } | Seen::RoundComplete { money, .. } => self.see_money(*money, observation),
            // G4: a changed number of jokers may be the menu's; the state that covers it says which.
            Seen::PhaseChanged { phase } => self.see_phase(*phase, observation),
            _ => {}
        }
        let Some(point) = Point::of(observation.position, observation.time_us, &observation.seen, blind) else {
            return;
        };
        self.run.ante_max = self.run.ante_max.max(point.ante.get());
        self.run.round_max = self.run.round_max.max(point.round.get());
        if self.floor_us.is_some_and(|floor| point.time_us < floor) {
            return;
        }
        self.folded = None;
        self.timeline.insert(point);
        if self.timeline.is_over_full() {
            self.make_room();
        }
    }

    /// All that follows from what was seen so far. Linear in the points of the timeline where one was added since the
    /// last call, else constant.
    pub fn history(&mut self) -> History {
        let (rounds, hands) = self.folded.take().unwrap_or_else(|| self.fold());
        let mut run = self.run.clone();
        run.hands_played = hands.len() as u64;
        run.hand_score_max = highest(hands.iter().filter_map(|hand| hand.score));
        run.outcome = self.outcome(&rounds);
        self.folded = Some((Arc::clone(&rounds), Arc::clone(&hands)));
        History { run, rounds, hands }
    }

    fn fold(&self) -> Folded {
        let (rounds, hands) = fold(self.timeline.points(), &self.blinds);
        if self.settled.0.is_empty() {
            return (rounds.into(), hands.into());
        }
        let (settled_rounds, settled_hands) = &self.settled;
        (settled_rounds.iter().cloned().chain(rounds).collect(), settled_hands.iter().cloned().chain(hands).collect())
    }

    /// Bytes it holds.
    #[must_use]
    pub fn memory_bytes(&self) -> usize {
        size_of::<Self>()
            + self.timeline.memory_bytes()
            + self.blinds.capacity() * size_of::<Blind>()
            + self.settled.0.capacity() * size_of::<Round>()
            + self.settled.1.capacity() * size_of::<Hand>()
            + self.run.jokers_last.as_ref().map_or(0, String::capacity)
    }

    /// G2 and G3.
    fn outcome(&self, rounds: &[Round]) -> Option<Outcome> {
        let beat_the_boss = |round: &Round| {
            round.ante == Some(ANTE_WIN) && round.blind_boss == Some(true) && round.beaten == Some(true)
        };
        if self.run.ante_max.is_some_and(|ante| ante > ANTE_WIN) || rounds.iter().any(beat_the_boss) {
            Some(Outcome::Won)
        } else {
            self.is_game_over.then_some(Outcome::Lost)
        }
    }

    fn count(&mut self, observation: &Observation<'_>) {
        let Observation { position, time_us, .. } = *observation;
        if self.run.events == 0 {
            self.run.first_position = position;
            self.run.last_position = position;
            self.run.started_at_us = time_us;
            self.run.ended_at_us = time_us;
        }
        self.run.events += 1;
        self.run.first_position = self.run.first_position.min(position);
        self.run.last_position = self.run.last_position.max(position);
        self.run.started_at_us = self.run.started_at_us.min(time_us);
        self.run.ended_at_us = self.run.ended_at_us.max(time_us);
    }

    fn see_state(&mut self, state: &StateSeen<'_>, observation: &Observation<'_>) {
        // G1: an unmodified game has no id of its own, and the mod then says "unknown".
        if let Some(seed) = state.seed.filter(|seed| *seed != "unknown")
            && self.seed.advances(observation)
        {
            keep(&mut self.run.seed, seed);
        }
        self.see_phase(state.phase, observation);
        // G4: the menu that follows a run shows its own empty hands.
        if Phase::of(state.phase) != Phase::Menu {
            self.see_money(state.money, observation);
            self.see_jokers(state.jokers, observation);
        }
    }

    fn see_money(&mut self, money: Option<f64>, observation: &Observation<'_>) {
        if money.is_some() && self.money.advances(observation) {
            self.run.money_last = money;
        }
    }

    fn see_jokers(&mut self, jokers: Option<&str>, observation: &Observation<'_>) {
        if let Some(jokers) = jokers
            && self.jokers.advances(observation)
        {
            keep(&mut self.run.jokers_last, jokers);
        }
    }

    fn see_phase(&mut self, phase: Option<&str>, observation: &Observation<'_>) {
        self.is_game_over |= Phase::of(phase) == Phase::GameOver;
        if let Some(phase) = phase
            && self.phase.advances(observation)
        {
            keep(&mut self.run.phase_last, phase);
        }
    }

    /// The index of a blind among those the game showed.
    fn blind(&mut self, seen: &BlindSeen<'_>) -> u16 {
        let chips = seen.chips.filter(|chips| !chips.is_nan());
        let same =
            |blind: &Blind| blind.name.as_deref() == seen.name && blind.chips == chips && blind.boss == seen.boss;
        let place = match self.blinds.iter().rposition(same) {
            Some(place) => place,
            None if self.blinds.len() >= BLINDS_MAX => return Point::NO_BLIND,
            None => {
                self.blinds.push(Blind { name: seen.name.map(str::to_owned), chips, boss: seen.boss });
                self.blinds.len() - 1
            }
        };
        u16::try_from(place).unwrap_or(Point::NO_BLIND)
    }

    /// Thins the timeline out; where that is not enough, settles the rounds that lie wholly in its older half.
    fn make_room(&mut self) {
        self.timeline.thin();
        if !self.timeline.is_over_full() {
            return;
        }
        let points = self.timeline.points();
        let Some(half_us) = self.timeline.half_time_us() else { return };
        let is_newer = |point: &&Point| point.time_us >= half_us;
        let kept: HashSet<i32> = points.iter().filter(is_newer).filter_map(|point| point.round.get()).collect();
        let is_kept = |point: &&Point| point.round.get().is_some_and(|round| kept.contains(&round));
        let kept_from_us = points.iter().find(is_kept).map(|point| point.time_us);
        // One round alone that fills the timeline is cut, and loses what it had before.
        let first_us = points.first().map(|point| point.time_us);
        let floor_us = kept_from_us.filter(|from_us| Some(*from_us) > first_us).unwrap_or(half_us);
        let (rounds, hands) = fold(points, &self.blinds);
        self.settled.0.extend(rounds.into_iter().filter(|round| !kept.contains(&round.round)));
        self.settled.1.extend(hands.into_iter().filter(|hand| !kept.contains(&hand.round)));
        self.timeline.forget_before(floor_us);
        self.floor_us = Some(floor_us);
    }
}

fn keep(place: &mut Option<String>, text: &str) {
    if place.as_deref() != Some(text) {
        let kept = place.get_or_insert_default();
        kept.clear();
        kept.push_str(text);
    }
}
