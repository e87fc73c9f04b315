//! What JavaScript hands over as JSON, read once and checked.

use ludograph_engine::brigade::{AgentSpec, Match, RuleSet, Scenario, Stream, scenario};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::Refused;

/// Memory one object of the border may ask for. WebAssembly ends the whole instance where memory runs out, so that has to
/// be refused before.
pub(crate) const BYTES_MAX: usize = 1 << 29;

/// Refuses what would take more than [`BYTES_MAX`].
pub(crate) fn expect_bytes(what: &str, bytes: usize) -> Result<(), Refused> {
    if bytes <= BYTES_MAX {
        return Ok(());
    }
    let mebibytes = |bytes: usize| bytes >> 20;
    let message = format!("{what} would take {} MiB; at most {} MiB are given", mebibytes(bytes), mebibytes(BYTES_MAX));
    Err(Refused::new("exhausted", message))
}

/// A type from text, by way of a value: one reader for all types keeps the module small.
pub(crate) fn read_json<T: DeserializeOwned>(what: &str, text: &str) -> Result<T, Refused> {
    let read = serde_json::from_str::<Value>(text).and_then(|value| T::deserialize(&value));
    read.map_err(|error| Refused::json(what, &error))
}

/// A scenario from a name or JSON text, which begins with a brace.
pub(crate) fn read_scenario(text: &str) -> Result<Scenario, Refused> {
    let text = text.trim_start();
    if text.starts_with('{') { Ok(Scenario::from_json(text)?) } else { Ok(scenario(text)?.clone()) }
}

/// Who plays what; a seat without an agent is JavaScript's.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct MatchJson {
    scenario: String,
    team: Vec<Option<Value>>,
    #[serde(default)]
    rules: Option<String>,
    #[serde(default)]
    nights_max: Option<u32>,
    #[serde(default)]
    stream: Option<Stream>,
}

/// A match, some of whose seats may wait for actions from outside.
pub(crate) struct MixedMatch {
    pub(crate) scenario: Scenario,
    /// In the order of seats; `None` is decided outside.
    pub(crate) team: Vec<Option<AgentSpec>>,
    pub(crate) rules: RuleSet,
    pub(crate) nights_max: u32,
    pub(crate) stream: Stream,
}

/// Reads one agent: a name, ten numbers, a heuristic or rules.
pub(crate) fn read_agent(value: &Value) -> Result<AgentSpec, Refused> {
    let spec = AgentSpec::deserialize(value).map_err(|_| {
        let message = "an agent is a name, {heuristic, parameters: ten numbers}, or {name, rules}";
        Refused::new("argument", format!("{message}, not {}", shortened(value)))
    })?;
    // Built once to be checked: a name nobody knows is told now, with the nearest.
    spec.build()?;
    Ok(spec)
}

/// A value as it is quoted back.
fn shortened(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= 60 { text } else { text.chars().take(60).chain(['…']).collect() }
}

/// Reads a match.
pub(crate) fn read_mixed(text: &str) -> Result<MixedMatch, Refused> {
    let read: MatchJson = read_json("match", text)?;
    let team = read.team.iter().map(|seat| seat.as_ref().map(read_agent).transpose()).collect::<Result<Vec<_>, _>>()?;
    let scenario = read_scenario(&read.scenario)?;
    scenario.validate(team.len())?;
    let rules = read.rules.as_deref().map_or(Ok(RuleSet::default()), str::parse)?;
    let nights_max = read.nights_max.unwrap_or(ludograph_engine::brigade::NIGHTS_MAX_DEFAULT);
    if nights_max == 0 {
        return Err(Refused::new("argument", "nightsMax: 0 is outside 1..=4294967295"));
    }
    Ok(MixedMatch { scenario, team, rules, nights_max, stream: read.stream.unwrap_or_default() })
}

/// Reads a match of built-in agents only.
pub(crate) fn read_match(text: &str) -> Result<Match, Refused> {
    let mixed = read_mixed(text)?;
    let agents = mixed.team.into_iter().collect::<Option<Vec<_>>>();
    let agents = agents.ok_or_else(|| Refused::new("argument", "every seat needs a built-in agent here"))?;
    let MixedMatch { scenario, rules, nights_max, stream, .. } = mixed;
    Ok(Match { scenario, agents, rules, nights_max, stream })
}
