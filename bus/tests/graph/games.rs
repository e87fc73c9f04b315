//! Events of games, made from a seed.

use ludograph_proto::pb::{
    BrigadeGameEnd, BrigadeGameStart, BrigadeNight, DoubleList, Event, Game, GameState, Joker, JokerList, NameList,
    Payload,
};

/// `SplitMix64`.
pub(crate) struct Prng(u64);

impl Prng {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound
    }

    fn numbers(&mut self, count: usize, bound: u64) -> DoubleList {
        let one = |_| f64::from(u32::try_from(self.below(bound)).unwrap());
        DoubleList { items: (0..count).map(one).collect() }
    }
}

fn event(game_id: [u8; 16], game: Game, time_us: i64, payload: Payload) -> Event {
    Event {
        game_id: game_id.to_vec(),
        game: game.into(),
        event_time_us: time_us,
        received_at_us: time_us,
        payload: Some(payload),
        ..Event::default()
    }
}

/// An id that is the seed's own.
pub(crate) fn game_id(seed: u64) -> [u8; 16] {
    let mut id = [0x42; 16];
    id[8..].copy_from_slice(&seed.to_be_bytes());
    id
}

/// The id as the graph has it.
pub(crate) fn id_text(seed: u64) -> String {
    let hex = format!("{:032x}", u128::from_be_bytes(game_id(seed)));
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// A game of Bucket Brigade with four houses and four agents.
pub(crate) fn brigade(seed: u64, nights: u32) -> Vec<Event> {
    let mut prng = Prng::new(seed);
    let (id, began_us) = (game_id(seed), 1_000_000 + i64::try_from(seed).unwrap());
    let start = BrigadeGameStart {
        scenario: Some("trivial_cooperation".to_owned()),
        rules: Some("paper".to_owned()),
        seed: Some(seed.to_string()),
        agents: Some(NameList { items: ["firefighter", "free_rider", "hero", "liar"].map(str::to_owned).to_vec() }),
        houses: Some(prng.numbers(4, 3)),
        ..BrigadeGameStart::default()
    };
    let mut events = vec![event(id, Game::Brigade, began_us, Payload::BrigadeGameStart(start))];
    for night in 0..nights {
        let night = BrigadeNight {
            night: Some(night.into()),
            houses: Some(prng.numbers(4, 3)),
            targets: Some(prng.numbers(4, 4)),
            modes: Some(prng.numbers(4, 2)),
            rewards: Some(prng.numbers(4, 100)),
            ..BrigadeNight::default()
        };
        events.push(event(
            id,
            Game::Brigade,
            began_us + i64::try_from(events.len()).unwrap(),
            Payload::BrigadeNight(night),
        ));
    }
    let end =
        BrigadeGameEnd { nights: Some(nights.into()), scores: Some(prng.numbers(4, 500)), ..BrigadeGameEnd::default() };
    events.push(event(id, Game::Brigade, began_us + 1_000, Payload::BrigadeGameEnd(end)));
    events
}

const JOKERS: [&str; 8] =
    ["Joker", "Baron", "Mime", "Blueprint", "Brainstorm", "Of Some \"Mod\"", "Ö`\n\u{1F0CF}", "Even Steven"];

/// A run of Balatro: states with jokers that come and go, and a game over.
pub(crate) fn run(seed: u64, states: u32) -> Vec<Event> {
    let mut prng = Prng::new(seed);
    let (id, began_us) = (game_id(seed), 5_000_000 + i64::try_from(seed).unwrap());
    let mut held: Vec<&str> = Vec::new();
    let state = |number: u32| {
        if prng.below(2) == 0 {
            held.push(JOKERS[usize::try_from(prng.below(8)).unwrap()]);
        } else if !held.is_empty() {
            held.remove(usize::try_from(prng.below(held.len() as u64)).unwrap());
        }
        let joker = |(place, name): (usize, &&str)| Joker {
            name: Some((*name).to_owned()),
            position: Some(f64::from(u32::try_from(place).unwrap())),
            ..Joker::default()
        };
        let is_last = number + 1 == states;
        let state = GameState {
            in_game: Some(true),
            game_id: Some(format!("SEED{seed}")),
            ante: Some(f64::from(1 + number / 6)),
            round: Some(f64::from(1 + number / 3)),
            hand_number: Some(f64::from(number % 3)),
            chips: Some(f64::from(number % 3) * 120.5),
            hands_remaining: Some(f64::from(4 - number % 3)),
            discards_remaining: Some(3.0),
            jokers: Some(JokerList { items: held.iter().enumerate().map(joker).collect() }),
            game_state: Some(if is_last { "GAME_OVER" } else { "SELECTING_HAND" }.to_owned()),
            ..GameState::default()
        };
        event(id, Game::Balatro, began_us + i64::from(number) * 10, Payload::GameState(state))
    };
    (0..states).map(state).collect()
}

/// Games of both kinds, some at a time, their events interleaved.
pub(crate) fn mixed(seed: u64, games: u64) -> Vec<Event> {
    let mut prng = Prng::new(seed);
    let mut open: Vec<std::vec::IntoIter<Event>> = (0..games)
        .map(|game| {
            let number = seed * 1_000 + game;
            let length = 2 + u32::try_from(prng.below(6)).unwrap();
            let events = if prng.below(2) == 0 { brigade(number, length) } else { run(number, length * 2) };
            events.into_iter()
        })
        .collect();
    let mut events = Vec::new();
    while !open.is_empty() {
        let at = usize::try_from(prng.below(open.len().min(4) as u64)).unwrap();
        match open[at].next() {
            Some(event) => events.push(event),
            None => drop(open.remove(at)),
        }
    }
    events
}
