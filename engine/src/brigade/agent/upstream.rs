//! The heuristic of the upstream's Rust core, which reads four of the ten parameters (spec/brigade.md section 8a).

use super::Agent;
use crate::brigade::action::{Action, Mode};
use crate::brigade::bits::{house_at, ones};
use crate::brigade::observe::Observation;
use crate::brigade::rng::Pcg64;

/// The upstream's `HeuristicAgent::select_action`, draw for draw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UpstreamHeuristic {
    honesty: Threshold,
    works: Threshold,
    own_first: Threshold,
}

impl UpstreamHeuristic {
    /// The agent of a ten-vector in the order of [`super::HEURISTIC_PARAMETERS`].
    #[must_use]
    pub fn new(parameters: [f64; 10]) -> Self {
        let [honesty, work_tendency, _, own_first, _, _, _, _, rest_bias, _] = parameters;
        Self {
            honesty: Threshold::new(honesty),
            works: Threshold::new(work_tendency * (1.0 - rest_bias)),
            own_first: Threshold::new(own_first),
        }
    }

    #[inline]
    fn say(&self, house: u16, works: bool, draws: &mut Pcg64) -> Action {
        let honest = self.honesty.above(draws);
        Action { house, mode: Mode::work_if(works), signal: Mode::work_if(works == honest) }
    }

    /// Where to work while something burns. The draw for the own house comes only if it burns.
    ///
    /// The stream goes in and out by value, so that on all other nights it stays in registers.
    #[inline(never)]
    fn choose_fire(&self, view: &Observation<'_>, own: u16, mut draws: Pcg64) -> (u16, Pcg64) {
        let stays = view.burns(own) && self.own_first.above(&mut draws);
        let house = if stays { own } else { any_burning(view, &mut draws).unwrap_or(own) };
        (house, draws)
    }
}

impl Agent for UpstreamHeuristic {
    /// Most nights nothing burns; then nothing branches on a draw.
    #[inline]
    fn act(&mut self, view: &Observation<'_>, draws: &mut Pcg64) -> Action {
        let own = own_house(view);
        let works = self.works.above(draws);
        let mut house = own;
        if view.anything_burns() && works {
            (house, *draws) = self.choose_fire(view, own, *draws);
        }
        self.say(house, works, draws)
    }

    #[inline]
    fn act_together(agents: &mut [Self], view: Observation<'_>, draws: &mut Pcg64, actions: &mut [Action]) {
        if view.anything_burns() {
            for (seat, (agent, action)) in agents.iter_mut().zip(actions).enumerate() {
                *action = agent.act(&view.seen_by(seat), draws);
            }
            return;
        }
        let ring = view.num_houses().min(TOWN);
        let (mut stream, mut own) = (*draws, 0);
        for (agent, action) in agents.iter_mut().zip(actions) {
            let [one, other] = stream.next_two();
            let (works, honest) = (agent.works.is_above(one), agent.honesty.is_above(other));
            *action = Action { house: own, mode: Mode::work_if(works), signal: Mode::work_if(works == honest) };
            own = if own.wrapping_add(1) < ring { own.wrapping_add(1) } else { 0 };
        }
        *draws = stream;
    }
}

/// A probability, ready to be compared with a uniform of 53 bits without making a float of it.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Threshold(u64);

impl Threshold {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=2^53")]
    fn new(probability: f64) -> Self {
        // Scaling by a power of two is exact; a uniform lies below p exactly if its 53 bits lie below p · 2^53.
        Self((probability * 9_007_199_254_740_992.0).ceil().clamp(0.0, 9_007_199_254_740_992.0) as u64)
    }

    /// Whether the next uniform lies below it.
    #[inline]
    fn above(self, draws: &mut Pcg64) -> bool {
        self.is_above(draws.next_u64())
    }

    /// Whether the uniform of a draw lies below it.
    #[inline]
    fn is_above(self, draw: u64) -> bool {
        draw >> 11 < self.0
    }
}

/// The houses the upstream has in mind.
const TOWN: u16 = 10;

/// On a smaller ring than the upstream's the seat wraps round it instead of running off.
#[inline]
fn own_house(view: &Observation<'_>) -> u16 {
    #[expect(clippy::cast_possible_truncation, reason = "at most 256 agents")]
    let seat = view.agent_id() as u16;
    let ring = view.num_houses().min(TOWN);
    if seat < ring { seat } else { seat % ring }
}

/// One of the burning houses, drawn only if there is one.
#[inline]
pub(super) fn any_burning(view: &Observation<'_>, draws: &mut Pcg64) -> Option<u16> {
    let fires = view.burning_count();
    if fires == 0 {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "a ring has at most 1,024 houses")]
    let chosen = draws.next_below(u64::from(fires)) as usize;
    match *view.burning_words() {
        [word] => ones(word).nth(chosen).map(|place| house_at(0, place)),
        _ => view.burning().nth(chosen),
    }
}
