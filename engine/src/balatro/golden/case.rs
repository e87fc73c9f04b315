//! What is common to all recorded cases.

use serde_json::Value;

/// How sure a recorded expectation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// All calculators asked agree, or most do and the rules say the same.
    Settled,
    /// They do not agree, and nothing decides.
    Disputed,
}

/// Tests of another calculator that are known to go against the rules.
const AGAINST_THE_RULES: [&str; 4] =
    ["balatrolator test 023", "balatrolator test 028", "balatrolator test 029", "balatrolator test 033"];

pub(super) fn standing(case: &Value) -> Standing {
    let disputed = case.get("status").and_then(Value::as_str) == Some("disputed");
    let source = case.get("peer_expected").and_then(|peer| peer.get("source")).and_then(Value::as_str);
    let against = source.is_some_and(|source| AGAINST_THE_RULES.contains(&source));
    if disputed || against { Standing::Disputed } else { Standing::Settled }
}

/// A member of the `expected` object.
pub(super) fn expected<'a>(case: &'a Value, field: &str) -> Option<&'a Value> {
    case.get("expected")?.get(field)
}
