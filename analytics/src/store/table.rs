//! The tables, by name.

use arrow::datatypes::SchemaRef;
use ludograph_engine::columns::TableBuilder as _;
use ludograph_engine::columns::brigade_tables::{BrigadeAgentsBuilder, BrigadeGamesBuilder, BrigadeNightsBuilder};
use ludograph_engine::columns::tables::{
    DeadLettersBuilder, EventsBuilder, GamesBuilder, HandsBuilder, JokersBuilder, RoundsBuilder, StatesBuilder,
};

/// A table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Table {
    Hands,
    Jokers,
    Rounds,
    States,
    BrigadeAgents,
    BrigadeGames,
    BrigadeNights,
    DeadLetters,
    Events,
    Games,
}

impl Table {
    /// How many there are.
    pub(crate) const COUNT: usize = 10;

    /// Every table, by name.
    pub(crate) const ALL: [Self; Self::COUNT] = [
        Self::Hands,
        Self::Jokers,
        Self::Rounds,
        Self::States,
        Self::BrigadeAgents,
        Self::BrigadeGames,
        Self::BrigadeNights,
        Self::DeadLetters,
        Self::Events,
        Self::Games,
    ];

    /// The tables of simulated games. No event makes their rows: they come by bulk writes, straight into files.
    pub(crate) const SIMULATED: [Self; 3] = [Self::BrigadeAgents, Self::BrigadeGames, Self::BrigadeNights];

    /// The tables that follow from whole games, whose rows change until the game is sealed.
    pub(crate) const DERIVED: [Self; 3] = [Self::Games, Self::Rounds, Self::Hands];

    pub(crate) fn is_derived(self) -> bool {
        Self::DERIVED.contains(&self)
    }

    /// Whether no event makes its rows.
    pub(crate) fn is_simulated(self) -> bool {
        Self::SIMULATED.contains(&self)
    }

    /// The table of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.name() == name)
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Hands => HandsBuilder::NAME,
            Self::Jokers => JokersBuilder::NAME,
            Self::Rounds => RoundsBuilder::NAME,
            Self::States => StatesBuilder::NAME,
            Self::BrigadeAgents => BrigadeAgentsBuilder::NAME,
            Self::BrigadeGames => BrigadeGamesBuilder::NAME,
            Self::BrigadeNights => BrigadeNightsBuilder::NAME,
            Self::DeadLetters => DeadLettersBuilder::NAME,
            Self::Events => EventsBuilder::NAME,
            Self::Games => GamesBuilder::NAME,
        }
    }

    pub(crate) fn schema(self) -> SchemaRef {
        match self {
            Self::Hands => HandsBuilder::schema(),
            Self::Jokers => JokersBuilder::schema(),
            Self::Rounds => RoundsBuilder::schema(),
            Self::States => StatesBuilder::schema(),
            Self::BrigadeAgents => BrigadeAgentsBuilder::schema(),
            Self::BrigadeGames => BrigadeGamesBuilder::schema(),
            Self::BrigadeNights => BrigadeNightsBuilder::schema(),
            Self::DeadLetters => DeadLettersBuilder::schema(),
            Self::Events => EventsBuilder::schema(),
            Self::Games => GamesBuilder::schema(),
        }
    }

    /// The columns a file's rows are sorted by: by game, and within a game by time.
    pub(crate) fn sort_keys(self) -> &'static [&'static str] {
        match self {
            Self::Events | Self::States => &["game_id", "event_time", "position"],
            Self::Jokers => &["game_id", "event_time", "position", "slot"],
            Self::DeadLetters => &["position"],
            Self::Hands => &["game_id", "round", "hand_number", "position"],
            Self::Rounds => &["game_id", "round", "first_position"],
            Self::Games | Self::BrigadeGames => &["game_id"],
            Self::BrigadeAgents => &["game_id", "agent"],
            Self::BrigadeNights => &["game_id", "night"],
        }
    }

    /// The column that tells how old a row is; `None` where rows have no age.
    pub(crate) fn time_column(self) -> Option<&'static str> {
        match self {
            Self::Events | Self::States | Self::Jokers => Some("event_time"),
            Self::DeadLetters => Some("received_at"),
            Self::Hands => Some("played_at"),
            Self::Rounds | Self::Games => Some("ended_at"),
            // Simulated games happen at no time.
            Self::BrigadeAgents | Self::BrigadeGames | Self::BrigadeNights => None,
        }
    }
}

/// Something for every table.
#[derive(Debug, Clone, Default)]
pub(crate) struct PerTable<T>([T; Table::COUNT]);

impl<T> PerTable<T> {
    pub(crate) fn from_fn(make: impl FnMut(Table) -> T) -> Self {
        Self(Table::ALL.map(make))
    }

    /// `None` where one of them cannot be made.
    pub(crate) fn try_from_fn(make: impl FnMut(Table) -> Option<T>) -> Option<Self> {
        let made: Option<Vec<T>> = Table::ALL.into_iter().map(make).collect();
        made?.try_into().ok().map(Self)
    }

    pub(crate) fn get(&self, table: Table) -> &T {
        &self.0[table as usize]
    }

    pub(crate) fn get_mut(&mut self, table: Table) -> &mut T {
        &mut self.0[table as usize]
    }
}
