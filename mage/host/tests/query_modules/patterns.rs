//! `pattern_mining`.

use ludograph_engine::mining::{
    Bounds, ContrastOptions, ItemsetOptions, SequenceOptions, Support, contrast_itemsets, itemsets, sequences,
};
use ludograph_host::{PropertyGraph, Value};

use crate::built::{Builder, error, graph_of, number, planted, recorded, rows, texts};

#[test]
fn itemsets_are_the_engines() {
    let runs = planted(2_000);
    let options = ItemsetOptions {
        support_min: Support::Share(0.02),
        bounds: Bounds { length_max: 3, ..Bounds::default() },
        ..ItemsetOptions::default()
    };
    let expected = itemsets(runs.items(), &options).unwrap();
    let text = "CALL pattern_mining.itemsets('Run', 'USED', 'id', 0.02) YIELD items, support, lift, q, complete";
    let found = rows(&mut graph_of(&runs), text);
    assert_eq!(found.len(), expected.patterns.len());
    // Ids are given as the graph mentions them, so equal supports stand in another order.
    let mut wanted: Vec<(Vec<&str>, i64)> = Vec::new();
    for pattern in &expected.patterns {
        let mut names: Vec<&str> = pattern.items.iter().filter_map(|id| runs.item_names().name(*id)).collect();
        names.sort_unstable();
        wanted.push((names, i64::from(pattern.support)));
    }
    wanted.sort();
    let mut got: Vec<(Vec<&str>, i64)> = Vec::new();
    for row in &found {
        let Value::Int(support) = row[1] else { panic!("{row:?}") };
        let mut names = texts(&row[0]);
        names.sort_unstable();
        got.push((names, support));
    }
    got.sort();
    assert_eq!(got, wanted);
}

#[test]
fn recorded_runs_have_the_known_numbers_of_patterns() {
    let Some(runs) = recorded() else { return };
    let mut graph = graph_of(&runs);
    let all = rows(&mut graph, "CALL pattern_mining.itemsets('Run', 'USED', 'id', 0.01, {max_length: 8}) YIELD items");
    assert_eq!(all.len(), 290);
    let all = rows(&mut graph, "CALL pattern_mining.sequences('Run', 'STEP', 'id', 'index', 250) YIELD events");
    assert_eq!(all.len(), 565);
}

#[test]
fn sequences_follow_the_property_and_not_the_graph() {
    let runs = planted(1_000);
    let options = SequenceOptions { support_min: Support::Rows(200), ..SequenceOptions::default() };
    let expected = sequences(runs.events(), &options).unwrap();
    let text = "CALL pattern_mining.sequences('Run', 'STEP', 'id', 'index', 200) YIELD events, support, p";
    let found = rows(&mut graph_of(&runs), text);
    assert_eq!(found.len(), expected.patterns.len());
    let by_name = |pattern: &ludograph_engine::mining::FrequentSequence| -> Vec<String> {
        pattern.events.iter().filter_map(|id| runs.event_names().name(*id)).map(str::to_owned).collect()
    };
    for pattern in &expected.patterns {
        let names = by_name(pattern);
        let row = found.iter().find(|row| texts(&row[0]) == names).unwrap_or_else(|| panic!("{names:?}"));
        assert_eq!(row[1], Value::Int(i64::from(pattern.support)));
        assert_eq!(row[2], pattern.p.map_or(Value::Null, Value::Float));
    }
}

#[test]
fn contrasts_are_the_engines() {
    let runs = planted(2_000);
    let bounds = Bounds { length_max: 3, ..Bounds::default() };
    let options = ItemsetOptions { support_min: Support::Share(0.02), bounds, ..ItemsetOptions::default() };
    let expected = contrast_itemsets(runs.items(), runs.won(), &options, &ContrastOptions::default()).unwrap();
    let text = "CALL pattern_mining.contrast('Run', 'USED', 'id', 'won', 0.02) YIELD pattern, wins, odds_ratio, p, q";
    let found = rows(&mut graph_of(&runs), text);
    assert_eq!(found.len(), expected.patterns.len());
    let first = &expected.patterns[0];
    assert_eq!((number(&found[0][2]), number(&found[0][3])), (first.odds_ratio.value, first.p));
    let by = "CALL pattern_mining.contrast('Run', 'STEP', 'id', 'won', 0.2, {sequence_by: 'index', max_length: 2, top: 5}) \
              YIELD pattern, length";
    assert_eq!(rows(&mut graph_of(&runs), by).len(), 5);
}

