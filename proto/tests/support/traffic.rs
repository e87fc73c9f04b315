//! Strategies for JSON texts of events as the wire has them, right and wrong.

use std::fmt::Write as _;

use ludograph_proto::Kind;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use crate::vocabulary::{self, Member, Shape};

/// How far an event may stray from its kind's shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Care {
    /// Members may be absent; those that are there have the shape they should.
    Exact,
    /// Members may also have any other shape, and unknown ones may be among them.
    Loose,
}

/// Numbers in the spellings of `%.14g`, and the edges of what JSON allows.
pub(crate) fn number() -> BoxedStrategy<String> {
    let spelled = "0 -0 3.0 1e+14 -1e+14 1.2345678901235e+14 9.007199254741e+15 1e+20 1e-07 5e-324 1e+308 \
                   1.7976931348623e+308 -1.7976931348623e+308 9007199254740993 18446744073709551615 \
                   -9223372036854775808 12362.345901234 0.9999993762868";
    let spelled = select(spelled.split_whitespace().collect::<Vec<_>>());
    prop_oneof![
        3 => (-1000_i64..100_000).prop_map(|whole| whole.to_string()),
        2 => (-1e6..1e6_f64).prop_map(|value| format!("{value:.7}")),
        2 => spelled.prop_map(str::to_owned),
        1 => any::<f64>().prop_filter_map("finite", |value| value.is_finite().then(|| format!("{value:e}"))),
    ]
    .boxed()
}

/// Strings with their quotes: plain, escaped in every way JSON has, and beyond ASCII.
pub(crate) fn string() -> BoxedStrategy<String> {
    let piece = prop_oneof![
        4 => select(vec![
            "Ace", " of ", "7", "inf", "nan", "{}", "[", "]", ",", ":", "é", "日本", "🃏", "\\n", "\\t", "\\r", "\\b",
            "\\f", "\\\"", "\\\\", "\\/", "\\u0000", "\\u001b", "\\u00e9", "\\ud83c\\udccf", "\u{7f}", "\u{2028}",
        ])
        .prop_map(str::to_owned),
        1 => any::<char>().prop_map(|c| {
            let quoted = serde_json::to_string(&c).expect("a char is a JSON string");
            quoted[1..quoted.len() - 1].to_owned()
        }),
    ];
    vec(piece, 0..5).prop_map(|pieces| format!("\"{}\"", pieces.concat())).boxed()
}

fn flag() -> BoxedStrategy<String> {
    select(vec!["true".to_owned(), "false".to_owned()]).boxed()
}

fn list(item: BoxedStrategy<String>) -> BoxedStrategy<String> {
    let filled = vec(item, 1..4).prop_map(|items| format!("[{}]", items.join(",")));
    prop_oneof![1 => Just("{}".to_owned()), 1 => Just("[]".to_owned()), 4 => filled].boxed()
}

/// Any JSON value.
pub(crate) fn anything() -> BoxedStrategy<String> {
    let leaf = prop_oneof![number(), string(), flag(), Just("null".to_owned()), Just("{}".to_owned())];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let members = vec((select(vec!["a", "array", "id", "sign", "type"]), inner.clone()), 0..3);
        prop_oneof![
            vec(inner, 0..3).prop_map(|items| format!("[{}]", items.join(","))),
            members.prop_map(|members| {
                let named = members.into_iter().enumerate();
                join(&named.map(|(index, (key, value))| format!("\"{key}{index}\":{value}")).collect::<Vec<_>>())
            }),
        ]
    })
    .boxed()
}

fn join(members: &[String]) -> String {
    format!("{{{}}}", members.join(","))
}

/// A value of that shape.
fn shaped(shape: Shape, care: Care) -> BoxedStrategy<String> {
    match shape {
        Shape::Num => number(),
        Shape::Text => string(),
        Shape::Flag => flag(),
        Shape::TextOrFlag => prop_oneof![flag(), string()].boxed(),
        Shape::Id => prop_oneof![string(), number()].boxed(),
        Shape::Raw => anything(),
        Shape::Words => list(string()),
        Shape::Doubles => list(number()),
        Shape::Object(members) => object(members, care),
        Shape::List(members) => list(object(members, care)),
    }
}

