//! What the generator of runs is told.

use crate::mining::error::MiningError;
use crate::mining::limits::GENERATED_RUNS_MAX;

/// A set of items that turns up together more often than chance would have it.
#[derive(Debug, Clone, PartialEq)]
pub struct PlantedItems {
    /// Names, at least one.
    pub items: Vec<String>,
    /// The share of runs it is put into.
    pub rate: f64,
    /// By what it multiplies the odds of winning; 1 for a set that goes together without any use.
    pub win_odds: f64,
}

/// Events that turn up in this order, others between them, more often than chance would have it.
#[derive(Debug, Clone, PartialEq)]
pub struct PlantedSequence {
    /// Names, at least one. `buy:NAME` also gives the run the item NAME.
    pub events: Vec<String>,
    /// The share of runs it is put into.
    pub rate: f64,
    /// By what it multiplies the odds of winning.
    pub win_odds: f64,
}

/// What [`super::generate`] makes.
#[derive(Debug, Clone, PartialEq)]
pub struct GeneratorPlan {
    /// How many runs.
    pub runs: usize,
    /// The same seed gives the same runs on every target.
    pub seed: u64,
    /// Names of items that are owned for no reason, the most popular first: the chance of the k-th is ∝ 1 / (k + 5).
    pub items: Vec<String>,
    /// Names of hands with their relative frequency; each play is the event `play:NAME`.
    pub hands: Vec<(String, u32)>,
    /// Names of cards that are used now and then, as the event `use:NAME`.
    pub uses: Vec<String>,
    /// Odds of winning a run without anything planted.
    pub win_odds: f64,
    /// Planted sets.
    pub planted_items: Vec<PlantedItems>,
    /// Planted sequences.
    pub planted_sequences: Vec<PlantedSequence>,
}

/// Jokers of the demonstration that are bought for no reason.
const DEMO_ITEMS: [&str; 34] = [
    "j_merry_andy",
    "j_blackboard",
    "j_scholar",
    "j_faceless",
    "j_todo_list",
    "j_blue_joker",
    "j_diet_cola",
    "j_egg",
    "j_stuntman",
    "j_wily",
    "j_popcorn",
    "j_crazy",
    "j_golden",
    "j_vagabond",
    "j_droll",
    "j_flash",
    "j_devious",
    "j_mad",
    "j_tribe",
    "j_troubadour",
    "j_chicot",
    "j_oops",
    "j_ticket",
    "j_supernova",
    "j_acrobat",
    "j_odd_todd",
    "j_constellation",
    "j_hit_the_road",
    "j_idol",
    "j_luchador",
    "j_obelisk",
    "j_bull",
    "j_joker",
    "j_banner",
];
/// Poker hands and how often they are played.
const DEMO_HANDS: [(&str, u32); 9] = [
    ("Pair", 28),
    ("Two Pair", 20),
    ("Flush", 15),
    ("High Card", 12),
    ("Three of a Kind", 10),
    ("Straight", 7),
    ("Full House", 6),
    ("Four of a Kind", 3),
    ("Straight Flush", 1),
];

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

impl GeneratorPlan {
    /// A plan with synergies as Balatro has them: three pairs and a triple of jokers that win; Marble with Stone, which go
    /// together and win nothing; two sequences that win.
    #[must_use]
    pub fn demo(runs: usize, seed: u64) -> Self {
        let set = |items: &[&str], rate, win_odds| PlantedItems { items: names(items), rate, win_odds };
        let sequence = |events: &[&str], rate, win_odds| PlantedSequence { events: names(events), rate, win_odds };
        Self {
            runs,
            seed,
            items: names(&DEMO_ITEMS),
            hands: DEMO_HANDS.iter().map(|(name, weight)| ((*name).to_owned(), *weight)).collect(),
            uses: names(&["c_pluto", "c_chariot"]),
            win_odds: 0.25,
            planted_items: vec![
                set(&["j_baron", "j_mime"], 0.06, 6.0),
                set(&["j_photograph", "j_hanging_chad"], 0.06, 5.0),
                set(&["j_scary_face", "j_smiley", "j_pareidolia"], 0.04, 8.0),
                set(&["j_blueprint", "j_brainstorm"], 0.05, 12.0),
            ],
            planted_sequences: vec![
                sequence(&["buy:j_marble", "buy:j_stone"], 0.08, 1.0),
                sequence(&["use:c_pluto", "use:c_pluto", "play:High Card"], 0.06, 3.0),
                sequence(&["buy:j_vampire", "use:c_chariot", "play:Pair"], 0.06, 4.0),
            ],
        }
    }

    pub(super) fn check(&self) -> Result<(), MiningError> {
        MiningError::expect_range("runs", self.runs, 0, GENERATED_RUNS_MAX as u64)?;
        let odds = |value| {
            MiningError::expect_between("win_odds", value, f64::MIN_POSITIVE, 1e12, "positive and at most 1e12")
        };
        let rate = |value| MiningError::expect_between("rate", value, 0.0, 1.0, "a share between 0 and 1");
        odds(self.win_odds)?;
        for set in &self.planted_items {
            rate(set.rate)?;
            odds(set.win_odds)?;
            MiningError::expect_range("planted items", set.items.len(), 1, 64)?;
        }
        for sequence in &self.planted_sequences {
            rate(sequence.rate)?;
            odds(sequence.win_odds)?;
            MiningError::expect_range("planted events", sequence.events.len(), 1, 64)?;
        }
        let weight: u64 = self.hands.iter().map(|(_, weight)| u64::from(*weight)).sum();
        let weight = usize::try_from(weight).unwrap_or(usize::MAX);
        MiningError::expect_range("hands", weight, 1, u64::from(u32::MAX))
    }
}
