//! `joker_synergy`.

use ludograph_engine::mining::{PairOptions, pair_synergy};
use ludograph_host::{Options, Parameters, PropertyGraph, QueryError, Value, query};

use crate::built::{Builder, ask, error, graph_of, host, number, planted, recorded, rows, text};

const PAIRS: &str = "CALL joker_synergy.pairs(20) YIELD joker_a, joker_b, runs, wins, lift, npmi, p, q, odds_ratio, uplift, \
                     uplift_low, uplift_q, complete";

#[test]
fn pairs_are_the_engines() {
    let runs = planted(2_000);
    let expected = pair_synergy(&runs, &PairOptions::default()).unwrap();
    assert!(expected.pairs.len() > 20, "{}", expected.pairs.len());
    let found = rows(&mut graph_of(&runs), PAIRS);
    assert_eq!(found.len(), expected.pairs.len());
    for (row, pair) in found.iter().zip(&expected.pairs) {
        let name = |id: u32| runs.item_names().name(id).unwrap();
        assert_eq!((text(&row[0]), text(&row[1])), (name(pair.first), name(pair.second)));
        assert_eq!((&row[2], &row[3]), (&Value::Int(i64::from(pair.runs)), &Value::Int(i64::from(pair.wins))));
        let figures = vec![pair.lift, pair.npmi, pair.association_p, pair.association_q, pair.association.value];
        assert_eq!(row[4..9].iter().map(number).collect::<Vec<_>>(), figures);
        let low = pair.uplift.log_odds - 1.959_963_984_540_054 * pair.uplift.deviation;
        assert_eq!((number(&row[9]), number(&row[10]), number(&row[11])), (pair.uplift.log_odds, low, pair.uplift.q));
        assert_eq!(row[12], Value::Bool(true));
    }
}

#[test]
fn what_is_bought_together_need_not_win_together() {
    let Some(runs) = recorded() else { return };
    let text = "CALL joker_synergy.pairs(20) YIELD joker_a, joker_b, lift, q, uplift_q WHERE 'j_marble' IN [joker_a, joker_b] AND \
                'j_stone' IN [joker_a, joker_b] RETURN lift, q, uplift_q";
    let found = rows(&mut graph_of(&runs), text);
    assert_eq!(found.len(), 1);
    assert!(number(&found[0][0]) > 1.5 && number(&found[0][1]) < 1e-6, "{found:?}");
    assert!(number(&found[0][2]) > 0.05, "{found:?}");
}

#[test]
fn options_choose_and_order() {
    let mut graph = graph_of(&planted(1_000));
    let all = rows(&mut graph, "CALL joker_synergy.pairs(20) YIELD lift RETURN lift ORDER BY lift DESC LIMIT 3");
    let top = rows(&mut graph, "CALL joker_synergy.pairs(20, {order: 'lift', top: 3}) YIELD lift");
    assert_eq!(all, top);
    let first = rows(&mut graph, "CALL joker_synergy.pairs(20, {order: 'lift', top: 1}) YIELD joker_a, joker_b");
    let one = text(&first[0][0]).to_owned();
    let with = format!("CALL joker_synergy.pairs(20, {{with: '{one}'}}) YIELD joker_a, joker_b");
    let with = rows(&mut graph, &with);
    assert!(!with.is_empty() && with.iter().all(|row| row.iter().any(|joker| text(joker) == one)));
}

#[test]
fn scoring_judges_pairs_where_it_is_asked() {
    let mut builder = Builder(PropertyGraph::new());
    let jokers =
        ["j_baron", "j_mime", "j_of_another_game"].map(|id| builder.node("Joker", &[("id", Value::string(id))]));
    for number in 0..30 {
        let run = builder.node("Run", &[("won", Value::Bool(number % 3 == 0)), ("ante", Value::Int(8))]);
        jokers.iter().for_each(|joker| builder.edge(run, "USED", *joker, &[]));
    }
    let text = "CALL joker_synergy.pairs(20, {interaction_contexts: 4}) YIELD joker_a, joker_b, interaction, interaction_low \
                RETURN * ORDER BY joker_a, joker_b";
    let found = rows(&mut builder.0, text);
    assert_eq!(found.len(), 3);
    assert!(number(&found[0][2]) > number(&found[0][3]), "{found:?}");
    assert_eq!((&found[1][2], &found[2][2]), (&Value::Null, &Value::Null), "the rules do not know the third");
    let without = rows(&mut builder.0, "CALL joker_synergy.pairs(20) YIELD interaction");
    assert!(without.iter().all(|row| row[0] == Value::Null));
}

