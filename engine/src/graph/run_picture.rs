//! A run of Balatro as nodes and relationships.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{EdgeKey, NodeKey};
use super::picture::{Picture, key, set};
use super::schema::{kind, label};
use super::value::{Properties, Value};
use crate::balatro::JokerKind;
use crate::balatro::history::{Outcome, RunFacts};

/// What a run has to do with one joker.
#[derive(Debug, Default)]
struct Used {
    rounds: BTreeSet<i32>,
    first_ante: Option<i32>,
    position: usize,
}

/// The picture of a run. O(jokers held over all states + hands + moves), with a logarithm for each.
pub(super) fn run_picture(run_id: &str, facts: &RunFacts) -> Picture {
    let mut picture = Picture::default();
    let run = key(label::RUN, run_id);
    let history = &facts.history;
    picture.node(
        &run,
        set([
            ("seed", history.run.seed.as_deref().into()),
            ("won", history.run.outcome.map(|outcome| outcome == Outcome::Won).into()),
            ("ante", history.run.ante_max.map(i64::from).into()),
            ("score", history.run.hand_score_max.filter(|score| score.is_finite()).into()),
        ]),
    );
    jokers(&run, facts, &mut picture);
    hands(&run, facts, &mut picture);
    moves(&run, facts, &mut picture);
    picture
}

/// `(:Run)-[:USED]->(:Joker)`: over all states of the run that showed the joker.
fn jokers(run: &NodeKey, facts: &RunFacts, picture: &mut Picture) {
    let mut used: BTreeMap<&str, Used> = BTreeMap::new();
    for seen in &facts.jokers {
        let mut held = BTreeSet::new();
        for (position, name) in seen.names().enumerate() {
            let known = used.entry(name).or_default();
            known.rounds.extend(seen.round);
            known.first_ante = known.first_ante.or(seen.ante);
            // Of several copies the leftmost one's place counts.
            if held.insert(name) {
                known.position = position;
            }
        }
    }
    for (name, used) in used {
        let (joker, properties) = joker(name);
        picture.node(&joker, properties);
        let edge = EdgeKey { from: run.clone(), kind: kind::USED.into(), to: joker, key: None };
        picture.edge(
            edge,
            set([
                ("rounds", whole(used.rounds.len())),
                ("first_ante", used.first_ante.map(i64::from).into()),
                ("position", whole(used.position)),
            ]),
        );
    }
}

/// The node of a joker, by the catalog's id or name; of one the catalog does not know, its name is its id (M2).
pub(super) fn joker(name: &str) -> (NodeKey, Properties) {
    match JokerKind::find(name) {
        Ok(kind) => {
            let info = kind.info();
            let properties = set([
                ("name", info.name.as_str().into()),
                ("rarity", info.rarity.name().into()),
                ("cost", i64::from(info.cost).into()),
            ]);
            (key(label::JOKER, info.id.as_str()), properties)
        }
        Err(_) => (key(label::JOKER, name), set([("name", name.into())])),
    }
}

/// `(:Run)-[:PLAYED]->(:HandType)`: the hands whose type is known (H5).
fn hands(run: &NodeKey, facts: &RunFacts, picture: &mut Picture) {
    for hand in facts.history.hands.iter() {
        let Some(hand_type) = facts.hand_types.get(&(hand.round, hand.number)) else { continue };
        let node = key(label::HAND_TYPE, hand_type.name());
        picture.node(&node, Properties::new());
        let hand_key = format!("{}.{}", hand.round, hand.number);
        let edge = EdgeKey {
            from: run.clone(),
            kind: kind::PLAYED.into(),
            to: node,
            key: Some(("hand".into(), hand_key.as_str().into())),
        };
        let score = hand.score.filter(|score| score.is_finite());
        picture.edge(edge, set([("round", i64::from(hand.round).into()), ("score", score.into())]));
    }
}

/// `(:Run)-[:STEP]->(:Move)-[:NEXT]->(:Move)`: the moves of a run that has an end, by the rules M1 to M4.
fn moves(run: &NodeKey, facts: &RunFacts, picture: &mut Picture) {
    let Some(log) = facts.run_log().run() else { return };
    let mut before: Option<NodeKey> = None;
    for (index, text) in log.events.iter().enumerate() {
        let (kind_of_move, what) = text.split_once(':').unwrap_or((text, ""));
        let node = key(label::MOVE, text.as_str());
        picture.node(&node, set([("kind", kind_of_move.into()), ("what", what.into())]));
        let step = EdgeKey {
            from: run.clone(),
            kind: kind::STEP.into(),
            to: node.clone(),
            key: Some(("index".into(), whole(index))),
        };
        picture.edge(step, Properties::new());
        if let Some(before) = before.replace(node.clone()) {
            let next = EdgeKey { from: before, kind: kind::NEXT.into(), to: node, key: None };
            picture.edge(next, Properties::new());
        }
    }
}

pub(super) fn whole(count: usize) -> Value {
    Value::Int(i64::try_from(count).unwrap_or(i64::MAX))
}
