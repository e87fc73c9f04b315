//! The rows of one game.

use arrow::error::ArrowError;

use super::ids::RunId;
use super::options::GameBatches;
use super::tally::GameTally;
use super::text::{write_actions, write_town};
use crate::brigade::bits::count;
use crate::brigade::game::Game;
use crate::brigade::game_options::Ending;
use crate::brigade::plan::Plan;
use crate::brigade::play::Match;
use crate::brigade::watch::NightView;
use crate::columns::TableBuilder as _;
use crate::columns::brigade_tables::{
    BrigadeAgentRow, BrigadeAgentsBuilder, BrigadeGameRow, BrigadeGamesBuilder, BrigadeNightRow, BrigadeNightsBuilder,
};

/// What is the same in all rows of a run.
#[derive(Debug)]
pub(super) struct RunFacts {
    pub(super) run_id: RunId,
    scenario: Option<String>,
    rules: &'static str,
    team: String,
    archetypes: Vec<String>,
}

impl RunFacts {
    pub(super) fn new(run_id: RunId, scenario: Option<String>, play: &Match) -> Self {
        let archetypes: Vec<String> = play.agents.iter().map(|agent| agent.label().to_owned()).collect();
        Self { run_id, scenario, rules: play.rules.name(), team: archetypes.join(","), archetypes }
    }
}

/// Builders of the three tables.
#[derive(Debug)]
pub(super) struct Rows {
    games: BrigadeGamesBuilder,
    agents: BrigadeAgentsBuilder,
    nights: Option<BrigadeNightsBuilder>,
    before: String,
    after: String,
    actions: String,
}

impl Rows {
    pub(super) fn new(nights: bool) -> Self {
        Self {
            games: BrigadeGamesBuilder::new(),
            agents: BrigadeAgentsBuilder::new(),
            nights: nights.then(BrigadeNightsBuilder::new),
            before: String::new(),
            after: String::new(),
            actions: String::new(),
        }
    }

    pub(super) fn add_night(&mut self, facts: &RunFacts, index: u64, night: &NightView<'_>) {
        let Some(nights) = &mut self.nights else { return };
        let change = night.change();
        let houses = night.num_houses();
        write_town(night.burning_before(), night.ruined_before(), houses, &mut self.before);
        write_town(night.burning(), night.ruined(), houses, &mut self.after);
        write_actions(night.actions(), &mut self.actions);
        let lies = night.actions().iter().filter(|action| action.mode != action.signal).count();
        nights.append(&BrigadeNightRow {
            game_id: Some(facts.run_id.game(index)),
            run_id: Some(facts.run_id.bytes()),
            night: Some(i64::from(night.night())),
            houses_before: Some(&self.before),
            actions: Some(&self.actions),
            houses_after: Some(&self.after),
            fires: Some(i64::from(count(night.burning_before()))),
            saved: Some(i64::from(change.saved)),
            lost: Some(i64::from(change.lost)),
            houses_safe: Some(i64::from(change.safe)),
            houses_burning: Some(i64::from(change.burning)),
            houses_ruined: Some(i64::from(change.ruined)),
            workers: Some(i64::from(night.workers())),
            lies: i64::try_from(lies).ok(),
            team_reward: Some(night.team_reward()),
        });
    }

    pub(super) fn add_game(
        &mut self,
        facts: &RunFacts,
        plan: &Plan,
        index: u64,
        seed: u64,
        game: &Game,
        tally: &GameTally,
    ) {
        let [safe, burning, ruined] = game.counts();
        let seats = &tally.seats;
        self.games.append(&BrigadeGameRow {
            game_id: Some(facts.run_id.game(index)),
            run_id: Some(facts.run_id.bytes()),
            game_index: index,
            scenario: facts.scenario.as_deref(),
            rules: Some(facts.rules),
            seed,
            team: Some(&facts.team),
            num_agents: i64::try_from(plan.agents).ok(),
            num_houses: Some(i64::from(plan.houses)),
            nights: Some(i64::from(tally.nights)),
            ending: Some(if game.ending() == Ending::Truncated { "truncated" } else { "done" }),
            fires_first: Some(i64::from(tally.fires_first)),
            fires: Some(i64::from(tally.fires)),
            fires_saved: Some(i64::from(tally.saved)),
            houses_safe: Some(i64::from(safe)),
            houses_burning: Some(i64::from(burning)),
            houses_ruined: Some(i64::from(ruined)),
            worked: Some(seats.iter().map(|seat| i64::from(seat.worked)).sum()),
            lied: Some(seats.iter().map(|seat| i64::from(seat.lied)).sum()),
            team_score: Some(seats.iter().map(|seat| f64::from(seat.score)).sum()),
        });
        self.add_agents(facts, plan, index, game, tally);
    }

    fn add_agents(&mut self, facts: &RunFacts, plan: &Plan, index: u64, game: &Game, tally: &GameTally) {
        let ruined = game.sets().1;
        for (agent, (seat, archetype)) in tally.seats.iter().zip(&facts.archetypes).enumerate() {
            let (owned, owned_ruined) = tally.owned(agent, ruined);
            self.agents.append(&BrigadeAgentRow {
                game_id: Some(facts.run_id.game(index)),
                run_id: Some(facts.run_id.bytes()),
                agent: i64::try_from(agent).ok(),
                archetype: Some(archetype),
                home: plan.homes.get(agent).map(|home| i64::from(*home)),
                houses_owned: Some(i64::from(owned)),
                owned_ruined: Some(i64::from(owned_ruined)),
                owned_fires: Some(i64::from(seat.owned_fires)),
                owned_saved: Some(i64::from(seat.owned_saved)),
                nights: Some(i64::from(tally.nights)),
                worked: Some(i64::from(seat.worked)),
                worked_own_fire: Some(i64::from(seat.worked_own_fire)),
                helped: Some(i64::from(seat.helped)),
                was_helped: Some(i64::from(seat.was_helped)),
                helped_at_own_risk: Some(i64::from(seat.helped_at_own_risk)),
                work_cost: Some(seat.work_cost),
                signalled_work: Some(i64::from(seat.signalled_work)),
                lied_rested: Some(i64::from(seat.lied_rested)),
                lied: Some(i64::from(seat.lied)),
                score: Some(f64::from(seat.score)),
            });
        }
    }

    pub(super) fn finish(mut self, first_game: u64) -> Result<GameBatches, ArrowError> {
        let nights = self.nights.as_mut().map(BrigadeNightsBuilder::finish).transpose()?;
        Ok(GameBatches { first_game, games: self.games.finish()?, agents: self.agents.finish()?, nights })
    }
}
