//! Commands for the game: queued by whoever plays it, drained by the mod's poll.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use thiserror::Error;

use crate::internal_events::Commands as Happened;
use crate::limits::{COMMAND_BYTES_MAX, COMMANDS_MAX};

/// The commands the mod has a handler for.
pub const COMMAND_NAMES: [&str; 19] = [
    "buy_booster",
    "buy_joker",
    "buy_voucher",
    "discard",
    "go_to_shop",
    "navigate_menu",
    "play_hand",
    "reroll_shop",
    "select_big_blind",
    "select_boss_blind",
    "select_card",
    "select_deck",
    "select_small_blind",
    "select_stake",
    "sell_joker",
    "skip_blind",
    "skip_shop",
    "sort_hand",
    "start_new_run",
];

/// Why a command was not queued.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CommandError {
    /// The mod has no handler of that name.
    #[error("`{name}` is no command of the mod{}", nearest.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default())]
    Unknown {
        /// The name given.
        name: String,
        /// The nearest name there is.
        nearest: Option<&'static str>,
    },
    /// A parameter cannot stand on a line of the poll's answer.
    #[error(
        "a parameter is at most {COMMAND_BYTES_MAX} bytes without line breaks, commas or colons; this is {found:?}"
    )]
    Parameter {
        /// The parameter given.
        found: String,
    },
    /// The queue is full: no game has polled for a while.
    #[error("{COMMANDS_MAX} commands wait already, and no game has polled them")]
    Full,
}

/// A queue of at most [`COMMANDS_MAX`] lines, first in, first out.
#[derive(Debug, Default)]
pub struct CommandQueue {
    lines: Mutex<VecDeque<String>>,
}

impl CommandQueue {
    /// Queues `name` or `name:a,b`, all given or none.
    ///
    /// # Errors
    /// [`CommandError`], where a name is unknown, a parameter does not fit a line, or the queue is full.
    pub fn push(&self, commands: &[(String, Vec<String>)]) -> Result<usize, CommandError> {
        let lines = commands.iter().map(|(name, params)| line(name, params)).collect::<Result<Vec<_>, _>>()?;
        let mut queue = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if queue.len() + lines.len() > COMMANDS_MAX {
            return Err(CommandError::Full);
        }
        let count = lines.len();
        queue.extend(lines);
        Happened::Queued(count).emit();
        Ok(count)
    }

    /// Takes everything that waits: one command a line, empty where nothing does.
    #[must_use]
    pub fn drain(&self) -> String {
        let mut queue = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        Happened::Polled(queue.len()).emit();
        let lines: Vec<String> = queue.drain(..).collect();
        lines.join("\n")
    }

    /// How many commands wait.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Whether none waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

fn line(name: &str, params: &[String]) -> Result<String, CommandError> {
    if !COMMAND_NAMES.contains(&name) {
        let distance = |known: &&str| strsim::damerau_levenshtein(known, name);
        let nearest = COMMAND_NAMES.into_iter().min_by_key(distance).filter(|known| distance(known) <= 3);
        return Err(CommandError::Unknown { name: name.chars().take(COMMAND_BYTES_MAX).collect(), nearest });
    }
    let fits = |param: &&String| param.len() <= COMMAND_BYTES_MAX && !param.contains(['\n', '\r', ',', ':']);
    if let Some(found) = params.iter().find(|param| !fits(param)) {
        return Err(CommandError::Parameter { found: found.chars().take(COMMAND_BYTES_MAX).collect() });
    }
    if params.is_empty() { Ok(name.to_owned()) } else { Ok(format!("{name}:{}", params.join(","))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(name: &str, params: &[&str]) -> (String, Vec<String>) {
        (name.to_owned(), params.iter().map(|&param| param.to_owned()).collect())
    }

    #[test]
    fn lines_come_out_in_order_and_once() {
        let queue = CommandQueue::default();
        queue.push(&[command("select_card", &["0"]), command("play_hand", &[])]).unwrap();
        assert_eq!(queue.drain(), "select_card:0\nplay_hand");
        assert_eq!(queue.drain(), "");
    }

    #[test]
    fn what_is_refused_leaves_the_queue_alone() {
        let queue = CommandQueue::default();
        let unknown = queue.push(&[command("play_hand", &[]), command("play_hands", &[])]);
        assert_eq!(unknown, Err(CommandError::Unknown { name: "play_hands".into(), nearest: Some("play_hand") }));
        let two_lines = queue.push(&[command("select_deck", &["Red\nplay_hand"])]);
        assert!(matches!(two_lines, Err(CommandError::Parameter { .. })));
        assert!(queue.is_empty());
        let many = vec![command("discard", &[]); COMMANDS_MAX];
        queue.push(&many).unwrap();
        assert_eq!(queue.push(&many[..1]), Err(CommandError::Full));
    }
}
