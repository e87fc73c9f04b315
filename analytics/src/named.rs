//! The named queries: the files of `/queries`, compiled in.
//!
//! The first line of a file is a comment with its title, the second one says what it answers.

use std::sync::OnceLock;

/// A query with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamedQuery {
    /// Its name: the file's, without ending.
    pub name: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What it answers.
    pub answers: &'static str,
    /// Its SQL, with the comments.
    pub sql: &'static str,
}

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../queries/", $name, ".sql"))),)*]
    };
}

const FILES: [(&str, &str); 30] = files![
    "best_hands",
    "blind_difficulty",
    "brigade_endings",
    "brigade_free_riding",
    "brigade_help",
    "brigade_honesty",
    "brigade_lies_and_ruin",
    "brigade_nights_by_number",
    "brigade_ruin_by_scenario",
    "brigade_teams",
    "brigade_work_and_reward",
    "brigade_workers_and_fires",
    "deaths_by_blind",
    "discards_and_score",
    "duplicates_and_late",
    "economy",
    "event_kinds",
    "hands_left",
    "joker_itemsets",
    "joker_pairs",
    "joker_synergies",
    "joker_usage",
    "money_over_time",
    "repairs",
    "round_scores",
    "round_times",
    "run_sequences",
    "sessions",
    "win_rate",
    "winning_jokers",
];

/// All named queries, by name.
#[must_use]
pub fn named_queries() -> &'static [NamedQuery] {
    static QUERIES: OnceLock<Vec<NamedQuery>> = OnceLock::new();
    QUERIES.get_or_init(|| {
        let mut queries: Vec<NamedQuery> = FILES.iter().map(|(name, sql)| read(name, sql)).collect();
        queries.sort_by_key(|query| query.name);
        queries
    })
}

fn read(name: &'static str, sql: &'static str) -> NamedQuery {
    let mut comments = sql.lines().map(|line| line.strip_prefix("--").unwrap_or_default().trim());
    NamedQuery { name, title: comments.next().unwrap_or_default(), answers: comments.next().unwrap_or_default(), sql }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_compiled_in_with_title_and_purpose() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../queries");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter_map(|name| name.strip_suffix(".sql").map(str::to_owned))
            .collect();
        files.sort();
        let names: Vec<&str> = named_queries().iter().map(|query| query.name).collect();
        assert_eq!(names, files);
        for query in named_queries() {
            assert!(!query.title.is_empty() && !query.answers.is_empty(), "{}", query.name);
        }
    }
}
