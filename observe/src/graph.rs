//! One event as a graph's builder takes it.

use ludograph_engine::balatro::history::{CardSeen, Seen};
use ludograph_engine::graph::{BrigadeSeen, EndSeen, GraphEvent, GraphSeen, NightSeen, StartSeen};
use ludograph_proto::pb::{self, Event, Game, Payload};

use crate::balatro::observed;

/// Room for what an event brings and does not hold in the form it is asked for. One for each event.
#[derive(Debug, Default)]
pub struct Room<'a> {
    jokers: String,
    cards: Vec<CardSeen<'a>>,
}

/// What an event means for the graph; `None` where it belongs to no game. O(size of the event).
#[must_use]
pub fn graph_event<'a>(position: u64, event: &'a Event, room: &'a mut Room<'a>) -> Option<GraphEvent<'a>> {
    let game_id = event.game_id.as_slice().try_into().ok()?;
    let seen = match (event.game(), event.payload.as_ref()) {
        (_, Some(Payload::DeadLetter(_))) => return None,
        (Game::Balatro, payload) => GraphSeen::Balatro(balatro(payload, room)),
        (Game::Brigade, Some(payload)) => GraphSeen::Brigade(brigade(payload)?),
        _ => return None,
    };
    Some(GraphEvent { game_id, position, time_us: event.event_time_us, seen })
}

fn balatro<'a>(payload: Option<&'a Payload>, room: &'a mut Room<'a>) -> Seen<'a> {
    let Room { jokers, cards } = room;
    let held = payload.and_then(state_of).and_then(|state| state.hand.as_ref());
    cards.clear();
    cards.extend(held.iter().flat_map(|cards| &cards.items).map(card));
    let mut seen = observed(payload, jokers);
    if let Seen::State(state) = &mut seen {
        state.cards = held.is_some().then_some(cards.as_slice());
    }
    seen
}

fn state_of(payload: &Payload) -> Option<&pb::GameState> {
    match payload {
        Payload::GameState(state) => Some(state),
        Payload::DecisionRequest(request) => request.game_state.as_ref(),
        _ => None,
    }
}

fn card(card: &pb::Card) -> CardSeen<'_> {
    CardSeen {
        id: card.id.as_deref(),
        rank: card.rank.as_deref(),
        suit: card.suit.as_deref(),
        enhancement: card.enhancement.as_deref(),
    }
}

fn brigade(payload: &Payload) -> Option<BrigadeSeen<'_>> {
    Some(match payload {
        Payload::BrigadeGameStart(start) => BrigadeSeen::Start(StartSeen {
            scenario: start.scenario.as_deref(),
            rules: start.rules.as_deref(),
            seed: start.seed.as_deref(),
            archetypes: start.agents.as_ref().map(|agents| agents.items.as_slice()),
            houses: numbers(&start.houses),
        }),
        Payload::BrigadeNight(night) => BrigadeSeen::Night(NightSeen {
            night: night.night,
            houses: numbers(&night.houses),
            targets: numbers(&night.targets),
            modes: numbers(&night.modes),
            rewards: numbers(&night.rewards),
        }),
        Payload::BrigadeGameEnd(end) => BrigadeSeen::End(EndSeen { nights: end.nights, scores: numbers(&end.scores) }),
        _ => return None,
    })
}

fn numbers(list: &Option<pb::DoubleList>) -> Option<&[f64]> {
    list.as_ref().map(|list| list.items.as_slice())
}
