//! The tables of Bucket Brigade's games. What each column means stands in `docs/tables.md`; a test holds both lists
//! together.

use super::ids::GameId;
use super::kinds::{Count, Label, Number, Text, Unsigned};
use super::table::table;

table! {
    /// A game.
    "brigade_games": BrigadeGameRow, BrigadeGamesBuilder {
        /// The game.
        game_id: GameId,
        /// The run it was played in.
        run_id: GameId,
        /// Its number within the run, 0-based.
        game_index: Unsigned,
        /// The scenario's name.
        scenario: Label,
        /// The rule set.
        rules: Label,
        /// The seed.
        seed: Unsigned,
        /// The agents in the order of their seats.
        team: Label,
        /// How many agents.
        num_agents: Count,
        /// How many houses.
        num_houses: Count,
        /// How many nights were played.
        nights: Count,
        /// "done" or "truncated".
        ending: Label,
        /// Houses burning before the first night.
        fires_first: Count,
        /// Fires that agents had a night to fight.
        fires: Count,
        /// Of them put out.
        fires_saved: Count,
        /// Safe houses at the end.
        houses_safe: Count,
        /// Burning houses at the end.
        houses_burning: Count,
        /// Ruins at the end.
        houses_ruined: Count,
        /// Nights of work of all agents.
        worked: Count,
        /// False signals of all agents.
        lied: Count,
        /// The sum of all rewards.
        team_score: Number,
    }
}

table! {
    /// An agent in a game.
    "brigade_agents": BrigadeAgentRow, BrigadeAgentsBuilder {
        /// The game.
        game_id: GameId,
        /// The run it was played in.
        run_id: GameId,
        /// Its seat, 0-based.
        agent: Count,
        /// Its name.
        archetype: Label,
        /// The house it lives in.
        home: Count,
        /// How many houses it owns.
        houses_owned: Count,
        /// Of them in ruins at the end.
        owned_ruined: Count,
        /// Nights its own houses burned, each house counted.
        owned_fires: Count,
        /// Of them put out.
        owned_saved: Count,
        /// How many nights were played.
        nights: Count,
        /// Nights it worked.
        worked: Count,
        /// Nights it worked at a burning house of its own.
        worked_own_fire: Count,
        /// Nights it worked at another's burning house.
        helped: Count,
        /// Nights another worked at one of its burning houses, each agent counted.
        was_helped: Count,
        /// Nights it helped while a house of its own burned.
        helped_at_own_risk: Count,
        /// What work cost it.
        work_cost: Number,
        /// Nights it signalled work.
        signalled_work: Count,
        /// Nights it signalled work and rested.
        lied_rested: Count,
        /// Nights its signal was not its mode.
        lied: Count,
        /// The sum of its rewards.
        score: Number,
    }
}

table! {
    /// A night of a game.
    "brigade_nights": BrigadeNightRow, BrigadeNightsBuilder {
        /// The game.
        game_id: GameId,
        /// The run it was played in.
        run_id: GameId,
        /// The night's index, 0-based.
        night: Count,
        /// The town when the agents chose.
        houses_before: Text,
        /// What they did.
        actions: Text,
        /// The town after the night.
        houses_after: Text,
        /// Houses that burned when the agents chose.
        fires: Count,
        /// Of them put out.
        saved: Count,
        /// Houses in ruins since this night.
        lost: Count,
        /// Safe houses after the night.
        houses_safe: Count,
        /// Burning houses after the night.
        houses_burning: Count,
        /// Ruins after the night.
        houses_ruined: Count,
        /// How many agents worked.
        workers: Count,
        /// How many signals were false.
        lies: Count,
        /// What the night paid all agents together.
        team_reward: Number,
    }
}
