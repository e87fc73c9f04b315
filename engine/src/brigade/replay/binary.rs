//! The compact form of a replay.
//!
//! ```text
//! "LBR1"                     4 bytes
//! header length              u32
//! header                     JSON: everything but actions and scores; a built-in scenario by its name alone
//! nights, agents             u32, u32
//! scores                     agents × f32
//! fingerprint                u64
//! actions length             u32
//! actions                    bits: for each night and agent house, mode, signal (and the first-round signal of a
//!                            two-phase game); a house has as many bits as the ring's last house needs
//! check                      u64, FNV-1a of all bytes before it
//! ```
//!
//! All numbers are little-endian. A replay has exactly one such form.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::{REPLAY_VERSION, Replay};
use crate::brigade::action::{Action, Mode};
use crate::brigade::agent::{AgentSpec, Stream};
use crate::brigade::catalog::{scenario, scenario_names};
use crate::brigade::error::BrigadeError;
use crate::brigade::limits::{AGENTS_MAX, REPLAY_NIGHTS_MAX};
use crate::brigade::replay::bitstream::{BitReader, BitWriter};
use crate::brigade::rules::RuleSet;
use crate::brigade::scenario::{CommitmentMode, Scenario};
use crate::brigade::state::Fingerprint;

const MAGIC: &[u8; 4] = b"LBR1";

#[derive(Serialize)]
#[serde(untagged)]
enum ScenarioPart {
    Named(String),
    Full(Box<Scenario>),
}

impl<'de> Deserialize<'de> for ScenarioPart {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::String(name) => Ok(Self::Named(name)),
            fields => Scenario::deserialize(&fields).map(|full| Self::Full(Box::new(full))).map_err(D::Error::custom),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Header {
    scenario: ScenarioPart,
    rules: RuleSet,
    seed: u64,
    nights_max: u32,
    stream: Stream,
    agents: Vec<AgentSpec>,
}

impl Replay {
    /// The compact binary form.
    ///
    /// # Errors
    /// [`BrigadeError::Count`] if a night does not have one action (and, in a two-phase game, one signal) per agent;
    /// [`BrigadeError::House`] for an action off the ring.
    pub fn to_bytes(&self) -> Result<Vec<u8>, BrigadeError> {
        let name = scenario_names().find(|name| scenario(name).is_ok_and(|known| *known == self.scenario));
        let part = match name {
            Some(name) => ScenarioPart::Named(name.to_owned()),
            None => ScenarioPart::Full(Box::new(self.scenario.clone())),
        };
        let (rules, seed, nights_max, stream) = (self.rules, self.seed, self.nights_max, self.stream);
        let header = Header { scenario: part, rules, seed, nights_max, stream, agents: self.agents.clone() };
        let header = serde_json::to_vec(&header).map_err(|error| BrigadeError::json("replay header", &error))?;
        let actions = self.pack_actions()?;
        BrigadeError::expect_count("scores", self.num_agents, self.scores.len())?;

        let mut bytes = MAGIC.to_vec();
        push_length(&mut bytes, header.len())?;
        bytes.extend(header);
        push_length(&mut bytes, self.actions.len())?;
        push_length(&mut bytes, self.num_agents)?;
        self.scores.iter().for_each(|score| bytes.extend(score.to_le_bytes()));
        bytes.extend(self.fingerprint.to_le_bytes());
        push_length(&mut bytes, actions.len())?;
        bytes.extend(actions);
        let check = check_of(&bytes);
        bytes.extend(check.to_le_bytes());
        Ok(bytes)
    }

    fn pack_actions(&self) -> Result<Vec<u8>, BrigadeError> {
        let (houses, width) = (self.scenario.num_houses, house_bits(self.scenario.num_houses));
        let two_phase = self.scenario.commitment_mode == CommitmentMode::TwoPhase;
        if two_phase {
            BrigadeError::expect_count("nights of round1 signals", self.actions.len(), self.round1.len())?;
        }
        let mut bits = BitWriter::default();
        for (night, actions) in self.actions.iter().enumerate() {
            BrigadeError::expect_count("actions", self.num_agents, actions.len())?;
            for (agent, action) in actions.iter().enumerate() {
                if action.house >= houses {
                    return Err(BrigadeError::House { agent, value: i64::from(action.house), houses });
                }
                bits.push(u32::from(action.house), width);
                bits.push(action.mode as u32, 1);
                bits.push(action.signal as u32, 1);
                if two_phase {
                    let signals = &self.round1[night];
                    BrigadeError::expect_count("round1 signals", self.num_agents, signals.len())?;
                    bits.push(signals[agent] as u32, 1);
                }
            }
        }
        Ok(bits.finish())
    }

