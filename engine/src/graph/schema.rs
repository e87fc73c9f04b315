//! Labels, relationship types and properties: the same in Memgraph and in the embedded graph.
//!
//! A node is known by its label and one key property, whose value no other node of the label has. A relationship is
//! known by its ends and its type, and where several of one type may lead from one node to another, by one property
//! more. Everything else is a property that a change sets.

/// Labels of nodes.
pub mod label {
    /// A run of Balatro.
    pub const RUN: &str = "Run";
    /// A kind of joker.
    pub const JOKER: &str = "Joker";
    /// A poker hand.
    pub const HAND_TYPE: &str = "HandType";
    /// Something that runs do: a joker gained or lost, a boss met, a round's hands and discards.
    pub const MOVE: &str = "Move";
    /// A game of Bucket Brigade.
    pub const GAME: &str = "Game";
    /// A seat of one game of Bucket Brigade.
    pub const AGENT: &str = "Agent";
    /// A town of Bucket Brigade: what each house is.
    pub const STATE: &str = "State";
}

/// Types of relationships.
pub mod kind {
    /// A run held a joker.
    pub const USED: &str = "USED";
    /// A run played a hand.
    pub const PLAYED: &str = "PLAYED";
    /// A run did something.
    pub const STEP: &str = "STEP";
    /// Some run did the second right after the first; a town became another in one night.
    pub const NEXT: &str = "NEXT";
    /// Two jokers win more together than apart.
    pub const SYNERGY: &str = "SYNERGY";
    /// An agent sat in a game.
    pub const IN: &str = "IN";
    /// An agent worked where a house of another burned.
    pub const HELPED: &str = "HELPED";
}

/// What a label's nodes look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NodeSchema {
    /// The label.
    pub label: &'static str,
    /// The property that tells its nodes apart.
    pub key: &'static str,
    /// All other properties they may have.
    pub properties: &'static [&'static str],
}

/// What a type's relationships look like between nodes of two labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EdgeSchema {
    /// Label of the node it leads from.
    pub from: &'static str,
    /// The type.
    pub kind: &'static str,
    /// Label of the node it leads to.
    pub to: &'static str,
    /// The property that tells those between the same two nodes apart; `None`: there is at most one.
    pub key: Option<&'static str>,
    /// All other properties they may have.
    pub properties: &'static [&'static str],
}

const fn node(label: &'static str, key: &'static str, properties: &'static [&'static str]) -> NodeSchema {
    NodeSchema { label, key, properties }
}

const fn edge(
    from: &'static str,
    kind: &'static str,
    to: &'static str,
    key: Option<&'static str>,
    properties: &'static [&'static str],
) -> EdgeSchema {
    EdgeSchema { from, kind, to, key, properties }
}

/// All nodes. `docs/graph.md` says what each property means.
pub const NODES: [NodeSchema; 7] = [
    node(label::RUN, "run_id", &["seed", "won", "ante", "score"]),
    node(label::JOKER, "id", &["name", "rarity", "cost"]),
    node(label::HAND_TYPE, "name", &[]),
    node(label::MOVE, "id", &["kind", "what"]),
    node(label::GAME, "game_id", &["scenario", "rules", "seed", "nights", "score"]),
    node(label::AGENT, "agent_id", &[]),
    node(label::STATE, "houses", &[]),
];

/// All relationships.
pub const EDGES: [EdgeSchema; 8] = [
    edge(label::RUN, kind::USED, label::JOKER, None, &["rounds", "first_ante", "position"]),
    edge(label::RUN, kind::PLAYED, label::HAND_TYPE, Some("hand"), &["round", "score"]),
    edge(label::RUN, kind::STEP, label::MOVE, Some("index"), &[]),
    edge(label::MOVE, kind::NEXT, label::MOVE, None, &[]),
    edge(label::JOKER, kind::SYNERGY, label::JOKER, None, &["lift", "interaction", "confidence", "runs"]),
    edge(label::AGENT, kind::IN, label::GAME, None, &["index", "archetype", "reward"]),
    edge(label::AGENT, kind::HELPED, label::AGENT, None, &["times"]),
    edge(label::STATE, kind::NEXT, label::STATE, Some("game_id"), &["count", "reward"]),
];

/// The key property of a label; `None` for a label that is not of this schema.
#[must_use]
pub fn key_of(label: &str) -> Option<&'static str> {
    NODES.iter().find(|node| node.label == label).map(|node| node.key)
}

#[cfg(test)]
mod tests {
    use super::{EDGES, NODES, key_of};

    #[test]
    fn every_end_is_a_label_of_the_schema_and_no_key_is_named_twice() {
        for edge in EDGES {
            assert!(key_of(edge.from).is_some() && key_of(edge.to).is_some(), "{}", edge.kind);
            assert!(edge.key.is_none_or(|key| !edge.properties.contains(&key)), "{}", edge.kind);
        }
        for node in NODES {
            assert_eq!(NODES.iter().filter(|other| other.label == node.label).count(), 1);
            assert!(!node.properties.contains(&node.key));
        }
    }
}
