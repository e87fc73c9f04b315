//! `ludograph brigade`

use std::path::{Path, PathBuf};

use ludograph_engine::brigade::{scenario, scenario_names};

use crate::program::{ludograph, stderr, stdout};

fn asked(folder: &Path, sql: &str) -> String {
    let output = ludograph(&["sql", "--data", folder.to_str().unwrap(), "--format", "csv", sql]);
    assert!(output.status.success(), "{}", stderr(&output));
    stdout(&output)
}

fn simulate(folder: &Path, more: &[&str]) -> std::process::Output {
    ludograph(&[&["brigade", "simulate", "--into", folder.to_str().unwrap(), "--seed", "5"], more].concat())
}

#[test]
fn scenarios_are_listed_and_shown() {
    let text = stdout(&ludograph(&["brigade", "scenarios"]));
    assert_eq!(text.lines().count(), 19, "{text}");
    let shown = stdout(&ludograph(&["brigade", "show", "hard"]));
    let shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(shown["num_houses"], 10);
    let wrong = ludograph(&["brigade", "show", "hrad"]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(stderr(&wrong).contains("did you mean `hard`?"), "{}", stderr(&wrong));
}

#[test]
fn a_game_is_drawn_and_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("game.json");
    let arguments = ["brigade", "play", "--scenario", "hard", "--seed", "7", "--record", file.to_str().unwrap()];
    let output = ludograph(&arguments);
    let text = stdout(&output);
    assert!(output.status.success(), "{}", stderr(&output));
    let nights = text.lines().filter(|line| line.starts_with("night ")).count();
    assert!(nights >= 15 && text.contains(&format!("over after {nights} nights")), "{text}");
    assert!(text.contains("free_rider") && !text.contains('\u{1b}'), "{text}");
    let recorded: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    assert_eq!((recorded["actions"].as_array().unwrap().len(), &recorded["seed"]), (nights, &"7".into()));
    let again = ludograph(&["brigade", "play", "--scenario", "hard", "--seed", "7", "--watch", "--speed", "1000"]);
    assert_eq!(
        stdout(&again).lines().collect::<Vec<_>>(),
        text.lines().filter(|line| !line.starts_with("recorded")).collect::<Vec<_>>()
    );
}

#[test]
fn games_are_written_once_and_a_cut_short_run_is_completed() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("games");
    let first = simulate(&data, &["--games", "60", "--nights"]);
    assert!(stdout(&first).contains("60 rows of brigade_games"), "{}{}", stdout(&first), stderr(&first));
    let counts = "SELECT (SELECT count(*) FROM brigade_games) AS games, (SELECT count(*) FROM brigade_agents) AS agents, \
                  (SELECT count(DISTINCT game_id) FROM brigade_nights) AS nights";
    assert_eq!(asked(&data, counts), "games,agents,nights\r\n60,240,60\r\n");

    let again = simulate(&data, &["--games", "60", "--nights"]);
    assert!(again.status.success() && stdout(&again).contains("is there already: 60 games"), "{}", stdout(&again));
    let other = simulate(&data, &["--games", "61"]);
    assert!(!other.status.success() && stderr(&other).contains("with 60 games and not 61"), "{}", stderr(&other));
    assert_eq!(asked(&data, counts), "games,agents,nights\r\n60,240,60\r\n");

    // As a run is left that was cut short before its last commit.
    std::fs::remove_dir_all(data.join("store/brigade_games")).unwrap();
    let short = simulate(&data, &["--games", "61", "--nights"]);
    assert!(
        !short.status.success() && stderr(&short).contains("brigade_agents already, with 60"),
        "{}",
        stderr(&short)
    );
    let completed = simulate(&data, &["--games", "60", "--nights"]);
    assert!(
        stdout(&completed).contains(": 60 rows of brigade_games in"),
        "{}{}",
        stdout(&completed),
        stderr(&completed)
    );
    assert_eq!(asked(&data, counts), "games,agents,nights\r\n60,240,60\r\n");

    let keyed = simulate(&data, &["--games", "10", "--key", "other"]);
    assert!(keyed.status.success(), "{}", stderr(&keyed));
    assert_eq!(asked(&data, counts), "games,agents,nights\r\n70,280,60\r\n");
    let named = ludograph(&["sql", "--data", data.to_str().unwrap(), "--named", "brigade_teams"]);
    assert!(stdout(&named).contains("hero,hero,liar,free_rider"), "{}", stdout(&named));
}

#[test]
fn a_rebuilt_store_keeps_simulated_games() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let (log, _) = ludograph_log::Log::open(&data.join("log"), ludograph_log::LogOptions::default()).unwrap();
    log.close().unwrap();
    assert!(simulate(data, &["--games", "20"]).status.success());
    let rebuilt = ludograph(&["store", "rebuild", "--data", data.to_str().unwrap()]);
    assert!(rebuilt.status.success(), "{}", stderr(&rebuilt));
    assert_eq!(asked(data, "SELECT count(*) AS n FROM brigade_agents"), "n\r\n80\r\n");
}

