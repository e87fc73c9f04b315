//! How long does it take to score a hand, to prove an order of jokers, to prove a play? One thread.
//!
//! `cargo bench --profile dev -p ludograph-engine --no-default-features --bench balatro [-- NAME]`. Orders are those of
//! the recorded cases where `../shared` is there, hands drawn by a seed otherwise and for the plays. Each figure is the
//! median over the cases of the best of a few runs; `-- NAME once` runs each case once, for counting instructions.

use std::hint::black_box;
use std::path::PathBuf;
use std::time::Instant;

use ludograph_engine::balatro::{
    BestPlay, Budget, Card, CompiledHand, Edition, Enhancement, Freedom, Hand, Joker, JokerKind, Luck, NODES_MAX, Rank,
    Suit, best_order, best_play, score,
};
use ludograph_engine::brigade::Pcg64;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// A hand drawn by its seed: 8 held cards, so many jokers.
fn drawn(seed: u64, jokers: usize) -> Hand {
    let mut draws = Pcg64::new(seed);
    let mut below = |count: usize| usize::try_from(draws.next_u64() % count as u64).unwrap_or(0);
    let kinds: Vec<JokerKind> = JokerKind::all().filter(|kind| kind.info().affects_score()).collect();
    let mut hand = Hand::default();
    for _ in 0..8 {
        let mut card = Card::new(Rank::ALL[below(13)], Suit::ALL[below(4)]);
        card.enhancement = if below(3) == 0 { Some(Enhancement::ALL[below(8)]) } else { None };
        card.edition = if below(6) == 0 { Some(Edition::ALL[below(3)]) } else { None };
        hand.held.push(card);
    }
    while hand.jokers.len() < jokers {
        let kind = kinds[below(kinds.len())];
        if hand.jokers.iter().all(|joker| joker.kind != kind) {
            let edition = if below(3) == 0 { Some(Edition::ALL[below(3)]) } else { None };
            hand.jokers.push(Joker { edition, ..Joker::new(kind) });
        }
    }
    hand
}

/// The same with five of the cards played.
fn drawn_played(seed: u64, jokers: usize) -> Hand {
    let mut hand = drawn(seed, jokers);
    hand.played = hand.held.split_off(3);
    hand
}

/// Recorded hands, or none.
fn recorded(file: &str) -> Vec<Hand> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/golden/balatro")).join(file);
    let text = std::fs::read_to_string(path).unwrap_or_default();
    text.lines().filter_map(|line| Hand::from_json(line).ok()).collect()
}

fn recorded_or_drawn(file: &str, jokers: usize) -> Vec<Hand> {
    let hands = recorded(file);
    if hands.is_empty() { (0..100).map(|seed| drawn_played(seed, jokers)).collect() } else { hands }
}

fn proven_order(hand: &Hand) -> Outcome<bool> {
    let mut over = || false;
    let best = best_order(black_box(hand), Freedom::JOKERS, Luck::Least, &mut Budget::new(NODES_MAX, &mut over))?;
    Ok(black_box(best).proven)
}

fn proven_play(hand: &Hand) -> Outcome<bool> {
    let mut over = || false;
    let best: BestPlay = best_play(black_box(hand), Luck::Least, &mut Budget::new(NODES_MAX, &mut over))?;
    Ok(black_box(best).proven)
}

/// Scores of one compiled hand that are timed together.
const SCORES: u32 = 1000;

fn compiled_scores(hand: &Hand) -> Outcome<bool> {
    let mut compiled = CompiledHand::new(hand, Luck::Least)?;
    let order: Vec<u8> = (0..u8::try_from(hand.jokers.len())?).collect();
    for _ in 0..SCORES {
        black_box(compiled.score(black_box(&order))?);
    }
    Ok(true)
}

/// Scores of one compiled hand in every order of its jokers, over and over.
fn compiled_orders(hand: &Hand) -> Outcome<bool> {
    let mut compiled = CompiledHand::new(hand, Luck::Least)?;
    let orders = orders(u8::try_from(hand.jokers.len())?);
    for order in orders.iter().cycle().take(SCORES as usize) {
        black_box(compiled.score(black_box(order))?);
    }
    Ok(true)
}

/// All orders of so many jokers: the last joker moves through the others, slot by slot.
fn orders(jokers: u8) -> Vec<Vec<u8>> {
    let mut orders = vec![Vec::new()];
    for joker in 0..jokers {
        let insert = |order: &Vec<u8>, place: usize| {
            let mut order = order.clone();
            order.insert(place, joker);
            order
        };
        orders = orders.iter().flat_map(|order| (0..=order.len()).map(move |place| insert(order, place))).collect();
    }
    orders
}

fn walked_scores(hand: &Hand) -> Outcome<bool> {
    for _ in 0..SCORES {
        black_box(score(black_box(hand), Luck::Least)?);
    }
    Ok(true)
}

struct Question {
    name: &'static str,
    hands: fn() -> Vec<Hand>,
    run: fn(&Hand) -> Outcome<bool>,
    runs: u32,
    /// How many answers one run gives.
    answers: u32,
    /// What it should take at most, in microseconds.
    target_us: Option<f64>,
}