/// Baskets that products are in: another graph, the other way round.
fn shop() -> PropertyGraph {
    let mut builder = Builder(PropertyGraph::new());
    let product = |builder: &mut Builder, kind: &str, size: i64| {
        builder
            .node("Product", &[("kind", Value::string(kind)), ("size", Value::Int(size)), ("shelf", Value::Int(-size))])
    };
    let [tea, milk, nail] =
        [("tea", 1), ("milk", 2), ("nail", 9)].map(|(kind, size)| product(&mut builder, kind, size));
    let other = builder.node("Voucher", &[("kind", Value::string("ten percent"))]);
    for (products, state) in [
        (vec![tea, milk], "kept"),
        (vec![milk, tea], "kept"),
        (vec![tea, nail, milk], "kept"),
        (vec![nail], "returned"),
    ] {
        let basket = builder.node("Basket", &[("state", Value::string(state))]);
        products.iter().for_each(|product| builder.edge(*product, "IN", basket, &[]));
        builder.edge(other, "IN", basket, &[]);
    }
    builder.0
}

#[test]
fn any_graph_is_mined() {
    let mut graph = shop();
    let text = "CALL pattern_mining.itemsets('Basket', 'IN', ['kind', 'size'], 3, {direction: 'in', item_label: 'Product'}) YIELD \
                items, support, share RETURN * ORDER BY support DESC, items[0]";
    let found = rows(&mut graph, text);
    let shown: Vec<_> = found.iter().map(|row| (texts(&row[0]), row[1].clone(), row[2].clone())).collect();
    let (three, share) = (Value::Int(3), Value::Float(0.75));
    assert_eq!(
        shown,
        [
            (vec!["milk:2"], three.clone(), share.clone()),
            (vec!["milk:2", "tea:1"], three.clone(), share.clone()),
            (vec!["tea:1"], three, share),
        ]
    );
    // In the order of the products' shelves: nails before milk before tea.
    let text = "CALL pattern_mining.sequences('Basket', 'IN', 'kind', 'shelf', 3, {direction: 'in', item_label: 'Product', \
                order_on: 'item', min_length: 2}) YIELD events";
    assert_eq!(rows(&mut graph, text), [[Value::List(vec![Value::string("milk"), Value::string("tea")])]]);
    let text = "CALL pattern_mining.contrast('Basket', 'IN', 'kind', 'state', 1, {direction: 'in', item_label: 'Product', good: \
                'kept', max_length: 1}) YIELD pattern, support, wins RETURN * ORDER BY pattern[0]";
    let ints = |row: &Vec<Value>| (texts(&row[0])[0].to_owned(), row[1].clone(), row[2].clone());
    let found: Vec<_> = rows(&mut graph, text).iter().map(ints).collect();
    let expected = [("milk", 3, 3), ("nail", 2, 1), ("tea", 3, 3)];
    assert_eq!(found, expected.map(|(name, all, good)| (name.to_owned(), Value::Int(all), Value::Int(good))));
}

#[test]
fn bad_input_gets_a_sentence() {
    let mut graph = shop();
    let call = |rest: &str| format!("CALL pattern_mining.itemsets('Basket', 'IN', {rest}) YIELD items");
    for (rest, said) in [
        (
            "'kind', 0",
            "support must be a number of rows from 1 on, or a share above 0 and at most 1 written with a point, got 0",
        ),
        (
            "'kind', 1.5",
            "support must be a number of rows from 1 on, or a share above 0 and at most 1 written with a point, got 1.5",
        ),
        ("7, 1", "property must be the name of a property or a list of names, got 7"),
        ("[], 1", "property must be the name of a property or a list of names, got an empty list"),
        ("'kind', 1, {direction: 'up'}", "options.direction must be one of 'out', 'in', 'both', got 'up'"),
        ("'kind', 1, {max_length: 65}", "options.max_length must be an integer from 1 to 64, got 65"),
        ("'kind', 1, {min_length: 5}", "options.min_length must be at most options.max_length, which is 3, got 5"),
        ("'size', 1, {direction: 'in'}", "node 3 has no property 'size'"),
    ] {
        assert_eq!(error(&mut graph, &call(rest)), format!("pattern_mining.itemsets: {said}"), "{rest}");
    }
    let text = "CALL pattern_mining.contrast('Basket', 'IN', 'kind', 'state', 1, {direction: 'in'}) YIELD pattern";
    let said = "pattern_mining.contrast: node 4: property 'state' must be BOOLEAN, got STRING";
    assert_eq!(error(&mut graph, text), said);
    let text = "CALL pattern_mining.sequences('Basket', 'IN', 'kind', 'when', 1, {direction: 'in'}) YIELD events";
    assert_eq!(error(&mut graph, text), "pattern_mining.sequences: relationship 0 has no property 'when'");
    let text = "CALL pattern_mining.contrast('Basket', 'IN', 'kind', 'colour', 1, {direction: 'in'}) YIELD pattern";
    assert_eq!(error(&mut graph, text), "pattern_mining.contrast: node 4 has no property 'colour'");
}

#[test]
fn bounds_are_said() {
    let mut graph = graph_of(&planted(500));
    let text = "CALL pattern_mining.itemsets('Run', 'USED', 'id', 1, {max_patterns: 10}) YIELD items, complete";
    let found = rows(&mut graph, text);
    assert!(!found.is_empty() && found.iter().all(|row| row[1] == Value::Bool(false)), "{}", found.len());
}
