//! The best next item, by what it is expected to do for winning.

use super::model::{WinModel, sorted};
use crate::mining::error::MiningError;
use crate::mining::statistics::{NORMAL_95, sigmoid};
use crate::sort;

/// Something that can be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    /// The item.
    pub item: u32,
    /// What it costs.
    pub cost: u32,
}

/// What is owned and what can be had.
#[derive(Debug, Clone, Copy)]
pub struct Shop<'a> {
    /// Items owned.
    pub owned: &'a [u32],
    /// What selling each of them would bring, in the order of `owned`; empty: nothing.
    pub sell_values: &'a [u32],
    /// What is on offer.
    pub offers: &'a [Offer],
    /// What there is to spend.
    pub money: u32,
    /// How many items there is room for in all. When all slots are taken, something has to go.
    pub slots: usize,
    /// How far the run came (see [`WinModel::condition`]); `None`: the average.
    pub depth: Option<f64>,
}

/// A term of the model that speaks for or against a suggestion.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Term {
    /// The owned item it is with; `None`: the item by itself.
    pub with: Option<u32>,
    /// Log odds.
    pub log_odds: f64,
    /// Their standard error.
    pub deviation: f64,
    /// Runs behind it.
    pub runs: u32,
}

/// An item to take, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// The item.
    pub item: u32,
    /// What it costs.
    pub cost: u32,
    /// The item that has to go for it.
    pub instead_of: Option<u32>,
    /// Expected change of the probability of winning.
    pub gain: f64,
    /// Lower end of its 95 % interval.
    pub gain_low: f64,
    /// Upper end.
    pub gain_high: f64,
    /// What the item brings in, its own term first, then by owned item; empty for an item the runs say nothing about.
    pub evidence: Vec<Term>,
}

/// Ranks what can be afforded, by expected gain. With a slot free each offer is added; without one it takes the place of
/// the owned item that is missed least, whose sale counts as money. Offers that are owned already or cannot be paid are
/// left out. Suggestions without any evidence have gain 0 and so stand between the good and the bad.
/// O(offers · owned · terms²).
///
/// # Errors
/// [`MiningError::Count`] for sell values of another number than owned items.
pub fn suggest(model: &WinModel, shop: &Shop<'_>) -> Result<Vec<Suggestion>, MiningError> {
    if !shop.sell_values.is_empty() {
        MiningError::expect_count("sell_values", shop.owned.len(), shop.sell_values.len())?;
    }
    let mut suggestions: Vec<Suggestion> = shop
        .offers
        .iter()
        .filter(|offer| !shop.owned.contains(&offer.item))
        .filter_map(|offer| best_way(model, shop, *offer))
        .collect();
    sort::by(&mut suggestions, |one, other| {
        other.gain.total_cmp(&one.gain).then(one.cost.cmp(&other.cost)).then(one.item.cmp(&other.item))
    });
    // An item that is offered twice stands once, at its best.
    let mut seen = Vec::new();
    suggestions.retain(|suggestion| {
        let is_new = !seen.contains(&suggestion.item);
        if is_new {
            seen.push(suggestion.item);
        }
        is_new
    });
    Ok(suggestions)
}

fn best_way(model: &WinModel, shop: &Shop<'_>, offer: Offer) -> Option<Suggestion> {
    if shop.owned.len() < shop.slots {
        return (offer.cost <= shop.money).then(|| judge(model, shop, offer, None));
    }
    let affordable = (0..shop.owned.len()).filter(|place| {
        let sale = shop.sell_values.get(*place).copied().unwrap_or(0);
        offer.cost <= shop.money.saturating_add(sale)
    });
    let ways = affordable.map(|place| judge(model, shop, offer, shop.owned.get(place).copied()));
    ways.reduce(|best, way| if way.gain > best.gain { way } else { best })
}

fn judge(model: &WinModel, shop: &Shop<'_>, offer: Offer, instead_of: Option<u32>) -> Suggestion {
    let before = sorted(shop.owned);
    let kept: Vec<u32> = before.iter().copied().filter(|item| Some(*item) != instead_of).collect();
    let mut after = kept.clone();
    after.push(offer.item);
    sort::ascending(&mut after);
    let depth = model.scaled(shop.depth);
    let (old_row, new_row) = (model.row(&before, depth), model.row(&after, depth));
    // The same row with the signs of what goes turned: its sum is the change of the log odds.
    let mut change: Vec<(usize, f64)> = new_row.iter().map(|(column, value)| (*column as usize, *value)).collect();
    change.extend(old_row.iter().map(|(column, value)| (*column as usize, -value)));
    let log_odds = model.fitted.predictor(&new_row) - model.fitted.predictor(&old_row);
    let spread = NORMAL_95 * model.fitted.combined_deviation(&change);
    let start = model.fitted.predictor(&old_row);
    // The interval is one of the change; the starting point is taken as known.
    let gain_at = |log_odds: f64| sigmoid(start + log_odds) - sigmoid(start);
    let term = |column: usize| {
        (model.fitted.coefficients.get(column).copied().unwrap_or(0.0), model.fitted.deviation(column).unwrap_or(0.0))
    };
    let evidence = model.terms_of(offer.item, &kept).into_iter().map(|found| {
        let (log_odds, deviation) = term(found.column);
        Term { with: found.with, log_odds, deviation, runs: found.runs }
    });
    Suggestion {
        item: offer.item,
        cost: offer.cost,
        instead_of,
        gain: gain_at(log_odds),
        gain_low: gain_at(log_odds - spread),
        gain_high: gain_at(log_odds + spread),
        evidence: evidence.collect(),
    }
}