    /// Reads the compact binary form.
    ///
    /// # Errors
    /// [`BrigadeError::Corrupt`] for bytes that are none or were changed, [`BrigadeError::Json`] for a header that
    /// cannot be read, [`BrigadeError::Unknown`] for a scenario nobody knows.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BrigadeError> {
        let end = bytes.len().saturating_sub(8);
        let (body, check) = bytes.split_at(end);
        if check != check_of(body).to_le_bytes() {
            return Err(BrigadeError::Corrupt { offset: end, what: "the checksum does not fit" });
        }
        let mut reader = Reader { bytes: body, offset: 0 };
        if reader.take(4)? != MAGIC {
            return Err(BrigadeError::Corrupt { offset: 0, what: "no replay" });
        }
        let length = reader.number()?;
        let offset = reader.offset;
        let header = std::str::from_utf8(reader.take(length)?)
            .map_err(|_| BrigadeError::Corrupt { offset, what: "the header is no text" })?;
        let header: Header = crate::json::read(header).map_err(|error| BrigadeError::json("replay header", &error))?;
        let scenario = match header.scenario {
            ScenarioPart::Named(name) => scenario(&name)?.clone(),
            ScenarioPart::Full(scenario) => *scenario,
        };
        let (nights, num_agents) = (reader.number()?, reader.number()?);
        if nights > REPLAY_NIGHTS_MAX as usize || num_agents > AGENTS_MAX {
            return Err(BrigadeError::Corrupt { offset: reader.offset, what: "too many nights or agents" });
        }
        let scores = (0..num_agents).map(|_| reader.array().map(f32::from_le_bytes)).collect::<Result<_, _>>()?;
        let fingerprint = u64::from_le_bytes(reader.array()?);
        let length = reader.number()?;
        let base = reader.offset;
        let packed = reader.take(length)?;
        let (actions, round1) = unpack_actions(packed, base, &scenario, nights, num_agents)?;
        if reader.offset != body.len() {
            return Err(BrigadeError::Corrupt { offset: reader.offset, what: "bytes after the end" });
        }
        let Header { rules, seed, nights_max, stream, agents, .. } = header;
        let version = REPLAY_VERSION;
        Ok(Self {
            version,
            scenario,
            rules,
            seed,
            nights_max,
            stream,
            num_agents,
            agents,
            actions,
            round1,
            scores,
            fingerprint,
        })
    }
}

type Nights<T> = Vec<Vec<T>>;

fn unpack_actions(
    packed: &[u8],
    base: usize,
    scenario: &Scenario,
    nights: usize,
    agents: usize,
) -> Result<(Nights<Action>, Nights<Mode>), BrigadeError> {
    let width = house_bits(scenario.num_houses);
    let two_phase = scenario.commitment_mode == CommitmentMode::TwoPhase;
    // Checked before anything is reserved: a short file cannot ask for much memory.
    let bits = nights.saturating_mul(agents).saturating_mul(width as usize + if two_phase { 3 } else { 2 });
    if bits.div_ceil(8) != packed.len() {
        return Err(BrigadeError::Corrupt { offset: base, what: "the actions' length does not fit" });
    }
    let mut bits = BitReader::new(packed, base);
    let (mut all, mut round1) = (Vec::with_capacity(nights), Vec::new());
    for _ in 0..nights {
        let (mut actions, mut signals) = (Vec::with_capacity(agents), Vec::new());
        for _ in 0..agents {
            let house = u16::try_from(bits.take(width)?).unwrap_or(u16::MAX);
            let mode = Mode::work_if(bits.take(1)? == 1);
            actions.push(Action { house, mode, signal: Mode::work_if(bits.take(1)? == 1) });
            if two_phase {
                signals.push(Mode::work_if(bits.take(1)? == 1));
            }
        }
        all.push(actions);
        if two_phase {
            round1.push(signals);
        }
    }
    Ok((all, round1))
}

fn house_bits(houses: u16) -> u32 {
    (16 - houses.saturating_sub(1).leading_zeros()).max(1)
}

fn check_of(bytes: &[u8]) -> u64 {
    let mut check = Fingerprint::default();
    check.add_bytes(bytes);
    check.value()
}

fn push_length(bytes: &mut Vec<u8>, length: usize) -> Result<(), BrigadeError> {
    let length =
        u32::try_from(length).map_err(|_| BrigadeError::Corrupt { offset: bytes.len(), what: "too long to store" })?;
    bytes.extend(length.to_le_bytes());
    Ok(())
}

struct Reader<'a> {
    bytes: &'a [u8],
    offset: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], BrigadeError> {
        let end = self.offset.saturating_add(length);
        let taken = self.bytes.get(self.offset..end);
        let taken = taken.ok_or(BrigadeError::Corrupt { offset: self.offset, what: "the bytes end early" })?;
        self.offset = end;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], BrigadeError> {
        let offset = self.offset;
        let ends = BrigadeError::Corrupt { offset, what: "the bytes end early" };
        self.take(N)?.try_into().map_err(|_| ends)
    }

    fn number(&mut self) -> Result<usize, BrigadeError> {
        Ok(u32::from_le_bytes(self.array()?) as usize)
    }
}
