//! Nights of Bucket Brigade and the games they belong to, as rows of the shape of their tables: towns of ten houses
//! on a ring, four agents, twenty nights a game. The fires follow a plain rule, since their statistics need only be
//! alike, not right; every row follows from its file's number.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use arrow::array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringViewBuilder};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use ludograph_analytics::FileTables;

/// A thread of its own has an error that may leave it.
type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const HOUSES: usize = 10;
const AGENTS: usize = 4;
/// Nights of a game.
pub(crate) const NIGHTS: usize = 20;
/// Nights of a file: about as many as the store merges into one.
const FILE_NIGHTS: usize = 1_250_000;
const THREADS: usize = 2;

/// Name, spread per mille, put out by a worker per mille.
const SCENARIOS: [(&str, u64, u64); 12] = [
    ("chain_reaction", 450, 500),
    ("deceptive_calm", 250, 400),
    ("default", 250, 500),
    ("early_containment", 350, 600),
    ("easy", 100, 800),
    ("greedy_neighbor", 150, 400),
    ("hard", 400, 300),
    ("mixed_motivation", 300, 500),
    ("overcrowding", 200, 300),
    ("rest_trap", 50, 950),
    ("sparse_heroics", 100, 500),
    ("trivial_cooperation", 150, 900),
];
const TEAMS: [&str; 6] = [
    "firefighter,firefighter,firefighter,firefighter",
    "firefighter,free_rider,hero,liar",
    "coordinator,coordinator,free_rider,free_rider",
    "hero,hero,free_rider,free_rider",
    "liar,liar,firefighter,coordinator",
    "free_rider,free_rider,free_rider,hero",
];

pub(crate) fn nights_schema() -> SchemaRef {
    schema(&[
        ("game_id", DataType::Utf8View),
        ("run_id", DataType::Utf8View),
        ("night", DataType::Int64),
        ("houses_before", DataType::Utf8View),
        ("actions", DataType::Utf8View),
        ("houses_after", DataType::Utf8View),
        ("fires", DataType::Int64),
        ("saved", DataType::Int64),
        ("lost", DataType::Int64),
        ("houses_safe", DataType::Int64),
        ("houses_burning", DataType::Int64),
        ("houses_ruined", DataType::Int64),
        ("workers", DataType::Int64),
        ("lies", DataType::Int64),
        ("team_reward", DataType::Float64),
    ])
}

pub(crate) fn games_schema() -> SchemaRef {
    schema(&[
        ("game_id", DataType::Utf8View),
        ("run_id", DataType::Utf8View),
        ("game_index", DataType::Int64),
        ("scenario", DataType::Utf8View),
        ("rules", DataType::Utf8View),
        ("seed", DataType::Int64),
        ("team", DataType::Utf8View),
        ("num_agents", DataType::Int64),
        ("nights", DataType::Int64),
        ("fires", DataType::Int64),
        ("fires_saved", DataType::Int64),
        ("houses_safe", DataType::Int64),
        ("houses_ruined", DataType::Int64),
        ("worked", DataType::Int64),
        ("lied", DataType::Int64),
        ("team_score", DataType::Float64),
    ])
}

fn schema(columns: &[(&str, DataType)]) -> SchemaRef {
    Arc::new(Schema::new(columns.iter().map(|(name, kind)| Field::new(*name, kind.clone(), true)).collect::<Vec<_>>()))
}

/// Writes both tables by two threads; returns the bytes of nights and of games.
pub(crate) fn write(folder: &Path, rows: usize) -> Outcome<(u64, u64)> {
    let files = rows.div_ceil(FILE_NIGHTS);
    let next = AtomicUsize::new(0);
    let work = || -> Outcome<(u64, u64)> {
        let mut written = (0, 0);
        loop {
            let file = next.fetch_add(1, Ordering::Relaxed);
            if file >= files {
                return Ok(written);
            }
            let (nights, games) = rows_of(file, FILE_NIGHTS.min(rows - file * FILE_NIGHTS) / NIGHTS)?;
            let name = format!("{file:05}");
            let keys = ["game_id", "night"];
            written.0 += FileTables::write(folder, "nights", &name, &nights_schema(), &[nights], &keys)?;
            written.1 += FileTables::write(folder, "games", &name, &games_schema(), &[games], &keys[..1])?;
        }
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(work)).collect();
        let mut sum = (0, 0);
        for thread in threads {
            let (nights, games) = thread.join().map_err(|_| "a writer panicked")??;
            sum = (sum.0 + nights, sum.1 + games);
        }
        Ok(sum)
    })
}

/// `SplitMix64`.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// True so many times of a thousand.
    fn chance(&mut self, per_mille: u64) -> bool {
        self.next() % 1000 < per_mille
    }

    fn uuid(&mut self) -> String {
        let (high, low) = (self.next(), self.next());
        format!(
            "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
            high >> 32,
            (high >> 16) & 0xffff,
            high & 0xfff,
            (low >> 50) | 0x8000,
            low & 0xffff_ffff_ffff
        )
    }
}

/// What is counted of a night or a game, by column.
#[derive(Default)]
struct Columns {
    texts: Vec<StringViewBuilder>,
    counts: Vec<Vec<i64>>,
    reward: Vec<f64>,
}

impl Columns {
    fn new(texts: usize, counts: usize) -> Self {
        let text = || StringViewBuilder::new().with_deduplicate_strings();
        Self { texts: (0..texts).map(|_| text()).collect(), counts: vec![Vec::new(); counts], reward: Vec::new() }
    }

