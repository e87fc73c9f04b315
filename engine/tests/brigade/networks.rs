//! Who works for whom, by hand and against the rows of the same games.

use ludograph_engine::brigade::{
    AgentSpec, CooperationCounts, Ending, Match, NightReader, NightView, Player, Replay, RewardBasis, Scenario, Script,
    Told, cooperation, scenario, simulate,
};

fn team(names: &[&str]) -> Vec<AgentSpec> {
    names.iter().map(|name| name.parse().unwrap()).collect()
}

fn count(nights: u64) -> f64 {
    f64::from(u32::try_from(nights).unwrap())
}

/// An agent that goes to one house, works or rests there, and says so or not.
fn fixed(house: u16, deed: &str, signal: &str) -> AgentSpec {
    let text = format!(
        r#"{{"name": "fixed", "rules": [{{"house": {{"house": {house}}}, "mode": "{deed}", "signal": "{signal}"}}]}}"#
    );
    AgentSpec::Script(serde_json::from_str::<Script>(&text).unwrap())
}

/// Four houses that all burn on the first night and never again, two agents.
fn one_night_of_fire() -> Scenario {
    let mut town = scenario("default").unwrap().clone();
    town.num_houses = 4;
    town.prob_solo_agent_extinguishes_fire = 1.0;
    town.prob_house_catches_fire = 1.0;
    town.min_nights = 0;
    town.distance_cost_alpha = 0.25;
    town
}

#[test]
fn a_night_by_hand() {
    // House 1 is agent 1's: agent 0 helps it, from home 0, while its own houses burn too. Agent 1 rests and lies.
    // Every house that was put out is lit anew at once, so nothing counts as saved; the game is cut after one night.
    let play = Match {
        nights_max: 1,
        ..Match::new(&one_night_of_fire(), vec![fixed(1, "work", "honest"), fixed(2, "rest", "lie")])
    };
    let network = cooperation(&play, 0..3).unwrap();
    assert_eq!((network.games, network.nights), (3, 3));
    let [edge] = network.edges[..] else { panic!("{:?}", network.edges) };
    assert_eq!((edge.from, edge.to, edge.worked, edge.helped, edge.saved, edge.at_own_risk), (0, 1, 3, 3, 0, 3));
    assert!((edge.cost - 3.0 * (0.5 + 0.25)).abs() < 1e-12);
    assert!((edge.rest_forgone - 1.5).abs() < 1e-12);
    let [helper, rider] = &network.agents[..] else { panic!() };
    assert_eq!((helper.helped, helper.was_helped, rider.helped, rider.was_helped), (3, 0, 0, 3));
    assert_eq!((helper.work_share, rider.work_share), (1.0, 0.0));
    // All rewards are losses, and the one who rests loses less: it has all that is above the least.
    assert_eq!(network.reward_basis, RewardBasis::AboveLeast);
    assert_eq!((helper.free_rider_index, rider.free_rider_index), (-1.0, 1.0));
    assert_eq!((helper.signals.honesty(), rider.signals.honesty()), (Some(1.0), Some(0.0)));
    assert_eq!((helper.reciprocity, rider.reciprocity, network.reciprocity), (Some(0.0), None, Some(0.0)));
    assert!(helper.centrality_given > rider.centrality_given);
    assert!(helper.centrality_received < rider.centrality_received);
}

#[test]
fn what_is_saved_is_counted_for_each_who_helped() {
    let mut town = one_night_of_fire();
    (town.prob_house_catches_fire, town.distance_cost_alpha) = (0.3, 0.0);
    let play = Match::new(&town, vec![fixed(1, "work", "honest"), fixed(1, "work", "honest")]);
    let network = cooperation(&play, 0..500).unwrap();
    let (mut burned, mut saved) = (0, 0);
    let mut player = Player::new(&play).unwrap();
    for seed in 0..500 {
        let count = |night: &ludograph_engine::brigade::NightView<'_>| {
            burned += u64::from(night.burned_before(1));
            saved += u64::from(night.saved().any(|house| house == 1));
        };
        player.play_nights(seed, count).unwrap();
    }
    assert!(burned > 100 && saved < burned);
    for (edge, from) in network.edges.iter().zip([0, 1]) {
        assert_eq!((edge.from, edge.to, edge.helped, edge.saved), (from, 1, burned, saved));
    }
    let shares: f64 = network.agents.iter().map(|agent| agent.reward_share).sum();
    assert!((shares - 1.0).abs() < 1e-12);
}

