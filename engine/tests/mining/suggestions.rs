//! The best next item.

use ludograph_engine::mining::{
    GeneratorPlan, MiningError, ModelOptions, Offer, PairOptions, Runs, Shop, Suggestion, WinModel, generate,
    pair_synergy, suggest,
};

/// The last ante: before it, no run of the fixture is won, so nothing helps.
const DEPTH: Option<f64> = Some(8.0);

struct Fixture {
    runs: Runs,
    model: WinModel,
}

fn fixture() -> Fixture {
    let runs = generate(&GeneratorPlan::demo(20_000, 6)).unwrap();
    let options = PairOptions::default();
    let synergies = pair_synergy(&runs, &options).unwrap();
    let model = WinModel::fit(&runs, &synergies, &options.model_options()).unwrap();
    Fixture { runs, model }
}

impl Fixture {
    fn id(&self, name: &str) -> u32 {
        self.runs.item_names().id("item", name).unwrap()
    }

    fn suggest(&self, owned: &[&str], offers: &[(&str, u32)], money: u32, slots: usize) -> Vec<Suggestion> {
        let owned: Vec<u32> = owned.iter().map(|name| self.id(name)).collect();
        let offers: Vec<Offer> = offers.iter().map(|(name, cost)| Offer { item: self.id(name), cost: *cost }).collect();
        let shop = Shop { owned: &owned, sell_values: &[], offers: &offers, money, slots, depth: DEPTH };
        suggest(&self.model, &shop).unwrap()
    }
}

#[test]
fn the_partner_of_what_is_owned_comes_first_with_its_evidence() {
    let fixture = fixture();
    let offers = [("j_egg", 4), ("j_mime", 5), ("j_brainstorm", 10), ("j_baron", 8)];
    let found = fixture.suggest(&["j_baron"], &offers, 20, 5);
    assert_eq!(found.len(), 3, "what is owned is not suggested");
    assert_eq!(found[0].item, fixture.id("j_mime"));
    assert!(found[0].gain > 0.1 && found[0].gain_low > 0.0 && found[0].gain_high > found[0].gain, "{:?}", found[0]);
    let with: Vec<Option<u32>> = found[0].evidence.iter().map(|term| term.with).collect();
    assert_eq!(with, [None, Some(fixture.id("j_baron"))]);
    assert!(found[0].evidence[1].log_odds > 0.5 && found[0].evidence[1].runs > 900);
    // The gain is the change of the model's own probability.
    let (before, after) = ([fixture.id("j_baron")], [fixture.id("j_mime"), fixture.id("j_baron")]);
    let change = fixture.model.probability(&after, DEPTH) - fixture.model.probability(&before, DEPTH);
    assert!((found[0].gain - change).abs() < 1e-12);
    let other = fixture.suggest(&["j_blueprint"], &offers, 20, 5);
    assert_eq!(other[0].item, fixture.id("j_brainstorm"));
}

#[test]
fn money_and_slots_are_kept() {
    let fixture = fixture();
    let offers = [("j_mime", 9), ("j_egg", 4)];
    let found = fixture.suggest(&["j_baron"], &offers, 5, 5);
    assert_eq!(found.iter().map(|suggestion| suggestion.item).collect::<Vec<_>>(), [fixture.id("j_egg")]);
    // Without a free slot the one that is missed least goes: not Baron, which Mime needs.
    let found = fixture.suggest(&["j_baron", "j_egg"], &[("j_mime", 5)], 5, 2);
    assert_eq!(found[0].instead_of, Some(fixture.id("j_egg")));
    assert!(fixture.suggest(&[], &offers, 20, 0).is_empty());
    let owned = [fixture.id("j_egg")];
    let offers = [Offer { item: fixture.id("j_mime"), cost: 5 }];
    let shop = Shop { owned: &owned, sell_values: &[2], offers: &offers, money: 3, slots: 1, depth: None };
    assert_eq!(suggest(&fixture.model, &shop).unwrap().len(), 1, "the sale pays");
    let wrong = Shop { sell_values: &[2, 2], ..shop };
    assert!(matches!(suggest(&fixture.model, &wrong), Err(MiningError::Count { what: "sell_values", .. })));
}

#[test]
fn an_item_nobody_owned_has_no_evidence_and_no_gain() {
    let fixture = fixture();
    let offers = [Offer { item: 1_000_000, cost: 1 }, Offer { item: 1_000_000, cost: 2 }];
    let shop = Shop { owned: &[], sell_values: &[], offers: &offers, money: 5, slots: 5, depth: Some(f64::NAN) };
    let found = suggest(&fixture.model, &shop).unwrap();
    assert_eq!((found.len(), found[0].gain, found[0].cost, found[0].evidence.len()), (1, 0.0, 1, 0));
}

#[test]
fn only_surely_known_pairs_have_terms() {
    let fixture = fixture();
    let (items, pairs) = fixture.model.terms();
    assert_eq!(items, fixture.runs.item_names().len());
    assert!((4..20).contains(&pairs), "{pairs}");
    let options = PairOptions::default();
    let synergies = pair_synergy(&fixture.runs, &options).unwrap();
    let none = ModelOptions { pairs_max: 0, ..options.model_options() };
    assert_eq!(WinModel::fit(&fixture.runs, &synergies, &none).unwrap().terms().1, 0);
}
