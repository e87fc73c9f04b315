//! The name that was perhaps meant.

/// How alike two names must be, from 0 to 1.
const LIKENESS_MIN: f64 = 0.5;

/// The candidate most like a name, where one is like it at all; the first by name among equals.
pub(crate) fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let name = name.to_lowercase();
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        let likeness = strsim::normalized_damerau_levenshtein(&name, &candidate.to_lowercase());
        let is_better = best.is_none_or(|(other, held)| likeness > other || (likeness >= other && candidate < held));
        if likeness >= LIKENESS_MIN && is_better {
            best = Some((likeness, candidate));
        }
    }
    best.map(|(_, candidate)| candidate.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_what_is_alike_only() {
        let tables = ["events", "games", "balatro_rounds"];
        assert_eq!(nearest("event", tables), Some("events".to_owned()));
        assert_eq!(nearest("balatro_round", tables), Some("balatro_rounds".to_owned()));
        assert_eq!(nearest("xyz", tables), None);
    }
}
