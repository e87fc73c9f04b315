//! Who plays: the [`Agent`] trait, the agents that come with the engine, and a team of them.
//!
//! An agent is named by an [`AgentSpec`]: `hero` is the full ten-parameter heuristic with the archetype's numbers,
//! `upstream_rust:hero` the upstream Rust core's reading of them, `web:hero` the web page's numbers, `specialist` and
//! its like the scripted agents of `engine/data/brigade/agents.json`.

mod archetypes;
mod heuristic;
mod random;
mod script;
mod script_play;
mod spec;
mod team;
mod upstream;

use super::action::{Action, Mode};
use super::observe::Observation;
use super::rng::Pcg64;

pub use archetypes::{HEURISTIC_PARAMETERS, archetype, archetype_names};
pub use heuristic::Heuristic;
pub use random::RandomAgent;
pub use script::{Condition, Deed, SCRIPT_RULES_MAX, Script, ScriptRule, SignalRule, Target};
pub use script_play::ScriptedAgent;
pub(crate) use spec::script_named;
pub use spec::{AgentKind, AgentSpec, HeuristicKind, agent_names};
pub use team::{Stream, Team};
pub use upstream::UpstreamHeuristic;

/// Chooses an agent's actions. All randomness comes from the stream it is handed, so that a seed repeats a game.
pub trait Agent: Send {
    /// Called before the first night of each game. What the agent remembers of the last game ends here.
    fn begin(&mut self) {}

    /// The action for the coming night.
    fn act(&mut self, view: &Observation<'_>, draws: &mut Pcg64) -> Action;

    /// The actions of a whole team that draws from one stream: by default agent after agent, in the order of seats.
    /// Kinds that can do so quicker override it; the draws and the actions must stay the same. `view` is what agent 0
    /// sees, `actions` has one entry per agent.
    fn act_together(agents: &mut [Self], view: Observation<'_>, draws: &mut Pcg64, actions: &mut [Action])
    where
        Self: Sized,
    {
        for (seat, (agent, action)) in agents.iter_mut().zip(actions).enumerate() {
            *action = agent.act(&view.seen_by(seat), draws);
        }
    }

    /// The first-round signal of a two-phase game; by default work if anything burns.
    fn signal_first(&mut self, view: &Observation<'_>, _draws: &mut Pcg64) -> Mode {
        Mode::work_if(view.burning_count() > 0)
    }
}

impl<T: Agent + ?Sized> Agent for Box<T> {
    fn begin(&mut self) {
        (**self).begin();
    }

    fn act(&mut self, view: &Observation<'_>, draws: &mut Pcg64) -> Action {
        (**self).act(view, draws)
    }

    fn signal_first(&mut self, view: &Observation<'_>, draws: &mut Pcg64) -> Mode {
        (**self).signal_first(view, draws)
    }
}
