//! A town and a night of it as text.

use std::fmt::Write as _;

use ludograph_engine::brigade::{Action, House, Mode, NightView};

/// How houses are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Paint {
    Plain,
    Colours,
}

impl Paint {
    /// The house as a letter: safe, burning, ruined.
    fn house(self, house: House) -> &'static str {
        match (self, house) {
            (Self::Plain, House::Safe) => "S",
            (Self::Plain, House::Burning) => "B",
            (Self::Plain, House::Ruined) => "R",
            (Self::Colours, House::Safe) => "\u{1b}[32mS\u{1b}[0m",
            (Self::Colours, House::Burning) => "\u{1b}[1;31mB\u{1b}[0m",
            (Self::Colours, House::Ruined) => "\u{1b}[90mR\u{1b}[0m",
        }
    }
}

/// A night: the town before, who did what, the town after, what it paid.
pub(super) fn draw(night: &NightView<'_>, labels: &[&str], paint: Paint) -> String {
    let mut text = String::new();
    let houses = 0..night.num_houses();
    let before: String = houses.clone().map(|house| paint.house(night.house_before(house))).collect();
    let after: String = houses.map(|house| paint.house(night.house_after(house))).collect();
    let change = night.change();
    // Writing into a text cannot fail.
    let _written = writeln!(
        text,
        "night {:<3} {before} -> {after}  {} saved, {} lost, {} burning; paid {:+.1}",
        night.night() + 1,
        change.saved,
        change.lost,
        change.burning,
        night.team_reward()
    );
    for (seat, (action, reward)) in night.actions().iter().zip(night.rewards()).enumerate() {
        let label = labels.get(seat).copied().unwrap_or_default();
        let _written = writeln!(text, "  {seat} {label:<16} {:<34} {reward:+8.2}", deed(*action, night));
    }
    text
}

fn deed(action: Action, night: &NightView<'_>) -> String {
    let lie = match (action.mode == action.signal, action.signal) {
        (true, _) => "",
        (false, Mode::Work) => ", said it would work",
        (false, Mode::Rest) => ", said it would rest",
    };
    match action.mode {
        Mode::Rest => format!("rests{lie}"),
        Mode::Work if night.burned_before(action.house) => format!("works at {} (burning){lie}", action.house),
        Mode::Work => format!("works at {}{lie}", action.house),
    }
}
