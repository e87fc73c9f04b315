use serde_json::Value;
pub(super) fn verify(_: &Value) -> Result<(), String> { Err("x".into()) }