#[test]
fn bad_input_gets_a_sentence() {
    let mut graph = graph_of(&planted(300));
    for (arguments, said) in [
        ("0", "min_runs must be a positive integer, got 0"),
        ("5000000000", "min_runs must be at most 4294967295, got 5000000000"),
        (
            "20, {order: 'lfit'}",
            "options.order must be one of 'uplift', 'uplift_ascending', 'npmi', 'lift', 'runs', 'win_rate', \
          got 'lfit'. Did you mean 'lift'?",
        ),
        (
            "20, {odrer: 'lift'}",
            "options has no key 'odrer'; it takes order, top, min_win_rate, with, interaction_contexts, \
          seed, condition, max_pairs, alpha, time_ms. Did you mean 'order'?",
        ),
        ("20, {top: 0}", "options.top must be a positive integer, got 0"),
        ("20, {top: 'ten'}", "options.top must be INTEGER, got STRING"),
        ("20, {alpha: 2}", "options.alpha must be a number from 0 to 1, got 2"),
        ("20, {with: 'j_barn'}", "unknown joker `j_barn`; did you mean `j_baron`?"),
    ] {
        let found = error(&mut graph, &format!("CALL joker_synergy.pairs({arguments})"));
        assert!(found.starts_with(&format!("joker_synergy.pairs: {said}")), "{arguments}: {found}");
    }
    let found = error(&mut graph, "CALL joker_synergy.suggest(['j_baronn'])");
    assert_eq!(found, "joker_synergy.suggest: unknown joker in owned: `j_baronn`; did you mean `j_baron`?");
}

#[test]
fn missing_properties_name_the_node() {
    let mut builder = Builder(PropertyGraph::new());
    let joker = builder.node("Joker", &[("name", Value::string("Baron"))]);
    let run = builder.node("Run", &[("ante", Value::Int(3))]);
    builder.edge(run, "USED", joker, &[]);
    assert_eq!(
        error(&mut builder.0, "CALL joker_synergy.pairs(1)"),
        "joker_synergy.pairs: node 0 has no property 'id'"
    );
    let mut builder = Builder(PropertyGraph::new());
    builder.node("Run", &[("ante", Value::Int(3))]);
    assert_eq!(
        error(&mut builder.0, "CALL joker_synergy.pairs(1)"),
        "joker_synergy.pairs: node 0 has no property 'won'"
    );
    builder.node("Run", &[("won", Value::string("yes"))]);
    let said = "joker_synergy.pairs: node 1: property 'won' must be BOOLEAN, got STRING";
    assert_eq!(error(&mut builder.0, "CALL joker_synergy.pairs(1)"), said);
}

#[test]
fn a_run_that_is_not_over_is_left_out() {
    let mut builder = Builder(PropertyGraph::new());
    let jokers = ["a", "b"].map(|id| builder.node("Joker", &[("id", Value::string(id))]));
    for won in [Value::Bool(true), Value::Bool(false), Value::Null] {
        let run = builder.node("Run", &[("won", won)]);
        jokers.iter().for_each(|joker| builder.edge(run, "USED", *joker, &[]));
    }
    let found = rows(&mut builder.0, "CALL joker_synergy.pairs(1) YIELD runs, wins");
    assert_eq!(found, [[Value::Int(2), Value::Int(1)]]);
}

#[test]
fn clusters_are_groups_of_what_goes_together() {
    let mut builder = Builder(PropertyGraph::new());
    let jokers: Vec<_> = (0..6).map(|n| builder.node("Joker", &[("id", Value::string(&format!("j{n}")))])).collect();
    for number in 0..400_usize {
        let run = builder.node("Run", &[("won", Value::Bool(number % 5 == 0)), ("ante", Value::Int(1))]);
        let group = number % 2 * 3;
        for place in (0..3).filter(|place| (number / 2 + place) % 4 != 0) {
            builder.edge(run, "USED", jokers[group + place], &[]);
        }
    }
    let text = "CALL joker_synergy.clusters(5, {resolutions: [1.0], bootstrap: 10}) YIELD cluster, joker, size, stability, quality";
    let found = rows(&mut builder.0, text);
    let members: Vec<_> = found.iter().map(|row| (row[0].clone(), text_of(&row[1]), row[2].clone())).collect();
    let expected: Vec<_> = (0..6).map(|n| (Value::Int(n / 3), format!("j{n}"), Value::Int(3))).collect();
    assert_eq!(members, expected);
    assert!(found.iter().all(|row| number(&row[3]) > 0.9 && number(&row[4]) > 0.3), "{found:?}");
}

