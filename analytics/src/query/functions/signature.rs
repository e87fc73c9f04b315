//! What each table function is called with.

/// A table function: its name, and its parameters in the order of their places.
#[derive(Debug)]
pub(super) struct Signature {
    pub(super) name: &'static str,
    pub(super) parameters: &'static [&'static str],
}

/// The functions that play Bucket Brigade, by name.
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

/// The functions that measure the graph, by name.
pub(super) const GRAPH_SIGNATURES: [Signature; 5] = [
    Signature { name: "betweenness", parameters: &["labels", "types", "weight", "directed", "normalized"] },
    Signature { name: "communities", parameters: &["labels", "types", "weight", "resolution", "seed"] },
    Signature { name: "components", parameters: &["labels", "types"] },
    Signature {
        name: "pagerank",
        parameters: &["labels", "types", "weight", "damping", "tolerance", "iterations_max", "directed"],
    },
    Signature { name: "shortest_path", parameters: &["source", "target", "labels", "types", "weight", "directed"] },
];

/// The function of a name, however it is written.
pub(super) fn find(name: &str) -> Option<&'static Signature> {
    SIGNATURES.iter().chain(&GRAPH_SIGNATURES).find(|signature| signature.name.eq_ignore_ascii_case(name))
}
