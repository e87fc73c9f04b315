//! One set of played cards: its variants, and the search through them.

use crate::balatro::compiled::arrange::CardOrder;
use crate::balatro::compiled::evaluate::Evaluator;
use crate::balatro::compiled::hand::{effective, movers, narrow, needs_walking, prepare_originals};
use crate::balatro::compiled::setting::Setting;
use crate::balatro::compiled::tables::{Firsts, Tables};
use crate::balatro::model::joker::Joker;
use crate::balatro::model::rule::Condition;
use crate::balatro::model::state::{Luck, PLAYED_MAX};
use crate::balatro::score::in_order;
use crate::balatro::score::scene::{Given, Scene};
use crate::sort;

use super::budget::Budget;
use super::exhaustive;
use super::incumbent::Incumbent;
use super::lineups::{Copies, Lineup};
use super::relaxed;
use super::units::Units;

/// What a search may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Freedom {
    /// The order of the jokers.
    pub jokers: bool,
    /// The order of the played cards.
    pub cards: bool,
}

impl Freedom {
    /// Both orders.
    pub const ALL: Self = Self { jokers: true, cards: true };
    /// The jokers' order only.
    pub const JOKERS: Self = Self { jokers: true, cards: false };
    /// The cards' order only.
    pub const CARDS: Self = Self { jokers: false, cards: true };
}

/// How many lineups are sorted by their bounds at once.
const LINEUPS_SORTED_MAX: usize = 4096;
/// How many jokers that change cards before scoring are tried in every order among themselves.
const MOVERS_MAX: usize = 4;

/// A search in progress, over one or many sets of played cards.
pub(crate) struct Search<'b, 'd> {
    pub freedom: Freedom,
    pub luck: Luck,
    pub budget: &'b mut Budget<'d>,
    pub best: Incumbent,
    /// The best one's played cards, as places among those given, in order.
    pub cards: Vec<usize>,
    /// Whether everything was looked at.
    pub complete: bool,
    setting: Setting,
    lineups: Vec<(f64, Lineup)>,
}

impl<'b, 'd> Search<'b, 'd> {
    pub(crate) fn new(freedom: Freedom, luck: Luck, budget: &'b mut Budget<'d>) -> Self {
        Self {
            freedom,
            luck,
            budget,
            best: Incumbent::none(),
            cards: Vec::new(),
            complete: true,
            setting: Setting::empty(),
            lineups: Vec::new(),
        }
    }

    /// Looks for a better order of these cards and jokers; `true` if one was found.
    pub(crate) fn improve(&mut self, given: Given<'_>) -> bool {
        if needs_walking(given) {
            return exhaustive::improve(self, given);
        }
        let mut improved = false;
        let user = in_order(given);
        for order in mover_orders(&movers(given), &user, self.freedom.jokers, &mut self.complete) {
            let chain: Vec<usize> = order.iter().copied().filter(|joker| movers(given).contains(joker)).collect();
            let scene = prepare_originals(given, &order, self.luck);
            improved |= self.improve_scene(&scene, &chain, order == user);
            if self.budget.spent() {
                self.complete = false;
                break;
            }
        }
        improved
    }

    fn improve_scene(&mut self, scene: &Scene<'_>, chain: &[usize], as_given: bool) -> bool {
        let variants = variants(scene, self.freedom.cards);
        let before = self.best.value;
        let mut tables = Tables::new(scene, Firsts::as_played(scene), self.luck);
        if as_given {
            self.offer_as_given(scene, &tables);
        }
        if scene.blocked() {
            return self.best.value > before;
        }
        for (index, (firsts, cards)) in variants.iter().enumerate() {
            if *firsts != Firsts::as_played(scene) || index > 0 {
                tables = Tables::new(scene, *firsts, self.luck);
            }
            let improved = self.improve_variant(scene, &tables, *cards, chain);
            if improved {
                self.cards = card_order(scene, &tables, *firsts, *cards, self.best.rows);
            }
            if self.budget.spent() {
                break;
            }
        }
        self.best.value > before
    }

