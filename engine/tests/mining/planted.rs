//! What was planted is found, and what only goes together is not called winning.

use std::fmt::Write as _;

use ludograph_engine::mining::{
    Bounds, CommunityOptions, Condition, ContrastOptions, ContrastOrder, GeneratorPlan, ItemsetOptions, ItemsetOrder,
    PairOptions, PairOrder, PairSynergies, Runs, SequenceOptions, Support, SynergyEdge, communities,
    contrast_sequences, generate, itemsets, pair_synergy,
};

use crate::golden::recorded;

fn names(runs: &Runs, first: u32, second: u32) -> [String; 2] {
    let mut names = [first, second].map(|id| runs.item_names().name(id).unwrap().to_owned());
    names.sort();
    names
}

const TOGETHER: [[&str; 2]; 7] = [
    ["j_baron", "j_mime"],
    ["j_blueprint", "j_brainstorm"],
    ["j_hanging_chad", "j_photograph"],
    ["j_marble", "j_stone"],
    ["j_pareidolia", "j_scary_face"],
    ["j_pareidolia", "j_smiley"],
    ["j_scary_face", "j_smiley"],
];

fn check_pairs(runs: &Runs, condition: Condition) {
    let by = |order| -> PairSynergies {
        pair_synergy(runs, &PairOptions { condition, order, ..PairOptions::default() }).unwrap()
    };
    let mut together: Vec<[String; 2]> =
        by(PairOrder::Npmi).pairs[..7].iter().map(|pair| names(runs, pair.first, pair.second)).collect();
    together.sort();
    assert_eq!(together, TOGETHER);
    let found = by(PairOrder::Uplift);
    let name = |index: usize| names(runs, found.pairs[index].first, found.pairs[index].second);
    for index in 0..3 {
        assert!(found.pairs[index].is_winning(0.01), "{:?}", found.pairs[index]);
        assert!(TOGETHER.iter().any(|pair| *pair == name(index)), "{:?} is on top", name(index));
    }
    let marble =
        found.pairs.iter().find(|pair| names(runs, pair.first, pair.second) == ["j_marble", "j_stone"]).unwrap();
    assert!(marble.association_q < 1e-50, "{marble:?}");
    assert!(!marble.is_winning(0.05) && marble.win_q > 0.05, "{marble:?}");
    for pair in found.pairs.iter().filter(|pair| pair.is_winning(0.01)) {
        let name = names(runs, pair.first, pair.second);
        assert!(TOGETHER.iter().any(|planted| *planted == name), "{name:?} was not planted: {pair:?}");
    }
}

#[test]
fn pairs_of_the_recorded_runs() {
    let Some((text, _)) = recorded() else { return };
    let runs = Runs::from_json_lines(&text).unwrap();
    for condition in [Condition::Auto, Condition::Nothing] {
        check_pairs(&runs, condition);
    }
}

#[test]
fn pairs_of_generated_runs() {
    for seed in [1, 2] {
        let runs = generate(&GeneratorPlan::demo(20_000, seed)).unwrap();
        check_pairs(&runs, Condition::Nothing);
        let marble = |condition| {
            let answer = pair_synergy(&runs, &PairOptions { condition, ..PairOptions::default() }).unwrap();
            assert_eq!(answer.condition, condition);
            let ids = ["j_marble", "j_stone"].map(|name| runs.item_names().id("item", name).unwrap());
            answer
                .pairs
                .iter()
                .any(|pair| ids.contains(&pair.first) && ids.contains(&pair.second) && pair.is_winning(0.05))
        };
        assert!(!marble(Condition::Ante) && !marble(Condition::Events));
    }
}

#[test]
fn planted_itemsets_lead_by_lift_and_significance() {
    let runs = generate(&GeneratorPlan::demo(20_000, 3)).unwrap();
    let ids = |names: &[&str]| -> Vec<u32> {
        let mut ids: Vec<u32> = names.iter().map(|name| runs.item_names().id("item", name).unwrap()).collect();
        ids.sort_unstable();
        ids
    };
    let options = ItemsetOptions {
        length_min: 2,
        order: ItemsetOrder::Lift,
        top: Some(1),
        bounds: Bounds { length_max: 3, ..Bounds::default() },
        ..ItemsetOptions::default()
    };
    let answer = itemsets(runs.items(), &options).unwrap();
    assert_eq!(answer.patterns[0].items, ids(&["j_scary_face", "j_smiley", "j_pareidolia"]));
    let options = ItemsetOptions { order: ItemsetOrder::Significance, top: Some(8), ..options };
    let answer = itemsets(runs.items(), &options).unwrap();
    let planted: Vec<Vec<u32>> =
        TOGETHER.iter().map(|pair| ids(pair)).chain([ids(&["j_scary_face", "j_smiley", "j_pareidolia"])]).collect();
    assert!(answer.patterns.iter().all(|itemset| planted.contains(&itemset.items)), "{:?}", answer.patterns);
}

