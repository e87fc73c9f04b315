//! Replays come out again to the same bytes, in both forms; the upstream's are read.

use ludograph_engine::brigade::{
    BrigadeError, CommitmentMode, Match, Mode, Replay, RuleSet, Scenario, Stream, UpstreamReplay, UpstreamShape,
    scenario,
};

fn record(town: &Scenario, rules: RuleSet, stream: Stream) -> Replay {
    let agents = ["hero", "upstream_rust:liar", "specialist"].map(|name| name.parse().unwrap()).to_vec();
    let mut play = Match::new(town, agents);
    (play.rules, play.stream) = (rules, stream);
    Replay::record(&play, u64::MAX - 7).unwrap()
}

fn towns() -> Vec<Scenario> {
    let mut two_phase = scenario("hard").unwrap().clone();
    two_phase.commitment_mode = CommitmentMode::TwoPhase;
    let mut wide = scenario("hard").unwrap().clone();
    wide.num_houses = 100;
    let named = ["default", "default_continuous", "v2_minimal"].map(|name| scenario(name).unwrap().clone());
    named.into_iter().chain([two_phase, wide]).collect()
}

#[test]
fn a_replay_comes_out_to_the_same_bytes() {
    for town in towns() {
        for rules in RuleSet::ALL {
            for stream in [Stream::PerAgent, Stream::Companion] {
                let replay = record(&town, rules, stream);
                replay.simulate(|_| {}).unwrap();
                replay.replay_agents().unwrap();
                assert_eq!(Replay::from_json(&replay.to_json()).unwrap(), replay);
                let bytes = replay.to_bytes().unwrap();
                assert_eq!(Replay::from_bytes(&bytes).unwrap(), replay);
                assert_eq!(Replay::from_bytes(&bytes).unwrap().to_bytes().unwrap(), bytes);
            }
        }
    }
}

#[test]
fn the_binary_form_is_compact() {
    let replay = record(scenario("default").unwrap(), RuleSet::RustCore, Stream::PerAgent);
    let (bytes, text) = (replay.to_bytes().unwrap(), replay.to_json());
    assert!(bytes.len() * 4 < text.len(), "{} bytes, {} characters", bytes.len(), text.len());
}

#[test]
fn a_changed_replay_is_noticed() {
    let replay = record(scenario("hard").unwrap(), RuleSet::RustCore, Stream::PerAgent);
    let mut changed = replay.clone();
    let action = &mut changed.actions[2][1];
    action.mode = if action.mode == Mode::Work { Mode::Rest } else { Mode::Work };
    assert!(matches!(changed.simulate(|_| {}), Err(BrigadeError::Diverged { what: "scores", .. })));
    assert_eq!(changed.replay_agents(), Err(BrigadeError::Diverged { night: 2, what: "actions" }));
    let mut changed = replay.clone();
    changed.version = 2;
    assert!(Replay::from_json(&changed.to_json()).is_err());
    let bytes = replay.to_bytes().unwrap();
    for place in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[place] ^= 0x10;
        assert!(Replay::from_bytes(&changed).is_err(), "byte {place}");
        assert!(Replay::from_bytes(&bytes[..place]).is_err(), "cut at {place}");
    }
}

const NIGHT: &str =
    r#"{"night":0,"houses":[0,1,2],"signals":[0,1],"locations":[0,2],"actions":ACTIONS,"rewards":[1.5,-2]}"#;

fn upstream(actions: &str, extra: &str) -> String {
    let night = NIGHT.replace("ACTIONS", actions);
    let town = r#"{"prob_fire_spreads_to_neighbor":0.25,"prob_solo_agent_extinguishes_fire":0.5,"num_houses":3,
        "prob_house_catches_fire":0.02,"team_reward_house_survives":100,"team_penalty_house_burns":100,
        "reward_own_house_survives":20,"reward_other_house_survives":0,"penalty_own_house_burns":40,
        "penalty_other_house_burns":0,"cost_to_work_one_night":0.5,"min_nights":12,"num_agents":2}"#;
    format!("{{\"scenario\":{town},\"nights\":[{night},{night}]{extra}}}")
}

#[test]
fn the_upstreams_replays_are_read() {
    let python = UpstreamReplay::from_json(&upstream("[[0,0],[2,1]]", "")).unwrap();
    assert_eq!((python.shape, python.agent_scores.clone()), (UpstreamShape::Python, vec![3.0, -4.0]));
    assert_eq!(python.actions().count(), 1);
    assert_eq!(python.nights[1].actions[1].to_raw(), [2, 1, 1]);
    let rust = upstream("[[0,0,1],[2,1,0]]", ",\"final_score\":5,\"agent_scores\":[2,3]");
    let rust = UpstreamReplay::from_json(&rust).unwrap();
    assert_eq!((rust.shape, rust.agent_scores.clone()), (UpstreamShape::RustCore, vec![2.0, 3.0]));
    assert_eq!(rust.nights[1].actions[0].to_raw(), [0, 0, 1]);
    let web = UpstreamReplay::from_json(&upstream("[[0,0],[2,1]]", ",\"teamName\":\"x\"")).unwrap();
    assert_eq!(web.shape, UpstreamShape::Web);
}

#[test]
fn other_upstream_files_are_refused_with_the_reason() {
    let first = r#"{"scenario":{"beta":0.2,"kappa":0.5,"rho_ignite":0.1},"nights":[]}"#;
    assert!(UpstreamReplay::from_json(first).unwrap_err().to_string().contains("first format"));
    assert!(UpstreamReplay::from_json(&upstream("[[0,0]]", "")).is_err());
    assert!(UpstreamReplay::from_json("[]").is_err());
}
