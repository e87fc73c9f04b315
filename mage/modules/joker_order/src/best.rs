//! `joker_order.best` and `joker_order.play`: the best order, and the best play.

use ludograph_engine::balatro::{BestOrder, BestPlay, Budget, Freedom, Hand, Luck, NODES_MAX, best_order, best_play};
use ludograph_mgp::{Call, Error, Result, Settings};

use crate::{answer, hand};

/// Milliseconds a search may take unless told otherwise, and a day.
const TIME_MS_DEFAULT: u64 = 10_000;
const TIME_MS_MAX: u64 = 86_400_000;
/// Nodes a caller may allow.
const NODES_ALLOWED_MAX: u64 = 1_000_000_000_000;

/// What both procedures are told.
struct Wanted {
    luck: Luck,
    explain: bool,
    nodes_max: u64,
    time_ms: u64,
}

impl Wanted {
    fn read(settings: &Settings<'_>) -> Result<Self> {
        let wanted = Self {
            luck: hand::luck(settings)?,
            explain: settings.flag("explain", false)?,
            nodes_max: settings.whole("max_nodes", NODES_MAX, 1..=NODES_ALLOWED_MAX)?,
            time_ms: settings.whole("time_ms", TIME_MS_DEFAULT, 1..=TIME_MS_MAX)?,
        };
        if wanted.explain && wanted.luck == Luck::Mean {
            return Err(Error::new("options.explain: 'mean' has no single course to explain; 'least' and 'most' have"));
        }
        Ok(wanted)
    }

    /// Runs a search within its budget; the server's wish to stop is an error, the budget's end is not.
    fn search<T>(&self, call: &Call<'_>, run: impl FnOnce(&mut Budget<'_>) -> Result<T>) -> Result<T> {
        let deadline = call.deadline_ms(self.time_ms);
        let mut over = || deadline.is_over();
        let found = run(&mut Budget::new(self.nodes_max, &mut over))?;
        call.check_abort()?;
        Ok(found)
    }
}

/// Nodes of a search, of which there are fewer than 2^63.
fn nodes(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// `best(hand, run, options)`
pub(crate) fn best(call: &Call<'_>) -> Result<()> {
    let settings = call.settings("options", &["luck", "explain", "jokers", "cards", "max_nodes", "time_ms"])?;
    let wanted = Wanted::read(&settings)?;
    let freedom = Freedom { jokers: settings.flag("jokers", true)?, cards: settings.flag("cards", false)? };
    let given = hand::read(call)?;
    if given.played.is_empty() {
        return Err(Error::new(
            "hand.played must hold 1 to 5 cards, got none; joker_order.play chooses among held cards",
        ));
    }
    let found: BestOrder =
        wanted.search(call, |budget| best_order(&given, freedom, wanted.luck, budget).map_err(hand::said))?;
    let arranged = || Hand {
        jokers: picked(&given.jokers, &found.jokers),
        played: picked(&given.played, &found.cards),
        ..given.clone()
    };
    call.record((
        ("jokers", answer::jokers(&given, &found.jokers)),
        ("joker_order", found.jokers.clone()),
        ("cards", answer::cards(&given.played, &found.cards)),
        ("card_order", found.cards.clone()),
        ("hand", found.hand.name()),
        ("score", found.score),
        ("score_as_given", found.score_as_given),
        ("proven", found.proven),
        ("at_most", found.at_most),
        ("nodes", nodes(found.nodes)),
        ("steps", answer::steps(arranged, wanted.luck, wanted.explain)?),
    ))
}

/// `play(hand, run, options)`
pub(crate) fn play(call: &Call<'_>) -> Result<()> {
    let settings = call.settings("options", &["luck", "explain", "max_nodes", "time_ms"])?;
    let wanted = Wanted::read(&settings)?;
    let given = hand::read(call)?;
    if given.held.is_empty() {
        return Err(Error::new("hand.held must hold the cards to choose from, got none"));
    }
    let found: BestPlay = wanted.search(call, |budget| best_play(&given, wanted.luck, budget).map_err(hand::said))?;
    let arranged = || {
        let rest: Vec<usize> = (0..given.held.len()).filter(|place| !found.cards.contains(place)).collect();
        Hand {
            jokers: picked(&given.jokers, &found.jokers),
            played: picked(&given.held, &found.cards),
            held: picked(&given.held, &rest),
            ..given.clone()
        }
    };
    call.record((
        ("jokers", answer::jokers(&given, &found.jokers)),
        ("joker_order", found.jokers.clone()),
        ("cards", answer::cards(&given.held, &found.cards)),
        ("card_order", found.cards.clone()),
        ("hand", found.hand.name()),
        ("score", found.score),
        ("proven", found.proven),
        ("at_most", found.at_most),
        ("nodes", nodes(found.nodes)),
        ("steps", answer::steps(arranged, wanted.luck, wanted.explain)?),
    ))
}

/// Items in an order.
fn picked<T: Copy>(items: &[T], order: &[usize]) -> Vec<T> {
    order.iter().filter_map(|place| items.get(*place).copied()).collect()
}
