//! Who may know whom, read from the manifests.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

/// Each room with the rooms it may know.
const MAY_KNOW: [(&str, &[&str]); 11] = [
    ("proto", &[]),
    ("engine", &[]),
    ("observe", &["ludograph-proto", "ludograph-engine"]),
    ("engine/wasm", &["ludograph-engine"]),
    ("bus/log", &["ludograph-proto"]),
    ("bus/bolt", &[]),
    ("bus", &["ludograph-log", "ludograph-proto", "ludograph-engine", "ludograph-observe"]),
    ("analytics", &["ludograph-log", "ludograph-proto", "ludograph-engine", "ludograph-observe"]),
    ("mage/mgp", &[]),
    ("mage/host", &["ludograph-engine"]),
    ("xtask", &[]),
];

/// What a query module may know: each is a room of its own under this folder.
const MODULES: (&str, &[&str]) = ("mage/modules/", &["ludograph-engine", "ludograph-mgp"]);

/// The rooms at the border to C, where `unsafe` may stand.
const AT_THE_BORDER: [&str; 2] = ["mage/mgp", "mage/host"];

/// Crates that only some rooms may name.
const RESERVED: [(&str, &[&str]); 5] = [
    ("datafusion", &["analytics"]),
    ("axum", &["bus", "analytics"]),
    ("anyhow", &["."]),
    ("neo4rs", &["bus"]),
    ("clap", &["."]),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn manifest(room: &str) -> Table {
    let path = root().join(room).join("Cargo.toml");
    std::fs::read_to_string(&path).unwrap().parse().unwrap()
}

/// The crates a room depends on when it is used, not when it is tested.
fn dependencies(manifest: &Table) -> BTreeSet<String> {
    let names = |table: Option<&Value>| table.and_then(Value::as_table).cloned().unwrap_or_default();
    let mut found: BTreeSet<String> = names(manifest.get("dependencies")).keys().cloned().collect();
    for target in names(manifest.get("target")).values() {
        found.extend(names(target.get("dependencies")).keys().cloned());
    }
    found
}

fn members() -> Vec<String> {
    let members = manifest(".")["workspace"]["members"].as_array().unwrap().clone();
    members.into_iter().map(|member| member.as_str().unwrap().to_owned()).collect()
}

#[test]
fn rooms_know_only_whom_they_may() {
    for member in members() {
        if member == "." {
            continue;
        }
        let line = MAY_KNOW.iter().find(|(room, _)| *room == member).map(|(_, allowed)| *allowed);
        let allowed = line.or_else(|| member.starts_with(MODULES.0).then_some(MODULES.1));
        let allowed = allowed.unwrap_or_else(|| panic!("{member} has no line in MAY_KNOW"));
        for known in dependencies(&manifest(&member)).iter().filter(|name| name.starts_with("ludograph")) {
            assert!(allowed.contains(&known.as_str()), "{member} may not know {known}");
        }
    }
}

#[test]
fn reserved_crates_stay_in_their_rooms() {
    for member in members() {
        for (name, rooms) in RESERVED {
            let named = dependencies(&manifest(&member))
                .iter()
                .any(|found| found == name || found.starts_with(&format!("{name}-")));
            assert!(!named || rooms.contains(&member.as_str()), "{member} may not name {name}");
        }
    }
}

#[test]
fn every_room_inherits_the_lints_and_only_the_border_to_c_lifts_the_ban_on_unsafe() {
    let lints = &manifest(".")["workspace"]["lints"];
    assert_eq!(lints["rust"]["unsafe_code"].as_str(), Some("deny"));
    for member in members() {
        assert_eq!(manifest(&member)["lints"]["workspace"].as_bool(), Some(true), "{member}");
        if AT_THE_BORDER.contains(&member.as_str()) {
            continue;
        }
        for source in sources(&root().join(&member)) {
            let text = std::fs::read_to_string(&source).unwrap();
            // Put together, so that this file does not name itself.
            let lifted = ["allow(unsafe", "_code"].concat();
            let at_the_border = AT_THE_BORDER.iter().any(|room| source.starts_with(root().join(room)));
            assert!(at_the_border || !text.contains(&lifted), "{} lifts the ban", source.display());
        }
    }
}

#[test]
fn the_engine_and_the_types_do_no_io() {
    for room in ["engine/src", "proto/src", "observe/src"] {
        for source in sources(&root().join(room)) {
            let text = std::fs::read_to_string(&source).unwrap();
            for named in ["std::fs", "std::net", "std::time", "std::thread", "std::env"] {
                assert!(!text.contains(named), "{} names {named}", source.display());
            }
        }
    }
}

/// The Rust files below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            let skipped = path.file_name().is_some_and(|name| name == "target" || name == ".git");
            found.extend(if skipped { Vec::new() } else { sources(&path) });
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}
