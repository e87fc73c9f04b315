//! How a script is played.

use super::Agent;
use super::script::{Condition, Deed, Script, ScriptRule, SignalRule, Target};
use super::upstream::any_burning;
use crate::brigade::action::{Action, House, Mode};
use crate::brigade::observe::Observation;
use crate::brigade::rng::Pcg64;
use crate::brigade::scenario::ring_distance;

/// An agent that follows a [`Script`].
#[derive(Debug, Clone, PartialEq)]
pub struct ScriptedAgent {
    script: Script,
    /// For each house, how many nights in a row it was seen burning.
    burned_for: Vec<u16>,
}

impl ScriptedAgent {
    /// The agent of a script.
    #[must_use]
    pub fn new(script: Script) -> Self {
        Self { script, burned_for: Vec::new() }
    }

    fn watch(&mut self, view: &Observation<'_>) {
        self.burned_for.resize(usize::from(view.num_houses()), 0);
        for (house, nights) in (0_u16..).zip(&mut self.burned_for) {
            *nights = if view.burns(house) { nights.saturating_add(1) } else { 0 };
        }
    }

    fn nights_burning(&self, house: u16) -> u16 {
        self.burned_for.get(usize::from(house)).copied().unwrap_or(0)
    }

    fn decide(&self, view: &Observation<'_>, draws: &mut Pcg64) -> Option<Action> {
        self.script.rules.iter().find_map(|rule| self.apply(rule, view, draws))
    }

    fn apply(&self, rule: &ScriptRule, view: &Observation<'_>, draws: &mut Pcg64) -> Option<Action> {
        if !rule.when.iter().all(|condition| holds(*condition, view, draws)) {
            return None;
        }
        let house = self.find(rule.house, view, draws)?;
        let mode = Mode::work_if(rule.mode == Deed::Work);
        let signal = match rule.signal {
            SignalRule::Honest => mode,
            SignalRule::Lie => mode.opposite(),
            SignalRule::Work => Mode::Work,
            SignalRule::Rest => Mode::Rest,
        };
        Some(Action { house, mode, signal })
    }

    fn find(&self, target: Target, view: &Observation<'_>, draws: &mut Pcg64) -> Option<u16> {
        let (houses, home) = (view.num_houses(), view.home(view.agent_id()));
        let if_burning = |house: u16| view.burns(house).then_some(house);
        let first = |is_it: &dyn Fn(u16) -> bool| first_burning(view, is_it);
        let least = |key: &dyn Fn(u16) -> i32| least_burning(view, key);
        match target {
            Target::Home => Some(home),
            Target::Stay => view.last_actions().get(view.agent_id()).map(|action| action.house),
            Target::FirstOwned => owned(view).next(),
            Target::FirstOwnedBurning => owned(view).find(|house| view.burns(*house)),
            Target::OwnBurning => if_burning(home),
            Target::LeftBurning => if_burning((home + houses - 1) % houses),
            Target::RightBurning => if_burning((home + 1) % houses),
            Target::FirstBurning => first(&|_| true),
            Target::NearestBurning => least(&|house| i32::from(ring_distance(house, home, houses))),
            Target::NewestBurning => first(&|house| self.nights_burning(house) == 1),
            Target::LeastAttendedBurning => least(&|house| workers(view, house)),
            Target::MostSurroundedBurning => least(&|house| -burning_beside(view, house)),
            Target::LargestClusterBurning => least(&|house| -(cluster(view, house) + exposed_beside(view, house))),
            Target::AnyBurning => any_burning(view, draws),
            Target::BurningLongerThan(nights) => first(&|house| self.nights_burning(house) > nights),
            Target::House(house) => (house < houses).then_some(house),
        }
    }
}

impl Agent for ScriptedAgent {
    fn begin(&mut self) {
        self.burned_for.clear();
    }

    fn act(&mut self, view: &Observation<'_>, draws: &mut Pcg64) -> Action {
        self.watch(view);
        self.decide(view, draws).unwrap_or_else(|| Action::rest(view.home(view.agent_id())))
    }
}

fn holds(condition: Condition, view: &Observation<'_>, draws: &mut Pcg64) -> bool {
    match condition {
        Condition::BurningAtLeast(least) => view.burning_count() >= u32::from(least),
        Condition::BurningAtMost(most) => view.burning_count() <= u32::from(most),
        Condition::NightAtLeast(night) => view.night() >= night,
        Condition::WorkSignalsAtLeast(least) => {
            let signals = view.last_actions().iter().filter(|action| action.signal == Mode::Work).count();
            signals >= usize::from(least)
        }
        Condition::Chance(probability) => draws.next_f64() < probability,
    }
}

/// The lowest burning house of which something holds.
fn first_burning(view: &Observation<'_>, is_it: &dyn Fn(u16) -> bool) -> Option<u16> {
    view.burning().find(|house| is_it(*house))
}

/// The lowest burning house of those with the smallest key.
fn least_burning(view: &Observation<'_>, key: &dyn Fn(u16) -> i32) -> Option<u16> {
    let mut best = None;
    for house in view.burning() {
        let key = key(house);
        if best.is_none_or(|(least, _)| key < least) {
            best = Some((key, house));
        }
    }
    best.map(|(_, house)| house)
}

/// The houses of a seat: every N-th, from its own number.
fn owned(view: &Observation<'_>) -> impl Iterator<Item = u16> + use<> {
    let first = u16::try_from(view.agent_id()).unwrap_or(u16::MAX);
    (first..view.num_houses()).step_by(view.num_agents().max(1))
}

fn workers(view: &Observation<'_>, house: u16) -> i32 {
    view.last_actions().iter().map(|action| i32::from(action.house == house && action.mode == Mode::Work)).sum()
}

fn beside(view: &Observation<'_>, house: u16) -> [u16; 2] {
    let houses = view.num_houses();
    [(house + houses - 1) % houses, (house + 1) % houses]
}

fn burning_beside(view: &Observation<'_>, house: u16) -> i32 {
    beside(view, house).into_iter().map(|neighbour| i32::from(view.burns(neighbour))).sum()
}

fn exposed_beside(view: &Observation<'_>, house: u16) -> i32 {
    beside(view, house).into_iter().map(|neighbour| i32::from(view.house(neighbour) == House::Safe)).sum()
}

/// How many houses burn in the unbroken row through a burning house.
fn cluster(view: &Observation<'_>, house: u16) -> i32 {
    let houses = view.num_houses();
    let right = (1..houses).take_while(|way| view.burns((house + way) % houses)).count();
    let left = (1..houses).take_while(|way| view.burns((house + houses - way) % houses)).count();
    // A ring that burns all round is met from both sides.
    i32::try_from((1 + left + right).min(usize::from(houses))).unwrap_or(i32::MAX)
}