#[test]
fn sums_are_those_of_the_games_and_riders_ride() {
    let play = Match::new(scenario("default").unwrap(), team(&["hero", "hero", "liar", "free_rider"]));
    let network = cooperation(&play, 0..2000).unwrap();
    let games = simulate(&play, 0..2000).unwrap();
    for (seat, agent) in network.agents.iter().enumerate() {
        assert_eq!(agent.worked, games.iter().map(|game| u64::from(game.worked[seat])).sum::<u64>());
        assert_eq!(agent.signals.lies(), games.iter().map(|game| u64::from(game.lied[seat])).sum::<u64>());
        let score: f64 = games.iter().map(|game| f64::from(game.scores[seat])).sum();
        assert!((agent.reward - score).abs() < 1e-5 * score.abs(), "{} {score}", agent.reward);
        assert!((agent.work_cost - 0.5 * count(agent.worked)).abs() < 1e-6);
    }
    let index: Vec<f64> = network.agents.iter().map(|agent| agent.free_rider_index).collect();
    assert!(index[3] > index[0] && index[3] > index[1], "{index:?}");
    assert!(index.iter().sum::<f64>().abs() < 1e-12);
    let honesty = |seat: usize| network.agents[seat].signals.honesty().unwrap();
    assert!(honesty(0) > honesty(2));
    let central: f64 = network.agents.iter().map(|agent| agent.centrality_given).sum();
    assert!((central - 1.0).abs() < 1e-12);
    assert_eq!(network, cooperation(&play, 0..2000).unwrap());
}

#[test]
fn independent_signals_tell_no_more_than_chance_does() {
    let play = Match::new(scenario("hard").unwrap(), team(&["uniform", "random"]));
    let network = cooperation(&play, 0..3000).unwrap();
    // Twice n ln 2 times the information has the chi-square distribution of one degree of freedom: 15.1 is p = 0.0001.
    let statistic = |seat: usize| {
        let signals = network.agents[seat].signals;
        2.0 * count(signals.total()) * std::f64::consts::LN_2 * signals.mutual_information_bits()
    };
    assert!(statistic(0) < 15.1, "{}", statistic(0));
    assert!(network.agents[1].signals.mutual_information_bits() > 0.999);
    assert!((network.agents[0].signals.honesty().unwrap() - 0.5).abs() < 0.01);
}

#[test]
fn a_replay_counts_like_its_game() {
    let play = Match::new(scenario("default").unwrap(), team(&["hero", "liar"]));
    let replay = Replay::record(&play, 77).unwrap();
    let mut counts = CooperationCounts::new(&play.scenario, 2).unwrap();
    replay.watch_nights(|night| counts.add(night).unwrap()).unwrap();
    assert_eq!(counts.network().unwrap(), cooperation(&play, 77..78).unwrap());
    let mut other = CooperationCounts::new(&play.scenario, 3).unwrap();
    let mut refused = None;
    replay.watch_nights(|night| refused = other.add(night).err()).unwrap();
    assert_eq!(refused.unwrap().to_string(), "actions: expected 3 entries, got 2");
}

#[test]
fn nights_that_are_told_are_those_that_are_seen() {
    type Seen = (u32, [Vec<u64>; 4], Vec<u32>, Vec<u32>, Ending);
    let seen = |night: &NightView<'_>| -> Seen {
        let sets =
            [night.burning_before(), night.ruined_before(), night.burning(), night.ruined()].map(<[u64]>::to_vec);
        let actions = night.actions().iter().map(|action| action.to_bits()).collect();
        let rewards = night.rewards().iter().map(|reward| reward.to_bits()).collect();
        (night.night(), sets, actions, rewards, night.ending())
    };
    for houses in [3, 64, 70] {
        let mut town = scenario("default").unwrap().clone();
        town.num_houses = houses;
        let mut player = Player::new(&Match::new(&town, team(&["hero", "liar", "random"]))).unwrap();
        let (mut wanted, mut words) = (Vec::new(), Vec::new());
        for seed in 0..3 {
            player.play_nights(seed, |night| wanted.push(seen(night))).unwrap();
            player.begin_told(seed, &mut words);
            while player.play_told(&mut words).unwrap() == Ending::Running {}
        }
        let (mut reader, mut rest, mut starts, mut found) = (NightReader::new(houses, 3), &words[..], 0, Vec::new());
        loop {
            match reader.next(&mut rest).unwrap() {
                Told::Start => starts += 1,
                Told::Night(night) => found.push(seen(&night)),
                Told::End => break,
            }
        }
        assert_eq!((starts, rest.len()), (3, 0));
        assert_eq!(found, wanted, "{houses} houses");
    }
    // A night that is cut off, and a house off the ring.
    let mut reader = NightReader::new(4, 1);
    let mut cut = &[3, 0, 0, 0][..];
    assert!(matches!(reader.next(&mut cut), Ok(Told::End)));
    let mut off = &[0, 0, 0, 0, 0, 4 << 2, 0][..];
    assert!(reader.next(&mut off).unwrap_err().to_string().starts_with("agent 0: house 4 is outside 0..=3"));
}
