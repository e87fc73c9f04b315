//! The schema keeps the rules that buf's linter would hold it to, and each rule is seen to catch a file that breaks it.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

#[path = "support/rules.rs"]
mod rules;

use std::path::Path;

use prost_types::FileDescriptorProto;
use protox::file::File;
use rules::Rule;

/// A rule's name, the rule, a file that breaks it, and what it should say of that file.
const RULES: &[(&str, Rule, &str, &[&str])] = &[
    (
        "the package is ludograph.v1 and matches the folder",
        rules::package_matches_folder,
        "syntax = \"proto3\"; package ludograph.v2;",
        &["ludograph/v1/bad.proto: ludograph.v2"],
    ),
    (
        "an enum begins with a zero value that ends in _UNSPECIFIED",
        rules::enums_begin_unspecified,
        "syntax = \"proto3\"; package ludograph.v1; enum Suit { SUIT_HEARTS = 0; }
         message Outer { enum Good { GOOD_UNSPECIFIED = 0; } enum Seal { SEAL_NONE = 0; } }",
        &["Suit", "Seal"],
    ),
    (
        "an enum's values carry the enum's name",
        rules::enum_values_are_prefixed,
        "syntax = \"proto3\"; package ludograph.v1; enum BlindKind { BLIND_KIND_UNSPECIFIED = 0; SMALL = 1; }",
        &["SMALL"],
    ),
    (
        "fields are lower_snake_case",
        rules::fields_are_lower_snake,
        "syntax = \"proto3\"; package ludograph.v1;
         message Card { string cardRank = 1; string suit_ = 2; string edition2 = 3; oneof Kind { string seal = 4; } }",
        &["Field cardRank", "Field suit_", "Oneof Kind"],
    ),
    (
        "messages and enums are PascalCase",
        rules::messages_are_pascal,
        "syntax = \"proto3\"; package ludograph.v1; message game_state { message Inner {} }
         enum SUIT { SUIT_UNSPECIFIED = 0; }",
        &["Message game_state", "Enum SUIT"],
    ),
    (
        "everything has a leading comment",
        rules::everything_is_commented,
        "syntax = \"proto3\"; package ludograph.v1;
         // A card.
         message Card {
           // Its rank.
           string rank = 1;

           string suit = 2;
         }

         enum Seal { SEAL_UNSPECIFIED = 0; }",
        &["suit", "SEAL_UNSPECIFIED", "Seal"],
    ),
    (
        "a number is used once and never again after its field is gone",
        rules::numbers_are_used_once,
        "syntax = \"proto3\"; package ludograph.v1;
         message Card {
           reserved 3 to 4; reserved \"seal\"; string rank = 1; string suit = 1; string id = 4; string seal = 5;
         }
         enum Seal { SEAL_UNSPECIFIED = 0; SEAL_RED = 1; SEAL_BLUE = 1; }",
        &["Card.suit = 1", "Card.id = 4", "Card.seal = 5", "SEAL_BLUE"],
    ),
    (
        "nothing is required",
        rules::nothing_is_required,
        "syntax = \"proto2\"; package ludograph.v1;
         message Card { required string rank = 1; optional string suit = 2; }",
        &["rank"],
    ),
    (
        "imports are used",
        rules::imports_are_used,
        "syntax = \"proto3\"; package ludograph.v1; import \"ludograph/v1/balatro.proto\";
         message Card { string rank = 1; }",
        &["ludograph/v1/bad.proto imports ludograph/v1/balatro.proto"],
    ),
];

/// Every file of the schema, compiled: types resolved, comments kept. The folder decides, not a list, so that a new
/// file is held to the rules too.
fn schema() -> Vec<FileDescriptorProto> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<String> = std::fs::read_dir(root.join("ludograph/v1"))
        .unwrap()
        .map(|entry| format!("ludograph/v1/{}", entry.unwrap().file_name().to_str().unwrap()))
        .collect();
    files.sort();
    protox::compile(files, [root]).unwrap().file
}

#[test]
fn the_schema_keeps_every_rule() {
    let files = schema();
    assert!(files.len() >= 3);
    for (name, rule, ..) in RULES {
        let broken = rule(&files);
        assert!(broken.is_empty(), "{name}: {broken:#?}");
    }
}

#[test]
fn every_rule_catches_what_breaks_it() {
    for (name, rule, source, expected) in RULES {
        // Parsed only: the compiler itself would refuse some of these files before a rule could.
        let bad = File::from_source("ludograph/v1/bad.proto", source).unwrap();
        assert_eq!(rule(&[bad.file_descriptor_proto().clone()]), *expected, "{name}");
    }
}
