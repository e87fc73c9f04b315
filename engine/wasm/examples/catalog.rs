//! Prints what the engine knows by name as the package's `src/generated/catalog.ts`: parameters with their kinds and
//! defaults, scenarios, agents, and the lists whose places are numbers at the border. So there is no second list kept by hand.

#![expect(clippy::unwrap_used, reason = "it runs when the package is built, on the engine's own data")]

use ludograph_engine::brigade::{
    AGENTS_MAX, AgentKind, AgentSpec, AutoReset, HEURISTIC_PARAMETERS, HeuristicKind, LANES_MAX, Layout,
    REPLAY_NIGHTS_MAX, REPLAY_VERSION, RuleSet, SCENARIO_CHOICES, SCENARIO_FIELDS, Scenario, agent_names, archetype,
    archetype_names, scenario, scenario_names,
};
use ludograph_wasm::{CONDITIONS, DEEDS, SIGNALS, STREAMS, TARGETS, TARGETS_PLAIN};
use serde_json::{Map, Value, json};

/// The tables of archetypes.
const TABLES: [&str; 2] = ["python", "web"];

fn main() {
    let catalog = json!({
        "fields": SCENARIO_FIELDS.map(field),
        "scenarios": map(scenario_names().map(|name| (name.to_owned(), own_parameters(name)))),
        "agents": map(agent_names().into_iter().map(|name| { let kind = agent(&name); (name, kind) })),
        "tables": map(TABLES.map(|table| (table.to_owned(), map(vectors(table)))).into_iter()),
        "parameters": HEURISTIC_PARAMETERS,
        "heuristics": [HeuristicKind::Full, HeuristicKind::UpstreamRust],
        "rules": RuleSet::ALL,
        "layouts": Layout::ALL.map(Layout::name),
        "autoResets": AutoReset::ALL.map(AutoReset::name),
        "streams": STREAMS,
        "deeds": DEEDS,
        "signals": SIGNALS,
        "conditions": CONDITIONS,
        "targets": TARGETS,
        "targetsPlain": TARGETS_PLAIN,
        "agentsMax": AGENTS_MAX,
        "lanesMax": LANES_MAX,
        "replayNightsMax": REPLAY_NIGHTS_MAX,
        "replayVersion": REPLAY_VERSION,
    });
    println!("/** Written by `cargo run -p xtask -- wasm` from the engine. */\n");
    println!("import type {{ Catalog }} from \"../catalog-types.js\";\n");
    println!("export const CATALOG: Catalog = {catalog};");
}

fn map(entries: impl Iterator<Item = (String, Value)>) -> Value {
    Value::Object(entries.collect::<Map<_, _>>())
}

/// All parameters of `default`.
fn fields_of(name: &str) -> Map<String, Value> {
    serde_json::from_str(&scenario(name).unwrap().to_json()).unwrap()
}

/// Whether the engine's reader takes `default` with another value in one field.
fn takes(name: &str, value: Value) -> bool {
    let mut fields = fields_of("default");
    fields.insert(name.to_owned(), value);
    Scenario::from_json(&Value::Object(fields).to_string()).is_ok()
}

/// What a field is if it is left out.
fn default_of(name: &str) -> Option<Value> {
    let mut fields = fields_of("default");
    fields.remove(name);
    let read = Scenario::from_json(&Value::Object(fields).to_string()).ok()?;
    serde_json::from_str::<Value>(&read.to_json()).unwrap().get(name).cloned()
}

/// A parameter: its name, its kind and what goes with that, its default. Kinds are found out by trying.
fn field(name: &'static str) -> Value {
    let choices = SCENARIO_CHOICES.iter().find(|(field, _)| *field == name).map(|(_, names)| *names);
    let kind = match choices {
        Some(names) => json!({"kind": "choice", "names": names}),
        None if takes(name, json!([0.5])) => json!({"kind": "per_agent"}),
        None if takes(name, json!(0.5)) => json!({"kind": "number"}),
        None if takes(name, json!([1])) => json!({"kind": "homes", "most": u16::MAX}),
        None if takes(name, json!(u32::MAX)) => json!({"kind": "whole", "most": u32::MAX}),
        None => json!({"kind": "whole", "most": u16::MAX}),
    };
    let Value::Object(mut field) = kind else { return kind };
    field.insert("name".to_owned(), json!(name));
    if let Some(value) = default_of(name) {
        field.insert("default".to_owned(), value);
    }
    Value::Object(field)
}

/// The parameters of a scenario that are not their defaults.
fn own_parameters(name: &str) -> Value {
    map(fields_of(name).into_iter().filter(|(field, value)| default_of(field).as_ref() != Some(value)))
}

/// What a name stands for.
fn agent(name: &str) -> Value {
    match AgentSpec::Named(name.to_owned()).kind().unwrap() {
        AgentKind::Random { independent_signal } => json!({"random": independent_signal}),
        AgentKind::Vector { heuristic, parameters } => json!({"heuristic": heuristic, "parameters": parameters}),
        AgentKind::Script(script) => serde_json::to_value(script).unwrap(),
    }
}

fn vectors(table: &'static str) -> impl Iterator<Item = (String, Value)> {
    archetype_names(table).map(move |name| (name.to_owned(), json!(archetype(table, name).unwrap())))
}