const QUESTIONS: [Question; 12] = [
    Question {
        name: "score, compiled, 5 jokers",
        hands: || recorded_or_drawn("best_order5.jsonl", 5),
        run: compiled_scores,
        runs: 5,
        answers: SCORES,
        target_us: Some(0.2),
    },
    Question {
        name: "score, compiled, 5 jokers with copies",
        hands: || recorded_or_drawn("best_order5copy.jsonl", 5),
        run: compiled_scores,
        runs: 5,
        answers: SCORES,
        target_us: None,
    },
    Question {
        name: "score, compiled, 5 jokers with copies, all orders",
        hands: || recorded_or_drawn("best_order5copy.jsonl", 5),
        run: compiled_orders,
        runs: 5,
        answers: SCORES,
        target_us: Some(0.2),
    },
    Question {
        name: "score, walked, 5 jokers",
        hands: || recorded_or_drawn("best_order5.jsonl", 5),
        run: walked_scores,
        runs: 3,
        answers: SCORES,
        target_us: None,
    },
    Question {
        name: "order of 5",
        hands: || recorded_or_drawn("best_order5.jsonl", 5),
        run: proven_order,
        runs: 20,
        answers: 1,
        target_us: Some(20.0),
    },
    Question {
        name: "order of 5 with copies",
        hands: || recorded_or_drawn("best_order5copy.jsonl", 5),
        run: proven_order,
        runs: 20,
        answers: 1,
        target_us: Some(20.0),
    },
    Question {
        name: "order of 6",
        hands: || recorded_or_drawn("best_order6.jsonl", 6),
        run: proven_order,
        runs: 20,
        answers: 1,
        target_us: Some(50.0),
    },
    Question {
        name: "order of 7",
        hands: || recorded_or_drawn("best_order7.jsonl", 7),
        run: proven_order,
        runs: 20,
        answers: 1,
        target_us: Some(150.0),
    },
    Question {
        name: "order of 8",
        hands: || recorded_or_drawn("best_order8.jsonl", 8),
        run: proven_order,
        runs: 20,
        answers: 1,
        target_us: Some(500.0),
    },
    Question {
        name: "play from 8 cards, recorded",
        hands: || recorded_or_drawn("best_full_8cards.jsonl", 3),
        run: proven_play,
        runs: 5,
        answers: 1,
        target_us: Some(3000.0),
    },
    Question {
        name: "play from 8 cards, 5 jokers",
        hands: || (0..100).map(|seed| drawn(seed, 5)).collect(),
        run: proven_play,
        runs: 3,
        answers: 1,
        target_us: Some(3000.0),
    },
    Question {
        name: "play from 8 cards, 7 jokers",
        hands: || (0..100).map(|seed| drawn(seed, 7)).collect(),
        run: proven_play,
        runs: 3,
        answers: 1,
        target_us: Some(20_000.0),
    },
];

/// Seconds this thread has run; `None` where the system does not tell.
fn ran() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse::<f64>().ok().map(|nanoseconds| nanoseconds / 1e9)
}

/// Microseconds an answer, best of the runs: what is short by the clock, what is long by the processor's own account.
fn time(question: &Question, hand: &Hand) -> Outcome<(f64, bool)> {
    let (mut best, mut proven) = (f64::MAX, true);
    for _ in 0..question.runs {
        // In this order, so that the clock does not see the account being read.
        let start = ran();
        let clock = Instant::now();
        proven &= (question.run)(hand)?;
        let wall = clock.elapsed().as_secs_f64();
        let seconds = ran().zip(start).map_or(wall, |(end, start)| if end > start { end - start } else { wall });
        best = best.min(seconds.min(wall) * 1e6 / f64::from(question.answers));
    }
    Ok((best, proven))
}

fn main() -> Outcome<()> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let once = words.iter().any(|word| word == "once");
    let wanted = words.iter().find(|word| *word != "once");
    println!(
        "{:50} {:>6} {:>10} {:>10} {:>10} {:>10} {:>7}",
        "question", "cases", "median us", "p90", "worst", "target", "proven"
    );
    for question in QUESTIONS.iter().filter(|question| wanted.is_none_or(|name| question.name.contains(name.as_str())))
    {
        let hands = (question.hands)();
        if once {
            let proven = hands.iter().map(question.run).collect::<Outcome<Vec<_>>>()?;
            println!("{}: {} cases", question.name, proven.len());
            continue;
        }
        let mut times = hands.iter().map(|hand| time(question, hand)).collect::<Outcome<Vec<_>>>()?;
        times.sort_by(|(one, _), (other, _)| one.total_cmp(other));
        let at = |part: usize| times.get(part * (times.len() - 1) / 100).map_or(f64::NAN, |(time, _)| *time);
        let proven = times.iter().filter(|(_, proven)| *proven).count();
        let target = question.target_us.map_or_else(String::new, |target| target.to_string());
        println!(
            "{:50} {:6} {:10.3} {:10.3} {:10.3} {target:>10} {proven:7}",
            question.name,
            times.len(),
            at(50),
            at(90),
            at(100)
        );
    }
    Ok(())
}