    /// The user's own order is the first to beat.
    fn offer_as_given(&mut self, scene: &Scene<'_>, tables: &Tables) {
        let user = narrow(&in_order(scene.given));
        self.setting.fill(tables, scene, &effective(scene.given, &user), self.luck);
        let evaluator = evaluator(tables, &self.setting, CardOrder::AsPlayed, scene);
        let (mult, rows) = evaluator.mult(&user);
        let value = if scene.blocked() { 0.0 } else { evaluator.value(mult) };
        // Counted, and taken even where nothing may be spent: there is always an answer.
        self.complete &= self.budget.spend();
        if self.best.offer(value, &user, rows) {
            self.cards = (0..scene.given.played.len()).collect();
        }
    }

    fn improve_variant(&mut self, scene: &Scene<'_>, tables: &Tables, cards: CardOrder, chain: &[usize]) -> bool {
        let before = self.best.value;
        let jokers = scene.given.jokers;
        let copies = Copies::of(jokers);
        if !self.freedom.jokers {
            let user = narrow(&in_order(scene.given));
            self.setting.fill(tables, scene, &effective(scene.given, &user), self.luck);
            let evaluator = evaluator(tables, &self.setting, cards, scene);
            let (mult, rows) = evaluator.mult(&user);
            self.best.offer(evaluator.value(mult), &user, rows);
            self.complete &= self.budget.spend();
        } else if self.best.beats(relaxed::at_most(tables, scene, cards, self.luck)) {
            self.complete &= self.budget.spend();
        } else if copies.is_empty() {
            let open = Lineup { next: [None; crate::balatro::model::state::JOKERS_MAX], last: None, first: None };
            self.complete &= self.improve_lineup(scene, tables, cards, chain, &copies, &open);
        } else {
            self.improve_lineups(scene, tables, cards, chain, &copies);
        }
        self.best.value > before
    }

    /// Bounds every lineup, then searches them from the most promising on.
    fn improve_lineups(
        &mut self,
        scene: &Scene<'_>,
        tables: &Tables,
        cards: CardOrder,
        chain: &[usize],
        copies: &Copies<'_>,
    ) {
        let all = all_jokers(scene.given.jokers);
        copies.each(&mut |lineup| {
            self.setting.fill(tables, scene, &copies.effective(lineup), self.luck);
            let evaluator = evaluator(tables, &self.setting, cards, scene);
            let at_most = evaluator.value(evaluator.mult_at_most(&[], all));
            if !self.best.beats(at_most) {
                self.lineups.push((at_most, *lineup));
            }
            if self.lineups.len() >= LINEUPS_SORTED_MAX {
                self.improve_sorted(scene, tables, cards, chain, copies);
            }
            self.budget.spend()
        });
        self.improve_sorted(scene, tables, cards, chain, copies);
        self.complete &= !self.budget.spent();
    }

    fn improve_sorted(
        &mut self,
        scene: &Scene<'_>,
        tables: &Tables,
        cards: CardOrder,
        chain: &[usize],
        copies: &Copies<'_>,
    ) {
        let mut lineups = std::mem::take(&mut self.lineups);
        sort::by(&mut lineups, |(one, _), (other, _)| other.total_cmp(one));
        for (at_most, lineup) in &lineups {
            if self.best.beats(*at_most) || !self.improve_lineup(scene, tables, cards, chain, copies, lineup) {
                break;
            }
        }
        lineups.clear();
        self.lineups = lineups;
    }

    fn improve_lineup(
        &mut self,
        scene: &Scene<'_>,
        tables: &Tables,
        cards: CardOrder,
        chain: &[usize],
        copies: &Copies<'_>,
        lineup: &Lineup,
    ) -> bool {
        self.setting.fill(tables, scene, &copies.effective(lineup), self.luck);
        let evaluator = evaluator(tables, &self.setting, cards, scene);
        match Units::new(&evaluator, lineup, chain) {
            Some(units) => units.search(self.budget, &mut self.best),
            None => self.budget.spend(),
        }
    }
}

fn evaluator<'e>(tables: &'e Tables, setting: &'e Setting, cards: CardOrder, scene: &Scene<'_>) -> Evaluator<'e> {
    Evaluator { tables, setting, cards, plasma: scene.given.table.plasma }
}

fn all_jokers(jokers: &[Joker]) -> u32 {
    if jokers.len() >= 32 { u32::MAX } else { (1 << jokers.len()) - 1 }
}

