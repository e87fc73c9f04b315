//! The table functions that search, over queries given as text and over the store's runs.

use ludograph_analytics::Analytics;

use crate::support::{error, lines, tables, three_games};

async fn asked(analytics: &Analytics, sql: &str) -> Vec<String> {
    lines(analytics, sql).await
}

#[tokio::test]
async fn itemsets_are_found_in_the_rows_of_a_query() {
    let analytics = tables(&[]);
    let rows = "(VALUES (1, ''a''), (1, ''b''), (2, ''b''), (2, ''a''), (3, ''a''), (4, ''c''), (4, NULL)) AS t(r, n)";
    let sql = format!("SELECT items, support, share, lift FROM frequent_itemsets(2, 3, 'SELECT r, n FROM {rows}')");
    let expected = [
        r#"{"items":["a"],"support":3,"share":0.75,"lift":1}"#,
        r#"{"items":["a","b"],"support":2,"share":0.5,"lift":1.3333333333333333}"#,
        r#"{"items":["b"],"support":2,"share":0.5,"lift":1}"#,
    ];
    assert_eq!(asked(&analytics, &sql).await, expected);
    let sql = format!("SELECT items[1] AS item FROM frequent_itemsets(0.7, 'SELECT r, n FROM {rows}')");
    assert_eq!(asked(&analytics, &sql).await, [r#"{"item":"a"}"#], "a share, and the length left out");
}

#[tokio::test]
async fn sequences_follow_the_order_of_the_rows() {
    let analytics = tables(&[]);
    let rows = "(VALUES (1, 1, ''x''), (1, 2, ''y''), (2, 5, ''x''), (2, 9, ''y''), (3, 1, ''y''), (3, 2, ''x'')) \
                AS t(r, at, n)";
    let sql = format!(
        "SELECT events, support FROM frequent_sequences(1, 2, 'SELECT r, n FROM {rows} ORDER BY r, at') \
         WHERE length = 2"
    );
    let expected = [r#"{"events":["x","y"],"support":2}"#, r#"{"events":["y","x"],"support":1}"#];
    assert_eq!(asked(&analytics, &sql).await, expected);
}

#[tokio::test]
async fn contrasts_count_wins_and_leave_open_rows_out() {
    let analytics = tables(&[]);
    let rows = "(VALUES (1, ''a'', true), (1, ''b'', true), (2, ''a'', true), (3, ''b'', false), (4, ''b'', false), \
                (5, ''a'', NULL)) AS t(r, n, won)";
    let sql = format!(
        "SELECT pattern, support, wins, p FROM contrast_patterns('itemsets', 1, 1, 'SELECT r, n, won FROM {rows}') \
         ORDER BY pattern[1]"
    );
    let found = asked(&analytics, &sql).await;
    // a: two of two won against none of two: one of the six tables is as unlikely at each end, 2 / 6.
    assert!(found[0].starts_with(r#"{"pattern":["a"],"support":2,"wins":2,"p":0.333333"#), "{found:?}");
    // b: one of three won against one of one: every table is as likely or less.
    assert!(found[1].starts_with(r#"{"pattern":["b"],"support":3,"wins":1,"p":"#), "{found:?}");
    assert_eq!(found.len(), 2);
}

#[tokio::test]
async fn without_a_query_the_finished_runs_of_the_store_are_searched() {
    let analytics = tables(&three_games());
    let runs = analytics.runs().await.unwrap();
    assert_eq!((runs.len(), runs.won()), (2, &[true, false][..]), "the third game is still going on");
    assert_eq!(runs.antes(), [Some(8), Some(1)]);
    assert_eq!(runs.scores(), [Some(110_000.0), Some(200.0)]);
    let named = |run: usize| -> Vec<&str> {
        runs.events().row(run).iter().filter_map(|event| runs.event_names().name(*event)).collect()
    };
    let won = ["hands:1", "gain:j_blueprint", "gain:j_joker", "meet:Verdant Leaf", "discards:1", "hands:2"];
    assert_eq!(named(0), won);
    assert_eq!(named(1), ["discards:2", "hands:2", "gain:j_joker", "hands:4"]);
    let expected = [
        r#"{"items":["j_joker"],"support":2}"#,
        r#"{"items":["j_blueprint"],"support":1}"#,
        r#"{"items":["j_blueprint","j_joker"],"support":1}"#,
    ];
    let sql = "SELECT items, support FROM frequent_itemsets(1) ORDER BY support DESC, length";
    assert_eq!(asked(&analytics, sql).await, expected);
    let sql = "SELECT joker_a, joker_b, runs, wins, lift, is_winning FROM joker_synergy(1)";
    let pair = r#"{"joker_a":"j_blueprint","joker_b":"j_joker","runs":1,"wins":1,"lift":1,"is_winning":false}"#;
    assert_eq!(asked(&analytics, sql).await, [pair]);
    let sql = "SELECT events FROM frequent_sequences(2, 3) ORDER BY events[1]";
    assert_eq!(asked(&analytics, sql).await, [r#"{"events":["gain:j_joker"]}"#, r#"{"events":["hands:2"]}"#]);
}

#[tokio::test]
async fn jokers_are_ordered_in_a_hand_and_in_stored_states() {
    let analytics = tables(&three_games());
    // 30 chips; 2 · 3 + 4 mult as given, (2 + 4) · 3 in the best order.
    let hand = r#"{"played":[{"rank":"K","suit":"S"},{"rank":"K","suit":"H"}],"jokers":[{"id":"j_cavendish"},{"id":"j_joker"}]}"#;
    let sql = format!("SELECT slot, joker, moved_from, hand, score, score_as_given, proven FROM joker_order('{hand}')");
    let expected = [
        r#"{"slot":0,"joker":"Joker","moved_from":1,"hand":"Pair","score":540,"score_as_given":300,"proven":true}"#,
        r#"{"slot":1,"joker":"Cavendish","moved_from":0,"hand":"Pair","score":540,"score_as_given":300,"proven":true}"#,
    ];
    assert_eq!(asked(&analytics, &sql).await, expected);
    let sql = "SELECT slot, joker, moved_from, score FROM joker_order('SELECT payload FROM events \
               WHERE type = ''GAME_STATE'' AND game_id = ''01010101-0101-0101-0101-010101010101'' \
               ORDER BY position DESC LIMIT 1')";
    // A high card, 15 chips; Blueprint to the left of Joker adds its 4 mult again.
    let expected = [
        r#"{"slot":0,"joker":"Blueprint","moved_from":1,"score":45}"#,
        r#"{"slot":1,"joker":"Joker","moved_from":0,"score":45}"#,
    ];
    assert_eq!(asked(&analytics, sql).await, expected);
}

#[tokio::test]
async fn what_is_wrong_is_said() {
    let analytics = tables(&three_games());
    for (call, part) in [
        ("frequent_itemsets()", "takes the least support first"),
        ("frequent_itemsets(0)", "takes the least support first"),
        ("frequent_itemsets(1.5)", "takes the least support first"),
        ("frequent_itemsets(1, 0)", "the greatest length is a whole number from 1 to 64, this is 0"),
        ("frequent_itemsets(1, 2, 'SELECT 1, 2', 3)", "does not take the argument 3"),
        ("frequent_itemsets(1, 2, 'DROP TABLE events')", "DROP TABLE is refused"),
        ("frequent_itemsets(1, 2, 'SELECT 1, 2 FROM event')", "did you mean `events`?"),
        ("frequent_itemsets(1, 2, 'SELECT 1')", "columns are to be row, name; it has 1"),
        ("contrast_patterns(1)", "takes 'itemsets' or 'sequences' first"),
        ("contrast_patterns('itemsets', 1, 2, 'SELECT 1, 2, 3')", "won (true or false)"),
        ("joker_synergy(0)", "the fewest runs with both is a whole number from 1"),
        ("joker_order()", "takes a hand as JSON"),
        ("joker_order('{}', 'best')", "luck is 'least', 'most' or 'mean', this is 'best'"),
        ("joker_order('{\"played\":[],\"jokers\":[{\"id\":\"j_jokr\"}]}')", "did you mean `j_joker`?"),
        ("joker_ordr('{}')", "did you mean `joker_order`?"),
    ] {
        let said = error(&analytics, &format!("SELECT * FROM {call}")).await.to_string();
        assert!(said.contains(part), "{call}: {said}");
    }
}
