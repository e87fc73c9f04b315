//! What is owned and what can be had, from the arguments of `suggest`.

use ludograph_engine::mining::Offer;
use ludograph_mgp::{Call, Error, List, Map, Result, Settings, View};

use crate::graph::{Jokers, said};

/// Slots for jokers a game starts with.
const SLOTS_DEFAULT: u64 = 5;
const SLOTS_MAX: u64 = 1_000;

/// The shop, in the engine's numbers.
#[derive(Debug)]
pub(crate) struct Counter {
    pub(crate) owned: Vec<u32>,
    pub(crate) sell_values: Vec<u32>,
    pub(crate) offers: Vec<Offer>,
    pub(crate) money: u32,
    pub(crate) slots: usize,
    pub(crate) depth: Option<f64>,
}

impl Counter {
    pub(crate) fn read(call: &Call<'_>, settings: &Settings<'_>, jokers: &mut Jokers<'_>) -> Result<Self> {
        let mut owned = Vec::new();
        for name in call.arg::<List<'_>>("owned")?.to_vec::<&str>("owned")? {
            owned.push(jokers.find("joker in owned:", name)?);
        }
        let sell_values = match settings.get::<List<'_>>("sell_values")? {
            Some(values) => values.to_vec::<i64>("options.sell_values")?,
            None => Vec::new(),
        };
        if !sell_values.is_empty() && sell_values.len() != owned.len() {
            let wanted = format!("a list of {} prices, as many as jokers are owned", owned.len());
            return Err(Error::argument("options.sell_values", &wanted, format!("{} of them", sell_values.len())));
        }
        let sell_values = sell_values.iter().map(|value| price("options.sell_values", *value));
        Ok(Self {
            owned,
            sell_values: sell_values.collect::<Result<_>>()?,
            offers: offers(settings, jokers)?,
            money: settings.get::<i64>("money")?.map_or(Ok(u32::MAX), |money| price("options.money", money))?,
            slots: usize::try_from(settings.whole("slots", SLOTS_DEFAULT, 1..=SLOTS_MAX)?).map_err(said)?,
            depth: settings.get::<f64>("ante")?,
        })
    }
}

fn price(name: &str, value: i64) -> Result<u32> {
    u32::try_from(value).map_err(|_| Error::argument(name, "an amount of dollars from 0 on", value))
}

/// What is offered: names, or maps with `joker` and `cost`; every joker of the graph where nothing is said.
fn offers(settings: &Settings<'_>, jokers: &mut Jokers<'_>) -> Result<Vec<Offer>> {
    let Some(given) = settings.get::<List<'_>>("offers")? else {
        let all = (0_u32..).zip(&jokers.known).filter(|(_, known)| known.node.is_some());
        return Ok(all.map(|(item, _)| Offer { item, cost: cost(jokers, item) }).collect());
    };
    let mut offers = Vec::new();
    for value in given.values()? {
        let offer = match value?.view()? {
            View::String(name) => {
                let item = jokers.find("joker in options.offers:", name)?;
                Offer { item, cost: cost(jokers, item) }
            }
            View::Map(map) => from_map(map, jokers)?,
            other => {
                return Err(Error::argument(
                    "options.offers",
                    "a list of names or of maps with joker and cost",
                    other.said(),
                ));
            }
        };
        offers.push(offer);
    }
    Ok(offers)
}

fn from_map(map: Map<'_>, jokers: &mut Jokers<'_>) -> Result<Offer> {
    let item = jokers.find("joker in options.offers:", map.get::<&str>("joker")?)?;
    match map.get::<Option<i64>>("cost")? {
        Some(given) => Ok(Offer { item, cost: price("options.offers: cost", given)? }),
        None => Ok(Offer { item, cost: cost(jokers, item) }),
    }
}

/// The node's price, else the catalogue's.
fn cost(jokers: &Jokers<'_>, item: u32) -> u32 {
    let node = jokers.known.get(item as usize).and_then(|known| known.cost);
    let catalogue = || ludograph_engine::balatro::JokerKind::find(jokers.id(item)).ok().map(|kind| kind.info().cost);
    node.or_else(catalogue).unwrap_or(0)
}
