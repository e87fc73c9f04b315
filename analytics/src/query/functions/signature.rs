//! What each table function is called with.

/// A table function: its name, and its parameters in the order of their places.
#[derive(Debug)]
pub(super) struct Signature {
    pub(super) name: &'static str,
    pub(super) parameters: &'static [&'static str],
}

/// Every function, by name.
pub(super) const SIGNATURES: [Signature; 5] = [
    Signature {
        name: "brigade_states",
        parameters: &["scenario", "agents", "games", "seed", "rules", "nights_max", "canonical", "ruins"],
    },
    Signature {
        name: "brigade_transitions",
        parameters: &["scenario", "agents", "games", "seed", "rules", "nights_max", "canonical"],
    },
    Signature { name: "cooperation", parameters: &["scenario", "agents", "games", "seed", "rules", "nights_max"] },
    Signature {
        name: "cooperation_edges",
        parameters: &["scenario", "agents", "games", "seed", "rules", "nights_max"],
    },
    Signature { name: "simulate", parameters: &["scenario", "agents", "games", "seed", "rules", "nights_max"] },
];

/// The function of a name, however it is written.
pub(super) fn find(name: &str) -> Option<&'static Signature> {
    SIGNATURES.iter().find(|signature| signature.name.eq_ignore_ascii_case(name))
}
