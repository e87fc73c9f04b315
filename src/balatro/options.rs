//! The command line of `ludograph balatro`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use ludograph_engine::balatro::{Freedom, Luck};

#[derive(Debug, Subcommand)]
pub(crate) enum BalatroCommand {
    /// Scores a hand as its cards and jokers lie
    Score(HandOptions),
    /// Finds the best order of jokers and played cards
    Order {
        #[command(flatten)]
        options: HandOptions,
        /// What may be moved
        #[arg(long, value_enum, default_value_t = Moved::Both)]
        only: Moved,
    },
    /// Finds the best play of 1 to 5 held cards, with the jokers in their best order
    Play(HandOptions),
    /// Decides what to play in a GAME_STATE of the mod, with reasons
    Decide {
        #[command(flatten)]
        options: HandOptions,
        /// What the mod does not tell: a JSON file with members of a hand, such as hand_levels or deck
        #[arg(long, value_name = "FILE")]
        known: Option<PathBuf>,
    },
    /// Checks the engine against recorded cases
    Verify {
        /// Files of cases, recognised by their shape, or folders of such
        #[arg(value_name = "FILE|DIR", required = true)]
        paths: Vec<PathBuf>,
    },
}

/// A hand to look at, and what is to be said of it.
#[derive(Debug, Args)]
pub(crate) struct HandOptions {
    /// A hand as JSON (docs/balatro.md); a GAME_STATE for `decide`; `-` for standard input
    #[arg(value_name = "FILE|-")]
    pub(crate) file: PathBuf,
    /// Takes the case with this `id`, where the file holds one a line
    #[arg(long, value_name = "ID")]
    pub(crate) case: Option<String>,
    /// How rolls come out
    #[arg(long, value_enum, default_value_t = LuckChoice::Least)]
    pub(crate) luck: LuckChoice,
    /// Prints every step of the score as a table
    #[arg(long)]
    pub(crate) explain: bool,
    /// Prints JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Seconds a search may take; cut short, it answers the best found, which is then not proven
    #[arg(long, value_name = "SECONDS", default_value_t = 60.0)]
    pub(crate) seconds: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LuckChoice {
    /// Nothing happens that is not certain
    Least,
    /// Everything happens that can
    Most,
    /// The expectation over all rolls
    Mean,
}

impl From<LuckChoice> for Luck {
    fn from(choice: LuckChoice) -> Self {
        match choice {
            LuckChoice::Least => Self::Least,
            LuckChoice::Most => Self::Most,
            LuckChoice::Mean => Self::Mean,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Moved {
    /// Jokers and played cards
    Both,
    /// Jokers
    Jokers,
    /// Played cards
    Cards,
}

impl From<Moved> for Freedom {
    fn from(moved: Moved) -> Self {
        match moved {
            Moved::Both => Self::ALL,
            Moved::Jokers => Self::JOKERS,
            Moved::Cards => Self::CARDS,
        }
    }
}
