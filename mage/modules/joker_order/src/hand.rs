//! Hands from maps, and jokers from the graph.

use ludograph_engine::balatro::{BalatroError, Hand, Joker, JokerKind, Luck};
use ludograph_mgp::memory;
use ludograph_mgp::{Call, Edge, Error, Map, OwnedVertex, Result, Settings, Value, Vertex, View};
use serde_json::{Number, Value as Json};

/// How deep a hand's maps may nest; the deepest known member nests four.
const NESTING_MAX: usize = 16;
/// Nodes between two looks at whether to stop.
const NODES_PER_LOOK: usize = 1024;

/// How rolls come out.
const LUCKS: [(&str, Luck); 3] = [("least", Luck::Least), ("most", Luck::Most), ("mean", Luck::Mean)];

/// An error of the engine as a sentence for the client.
pub(crate) fn said(error: BalatroError) -> Error {
    match error {
        // Its own name for what was to be read is the argument's.
        BalatroError::Json { message, .. } => Error::new(format!("hand: {message}")),
        other => Error::new(other.to_string()),
    }
}

/// Luck as the options have it.
pub(crate) fn luck(settings: &Settings<'_>) -> Result<Luck> {
    settings.choice("luck", &LUCKS, Luck::Least)
}

/// The hand of the arguments `hand` and `run`.
pub(crate) fn read(call: &Call<'_>) -> Result<Hand> {
    let given: Map<'_> = call.arg("hand")?;
    let mut hand = Hand::from_value(&json_of_map(given, 0)?).map_err(said)?;
    let run: View<'_> = call.arg("run")?;
    if matches!(run, View::Null) {
        return Ok(hand);
    }
    if !hand.jokers.is_empty() {
        return Err(Error::new("the jokers are in hand and in run; leave one of them out"));
    }
    hand.jokers = match run {
        View::Vertex(vertex) => jokers_of(&vertex)?,
        View::String(run_id) => jokers_of(&run_called(call, run_id)?.get())?,
        other => return Err(Error::argument("run", "a node with the label Run or its run_id", other.said())),
    };
    Ok(hand)
}

fn json_of(value: Value<'_>, depth: usize) -> Result<Json> {
    if depth > NESTING_MAX {
        return Err(Error::argument("hand", &format!("a map that nests at most {NESTING_MAX} deep"), "a deeper one"));
    }
    Ok(match value.view()? {
        View::Null => Json::Null,
        View::Bool(value) => Json::Bool(value),
        View::Int(value) => Json::Number(value.into()),
        View::Float(value) => match Number::from_f64(value) {
            Some(number) => Json::Number(number),
            None => return Err(Error::argument("hand", "a map of finite numbers", value)),
        },
        View::String(text) => Json::String(text.to_owned()),
        View::List(items) => {
            let mut list = memory::vec_with_capacity(items.len()?)?;
            for item in items.values()? {
                list.push(json_of(item?, depth + 1)?);
            }
            Json::Array(list)
        }
        View::Map(map) => json_of_map(map, depth + 1)?,
        other => return Err(Error::argument("hand", "a map of numbers, texts, lists and maps", other.said())),
    })
}

fn json_of_map(map: Map<'_>, depth: usize) -> Result<Json> {
    let mut members = serde_json::Map::new();
    map.for_each(|key, value| {
        members.insert(key.to_owned(), json_of(value, depth)?);
        Ok(())
    })?;
    Ok(Json::Object(members))
}

/// The run with the id. O(nodes).
fn run_called<'c>(call: &Call<'c>, run_id: &str) -> Result<OwnedVertex<'c>> {
    let mut vertices = call.vertices()?;
    let mut looked = 0_usize;
    while let Some(vertex) = vertices.next()? {
        looked += 1;
        if looked.is_multiple_of(NODES_PER_LOOK) {
            call.check_abort()?;
        }
        if vertex.has_label("Run")? && vertex.get::<Option<String>>("run_id")?.as_deref() == Some(run_id) {
            return call.own_vertex(&vertex);
        }
    }
    Err(Error::new(format!("there is no node with the label Run and the run_id '{run_id}'")))
}

/// The jokers a run used, by their position; those without one last, as the graph has them.
fn jokers_of(run: &Vertex<'_>) -> Result<Vec<Joker>> {
    if !run.has_label("Run")? {
        return Err(Error::argument("run", "a node with the label Run", format!("node {}", run.id()?)));
    }
    let mut placed: Vec<(f64, JokerKind)> = Vec::new();
    let mut edges = run.out_edges()?;
    while let Some(edge) = edges.next()? {
        if edge.is_kind("USED")? {
            memory::push(&mut placed, joker_at(&edge)?)?;
        }
    }
    placed.sort_by(|one, other| one.0.total_cmp(&other.0));
    Ok(placed.into_iter().map(|(_, kind)| Joker::new(kind)).collect())
}

fn joker_at(edge: &Edge<'_>) -> Result<(f64, JokerKind)> {
    let joker = edge.to()?;
    let id: String = joker.get("id")?;
    let kind =
        JokerKind::find(&id).map_err(|error| Error::new(format!("node {}: {error}", joker.id().unwrap_or(-1))))?;
    Ok((edge.get::<Option<f64>>("position")?.unwrap_or(f64::INFINITY), kind))
}
