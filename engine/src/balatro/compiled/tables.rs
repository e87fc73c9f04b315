//! What every joker does on every trigger, as tables: one row for each scored or held card, one column for each
//! joker as a source of effects. A copy joker takes the column of what it copies.

use crate::balatro::model::joker::Joker;
use crate::balatro::model::rule::{Amount, Code, Quantity, Rule, When};
use crate::balatro::model::state::Luck;
use crate::balatro::model::tables::tables;
use crate::balatro::score::scene::Scene;
use crate::balatro::score::value::{Asked, CardAt, Wanted};
use crate::balatro::score::view::CardView;

use super::affine::Affine;

/// What one source does on one trigger of one card.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cell {
    pub op: Affine,
    pub chips: f64,
    pub dollars: f64,
    /// Chips the card keeps after each trigger.
    pub keep: f64,
    /// How often, on average, its counters grow.
    pub grows: f64,
    /// Further triggers of the card.
    pub repeats: u32,
}

impl Cell {
    const NOTHING: Self = Self { op: Affine::IDENTITY, chips: 0.0, dollars: 0.0, keep: 0.0, grows: 0.0, repeats: 0 };
}

/// A card that triggers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    /// What the card itself does on each trigger.
    pub own: Affine,
    pub chips: f64,
    pub dollars: f64,
    /// Triggers without any joker.
    pub triggers: u32,
    /// Its place among the scoring or the held cards.
    pub place: usize,
    pub face: bool,
    /// The sources that change mult here, one bit each.
    pub touched: u32,
    /// The sources that do anything else here.
    pub counted: u32,
}

/// What one source does outside of cards.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    /// Its own effect in the pass over the jokers.
    pub pass: Affine,
    pub pass_chips: f64,
    /// Whether that depends on what happens while the cards score.
    pub dynamic: bool,
    /// Factor at the slots of others.
    pub rider: f64,
    /// Levels and dollars a copy of it gives before scoring.
    pub copied_levels: f64,
    pub copied_dollars: f64,
}

/// All tables of a hand; O(jokers · cards) to make.
#[derive(Debug, Clone)]
pub(crate) struct Tables {
    pub jokers: usize,
    pub scored: Vec<Row>,
    pub held: Vec<Row>,
    /// Row by row, first the scored cards' rows.
    cells: Vec<Cell>,
    pub columns: Vec<Column>,
    /// Joker editions, around whatever acts in the slot.
    pub editions: Vec<(Affine, f64, Affine)>,
}

/// Which scoring cards the rules take for the first ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Firsts {
    /// The place of the first scoring card.
    pub card: usize,
    /// The place of the first scoring face card.
    pub face: Option<usize>,
}

impl Firsts {
    /// As the cards lie.
    pub(crate) fn as_played(scene: &Scene<'_>) -> Self {
        Self { card: 0, face: scene.scoring.iter().position(|(_, card)| card.face) }
    }
}

impl Tables {
    pub(crate) fn new(scene: &Scene<'_>, firsts: Firsts, luck: Luck) -> Self {
        let maker = Maker { scene, firsts, luck };
        let jokers = scene.given.jokers;
        let mut made = Self {
            jokers: jokers.len(),
            scored: Vec::with_capacity(scene.scoring.len()),
            held: Vec::with_capacity(scene.held.len()),
            cells: Vec::with_capacity((scene.scoring.len() + scene.held.len()) * jokers.len()),
            columns: (0..jokers.len()).map(|source| maker.column(source)).collect(),
            editions: jokers.iter().map(edition).collect(),
        };
        for (place, (_, card)) in scene.scoring.iter().enumerate().filter(|(_, (_, card))| card.live) {
            let row = made.row(&maker, When::Scored, place, card, maker.own(card));
            made.scored.push(row);
        }
        for (place, card) in scene.held.iter().enumerate().filter(|(_, card)| card.live) {
            let start = made.cells.len();
            let row = made.row(&maker, When::Held, place, card, Affine::times(card.held_x));
            if row.own.is_identity() && row.touched == 0 && row.counted == 0 {
                made.cells.truncate(start);
            } else {
                made.held.push(Row { chips: 0.0, dollars: 0.0, ..row });
            }
        }
        made
    }

