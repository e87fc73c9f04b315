//! The form in which what came in and what goes out are compared.
//!
//! Exactly these differences are taken away, because the wire itself does not tell them apart or the canonical event
//! does not keep them apart:
//! * an empty list and an empty object are the same (`[]` == `{}`: the mod's encoder has one empty table);
//! * a numeric id is its text (`12` == `"12"`) under the keys that hold ids;
//! * a connection test's object under `payload` stands under `data`;
//! * a number is its double, compared bit by bit, so that `3`, `3.0` and `3e0` are one and `0` and `-0` are two;
//! * the order of an object's members.

use std::collections::BTreeMap;

use ludograph_proto::json::Json;

/// The members that hold ids.
const IDS: [&str; 4] = ["id", "event_id", "game_id", "seed"];

/// A JSON value in its comparable form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Normal {
    Null,
    Bool(bool),
    Double(u64),
    Text(String),
    Empty,
    List(Vec<Normal>),
    Object(BTreeMap<String, Normal>),
}

/// An event with its changes.
pub(crate) fn event(json: &Json<'_>) -> Normal {
    let mut normal = value("", json);
    let Normal::Object(members) = &mut normal else { return normal };
    let is_connection_test = members.get("type") == Some(&Normal::Text("connection_test".to_owned()));
    let is_content = matches!(members.get("payload"), Some(Normal::Object(_)))
        || matches!(json.get("payload"), Some(Json::Object(members)) if members.is_empty());
    if is_connection_test && is_content && !members.contains_key("data") {
        let content = members.remove("payload").expect("just seen");
        members.insert("data".to_owned(), content);
    }
    if let Some(Json::Array(changes)) = json.get("changes")
        && !changes.is_empty()
    {
        members.insert("changes".to_owned(), Normal::List(changes.iter().map(event).collect()));
    }
    normal
}

fn value(key: &str, json: &Json<'_>) -> Normal {
    match json {
        Json::Null => Normal::Null,
        Json::Bool(flag) => Normal::Bool(*flag),
        Json::Number(number) if IDS.contains(&key) => Normal::Text(number.to_string()),
        Json::Number(number) => Normal::Double(number.as_f64().expect("a finite number").to_bits()),
        Json::String(text) => Normal::Text(text.clone().into_owned()),
        Json::Array(items) if items.is_empty() => Normal::Empty,
        Json::Array(items) => Normal::List(items.iter().map(|item| value("", item)).collect()),
        Json::Object(members) if members.is_empty() => Normal::Empty,
        Json::Object(members) => {
            Normal::Object(members.iter().map(|(key, member)| (key.to_string(), value(key, member))).collect())
        }
    }
}