#[test]
fn a_tournament_ranks_its_pool() {
    let arguments = ["brigade", "tournament", "--pool", "specialist,always_rest", "--team-size", "3", "--games", "40"];
    let arguments = [&arguments[..], &["--scenario", "minimal_specialization"]].concat();
    let text = stdout(&ludograph(&arguments));
    let place = |name: &str| text.find(&format!(" {name} ")).unwrap();
    assert!(place("specialist") < place("always_rest") && text.contains("95 % interval"), "{text}");
    let json = stdout(&ludograph(&[&arguments[..], &["--json"]].concat()));
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(report["teams"].as_array().unwrap().len(), 4);
    let skill = &report["standings"][0]["skill"];
    assert!(
        skill["low"].as_f64() < skill["mean"].as_f64() && skill["mean"].as_f64() < skill["high"].as_f64(),
        "{json}"
    );
}

#[test]
fn parameters_are_bred() {
    let arguments = ["brigade", "evolve", "--population", "6", "--generations", "3", "--games", "10"];
    let text = stdout(&ludograph(&arguments));
    assert!(text.contains("honesty_bias") && text.contains("altruism_factor"), "{text}");
    let json = stdout(&ludograph(&[&arguments[..], &["--json"]].concat()));
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(report["history"].as_array().unwrap().len(), 3);
    assert_eq!(report["agent"]["parameters"].as_array().unwrap().len(), 10);
    let refused = ludograph(&["brigade", "evolve", "--beside", "hero,hero", "--seat", "9"]);
    assert!(!refused.status.success() && stderr(&refused).contains("seat"), "{}", stderr(&refused));
}

#[test]
fn an_oracle_tells_whom_players_settle_on() {
    let arguments = ["brigade", "oracle", "--pool", "always_rest", "--games", "20"];
    let text = stdout(&ludograph(&arguments));
    assert!(text.contains("100.0% always_rest") && text.contains(": within"), "{text}");
    let heterogeneous = [&arguments[..], &["--symmetry", "heterogeneous", "--json"]].concat();
    let report: serde_json::Value = serde_json::from_str(&stdout(&ludograph(&heterogeneous))).unwrap();
    assert_eq!(report["players"].as_array().unwrap().len(), 4);
    assert_eq!((&report["converged"], &report["exploitability"]), (&true.into(), &0.0.into()));
}

#[test]
fn verifying_counts_what_differs_and_fails() {
    let folder = tempfile::tempdir().unwrap();
    let named = scenario_names().map(|name| (name.to_owned(), serde_json::to_value(scenario(name).unwrap()).unwrap()));
    let mut scenarios: serde_json::Map<String, serde_json::Value> = named.collect();
    let file = |name: &str, scenarios: &serde_json::Map<String, serde_json::Value>| -> PathBuf {
        let path = folder.path().join(name);
        std::fs::write(&path, serde_json::json!({ "python": scenarios }).to_string()).unwrap();
        path
    };
    let good = file("good.json", &scenarios);
    scenarios["hard"]["prob_house_catches_fire"] = 0.5.into();
    let bad = file("bad.json", &scenarios);
    let passed = ludograph(&["brigade", "verify", good.to_str().unwrap()]);
    assert_eq!(stdout(&passed).lines().last(), Some("18 passed, 0 failed"), "{}", stdout(&passed));
    assert_eq!(passed.status.code(), Some(0));
    let failed = ludograph(&["brigade", "verify", good.to_str().unwrap(), bad.to_str().unwrap(), "/nonexistent.json"]);
    let text = stdout(&failed);
    assert_eq!(text.lines().last(), Some("35 passed, 2 failed"), "{text}");
    assert!(text.contains("bad.json") && text.contains("/nonexistent.json") && text.lines().count() == 3, "{text}");
    assert_eq!(failed.status.code(), Some(1));
}

#[test]
fn recorded_games_come_out_as_recorded() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/golden/brigade");
    let files = ["deterministic.json", "rng.json", "scenarios.json"].map(|name| folder.join(name));
    if !files.iter().all(|file| file.exists()) {
        println!("skipped: no recorded games in {}", folder.display());
        return;
    }
    let mut arguments = vec!["brigade", "verify"];
    arguments.extend(files.iter().map(|file| file.to_str().unwrap()));
    let output = ludograph(&arguments);
    let text = stdout(&output);
    assert!(output.status.success() && text.lines().last().unwrap().ends_with(" passed, 0 failed"), "{text}");
}