    fn row(&mut self, maker: &Maker<'_, '_>, when: When, place: usize, card: &CardView, own: Affine) -> Row {
        let (mut touched, mut counted) = (0, 0);
        for source in 0..self.jokers {
            let cell = maker.cell(when, source, place, card);
            if !cell.op.is_identity() {
                touched |= 1 << source;
            }
            if cell.chips > 0.0 || cell.dollars > 0.0 || cell.keep > 0.0 || cell.grows > 0.0 || cell.repeats > 0 {
                counted |= 1 << source;
            }
            self.cells.push(cell);
        }
        let triggers = 1 + if card.red_seal { tables().red_seal } else { 0 };
        let lucky = if card.lucky { maker.lucky_dollars() } else { 0.0 };
        let dollars = card.dollars + lucky;
        Row { own, chips: card.chips, dollars, triggers, place, face: card.face, touched, counted }
    }

    /// The cell of a row: `scored` rows come first, then `held` ones.
    #[inline]
    pub(crate) fn cell(&self, row: usize, source: usize) -> &Cell {
        self.cells.get(row * self.jokers + source).unwrap_or(&Cell::NOTHING)
    }
}

fn edition(joker: &Joker) -> (Affine, f64, Affine) {
    let worth = joker.edition.filter(|_| !joker.debuffed).map(|edition| tables().edition(edition)).unwrap_or_default();
    (Affine::add(worth.add_mult), worth.add_chips, Affine::times(worth.x_mult))
}

struct Maker<'m, 'a> {
    scene: &'m Scene<'a>,
    firsts: Firsts,
    luck: Luck,
}

impl Maker<'_, '_> {
    /// How much of something of this chance to count.
    fn weight(&self, odds: f64) -> f64 {
        weight(self.luck, self.scene.passives.chance_of(odds))
    }

    fn lucky_weights(&self) -> [f64; 2] {
        tables().lucky.map(|roll| self.weight(roll.odds.1 / roll.odds.0))
    }

    fn lucky_dollars(&self) -> f64 {
        self.lucky_weights()[1] * tables().lucky[1].worth.dollars
    }

    fn own(&self, card: &CardView) -> Affine {
        let lucky = if card.lucky { self.lucky_weights()[0] * tables().lucky[0].worth.add_mult } else { 0.0 };
        let enhancement = Affine::add(card.mult + lucky).then(Affine::times(card.x_mult));
        enhancement.then(Affine::add(card.edition_mult)).then(Affine::times(card.edition_x))
    }