    fn push<const T: usize, const C: usize>(&mut self, texts: [&str; T], counts: [i64; C], reward: f64) {
        self.texts.iter_mut().zip(texts).for_each(|(column, text)| column.append_value(text));
        self.counts.iter_mut().zip(counts).for_each(|(column, count)| column.push(count));
        self.reward.push(reward);
    }

    /// The columns in the order of a schema, by their types; the rewards are its one column of numbers.
    fn finish(self, schema: &SchemaRef) -> Outcome<RecordBatch> {
        let (mut texts, mut counts) = (self.texts.into_iter(), self.counts.into_iter());
        let mut reward = Some(self.reward);
        let column = |field: &Arc<Field>| -> Option<ArrayRef> {
            Some(match field.data_type() {
                DataType::Utf8View => Arc::new(texts.next()?.finish()),
                DataType::Int64 => Arc::new(Int64Array::from(counts.next()?)),
                _ => Arc::new(Float64Array::from(reward.take()?)),
            })
        };
        let columns: Option<Vec<ArrayRef>> = schema.fields().iter().map(column).collect();
        Ok(RecordBatch::try_new(Arc::clone(schema), columns.ok_or("a column without values")?)?)
    }
}

/// The rows of one file of each table.
fn rows_of(file: usize, games: usize) -> Outcome<(RecordBatch, RecordBatch)> {
    let mut random = Random(file as u64 + 1);
    let run = random.uuid();
    let (mut nights, mut rows) = (Columns::new(5, 9), Columns::new(5, 10));
    for index in 0..games {
        let (scenario, spread, put_out) = SCENARIOS[random.next() as usize % SCENARIOS.len()];
        let team = TEAMS[random.next() as usize % TEAMS.len()];
        let game = random.uuid();
        let seed = (random.next() >> 1) as i64;
        let mut town = Town::new(&mut random);
        let mut sum = Sum::default();
        for night in 0..NIGHTS {
            let before = town;
            let (actions, workers, lies) = town.act(&mut random, team, put_out);
            town.burn(&mut random, spread);
            let after = [b'S', b'B', b'R'].map(|state| town.count(state));
            let fires = before.count(b'B');
            let saved = before.0.iter().zip(town.0).filter(|(old, new)| **old == b'B' && *new == b'S').count() as i64;
            let lost = after[2] - before.count(b'R');
            let reward = 10.0 * after[0] as f64 - 5.0 * after[1] as f64 - 10.0 * lost as f64 - 0.5 * workers as f64;
            let counts = [night as i64, fires, saved, lost, after[0], after[1], after[2], workers, lies];
            nights.push([&game, &run, before.text()?, &actions, town.text()?], counts, reward);
            sum.add(fires, saved, workers, lies, reward);
        }
        let ends = [town.count(b'S'), town.count(b'R')];
        let counts = [
            index as i64,
            seed,
            AGENTS as i64,
            NIGHTS as i64,
            sum.fires,
            sum.saved,
            ends[0],
            ends[1],
            sum.worked,
            sum.lied,
        ];
        rows.push([&game, &run, scenario, "paper", team], counts, sum.score);
    }
    Ok((nights.finish(&nights_schema())?, rows.finish(&games_schema())?))
}

#[derive(Default)]
struct Sum {
    fires: i64,
    saved: i64,
    worked: i64,
    lied: i64,
    score: f64,
}

impl Sum {
    fn add(&mut self, fires: i64, saved: i64, worked: i64, lied: i64, reward: f64) {
        self.fires += fires;
        self.saved += saved;
        self.worked += worked;
        self.lied += lied;
        self.score += reward;
    }
}

/// The houses, a letter each.
#[derive(Clone, Copy)]
struct Town([u8; HOUSES]);

impl Town {
    fn new(random: &mut Random) -> Self {
        Self([(); HOUSES].map(|()| if random.chance(200) { b'B' } else { b'S' }))
    }

    fn count(&self, state: u8) -> i64 {
        self.0.iter().map(|house| i64::from(*house == state)).sum()
    }

    fn text(&self) -> Outcome<&str> {
        Ok(std::str::from_utf8(&self.0)?)
    }

    /// Every agent works or rests; a worked fire may go out. Returns actions, workers and lies.
    fn act(&mut self, random: &mut Random, team: &str, put_out: u64) -> (String, i64, i64) {
        let (mut text, mut workers, mut lies) = (String::with_capacity(3 * AGENTS), 0, 0);
        for agent in team.split(',') {
            let house = random.next() as usize % HOUSES;
            let works = random.chance(if agent == "free_rider" { 100 } else { 750 });
            let lied = random.chance(if agent == "liar" { 600 } else { 50 });
            workers += i64::from(works);
            lies += i64::from(lied);
            if works && self.0[house] == b'B' && random.chance(put_out) {
                self.0[house] = b'S';
            }
            let mode = if works { 'W' } else { 'R' };
            if !text.is_empty() {
                text.push(' ');
            }
            text.push((b'0' + house as u8) as char);
            text.push(if lied { mode.to_ascii_lowercase() } else { mode });
        }
        (text, workers, lies)
    }

    /// Fires spread, burn down, and break out anew.
    fn burn(&mut self, random: &mut Random, spread: u64) {
        let old = self.0;
        for (index, house) in old.into_iter().enumerate() {
            let beside = [old[(index + 1) % HOUSES], old[(index + HOUSES - 1) % HOUSES]].contains(&b'B');
            match house {
                b'B' if random.chance(300) => self.0[index] = b'R',
                b'S' if (beside && random.chance(spread)) || random.chance(20) => self.0[index] = b'B',
                b'R' if random.chance(100) => self.0[index] = b'S',
                _ => {}
            }
        }
    }
}
