//! Help, configuration, exit codes.

use crate::program::{ludograph, stderr, stdout};

#[test]
fn help_names_every_command_and_examples() {
    let output = ludograph(&["--help"]);
    assert!(output.status.success());
    let help = stdout(&output);
    for word in ["serve", "demo", "replay", "sql", "balatro", "synergy", "patterns", "verify", "config", "Examples:"] {
        assert!(help.contains(word), "{word} in {help}");
    }
    assert!(!help.contains('\u{1b}'), "no colours where there is no terminal");
    for command in ["serve", "demo", "replay", "sql", "balatro", "synergy", "patterns", "config"] {
        let output = ludograph(&[command, "--help"]);
        assert!(output.status.success() && stdout(&output).contains("Usage:"), "{command}");
    }
}

#[test]
fn mistakes_end_with_a_code_and_words() {
    for (arguments, code, words) in [
        (&["sevre"][..], 2, "serve"),
        (&["replay", "/nonexistent.ndjson"], 1, "/nonexistent.ndjson"),
        (&["replay", ".", "--speed", "0"], 2, "above 0"),
        (&["sql", "--data", "/nonexistent", "SELECT 1"], 1, "holds no log"),
        (&["sql", "--named", "rnus"], 1, "did you mean"),
        (&["serve", "--listen", "0.0.0.0:1"], 1, "token or mutual TLS"),
        (&["serve", "--hot-limit", "much"], 1, "hot_limit"),
        (&["config", "--config", "/nonexistent.toml"], 1, "/nonexistent.toml"),
    ] {
        let output = ludograph(arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(words), "{arguments:?}: {}", stderr(&output));
    }
}

#[test]
fn config_prints_values_with_their_sources() {
    let output = ludograph(&["config", "--hot-limit", "1GiB"]);
    let text = stdout(&output);
    assert!(text.contains("hot_limit = \"1GiB\"") && text.contains("# flag --hot-limit"), "{text}");
    assert!(text.contains("listen = \"127.0.0.1:8080\"") && text.contains("# default"), "{text}");
}

#[test]
fn named_queries_are_listed() {
    let text = stdout(&ludograph(&["sql", "--named", "list"]));
    assert!(text.lines().count() >= 10, "{text}");
}