fn object(members: &'static [Member], care: Care) -> BoxedStrategy<String> {
    let known = members.iter().map(|&(key, shape)| (key, shaped(shape, care)));
    assemble(known.collect(), care).prop_map(|members| join(&members)).boxed()
}

/// Members in any order, each there or not, and under `Loose` some of any shape and some unknown.
fn assemble(known: Vec<(&'static str, BoxedStrategy<String>)>, care: Care) -> BoxedStrategy<Vec<String>> {
    let known: Vec<_> = known
        .into_iter()
        .map(|(key, right)| {
            let value = match care {
                Care::Exact => right,
                Care::Loose => prop_oneof![9 => right, 1 => anything()].boxed(),
            };
            option::weighted(0.8, value).prop_map(move |value| value.map(|value| format!("\"{key}\":{value}")))
        })
        .collect();
    let unknown = match care {
        Care::Exact => Just(Vec::new()).boxed(),
        Care::Loose => vec((string(), anything()), 0..3).boxed(),
    };
    (known, unknown)
        .prop_map(|(known, unknown)| {
            let mut members: Vec<String> = known.into_iter().flatten().collect();
            // Numbered, so that no key repeats and none is a known one.
            for (index, (key, value)) in unknown.into_iter().enumerate() {
                members.push(format!("\"{index}{}:{value}", &key[1..]));
            }
            members
        })
        .prop_shuffle()
        .boxed()
}

/// An event of that kind, with changes one level deep.
pub(crate) fn event(kind: Kind, care: Care) -> BoxedStrategy<String> {
    let of_any_kind = select(Kind::TYPED).prop_flat_map(move |kind| bare_event(kind, care, None));
    bare_event(kind, care, Some(list(of_any_kind.boxed())))
}

fn bare_event(kind: Kind, care: Care, changes: Option<BoxedStrategy<String>>) -> BoxedStrategy<String> {
    let payload = object(vocabulary::members(kind), care);
    let content_key = if kind == Kind::ConnectionTest { "data" } else { "payload" };
    let mut known = vec![
        ("source", string()),
        ("event_id", shaped(Shape::Id, care)),
        ("timestamp", number()),
        ("version", number()),
        ("priority", string()),
        ("debug", flag()),
        ("initial", flag()),
        ("correlation_id", string()),
    ];
    known.extend(changes.map(|changes| ("changes", changes)));
    if care == Care::Loose {
        known.push((if content_key == "data" { "payload" } else { "data" }, anything()));
        if kind.wire_subtype().is_none() {
            known.push(("subtype", string()));
        }
    }
    let content = match care {
        Care::Exact => payload.prop_map(Some).boxed(),
        Care::Loose => option::weighted(0.95, prop_oneof![12 => payload, 1 => anything()]).boxed(),
    };
    (assemble(known, care), content)
        .prop_map(move |(mut members, content)| {
            let mut kind_members = format!("\"type\":\"{}\"", kind.wire_type());
            if let Some(subtype) = kind.wire_subtype() {
                write!(kind_members, ",\"subtype\":\"{subtype}\"").expect("a String takes all");
            }
            let middle = members.len() / 2;
            members.insert(middle, kind_members);
            members.extend(content.map(|content| format!("\"{content_key}\":{content}")));
            members
        })
        .prop_map(|members| join(&members))
        .boxed()
}

/// A payload of that kind whose every number is spelled `word`, and how many numbers it has.
pub(crate) fn with_every_number(members: &[Member], word: &str) -> (String, usize) {
    let mut count = 0;
    let mut texts = Vec::new();
    for (key, shape) in members {
        let value = match shape {
            Shape::Num => {
                count += 1;
                word.to_owned()
            }
            Shape::Doubles => {
                count += 2;
                format!("[{word},{word}]")
            }
            Shape::Object(inner) | Shape::List(inner) => {
                let (object, inside) = with_every_number(inner, word);
                count += inside;
                if matches!(shape, Shape::List(_)) { format!("[{object}]") } else { object }
            }
            Shape::Text | Shape::TextOrFlag | Shape::Id => "\"inf\"".to_owned(),
            Shape::Flag => "true".to_owned(),
            Shape::Raw | Shape::Words => "{}".to_owned(),
        };
        texts.push(format!("\"{key}\":{value}"));
    }
    (join(&texts), count)
}
