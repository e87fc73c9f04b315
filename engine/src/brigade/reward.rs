//! The rewards of one night (spec/brigade.md section 4).

use super::action::{Action, Mode};
use super::bits::{Board, Sets, Words, count, holds, house_at, ones};
use super::plan::{Plan, Real, Rewards};

/// What a night's rewards compare: the town before and after.
pub(crate) struct Change {
    pub(crate) safe: u32,
    pub(crate) ruined: u32,
    pub(crate) burning: u32,
    /// Before the night, or of a town where all is safe on the first night of `python_env`.
    pub(crate) safe_before: u32,
    pub(crate) ruined_before: u32,
    pub(crate) burning_before: u32,
    /// Whether the game ended with this night.
    pub(crate) ended: bool,
}

/// Rewards of all agents into `out`. `board.start` is what burned before, empty where the rules compare with safety.
///
/// O(agents · (saved and ruined houses)); with action shaping O(agents²) more.
#[inline]
pub(crate) fn pay<S: Words>(plan: &Plan, board: &Board<S>, actions: &[Action], change: &Change, out: &mut [f32]) {
    let board = board.sets();
    match &plan.double {
        None => pay_in(&plan.single, plan, board, actions, change, out),
        Some(double) => pay_in(double, plan, board, actions, change, out),
    }
}

fn pay_in<F: Real>(
    table: &Rewards<F>,
    plan: &Plan,
    board: Sets<'_>,
    actions: &[Action],
    change: &Change,
    out: &mut [f32],
) {
    let houses = usize::from(plan.houses);
    for ((reward, action), costs) in out.iter_mut().zip(actions).zip(table.work.chunks_exact(houses)) {
        let cost = costs[usize::from(action.house)];
        *reward = if action.mode == Mode::Work { cost.rounded() } else { table.rest.rounded() };
    }
    for (index, start) in board.start.iter().enumerate() {
        let (burning, ruined) = (board.burning[index], board.ruined[index]);
        let saved = start & !burning & !ruined;
        for place in ones(saved | ruined) {
            let row = usize::from(house_at(index, place)) * plan.agents;
            let amounts = if ruined >> place & 1 == 1 { &table.lost } else { &table.saved };
            for (reward, amount) in out.iter_mut().zip(&amounts[row..row + plan.agents]) {
                *reward = amount.added_to(*reward);
            }
        }
    }
    let mut team = table.team_safe[change.safe as usize] - table.team_ruined[change.ruined as usize];
    if table.progress != F::of(0.0) {
        let gained = F::of(f64::from(change.safe) - f64::from(change.safe_before));
        team = team + table.progress * gained;
    }
    for reward in out.iter_mut() {
        *reward = team.added_to(*reward);
    }
    if plan.shaped {
        shape(table, board, actions, change, out);
    }
}

/// Shaping by action and by potential.
fn shape<F: Real>(table: &Rewards<F>, board: Sets<'_>, actions: &[Action], change: &Change, out: &mut [f32]) {
    let zero = F::of(0.0);
    let Sets { start, burning, ruined } = board;
    if table.alpha != zero || table.beta != zero {
        for (reward, action) in out.iter_mut().zip(actions).filter(|(_, action)| action.mode == Mode::Work) {
            let house = u32::from(action.house);
            if holds(burning, house) || holds(ruined, house) {
                continue;
            }
            // Safe now: it either burned before, or was safe, since ruins stay ruins.
            let amount = if holds(start, house) {
                table.alpha / F::of(f64::from(workers_at(actions, action.house)))
            } else {
                table.beta
            };
            *reward = amount.added_to(*reward);
        }
    }
    if table.lambda != zero {
        let after = if change.ended { zero } else { potential(table, change.safe, change.ruined, change.burning) };
        let before = potential(table, change.safe_before, change.ruined_before, change.burning_before);
        let amount = table.lambda * (table.gamma * after - before);
        for reward in out.iter_mut() {
            *reward = amount.added_to(*reward);
        }
    }
}

/// Φ of a town: the team's nightly value, with a burning house counted as half ruined.
fn potential<F: Real>(table: &Rewards<F>, safe: u32, ruined: u32, burning: u32) -> F {
    let fires = F::of(0.5) * table.team_penalty * (F::of(f64::from(burning)) / table.houses);
    table.team_safe[safe as usize] - table.team_ruined[ruined as usize] - fires
}

/// How many agents work at a house.
#[inline]
pub(crate) fn workers_at(actions: &[Action], house: u16) -> u32 {
    actions.iter().map(|action| u32::from(action.house == house && action.mode == Mode::Work)).sum()
}

impl Change {
    /// The counts of a night; `before` holds safe, ruined and burning houses at its start.
    #[inline]
    pub(crate) fn new<S: Words>(houses: u32, board: &Board<S>, before: [u32; 3], ended: bool) -> Self {
        let (ruined, burning) = (count(board.ruined.as_ref()), count(board.burning.as_ref()));
        let [safe_before, ruined_before, burning_before] = before;
        let safe = houses.wrapping_sub(ruined).wrapping_sub(burning);
        Self { safe, ruined, burning, safe_before, ruined_before, burning_before, ended }
    }
}
