//! What comes in as JSON comes back as JSON: through the types, through prost's bytes, and through repair.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

#[path = "support/normal.rs"]
mod normal;
#[path = "support/traffic.rs"]
mod traffic;
#[path = "support/vocabulary.rs"]
mod vocabulary;

use ludograph_proto::json::Json;
use ludograph_proto::pb::{Event, Payload, RepairKind};
use ludograph_proto::repair::repair;
use ludograph_proto::wire::{WireEvent, read_event, write_event};
use ludograph_proto::{Kind, Message};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{RngSeed, TestRunner};

use traffic::Care;

/// The same cases in every run unless `PROPTEST_RNG_SEED` says otherwise, so that a failure is the change's own.
fn runner() -> TestRunner {
    let given = ProptestConfig::default();
    let rng_seed = match given.rng_seed {
        RngSeed::Random => RngSeed::Fixed(0x4c75_646f),
        fixed @ RngSeed::Fixed(_) => fixed,
    };
    TestRunner::new(ProptestConfig { rng_seed, failure_persistence: None, ..given })
}

fn read(text: &str) -> WireEvent {
    read_event(Json::parse(text.as_bytes()).expect("the strategy writes JSON")).expect("the strategy writes events")
}

fn write(event: &WireEvent) -> String {
    let mut out = Vec::new();
    write_event(&event.event, &event.changes, &mut out);
    String::from_utf8(out).expect("written text is UTF-8")
}

/// The event and its changes after their way through prost's bytes, which are the same when written again.
fn through_bytes(event: &WireEvent) -> WireEvent {
    let bytes = event.event.encode_to_vec();
    let decoded = Event::decode(bytes.as_slice()).expect("own bytes are read");
    assert_eq!(decoded.encode_to_vec(), bytes, "encoding is deterministic");
    WireEvent { event: decoded, changes: event.changes.iter().map(through_bytes).collect() }
}

fn comes_back(text: &str) {
    let event = read(text);
    let written = write(&through_bytes(&event));
    let (before, after) = (Json::parse(text.as_bytes()).unwrap(), Json::parse(written.as_bytes()).unwrap());
    assert_eq!(normal::event(&before), normal::event(&after), "\n in: {text}\nout: {written}");
    assert_eq!(write(&read(&written)), written, "the second way round changes nothing");
    assert_changes_are_referenced(&event);
}

fn assert_changes_are_referenced(event: &WireEvent) {
    let references = event.event.changes.as_ref().map_or(&[][..], |changes| &changes.items);
    assert_eq!(references.len(), event.changes.len());
    for (reference, change) in references.iter().zip(&event.changes) {
        assert_eq!(reference.event_id, change.event.event_id);
        // Bit by bit, since a timestamp may be no number.
        let times = [reference.source_time_ms, change.event.source_time_ms].map(|time| time.map(f64::to_bits));
        assert_eq!(times[0], times[1]);
    }
}

#[test]
fn every_kind_comes_back_whatever_its_members_look_like() {
    for &kind in Kind::TYPED {
        let run = runner().run(&traffic::event(kind, Care::Loose), |text| {
            comes_back(&text);
            Ok(())
        });
        run.unwrap_or_else(|failure| panic!("{kind:?}: {failure}"));
    }
}

#[test]
fn members_of_the_right_shape_become_fields() {
    for &kind in Kind::TYPED {
        let run = runner().run(&traffic::event(kind, Care::Exact), |text| {
            comes_back(&text);
            let event = read(&text);
            let payload = event.event.payload.as_ref().expect("read_event sets a payload");
            prop_assert_eq!(Kind::of_payload(payload), kind);
            prop_assert_eq!(event.event.topic.as_str(), kind.topic());
            prop_assert!(!has_extra(payload), "{payload:?}");
            Ok(())
        });
        run.unwrap_or_else(|failure| panic!("{kind:?}: {failure}"));
    }
}

/// Whether anything at any depth landed in `extra_json`. A quote within a string is printed escaped, so the pattern
/// matches the field alone.
fn has_extra(payload: &Payload) -> bool {
    format!("{payload:?}").contains("extra_json: \"{")
}

#[test]
fn unknown_kinds_come_back() {
    let strategy = (traffic::string(), proptest::option::of(traffic::string()), traffic::anything());
    let run = runner().run(&strategy, |(event_type, subtype, payload)| {
        let subtype = subtype.map(|subtype| format!(",\"subtype\":{subtype}")).unwrap_or_default();
        comes_back(&format!("{{\"type\":{event_type}{subtype},\"payload\":{payload}}}"));
        Ok(())
    });
    run.unwrap();
}

#[test]
fn members_that_look_like_others_are_kept() {
    for text in [
        r#"{"type":"HEARTBEAT","payload":{},"source":"","correlation_id":""}"#,
        r#"{"type":"connection_test","payload":{"message":"a"}}"#,
        r#"{"type":"connection_test","payload":{}}"#,
        r#"{"type":"connection_test","payload":{"message":"a"},"data":{"message":"b"}}"#,
        r#"{"type":"connection_test","payload":{"message":"a"},"data":5}"#,
        r#"{"type":"connection_test","payload":5,"data":{"message":"b"}}"#,
        r#"{"type":"connection_test","data":"text"}"#,
        r#"{"type":"connection_test"}"#,
        r#"{"type":"GAME_STATE","payload":{"chips":{"array":["12","3"],"sign":1}},"changes":[{"type":"X"},5]}"#,
        r#"{"type":"GAME_STATE","payload":{"chips":3},"changes":[{"type":"MONEY_CHANGED","payload":{"new_value":1}}]}"#,
        r#"{"type":"SCORING","payload":{"ante":1}}"#,
        r#"{"type":"SCORING","subtype":7,"payload":{"ante":1}}"#,
        r#"{"type":"GAME_STATE","payload":{"jokers":[1],"hand":[{}],"deck":[],"blind":null}}"#,
    ] {
        comes_back(text);
    }
}

