//! What games become.

use ludograph_engine::balatro::history::{BlindSeen, CardSeen, Seen, StateSeen};
use ludograph_engine::graph::{
    BrigadeSeen, BuilderOptions, Change, EndSeen, GraphBuilder, GraphEvent, GraphSeen, NightSeen, PropertyGraph,
    SavedBuilder, StartSeen,
};
use proptest::prelude::*;

const RUN: [u8; 16] = [0x01; 16];
const RUN_TEXT: &str = "01010101-0101-0101-0101-010101010101";

/// Everything of a graph, nodes and relationships by their keys.
fn shown(graph: &PropertyGraph) -> Vec<String> {
    let text = |properties: &ludograph_engine::graph::PropertyList| {
        let one = |(name, value)| format!("{name}={}", serde_json::to_string(value).unwrap());
        properties.iter().map(one).collect::<Vec<_>>().join(" ")
    };
    let name = |id| {
        let node = graph.node(id).unwrap();
        format!("{}:{}", node.label(), node.key_value().as_text().unwrap().replace(RUN_TEXT, "RUN"))
    };
    let nodes =
        graph.nodes().map(|node| format!("({}) {}", node.label(), text(node.properties())).replace(RUN_TEXT, "RUN"));
    let edges = graph.edges().map(|edge| {
        let properties = text(edge.properties()).replace(RUN_TEXT, "RUN");
        format!("{} -{}-> {} {properties}", name(edge.from()), edge.kind(), name(edge.to())).trim_end().to_owned()
    });
    let mut all: Vec<String> = nodes.chain(edges).collect();
    all.sort();
    all
}

fn take(graph: &mut PropertyGraph, changes: &[Change]) {
    changes.iter().for_each(|change| graph.apply(change).unwrap());
}