    fn asked<'c>(&self, source: usize, at: Option<CardAt<'c>>) -> Asked<'c> {
        let state = self.scene.states.get(source).copied().unwrap_or_default();
        Asked { source, at, money: self.scene.money, state, lucky_success: true }
    }

    fn rules(&self, source: usize) -> &'static [Rule] {
        self.scene.given.jokers.get(source).map_or(&[][..], |joker| &joker.info().rules)
    }

    fn cell(&self, when: When, source: usize, place: usize, card: &CardView) -> Cell {
        let mut cell = Cell::NOTHING;
        // A rule about the first card asks for place 0.
        let seen = if when == When::Scored { usize::from(place != self.firsts.card) } else { place };
        for rule in self.rules(source).iter().filter(|rule| rule.when == when) {
            let face = if self.firsts.face == Some(place) { Some(seen) } else { None };
            let asked = self.asked(source, Some(CardAt { card, place: seen, first_face: face }));
            if self.scene.holds(rule.condition, &asked) {
                self.add_rule(&mut cell, rule, card, &asked);
            }
        }
        cell
    }

    fn add_rule(&self, cell: &mut Cell, rule: &Rule, card: &CardView, asked: &Asked<'_>) {
        cell.repeats += rule.repeat;
        let mut weight = rule.odds.map_or(1.0, |odds| self.weight(odds));
        if rule.condition == Some(crate::balatro::model::rule::Condition::LuckySuccess) {
            let [mult, money] = self.lucky_weights();
            weight = if card.lucky { 1.0 - (1.0 - mult) * (1.0 - money) } else { 0.0 };
        }
        let amount = |amount: Option<Amount>, wanted| amount.map(|amount| self.scene.amount(amount, wanted, asked));
        cell.chips += weight * amount(rule.add_chips, Wanted::Chips).unwrap_or(0.0);
        let added = amount(rule.add_mult, Wanted::Mult).unwrap_or(0.0);
        let factor = amount(rule.x_mult, Wanted::Factor).unwrap_or(1.0).max(1.0);
        let op = Affine::add(weight * added).then(Affine::times(1.0 + weight * (factor - 1.0)));
        cell.op = cell.op.then(op);
        cell.dollars += weight * rule.dollars.unwrap_or(0.0);
        cell.keep += rule.keep_chips;
        if rule.grows() {
            cell.grows += weight;
        }
    }

    fn column(&self, source: usize) -> Column {
        let mut column = Column {
            pass: Affine::IDENTITY,
            pass_chips: 0.0,
            dynamic: false,
            rider: 1.0,
            copied_levels: 0.0,
            copied_dollars: 0.0,
        };
        let asked = self.asked(source, None);
        for rule in self.rules(source) {
            match rule.when {
                When::Pass => {
                    let (op, chips) = pass(self.scene, rule, &asked, self.luck);
                    column.pass = column.pass.then(op);
                    column.pass_chips += chips;
                    column.dynamic |= by_money(rule);
                }
                When::Scored if rule.grows() => column.dynamic = true,
                When::Other => {
                    column.rider *= rule.x_mult.map_or(1.0, |x| self.scene.amount(x, Wanted::Factor, &asked));
                }
                When::Before if rule.copied => self.copied(rule, &mut column),
                _ => {}
            }
        }
        column
    }

    /// What a copy does before scoring.
    fn copied(&self, rule: &Rule, column: &mut Column) {
        let weight = rule.odds.map_or(1.0, |odds| self.weight(odds));
        let table = self.scene.given.table;
        match (rule.code, rule.dollars) {
            (Some(Code::LevelUp), _) => column.copied_levels += weight,
            (_, Some(dollars)) if table.listed_hand == Some(self.scene.detected.hand) => {
                column.copied_dollars += dollars;
            }
            _ => {}
        }
    }
}

/// How much of something of this chance to count.
pub(crate) fn weight(luck: Luck, chance: f64) -> f64 {
    match luck {
        Luck::Mean => chance,
        Luck::Most => f64::from(u8::from(chance > 0.0)),
        Luck::Least => f64::from(u8::from(chance >= 1.0)),
    }
}

/// A rule of the pass over the jokers: its effect on mult, and its chips.
pub(crate) fn pass(scene: &Scene<'_>, rule: &Rule, asked: &Asked<'_>, luck: Luck) -> (Affine, f64) {
    if !scene.holds(rule.condition, asked) {
        return (Affine::IDENTITY, 0.0);
    }
    let amount = |amount: Option<Amount>, wanted| amount.map(|amount| scene.amount(amount, wanted, asked));
    let rolled = rule.add_mult_up_to.map_or(0.0, |most| match luck {
        Luck::Least => 0.0,
        Luck::Most => most,
        Luck::Mean => most / 2.0,
    });
    let added = Affine::add(amount(rule.add_mult, Wanted::Mult).unwrap_or(0.0) + rolled);
    let op = added.then(Affine::times(amount(rule.x_mult, Wanted::Factor).unwrap_or(1.0)));
    (op, amount(rule.add_chips, Wanted::Chips).unwrap_or(0.0))
}

fn by_money(rule: &Rule) -> bool {
    let asks = |amount: Option<Amount>| {
        matches!(amount, Some(Amount::Per { per: Quantity::Money | Quantity::FiveDollars, .. }))
    };
    asks(rule.add_chips) || asks(rule.add_mult)
}
