//! Which events a reader asks for.

use std::collections::BTreeMap;

use chrono::DateTime;
use ludograph_proto::pb::Event;
use uuid::Uuid;

use super::problem::Problem;
use super::view::wire_type;
use crate::limits::HISTORY_EVENTS_MAX;
use crate::topic::TopicPattern;

/// Events in a page where the reader names no number.
const LIMIT_DEFAULT: usize = 100;

/// The filter of a query string; every part that is given has to fit.
#[derive(Debug, Default)]
pub(super) struct Filter {
    from_us: Option<i64>,
    to_us: Option<i64>,
    event_type: Option<String>,
    game_id: Option<Uuid>,
    topic: Option<TopicPattern>,
    /// Only events behind this position.
    pub(super) after: Option<u64>,
    pub(super) limit: usize,
}

impl Filter {
    /// Reads a query string's parameters.
    pub(super) fn read(parameters: &BTreeMap<String, String>) -> Result<Self, Problem> {
        let mut filter = Self { limit: LIMIT_DEFAULT, ..Self::default() };
        for (name, value) in parameters {
            let wrong = |expected: &str| Problem::invalid(name.clone(), format!("{expected}; this is {value:?}"));
            match name.as_str() {
                "from" => filter.from_us = Some(time(value).ok_or_else(|| wrong(TIME))?),
                "to" => filter.to_us = Some(time(value).ok_or_else(|| wrong(TIME))?),
                "type" => filter.event_type = Some(value.clone()),
                "game_id" => filter.game_id = Some(Uuid::parse_str(value).map_err(|_| wrong("a game's id is a UUID"))?),
                "topic" => filter.topic = Some(TopicPattern::parse(value).map_err(|error| wrong(&error.to_string()))?),
                "after" => filter.after = Some(value.parse().map_err(|_| wrong("a position is a whole number"))?),
                "limit" => {
                    let limit = value.parse().ok().filter(|limit| (1..=HISTORY_EVENTS_MAX).contains(limit));
                    filter.limit = limit.ok_or_else(|| wrong(&format!("a limit is 1 to {HISTORY_EVENTS_MAX}")))?;
                }
                _ => return Err(wrong("known are from, to, type, game_id, topic, after and limit")),
            }
        }
        Ok(filter)
    }

    /// Whether an event fits.
    pub(super) fn matches(&self, event: &Event) -> bool {
        let time = event.event_time_us;
        self.from_us.is_none_or(|from| time >= from)
            && self.to_us.is_none_or(|to| time <= to)
            && self.event_type.as_deref().is_none_or(|wanted| type_fits(wanted, event))
            && self.game_id.is_none_or(|game| event.game_id == game.as_bytes())
            && self.topic.as_ref().is_none_or(|topic| topic.matches(&event.topic))
    }
}

const TIME: &str = "a time is RFC 3339 or milliseconds since the epoch";

/// `TYPE`, or `TYPE/SUBTYPE`.
fn type_fits(wanted: &str, event: &Event) -> bool {
    let (event_type, subtype) = wire_type(event);
    match wanted.split_once('/') {
        Some((wanted_type, wanted_subtype)) => event_type == wanted_type && subtype == Some(wanted_subtype),
        None => event_type == wanted,
    }
}

fn time(text: &str) -> Option<i64> {
    if let Ok(millis) = text.parse::<i64>() {
        return millis.checked_mul(1000);
    }
    DateTime::parse_from_rfc3339(text).ok().map(|time| time.timestamp_micros())
}
