//! A small chart for a terminal.

use std::fmt::Write as _;

/// Columns of the longest bar.
const WIDTH: f64 = 48.0;
/// Eighths of a column, from none to seven.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// One bar a line: label, bar, value. Values below zero have no bar.
pub(super) fn bars(points: &[(String, f64)]) -> String {
    let labels = points.iter().map(|(label, _)| label.chars().count()).max().unwrap_or_default();
    let longest = points.iter().map(|(_, value)| *value).fold(0.0, f64::max);
    let mut text = String::new();
    for (label, value) in points {
        let share = if longest > 0.0 { value.max(0.0) / longest } else { 0.0 };
        // Writing into a String cannot fail.
        let _written = writeln!(text, "{label:>labels$} {} {value}", bar(share));
    }
    text
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a bar is 0 to 8 * WIDTH")]
fn bar(share: f64) -> String {
    let eighths = (share * WIDTH * 8.0).round() as usize;
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_in_proportion() {
        let points = [("9".to_owned(), 4.0), ("10".to_owned(), 8.0), ("11".to_owned(), -1.0)];
        let text = bars(&points);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0].matches('█').count() * 2, lines[1].matches('█').count());
        assert_eq!(lines[2], "11  -1");
    }
}
