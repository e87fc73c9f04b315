//! The command line of `ludograph brigade`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use ludograph_engine::brigade::{Match, NIGHTS_MAX_DEFAULT};

pub(crate) const EXAMPLES: &str = "\
Examples:
  ludograph brigade scenarios                                      what there is to play
  ludograph brigade play --scenario hard --seed 7 --watch          see a town burn, night by night
  ludograph brigade simulate --games 100000 --into ./games         a hundred thousand games into the tables
  ludograph sql --data ./games --named brigade_free_riding         and a question to them
  ludograph brigade tournament --pool hero,liar,free_rider,random  who is good to have in a team
  ludograph brigade evolve --scenario hard                         a vector that makes a good team
  ludograph brigade oracle --pool hero,liar,free_rider             whom selfish players would settle on
  ludograph brigade verify recorded/*.json                         this engine against recorded games";

#[derive(Debug, Subcommand)]
pub(crate) enum BrigadeCommand {
    /// Lists the scenarios
    Scenarios,
    /// Shows a scenario: all its parameters as JSON
    Show {
        /// The scenario
        #[arg(value_name = "NAME")]
        name: String,
    },
    /// Plays one game and draws the town night by night
    Play(PlayOptions),
    /// Plays many games and writes their rows into the tables of a data folder
    Simulate(SimulateOptions),
    /// Lets mixed teams of a pool play the same seeds, and ranks the pool
    Tournament(TournamentOptions),
    /// Breeds the ten parameters of a heuristic
    Evolve(EvolveOptions),
    /// Finds out which agents of a pool selfish players would settle on
    Oracle(OracleOptions),
    /// Replays recorded games and prints where this engine differs
    Verify {
        /// Files of recorded games, generators, scenarios or statistics
        #[arg(value_name = "FILE", required = true)]
        files: Vec<PathBuf>,
    },
}

/// Who plays what.
#[derive(Debug, Args)]
pub(crate) struct MatchOptions {
    /// The scenario; `ludograph brigade scenarios` lists them
    #[arg(long, value_name = "NAME", default_value = "default")]
    pub(crate) scenario: String,
    /// The agents in the order of their seats
    #[arg(long, value_name = "A,B,…", default_value = "hero,hero,liar,free_rider")]
    pub(crate) agents: String,
    #[command(flatten)]
    pub(crate) how: RuleOptions,
}

/// By which rules, and from which seed.
#[derive(Debug, Args)]
pub(crate) struct RuleOptions {
    /// The rule set: paper, rust_core, python_env or contagion
    #[arg(long, value_name = "NAME", default_value = "paper")]
    pub(crate) rules: String,
    /// The first seed
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) seed: u64,
    /// The night after which a game is cut
    #[arg(long, value_name = "N", default_value_t = NIGHTS_MAX_DEFAULT)]
    pub(crate) nights_max: u32,
}

impl MatchOptions {
    /// The match they describe.
    pub(crate) fn to_match(&self) -> anyhow::Result<Match> {
        let play = Match::named(&self.scenario, &self.agents, &self.how.rules)?;
        Ok(Match { nights_max: self.how.nights_max, ..play })
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  ludograph brigade play --scenario hard --agents hero,liar,random,random --seed 7
  ludograph brigade play --watch --speed 2
  ludograph brigade play --record game.json")]
pub(crate) struct PlayOptions {
    #[command(flatten)]
    pub(crate) game: MatchOptions,
    /// Keeps the game in a file: JSON where its name ends in .json, the compact form otherwise
    #[arg(long, value_name = "FILE")]
    pub(crate) record: Option<PathBuf>,
    /// Shows one night after the other, in place on a terminal
    #[arg(long)]
    pub(crate) watch: bool,
    /// Nights a second while watching
    #[arg(long, value_name = "X", default_value_t = 2.0, value_parser = parse_speed)]
    pub(crate) speed: f64,
}

fn parse_speed(text: &str) -> Result<f64, String> {
    let speed = text.parse().ok().filter(|speed: &f64| (0.01..=1000.0).contains(speed));
    speed.ok_or_else(|| "a speed is a number of nights a second in 0.01..=1000".to_owned())
}

#[derive(Debug, Args)]
#[command(after_help = "\
Run again with the same arguments it says that the games are there already, and completes them where it was cut short.

Examples:
  ludograph brigade simulate --games 100000 --into ./games
  ludograph brigade simulate --games 5000 --into ./games --scenario hard --agents hero,hero,random --nights
  ludograph sql --data ./games --named brigade_ruin_by_scenario")]
pub(crate) struct SimulateOptions {
    /// How many games: the seeds from --seed on
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1_000_000_000))]
    pub(crate) games: u64,
    /// Data folder; it is made where there is none
    #[arg(long, value_name = "DIR")]
    pub(crate) into: PathBuf,
    /// Where its tables are stored [default: DIR/store]
    #[arg(long, value_name = "PLACE", env = "LUDOGRAPH_STORE")]
    pub(crate) store: Option<String>,
    #[command(flatten)]
    pub(crate) game: MatchOptions,
    /// Writes every night, too
    #[arg(long)]
    pub(crate) nights: bool,
    /// Tells this simulation from others of the same games
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) key: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DesignName {
    /// Every team once: all multisets of the pool
    RoundRobin,
    /// Teams drawn from the pool
    Random,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  ludograph brigade tournament --pool hero,liar,free_rider,random
  ludograph brigade tournament --scenario hard --design random --teams 200 --games 500 --json")]
pub(crate) struct TournamentOptions {
    /// The scenario
    #[arg(long, value_name = "NAME", default_value = "default")]
    pub(crate) scenario: String,
    /// Who plays
    #[arg(long, value_name = "A,B,…", default_value = "hero,firefighter,coordinator,liar,free_rider,random")]
    pub(crate) pool: String,
    /// Seats of a team
    #[arg(long, value_name = "N", default_value_t = 4)]
    pub(crate) team_size: usize,
    /// Which teams play
    #[arg(long, value_enum, default_value_t = DesignName::RoundRobin)]
    pub(crate) design: DesignName,
    /// How many teams are drawn, where they are drawn
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub(crate) teams: usize,
    /// Games of each team; all teams play the same seeds
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub(crate) games: u64,
    #[command(flatten)]
    pub(crate) how: RuleOptions,
    /// Prints JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum HeuristicName {
    /// Reads all ten parameters
    Full,
    /// Reads four of them, as the upstream's Rust core does
    UpstreamRust,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  ludograph brigade evolve --scenario hard
  ludograph brigade evolve --beside hero,hero,free_rider --seat 3 --generations 50 --json")]
pub(crate) struct EvolveOptions {
    /// The scenario
    #[arg(long, value_name = "NAME", default_value = "default")]
    pub(crate) scenario: String,
    /// Which heuristic reads the parameters
    #[arg(long, value_enum, default_value_t = HeuristicName::Full)]
    pub(crate) heuristic: HeuristicName,
    /// Copies that make a team, judged by the team's score
    #[arg(long, value_name = "N", default_value_t = 4, conflicts_with = "beside")]
    pub(crate) seats: usize,
    /// Partners: one copy plays beside them, judged by its own score
    #[arg(long, value_name = "A,B,…")]
    pub(crate) beside: Option<String>,
    /// The seat it takes beside them, from 0
    #[arg(long, value_name = "N", default_value_t = 0, requires = "beside")]
    pub(crate) seat: usize,
    /// Vectors of a generation
    #[arg(long, value_name = "N", default_value_t = 40)]
    pub(crate) population: usize,
    /// How many generations
    #[arg(long, value_name = "N", default_value_t = 30)]
    pub(crate) generations: usize,
    /// Games of each vector in each generation; all of a generation play the same seeds
    #[arg(long, value_name = "N", default_value_t = 200)]
    pub(crate) games: u64,
    /// How many are drawn for a parent, the best of whom it becomes
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub(crate) rivals: usize,
    /// How many of the best live on unchanged
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub(crate) elite: usize,
    /// The probability that a child has two parents
    #[arg(long, value_name = "P", default_value_t = 0.7)]
    pub(crate) crossover: f64,
    /// The probability that a parameter of a child changes
    #[arg(long, value_name = "P", default_value_t = 0.2)]
    pub(crate) mutation: f64,
    /// The largest change of a parameter
    #[arg(long, value_name = "X", default_value_t = 0.3)]
    pub(crate) step: f64,
    #[command(flatten)]
    pub(crate) how: RuleOptions,
    /// Prints JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SymmetryName {
    /// All players use one mixture
    Symmetric,
    /// Every seat has a mixture of its own
    Heterogeneous,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  ludograph brigade oracle --pool hero,liar,free_rider
  ludograph brigade oracle --symmetry heterogeneous --scenario hard --games 500
  ludograph brigade oracle --evolve --tolerance 5 --json")]
pub(crate) struct OracleOptions {
    /// The scenario
    #[arg(long, value_name = "NAME", default_value = "default")]
    pub(crate) scenario: String,
    /// Whom players may choose
    #[arg(long, value_name = "A,B,…", default_value = "firefighter,free_rider,hero,coordinator,liar")]
    pub(crate) pool: String,
    /// How many players
    #[arg(long, value_name = "N", default_value_t = 4)]
    pub(crate) seats: usize,
    /// Who may mix differently
    #[arg(long, value_enum, default_value_t = SymmetryName::Symmetric)]
    pub(crate) symmetry: SymmetryName,
    /// Games of each cell
    #[arg(long, value_name = "N", default_value_t = 200)]
    pub(crate) games: u64,
    /// A gain of no more than this is none, in points of a game's score
    #[arg(long, value_name = "X", default_value_t = 1.0)]
    pub(crate) tolerance: f64,
    /// The most rounds
    #[arg(long, value_name = "N", default_value_t = 32)]
    pub(crate) rounds: usize,
    /// Breeds a better answer where nobody of the pool gains
    #[arg(long)]
    pub(crate) evolve: bool,
    /// Vectors of a generation, where answers are bred
    #[arg(long, value_name = "N", default_value_t = 40, requires = "evolve")]
    pub(crate) population: usize,
    /// Generations, where answers are bred
    #[arg(long, value_name = "N", default_value_t = 30, requires = "evolve")]
    pub(crate) generations: usize,
    #[command(flatten)]
    pub(crate) how: RuleOptions,
    /// Prints JSON
    #[arg(long)]
    pub(crate) json: bool,
}
