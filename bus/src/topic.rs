//! Patterns over dotted topics.

use thiserror::Error;

/// A pattern: words and `*` (one word) joined by dots, and `>` (all the rest, at least one word) at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicPattern(Vec<String>);

/// Not a pattern.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{pattern}` is no topic pattern: words and `*` joined by dots, with `>` only at the end")]
pub struct InvalidPattern {
    pattern: String,
}

impl TopicPattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// Where a word is empty, or `>` stands before the end.
    pub fn parse(pattern: &str) -> Result<Self, InvalidPattern> {
        let words: Vec<String> = pattern.split('.').map(str::to_owned).collect();
        let rest_early = words.iter().rev().skip(1).any(|word| word == ">");
        let mixed = words.iter().any(|word| word.len() > 1 && word.contains(['*', '>']));
        if rest_early || mixed || words.iter().any(String::is_empty) {
            return Err(InvalidPattern { pattern: pattern.to_owned() });
        }
        Ok(Self(words))
    }

    /// Whether a topic fits.
    #[must_use]
    pub fn matches(&self, topic: &str) -> bool {
        let mut words = topic.split('.');
        for pattern in &self.0 {
            match (pattern.as_str(), words.next()) {
                (">", Some(_)) => return true,
                ("*", Some(_)) => {}
                (word, Some(found)) if word == found => {}
                _ => return false,
            }
        }
        words.next().is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        let fits = |pattern: &str, topic: &str| TopicPattern::parse(pattern).unwrap().matches(topic);
        assert!(fits("balatro.state", "balatro.state"));
        assert!(fits("balatro.*.changed", "balatro.money.changed"));
        assert!(fits("balatro.>", "balatro.money.changed"));
        assert!(fits(">", "brigade.night"));
        assert!(!fits("balatro.*", "balatro.money.changed"));
        assert!(!fits("balatro.state.>", "balatro.state"));
        for bad in ["", "a..b", ">.a", "a.b>", "a*.b"] {
            assert!(TopicPattern::parse(bad).is_err(), "{bad}");
        }
    }
}