/// What some events become where changes are drained after every so many.
fn graph_of(events: &[GraphEvent<'_>], drained_every: usize) -> PropertyGraph {
    let mut builder = GraphBuilder::new(BuilderOptions::default());
    let mut graph = PropertyGraph::new();
    for events in events.chunks(drained_every) {
        events.iter().for_each(|event| builder.observe(event));
        take(&mut graph, &builder.drain());
    }
    graph
}

fn state<'a>(round: f64, jokers: &'a str, phase: &'a str) -> StateSeen<'a> {
    StateSeen {
        in_game: Some(true),
        seed: Some("SEED"),
        ante: Some(1.0),
        round: Some(round),
        jokers: Some(jokers),
        phase: Some(phase),
        ..StateSeen::default()
    }
}

fn run_events<'a>(cards: &'a [Vec<CardSeen<'a>>; 2]) -> Vec<GraphEvent<'a>> {
    let playing = |cards: &'a [CardSeen<'a>], left, number, chips| StateSeen {
        cards: Some(cards),
        consumables: Some(0),
        hands_remaining: Some(left),
        hand_number: Some(number),
        discards_remaining: Some(3.0),
        chips: Some(chips),
        blind: Some(BlindSeen { name: Some("The Wall"), chips: Some(300.0), boss: Some(true) }),
        ..state(1.0, "Baron", "UNKNOWN_STATE_1")
    };
    let seen = [
        Seen::State(state(0.0, "", "BLIND_SELECT")),
        Seen::State(playing(&cards[0], 4.0, 0.0, 0.0)),
        Seen::State(playing(&cards[1], 3.0, 0.0, 0.0)),
        Seen::State(playing(&cards[1], 3.0, 1.0, 60.0)),
        Seen::State(state(1.0, "Of Some Mod, Baron", "SHOP")),
        Seen::State(state(2.0, "Of Some Mod, Baron", "UNKNOWN_STATE_1")),
        Seen::State(state(2.0, "Of Some Mod", "GAME_OVER")),
    ];
    let event = |(position, seen): (u64, Seen<'a>)| GraphEvent {
        game_id: RUN,
        position,
        time_us: i64::try_from(position).unwrap() * 1_000_000,
        seen: GraphSeen::Balatro(seen),
    };
    (1..).zip(seen).map(event).collect()
}

fn cards() -> [Vec<CardSeen<'static>>; 2] {
    let card =
        |id, rank, suit| CardSeen { id: Some(id), rank: Some(rank), suit: Some(suit), enhancement: Some("none") };
    let before = vec![card("1", "King", "Hearts"), card("2", "King", "Spades"), card("3", "2", "Hearts")];
    let after = vec![card("3", "2", "Hearts"), card("4", "9", "Clubs")];
    [before, after]
}

#[test]
fn a_run_becomes_its_jokers_hands_and_moves() {
    let cards = cards();
    let events = run_events(&cards);
    let expected = [
        "(HandType) name=\"Pair\"",
        "(Joker) cost=8 id=\"j_baron\" name=\"Baron\" rarity=\"Rare\"",
        "(Joker) id=\"Of Some Mod\" name=\"Of Some Mod\"",
        "(Move) id=\"gain:Of Some Mod\" kind=\"gain\" what=\"Of Some Mod\"",
        "(Move) id=\"gain:j_baron\" kind=\"gain\" what=\"j_baron\"",
        "(Move) id=\"hands:1\" kind=\"hands\" what=\"1\"",
        "(Move) id=\"lose:j_baron\" kind=\"lose\" what=\"j_baron\"",
        "(Move) id=\"meet:The Wall\" kind=\"meet\" what=\"The Wall\"",
        "(Run) ante=1 run_id=\"RUN\" score=60.0 seed=\"SEED\" won=false",
        "Move:gain:Of Some Mod -NEXT-> Move:lose:j_baron",
        "Move:gain:j_baron -NEXT-> Move:hands:1",
        "Move:hands:1 -NEXT-> Move:gain:Of Some Mod",
        "Move:meet:The Wall -NEXT-> Move:gain:j_baron",
        "Run:RUN -PLAYED-> HandType:Pair hand=\"1.1\" round=1 score=60.0",
        "Run:RUN -STEP-> Move:gain:Of Some Mod index=3",
        "Run:RUN -STEP-> Move:gain:j_baron index=1",
        "Run:RUN -STEP-> Move:hands:1 index=2",
        "Run:RUN -STEP-> Move:lose:j_baron index=4",
        "Run:RUN -STEP-> Move:meet:The Wall index=0",
        "Run:RUN -USED-> Joker:Of Some Mod first_ante=1 position=0 rounds=2",
        "Run:RUN -USED-> Joker:j_baron first_ante=1 position=1 rounds=2",
    ];
    assert_eq!(shown(&graph_of(&events, events.len())), expected);
    let mut later = events.clone();
    later.truncate(6);
    let open = shown(&graph_of(&later, 2));
    assert!(open.contains(&"(Run) ante=1 run_id=\"RUN\" score=60.0 seed=\"SEED\"".to_owned()), "{open:?}");
    assert!(open.iter().all(|line| !line.contains("STEP")), "a run without an end has no moves");
}

/// A game of three nights on four houses between two agents: the houses of agent 0 are 0 and 2.
fn brigade(nights: &[usize], with_end: bool) -> PropertyGraph {
    let archetypes = ["hero".to_owned(), "hermit".to_owned()];
    let towns = [[1.0, 1.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0], [0.0, 2.0, 0.0, 0.0]];
    let targets = [[1.0, 0.0], [1.0, 1.0], [1.0, 1.0]];
    let modes = [[1.0, 1.0], [1.0, 0.0], [0.0, 0.0]];
    let rewards = [[-0.5, 0.25], [-0.5, 0.5], [1.0, -10.0]];
    let mut seen = vec![BrigadeSeen::Start(StartSeen {
        scenario: Some("greedy_neighbor"),
        rules: Some("paper"),
        seed: Some("18446744073709551615"),
        archetypes: Some(&archetypes),
        houses: Some(&towns[0]),
    })];
    seen.extend(nights.iter().map(|night| {
        BrigadeSeen::Night(NightSeen {
            night: Some(f64::from(u32::try_from(*night).unwrap())),
            houses: Some(&towns[night + 1]),
            targets: Some(&targets[*night]),
            modes: Some(&modes[*night]),
            rewards: Some(&rewards[*night]),
        })
    }));
    if with_end {
        seen.push(BrigadeSeen::End(EndSeen { nights: Some(3.0), scores: Some(&[0.0, -9.25]) }));
    }
    let event = |(position, seen)| GraphEvent { game_id: RUN, position, time_us: 0, seen: GraphSeen::Brigade(seen) };
    let events: Vec<GraphEvent<'_>> = (1..).zip(seen).map(event).collect();
    let one_by_one = graph_of(&events, 1);
    assert_eq!(shown(&one_by_one), shown(&graph_of(&events, events.len())));
    one_by_one
}

#[test]
fn a_game_of_bucket_brigade_becomes_agents_help_and_towns() {
    let expected = [
        "(Agent) agent_id=\"RUN/0\"",
        "(Agent) agent_id=\"RUN/1\"",
        "(Game) game_id=\"RUN\" nights=3 rules=\"paper\" scenario=\"greedy_neighbor\" score=-9.25 seed=\"18446744073709551615\"",
        "(State) houses=\"BBSS\"",
        "(State) houses=\"SBSS\"",
        "(State) houses=\"SRSS\"",
        "Agent:RUN/0 -HELPED-> Agent:RUN/1 times=2",
        "Agent:RUN/0 -IN-> Game:RUN archetype=\"hero\" index=0 reward=0.0",
        "Agent:RUN/1 -HELPED-> Agent:RUN/0 times=1",
        "Agent:RUN/1 -IN-> Game:RUN archetype=\"hermit\" index=1 reward=-9.25",
        "State:BBSS -NEXT-> State:SBSS count=1 game_id=\"RUN\" reward=-0.25",
        "State:SBSS -NEXT-> State:SBSS count=1 game_id=\"RUN\" reward=0.0",
        "State:SBSS -NEXT-> State:SRSS count=1 game_id=\"RUN\" reward=-9.0",
    ];
    assert_eq!(shown(&brigade(&[0, 1, 2], true)), expected);
    assert_eq!(shown(&brigade(&[2, 0, 1], true)), expected);
    // Without the end, the sums over the nights say the same.
    assert_eq!(shown(&brigade(&[0, 1, 2], false)), expected);
}

#[test]
fn what_is_no_number_or_too_long_is_not_said() {
    let night = |houses: &'static [f64], modes: &'static [f64]| {
        BrigadeSeen::Night(NightSeen {
            night: Some(0.0),
            houses: Some(houses),
            targets: Some(&[0.0]),
            modes: Some(modes),
            rewards: None,
        })
    };
    let start = BrigadeSeen::Start(StartSeen { houses: Some(&[1.0, 0.0]), ..StartSeen::default() });
    for seen in [night(&[3.0, 0.5], &[1.0]), night(&[0.0, f64::NAN], &[1.0, 1.0])] {
        let events = [start, seen].map(|seen| GraphEvent {
            game_id: RUN,
            position: 1,
            time_us: 0,
            seen: GraphSeen::Brigade(seen),
        });
        let all = shown(&graph_of(&events, 1));
        assert!(all.iter().all(|line| !line.contains("State") && !line.contains("HELPED")), "{all:?}");
    }
}

#[test]
fn a_game_that_is_over_is_forgotten_and_takes_nothing_more() {
    let mut builder = GraphBuilder::new(BuilderOptions { open_games_max: 2, ..BuilderOptions::default() });
    let event =
        |id: u8, position, seen| GraphEvent { game_id: [id; 16], position, time_us: 0, seen: GraphSeen::Brigade(seen) };
    builder.observe(&event(1, 1, BrigadeSeen::Start(StartSeen { seed: Some("1"), ..StartSeen::default() })));
    builder.observe(&event(1, 2, BrigadeSeen::End(EndSeen::default())));
    assert_eq!(builder.open_games(), 0);
    assert_eq!(builder.drain().len(), 1);
    builder.observe(&event(1, 3, BrigadeSeen::Start(StartSeen { seed: Some("2"), ..StartSeen::default() })));
    assert_eq!((builder.drain().len(), builder.sealed_touched()), (0, 1));
    for id in 2..5 {
        builder.observe(&event(id, u64::from(id) + 3, BrigadeSeen::Start(StartSeen::default())));
    }
    assert_eq!(builder.open_games(), 2);
    builder.observe(&event(2, 9, BrigadeSeen::Start(StartSeen::default())));
    assert_eq!(builder.sealed_touched(), 2);
}

#[test]
fn an_idle_game_is_sealed() {
    let options = BuilderOptions { idle_events_max: 10, ..BuilderOptions::default() };
    let mut builder = GraphBuilder::new(options);
    let event = |id: u8, position| GraphEvent {
        game_id: [id; 16],
        position,
        time_us: 0,
        seen: GraphSeen::Balatro(Seen::Other),
    };
    builder.observe(&event(1, 1));
    for position in 2..12 {
        builder.observe(&event(2, position));
    }
    assert_eq!(builder.open_games(), 2);
    builder.observe(&event(2, 12));
    assert_eq!((builder.open_games(), builder.drain().len()), (1, 8));
}

proptest! {
    /// Whenever it is drained, and wherever it is broken off, saved and gone on from there, the graph is the same.
    #[test]
    fn the_graph_does_not_depend_on_batches_or_restarts(every in 1_usize..8, cut in 0_usize..7, lost in 0_usize..4) {
        let cards = cards();
        let events = run_events(&cards);
        let whole = shown(&graph_of(&events, events.len()));
        prop_assert_eq!(shown(&graph_of(&events, every)), whole.clone());
        let mut builder = GraphBuilder::new(BuilderOptions::default());
        let mut graph = PropertyGraph::new();
        events[..cut].iter().for_each(|event| builder.observe(event));
        take(&mut graph, &builder.drain());
        let bytes = rmp_serde::to_vec(&builder.save()).unwrap();
        // What follows reaches the graph and is forgotten by the builder.
        let reached = (cut + lost).min(events.len());
        for event in &events[cut..reached] {
            builder.observe(event);
            take(&mut graph, &builder.drain());
        }
        let saved: SavedBuilder = rmp_serde::from_slice(&bytes).unwrap();
        let mut builder = GraphBuilder::restore(BuilderOptions::default(), saved);
        for events in events[cut..].chunks(every) {
            events.iter().for_each(|event| builder.observe(event));
            take(&mut graph, &builder.drain());
        }
        prop_assert_eq!(shown(&graph), whole);
    }

    /// Events that come late change what is shown to what it would be in their order, but for moves that follow one
    /// another.
    #[test]
    fn the_order_of_arrival_does_not_matter(order in Just((0..7_usize).collect::<Vec<_>>()).prop_shuffle()) {
        let cards = cards();
        let events = run_events(&cards);
        let shuffled: Vec<GraphEvent<'_>> = (0..).zip(&order).map(|(position, place)| {
            GraphEvent { position, ..events[*place] }
        }).collect();
        let kept = |graph: &PropertyGraph| {
            let hidden = |line: &String| line.contains("NEXT") || line.contains("Hand") || line.contains("PLAYED");
            shown(graph).into_iter().filter(|line| !hidden(line)).collect::<Vec<_>>()
        };
        prop_assert_eq!(kept(&graph_of(&shuffled, 7)), kept(&graph_of(&events, 7)));
    }
}
