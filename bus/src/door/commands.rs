//! Commands for the game.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Door, Problem};

/// A command as the mod's monitor script sends it, or with its parameters as a list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Command {
    #[serde(rename = "type")]
    name: String,
    #[serde(default)]
    payload: Option<CommandPayload>,
    #[serde(default)]
    params: Vec<Value>,
}

#[derive(Debug, Default, Deserialize)]
struct CommandPayload {
    position: Option<Value>,
    index: Option<Value>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Commands {
    Many(Vec<Command>),
    One(Command),
}

/// `POST /api/v1/commands`: `{"type": NAME, "payload": {"index": N}}`, `{"type": NAME, "params": [..]}`, or a list.
pub(super) async fn queue(State(door): State<Door>, body: Bytes) -> Result<Response, Problem> {
    let commands = read(&body)?;
    let queued = door.commands.push(&commands)?;
    Ok((StatusCode::OK, Json(json!({ "status": "ok", "queued": queued }))).into_response())
}

fn read(body: &[u8]) -> Result<Vec<(String, Vec<String>)>, Problem> {
    // Parsed twice, so that a wrong shape is reported as such and not as "no variant matched".
    let value: Value = serde_json::from_slice(body).map_err(|error| Problem::invalid("", error.to_string()))?;
    let single = value.is_object();
    let commands = match serde_json::from_value(value) {
        Ok(Commands::Many(commands)) => commands,
        Ok(Commands::One(command)) => vec![command],
        Err(_) if single => {
            let error = serde_json::from_slice::<Command>(body).err();
            return Err(Problem::invalid("", error.map(|error| error.to_string()).unwrap_or_default()));
        }
        Err(_) => {
            let words = "a command is {\"type\": NAME, \"params\": [..]}, or a list of such";
            return Err(Problem::invalid("", words));
        }
    };
    commands.into_iter().map(command).collect()
}

fn command(command: Command) -> Result<(String, Vec<String>), Problem> {
    let payload = command.payload.unwrap_or_default();
    let mut params = command.params;
    params.extend(payload.position.or(payload.index));
    let params = params.into_iter().map(param).collect::<Result<Vec<_>, _>>()?;
    Ok((command.name, params))
}

fn param(value: Value) -> Result<String, Problem> {
    match value {
        Value::String(text) => Ok(text),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(flag) => Ok(flag.to_string()),
        other => Err(Problem::invalid("/params", format!("a parameter is a string or a number, this is {other}"))),
    }
}

/// `GET /api/v1/commands/poll`: one command a line, nothing where none waits; what is answered is taken.
pub(super) async fn poll(State(door): State<Door>) -> Response {
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], door.commands.drain()).into_response()
}