#[test]
fn repaired_numbers_are_doubles_without_a_finite_value() {
    let words =
        [("inf", "inf"), ("-inf", "-inf"), ("nan", "NaN"), ("-nan", "NaN"), ("1e999", "inf"), ("-nan(ind)", "NaN")];
    for &kind in Kind::TYPED {
        for (word, printed) in words {
            let (payload, count) = traffic::with_every_number(vocabulary::members(kind), word);
            let subtype = kind.wire_subtype().map(|name| format!(",\"subtype\":\"{name}\"")).unwrap_or_default();
            let body = format!("{{\"type\":\"{}\"{subtype},\"payload\":{payload}}}", kind.wire_type());
            let repaired = repair(body.as_bytes());
            assert_eq!(repaired.repairs.len(), count, "{body}");
            let event = read(std::str::from_utf8(&repaired.text).unwrap());
            let payload = event.event.payload.as_ref().unwrap();
            assert!(!has_extra(payload), "{payload:?}");
            // As a field `Some(inf)`, within a list of doubles `[inf, inf]`.
            let debug = format!("{payload:?}").replace("\"inf\"", "text");
            let found = debug.split(['(', ')', '[', ']', ',', ' ']).filter(|part| *part == printed).count();
            assert_eq!(found, count, "{kind:?} {word}: {debug}");
            comes_back(std::str::from_utf8(&repaired.text).unwrap());
        }
    }
    let repaired = repair(br#"{"type":"GAME_STATE","payload":{"chips":inf,"mult":nan,"blind":{"chips":-inf}}}"#);
    let Some(Payload::GameState(state)) = read(std::str::from_utf8(&repaired.text).unwrap()).event.payload else {
        panic!("a game state")
    };
    assert_eq!(state.chips, Some(f64::INFINITY));
    assert!(state.mult.is_some_and(f64::is_nan));
    assert_eq!(state.blind.and_then(|blind| blind.chips), Some(f64::NEG_INFINITY));
}

/// Bytes that are often structure, so that random bodies get past their first byte.
fn bytes() -> BoxedStrategy<Vec<u8>> {
    let byte = prop_oneof![3 => select(b"{}[]\",:\\infa-+.01e9#() \n\0\xc3\xa9\xff\xe2".to_vec()), 1 => any::<u8>()];
    vec(byte, 0..120).boxed()
}

/// A body as the mod writes it, with some of its bytes overwritten.
fn damaged() -> BoxedStrategy<Vec<u8>> {
    let hits = vec((any::<proptest::sample::Index>(), any::<u8>()), 1..6);
    (select(Kind::TYPED).prop_flat_map(|kind| traffic::event(kind, Care::Loose)), hits)
        .prop_map(|(text, hits)| {
            let mut body = text.into_bytes();
            for (index, byte) in hits {
                let place = index.index(body.len());
                body[place] = byte;
            }
            body
        })
        .boxed()
}

#[test]
fn any_bytes_are_read_or_refused_and_repair_is_idempotent() {
    let mut runner = TestRunner::new(ProptestConfig { cases: 4_000, ..runner().config().clone() });
    let run = runner.run(&prop_oneof![bytes(), damaged()], |body| {
        let repaired = repair(&body);
        let text = std::str::from_utf8(&repaired.text);
        prop_assert!(text.is_ok(), "mended text is UTF-8");
        prop_assert!(repaired.text.len() <= body.len() * 6);
        prop_assert!(repaired.repairs.is_sorted_by_key(|(offset, _)| *offset));
        let again = repair(&repaired.text);
        prop_assert_eq!(&again.text, &repaired.text);
        prop_assert!(again.repairs.is_empty(), "{:?}", again.repairs);
        if let Ok(json) = Json::parse(&body) {
            prop_assert_eq!(&repaired.text, &body, "what is JSON needs no repair");
            let written = json.to_text();
            prop_assert_eq!(Json::parse(written.as_bytes()).unwrap().to_text(), written);
        }
        if let Ok(json) = Json::parse(&repaired.text)
            && let Ok(event) = read_event(json)
        {
            through_bytes(&event);
            Json::parse(write(&event).as_bytes()).expect("what is written is JSON");
        }
        Ok(())
    });
    run.unwrap();
}

#[test]
fn raw_bytes_in_strings_are_mended_whatever_stands_around_them() {
    let place = vec(prop_oneof![0_u8..0x20, 0x80_u8.., Just(b'x')], 0..12);
    let run = runner().run(&place, |raw| {
        let body =
            [br#"{"type":"ERROR","payload":{"message":""#.as_slice(), &raw, br#"","context":{"n":-inf}}}"#].concat();
        let repaired = repair(&body);
        let event = read(std::str::from_utf8(&repaired.text).unwrap());
        let Some(Payload::ModError(error)) = event.event.payload else { panic!("an error event") };
        prop_assert_eq!(error.message, Some(String::from_utf8_lossy(&raw).into_owned()));
        prop_assert_eq!(error.context_json.as_deref(), Some(r#"{"n":"-inf"}"#));
        let controls = repaired.repairs.iter().filter(|(_, kind)| *kind == RepairKind::ControlByte).count();
        prop_assert_eq!(controls, raw.iter().filter(|byte| **byte < 0x20).count());
        Ok(())
    });
    run.unwrap();
}
