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
            houses: numbers(start.houses.as_ref()),
        }),
        Payload::BrigadeNight(night) => BrigadeSeen::Night(NightSeen {
            night: night.night,
            houses: numbers(night.houses.as_ref()),
            targets: numbers(night.targets.as_ref()),
            modes: numbers(night.modes.as_ref()),
            rewards: numbers(night.rewards.as_ref()),
        }),
        Payload::BrigadeGameEnd(end) => {
            BrigadeSeen::End(EndSeen { nights: end.nights, scores: numbers(end.scores.as_ref()) })
        }
        _ => return None,
    })
}

fn numbers(list: Option<&pb::DoubleList>) -> Option<&[f64]> {
    list.map(|list| list.items.as_slice())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(game: Game, payload: Payload) -> Event {
        Event { game_id: vec![7; 16], game: game.into(), event_time_us: 5, payload: Some(payload), ..Event::default() }
    }

    #[test]
    fn a_state_shows_its_jokers_and_cards() {
        let joker = |name: &str| pb::Joker { name: Some(name.to_owned()), ..pb::Joker::default() };
        let held = pb::Card { id: Some("0.5".to_owned()), rank: Some("Ace".to_owned()), ..pb::Card::default() };
        let state = Payload::GameState(pb::GameState {
            in_game: Some(true),
            jokers: Some(pb::JokerList { items: vec![joker("Baron"), joker("Mime")] }),
            hand: Some(pb::CardList { items: vec![held] }),
            ..pb::GameState::default()
        });
        let (event, mut room) = (event(Game::Balatro, state), Room::default());
        let seen = graph_event(3, &event, &mut room).unwrap();
        assert_eq!((seen.game_id, seen.position, seen.time_us), ([7; 16], 3, 5));
        let GraphSeen::Balatro(Seen::State(state)) = seen.seen else { panic!("{seen:?}") };
        assert_eq!((state.in_game, state.jokers), (Some(true), Some("Baron, Mime")));
        let card = CardSeen { id: Some("0.5"), rank: Some("Ace"), ..CardSeen::default() };
        assert_eq!(state.cards, Some(&[card][..]));
    }

    #[test]
    fn what_belongs_to_no_game_shows_nothing() {
        let end = || Payload::BrigadeGameEnd(pb::BrigadeGameEnd { nights: Some(4.0), ..pb::BrigadeGameEnd::default() });
        let (known, mut room) = (event(Game::Brigade, end()), Room::default());
        let seen = graph_event(1, &known, &mut room).unwrap().seen;
        assert!(matches!(seen, GraphSeen::Brigade(BrigadeSeen::End(EndSeen { nights: Some(4.0), scores: None }))));
        let nameless = Event { game_id: Vec::new(), ..event(Game::Brigade, end()) };
        assert!(graph_event(1, &nameless, &mut Room::default()).is_none());
        let letter = event(Game::Balatro, Payload::DeadLetter(pb::DeadLetter::default()));
        assert!(graph_event(1, &letter, &mut Room::default()).is_none());
    }
}