/// No order gets more than this out of these cards.
pub(crate) fn at_most(given: Given<'_>, freedom: Freedom, luck: Luck) -> f64 {
    let user = in_order(given);
    let mut complete = true;
    let mut most = f64::NEG_INFINITY;
    for order in mover_orders(&movers(given), &user, freedom.jokers, &mut complete) {
        let scene = prepare_originals(given, &order, luck);
        for (firsts, cards) in variants(&scene, freedom.cards) {
            let tables = Tables::new(&scene, firsts, luck);
            most = most.max(relaxed::at_most(&tables, &scene, cards, luck));
        }
    }
    if complete && !needs_walking(given) { most } else { f64::INFINITY }
}

/// The user's order with the movers in every order among themselves, the user's first.
fn mover_orders(movers: &[usize], user: &[usize], free: bool, complete: &mut bool) -> Vec<Vec<usize>> {
    if !free || movers.len() < 2 {
        return vec![user.to_vec()];
    }
    if movers.len() > MOVERS_MAX {
        *complete = false;
        return vec![user.to_vec()];
    }
    let mut chains: Vec<Vec<usize>> = vec![vec![]];
    for mover in movers {
        let longer = |chain: &Vec<usize>| {
            (0..=chain.len())
                .rev()
                .map(|place| {
                    let mut chain = chain.clone();
                    chain.insert(place, *mover);
                    chain
                })
                .collect::<Vec<_>>()
        };
        chains = chains.iter().flat_map(longer).collect();
    }
    let in_places = |chain: &Vec<usize>| {
        let mut next = chain.iter();
        user.iter()
            .map(|joker| if movers.contains(joker) { next.next().copied().unwrap_or(*joker) } else { *joker })
            .collect()
    };
    chains.iter().map(in_places).collect()
}

/// Which cards the rules can take for the first, and which orders of the cards that allows.
fn variants(scene: &Scene<'_>, free: bool) -> Vec<(Firsts, CardOrder)> {
    let as_played = Firsts::as_played(scene);
    if !free {
        return vec![(as_played, CardOrder::AsPlayed)];
    }
    let asks = |wanted: Condition| {
        let live = scene.given.jokers.iter().filter(|joker| !joker.debuffed);
        live.flat_map(|joker| &joker.info().rules).any(|rule| rule.condition == Some(wanted))
    };
    let row = |place: usize| {
        let live = scene.scoring.iter().enumerate().filter(|(_, (_, card))| card.live);
        live.map(|(place, _)| place).position(|other| other == place)
    };
    let faces: Vec<usize> =
        (0..scene.scoring.len()).filter(|place| scene.scoring.get(*place).is_some_and(|(_, card)| card.face)).collect();
    let (by_card, by_face) = (asks(Condition::FirstCard), asks(Condition::FirstFace) && !faces.is_empty());
    let mut variants = Vec::new();
    let firsts: Vec<Option<usize>> = if by_card { (0..scene.scoring.len()).map(Some).collect() } else { vec![None] };
    for first in firsts {
        let of_face = |place: &usize| by_face && (first.is_none_or(|first| !faces.contains(&first) || first == *place));
        let chosen: Vec<Option<usize>> = faces.iter().copied().filter(of_face).map(Some).collect();
        for face in if chosen.is_empty() { vec![None] } else { chosen } {
            let order = CardOrder::Free { first: first.and_then(row), face: face.and_then(row) };
            variants.push((Firsts { card: first.unwrap_or(0), face: face.or(as_played.face) }, order));
        }
    }
    variants
}

/// The played cards in the order found: what scores by its rows, then the rest as it lay.
fn card_order(
    scene: &Scene<'_>,
    tables: &Tables,
    firsts: Firsts,
    cards: CardOrder,
    rows: [u8; PLAYED_MAX],
) -> Vec<usize> {
    let played = 0..scene.given.played.len();
    if cards == CardOrder::AsPlayed {
        return played.collect();
    }
    let at = |place: usize| scene.scoring.get(place).map(|(played, _)| *played);
    // A debuffed card that is to come first has no row.
    let idle = Some(firsts.card).filter(|place| tables.scored.iter().all(|row| row.place != *place)).and_then(at);
    let rows = rows.iter().take(tables.scored.len()).filter_map(|row| tables.scored.get(usize::from(*row)));
    let mut order: Vec<usize> = idle.into_iter().chain(rows.filter_map(|row| at(row.place))).collect();
    let rest: Vec<usize> = played.filter(|place| !order.contains(place)).collect();
    order.extend(rest);
    order
}
