//! What the tests of this crate share: scenarios as the package writes them.

#![expect(clippy::unwrap_used, reason = "a test")]

use ludograph_engine::brigade::{SCENARIO_CHOICES, SCENARIO_FIELDS, Scenario, scenario, scenario_names};
use serde_json::Value;

use crate::numbers::read_scenario;

/// A scenario as a list of numbers, made of its JSON as `package/src/scenario.ts` makes it.
pub(crate) fn numbers_of(scenario: &Scenario) -> Vec<f64> {
    let fields: Value = serde_json::from_str(&scenario.to_json()).unwrap();
    let list = |list: &[Value]| -> Vec<f64> { list.iter().map(|number| number.as_f64().unwrap()).collect() };
    let mut numbers = Vec::new();
    for name in SCENARIO_FIELDS {
        match &fields[name] {
            Value::String(choice) => {
                let names = SCENARIO_CHOICES.iter().find(|(field, _)| *field == name).unwrap().1;
                numbers.extend((0..).zip(names).find(|(_, known)| *known == choice).map(|(code, _)| f64::from(code)));
            }
            Value::Array(homes) if name == "agent_home_positions" => {
                numbers.push(f64::from(u32::try_from(homes.len()).unwrap()));
                numbers.extend(list(homes));
            }
            Value::Array(each) => {
                numbers.extend([1.0, f64::from(u32::try_from(each.len()).unwrap())]);
                numbers.extend(list(each));
            }
            number if name.contains("own_house") || name.contains("other_house") => {
                numbers.extend([0.0, number.as_f64().unwrap()]);
            }
            number => numbers.push(number.as_f64().unwrap()),
        }
    }
    numbers
}

#[test]
fn every_scenario_is_its_numbers() {
    for name in scenario_names() {
        let known = scenario(name).unwrap();
        assert_eq!(read_scenario(&numbers_of(known)), *known, "{name}");
    }
    let mut odd = scenario("default").unwrap().clone();
    odd.min_nights = 17;
    let mut fields: Value = serde_json::from_str(&odd.to_json()).unwrap();
    for (place, name) in (1_u32..).zip(SCENARIO_FIELDS) {
        if let Some(number) = fields.get_mut(name).filter(|field| field.is_f64()) {
            *number = f64::from(place).into();
        }
    }
    for (name, choices) in SCENARIO_CHOICES {
        fields[name] = (*choices.last().unwrap()).into();
    }
    fields["agent_home_positions"] = serde_json::json!([3, 1, 4]);
    fields["reward_own_house_survives"] = serde_json::json!([0.5, 1.5, 2.5]);
    let odd = Scenario::from_json(&fields.to_string()).unwrap();
    assert_eq!(read_scenario(&numbers_of(&odd)), odd);
}