#[test]
fn planted_sequences_win_and_the_useless_one_does_not() {
    let runs = generate(&GeneratorPlan::demo(20_000, 4)).unwrap();
    let search = SequenceOptions {
        support_min: Support::Share(0.02),
        bounds: Bounds { length_max: 3, ..Bounds::default() },
        ..SequenceOptions::default()
    };
    let options = ContrastOptions { order: ContrastOrder::OddsRatio, ..ContrastOptions::default() };
    let answer = contrast_sequences(runs.events(), runs.won(), &search, &options).unwrap();
    let find = |names: &[&str]| {
        let ids: Vec<u32> = names.iter().map(|name| runs.event_names().id("event", name).unwrap()).collect();
        answer.patterns.iter().find(|contrast| contrast.pattern == ids).unwrap()
    };
    for names in [["use:c_pluto", "use:c_pluto", "play:High Card"], ["buy:j_vampire", "use:c_chariot", "play:Pair"]] {
        let contrast = find(&names);
        assert!(contrast.q < 1e-20 && contrast.odds_ratio.low > 1.5, "{contrast:?}");
    }
    let useless = find(&["buy:j_marble", "buy:j_stone"]);
    assert!(useless.q > 0.01 && useless.odds_ratio.value < 1.3, "{useless:?}");
}

#[test]
fn communities_are_the_planted_sets() {
    let runs = generate(&GeneratorPlan::demo(20_000, 5)).unwrap();
    let found = pair_synergy(&runs, &PairOptions::default()).unwrap();
    let edges: Vec<SynergyEdge> = found
        .pairs
        .iter()
        .filter(|pair| pair.association_q <= 0.001 && pair.lift > 2.0)
        .map(SynergyEdge::of_association)
        .collect();
    let options = CommunityOptions { resolutions: &[1.0], bootstrap: 20, ..CommunityOptions::default() };
    let answer = communities(&edges, &options).unwrap();
    let first = &answer.partitions[0].communities[0];
    let members: Vec<&str> = first.members.iter().filter_map(|id| runs.item_names().name(*id)).collect();
    assert_eq!(members, ["j_scary_face", "j_smiley", "j_pareidolia"]);
    assert!(first.stability.unwrap() > 0.9, "{first:?}");
}

#[test]
fn the_heuristic_is_what_it_says() {
    let mut runs = Runs::default();
    let mut text = String::new();
    for index in 0..60 {
        let (items, score) = match index % 3 {
            0 => ("[\"a\",\"b\"]", 150),
            1 => ("[\"a\"]", 80),
            _ => ("[\"b\"]", 120),
        };
        writeln!(text, "{{\"won\":{},\"items\":{items},\"score\":{score}}}", index % 2 == 0).unwrap();
    }
    assert!(pair_synergy(&runs, &PairOptions::default()).unwrap().pairs.is_empty());
    runs = Runs::from_json_lines(&text).unwrap();
    let pair = pair_synergy(&runs, &PairOptions::default()).unwrap().pairs[0];
    let heuristic = pair.mean_score.unwrap();
    assert!((heuristic.strength - 0.5).abs() < 1e-12 && (heuristic.confidence - 0.2).abs() < 1e-12);
    assert_eq!((pair.runs, pair.wins, pair.win_rate), (20, 10, 0.5));
    let choosy = PairOptions { win_rate_min: 0.6, ..PairOptions::default() };
    assert!(pair_synergy(&runs, &choosy).unwrap().pairs.is_empty());
    let choosy = PairOptions { runs_min: 21, ..PairOptions::default() };
    assert!(pair_synergy(&runs, &choosy).unwrap().pairs.is_empty());
}