fn text_of(value: &Value) -> String {
    text(value).to_owned()
}

#[test]
fn suggestions_say_what_they_rest_on() {
    let mut graph = graph_of(&planted(4_000));
    let best = rows(&mut graph, "CALL joker_synergy.pairs(20, {top: 1}) YIELD joker_a, joker_b");
    let (owned, partner) = (text_of(&best[0][0]), text_of(&best[0][1]));
    let query = format!(
        "CALL joker_synergy.suggest(['{owned}'], {{offers: ['{partner}', {{joker: 'j_joker', cost: 2}}], money: 30}}) YIELD \
         joker, cost, gain, gain_low, gain_high, evidence"
    );
    let found = rows(&mut graph, &query);
    assert_eq!(found.len(), 2);
    assert_eq!(text(&found[0][0]), partner);
    assert!(number(&found[0][2]) > 0.0 && number(&found[0][3]) <= number(&found[0][2]), "{found:?}");
    let Value::List(terms) = &found[0][5] else { panic!("{found:?}") };
    assert_eq!(terms.len(), 2, "its own term and the one with what is owned");
    // What nobody can pay is not suggested.
    let dear =
        format!("CALL joker_synergy.suggest(['{owned}'], {{offers: [{{joker: '{partner}', cost: 9}}], money: 8}})");
    assert!(rows(&mut graph, &dear).is_empty());
}

#[test]
fn what_was_found_is_written_once() {
    let mut graph = graph_of(&planted(1_000));
    let write = "CALL joker_synergy.write(20, {interaction_contexts: 2}) YIELD created, updated, removed, stale";
    let options = Options { refuse_writes: true, ..Options::default() };
    let refused = query(&host(), &mut graph, write, &Parameters::new(), &options).unwrap_err();
    assert_eq!(refused.to_string(), "'joker_synergy.write' is a write procedure, and this call may only read");
    let relationships = graph.relationship_count();
    let first = rows(&mut graph, write);
    let Value::Int(created) = first[0][0] else { panic!("{first:?}") };
    assert!(created > 3, "{first:?}");
    assert_eq!(graph.relationship_count(), relationships + usize::try_from(created).unwrap());
    let again = rows(&mut graph, write);
    assert_eq!(again[0], [Value::Int(0), Value::Int(created), Value::Int(0), Value::Int(0)]);
    // With a stricter search some are stale; they go where that is asked for.
    let strict = "CALL joker_synergy.write(20, {interaction_contexts: 0, top: 1}) YIELD stale";
    assert_eq!(rows(&mut graph, strict), [[Value::Int(created - 1)]]);
    let replaced =
        "CALL joker_synergy.write(20, {interaction_contexts: 0, top: 1, replace: true}) YIELD removed, stale";
    assert_eq!(rows(&mut graph, replaced), [[Value::Int(created - 1), Value::Int(0)]]);
    assert_eq!(graph.relationship_count(), relationships + 1);
    let saved = graph.to_json();
    for property in ["\"lift\":", "\"confidence\":", "\"runs\":"] {
        assert!(saved.contains(property), "{property}");
    }
}

#[test]
fn time_that_is_over_is_said() {
    let mut graph = graph_of(&planted(3_000));
    // How much time is too little depends on the machine: half as much each time.
    let ends_early = [4_000, 2_000, 1_000, 500, 250, 125, 60].into_iter().any(|time_ms| {
        let clusters = "joker_synergy.clusters(5, {bootstrap: 100000, starts: 100, time_ms:";
        let found = rows(&mut graph, &format!("CALL {clusters} {time_ms}}}) YIELD complete"));
        !found.is_empty() && found.iter().all(|row| row[0] == Value::Bool(false))
    });
    assert!(ends_early);
    let options = Options { timeout: Some(std::time::Duration::from_millis(50)), ..Options::default() };
    let text = "CALL joker_synergy.clusters(5, {bootstrap: 100000, starts: 100, time_ms: 60000})";
    let stopped = query(&host(), &mut graph, text, &Parameters::new(), &options).unwrap_err();
    assert!(matches!(stopped, QueryError::Call(ludograph_host::CallError::Aborted { .. })), "{stopped}");
    assert!(ask(&mut graph, "CALL joker_synergy.pairs(20)").is_ok(), "the host goes on");
}
