//! One night, in the exact order of its phases (spec/brigade.md section 2): put out, burn out, spread, ignite, pay, end.

use super::action::Action;
use super::bits::{Board, Words, bit, count, deposit, holds, house_at, ones, word};
use super::plan::Plan;
use super::quick::Memo;
use super::reward::{Change, pay, workers_at};
use super::rng::Draws;

/// Lights the first fires: one draw for every house, in order, even if none can burn.
pub(crate) fn ignite_all<S: Words, D: Draws>(plan: &Plan, board: &mut Board<S>, draws: &mut D) {
    board.ruined.as_mut().fill(0);
    for (index, burning) in board.burning.as_mut().iter_mut().enumerate() {
        *burning = draws.below_each(plan.ring(index).count_ones(), &plan.ignite);
    }
}

/// Plays one night on a checked plan and checked, sanitised actions. Returns whether the game is over by its rules.
///
/// `progress` has one entry per house in continuous mode and is not looked at otherwise. Allocates nothing.
pub(crate) fn play_night<S: Words, D: Draws>(
    plan: &Plan,
    board: &mut Board<S>,
    progress: &mut [f32],
    night: u32,
    actions: &[Action],
    draws: &mut D,
    rewards: &mut [f32],
) -> bool {
    let houses = u32::from(plan.houses);
    let mut before = [0; 3];
    if plan.shaped {
        before = counts_before(plan, board, night);
    }
    board.start.as_mut().copy_from_slice(board.burning.as_ref());
    if plan.continuous {
        suppress(plan, board.burning.as_mut(), progress, actions);
        spread(plan, board, draws);
    } else {
        extinguish(plan, board, actions, draws);
        if plan.rules.spreads_before_burning_out() {
            spread_and_burn_out(plan, board, draws);
        } else {
            burn_out(board);
        }
    }
    ignite(plan, board, draws);
    let ended = is_over(plan, board, night);
    if night == 0 && plan.rules.first_night_compares_with_safe() {
        board.start.as_mut().fill(0);
    }
    let change = Change::new(houses, board, before, ended);
    pay(plan, board, actions, &change, rewards);
    ended
}

/// [`play_night`] on a ring of one word, by the quick way if the game is of the commonest.
#[inline]
#[expect(clippy::too_many_arguments, reason = "the parts of a game lie in different arrays of a batch")]
pub(crate) fn play_packed<D: Draws>(
    plan: &Plan,
    board: &mut Board<[u64; 1]>,
    progress: &mut [f32],
    night: u32,
    actions: &[Action],
    draws: &mut D,
    memo: &mut Memo<4>,
    rewards: &mut [f32],
) -> bool {
    if let Some(quick) = &plan.quick
        && let Some(random) = draws.generator()
        && let (Some(actions), Some(rewards)) = (actions.as_array(), rewards.as_mut_array())
    {
        return quick.play(&mut board.burning[0], &mut board.ruined[0], night, actions, random, memo, rewards);
    }
    play_night(plan, board, progress, night, actions, draws, rewards)
}

/// Safe, ruined and burning houses a night's shaping compares with.
fn counts_before<S: Words>(plan: &Plan, board: &Board<S>, night: u32) -> [u32; 3] {
    let houses = u32::from(plan.houses);
    if night == 0 && plan.rules.first_night_compares_with_safe() {
        return [houses, 0, 0];
    }
    let (ruined, burning) = (count(board.ruined.as_ref()), count(board.burning.as_ref()));
    [houses.saturating_sub(ruined + burning), ruined, burning]
}

/// Bernoulli: one draw for each burning house, also where nobody works.
#[inline]
fn extinguish<S: Words, D: Draws>(plan: &Plan, board: &mut Board<S>, actions: &[Action], draws: &mut D) {
    for (index, burning) in board.burning.as_mut().iter_mut().enumerate() {
        for place in ones(*burning) {
            let workers = workers_at(actions, house_at(index, place));
            if draws.below(&plan.extinguish[workers as usize]) {
                *burning &= !(1 << place);
            }
        }
    }
}

/// Continuous: work accumulates; a fire is out at 1. Draws nothing.
fn suppress(plan: &Plan, burning: &mut [u64], progress: &mut [f32], actions: &[Action]) {
    for (index, burning) in burning.iter_mut().enumerate() {
        for place in ones(*burning) {
            let house = house_at(index, place);
            let workers = u16::try_from(workers_at(actions, house)).unwrap_or(u16::MAX);
            if workers > 0 {
                let done = &mut progress[usize::from(house)];
                *done += f32::from(workers) * plan.suppression;
                if *done >= 1.0 {
                    *done = 0.0;
                    *burning &= !(1 << place);
                }
            }
        }
    }
}

#[inline]
fn burn_out<S: Words>(board: &mut Board<S>) {
    for (burning, ruined) in board.burning.as_mut().iter_mut().zip(board.ruined.as_mut()) {
        *ruined |= *burning;
        *burning = 0;
    }
}

/// Under `contagion`: what still burns first lights its neighbours, then falls to ruins; what was lit burns on.
fn spread_and_burn_out<S: Words, D: Draws>(plan: &Plan, board: &mut Board<S>, draws: &mut D) {
    light_neighbours(plan, board.burning.as_ref(), board.ruined.as_ref(), board.lit.as_mut(), draws);
    burn_out(board);
    board.burning.as_mut().copy_from_slice(board.lit.as_ref());
}

fn spread<S: Words, D: Draws>(plan: &Plan, board: &mut Board<S>, draws: &mut D) {
    if plan.rules.spreads_in_place() {
        spread_in_place(plan, board.burning.as_mut(), board.ruined.as_ref(), draws);
        return;
    }
    light_neighbours(plan, board.burning.as_ref(), board.ruined.as_ref(), board.lit.as_mut(), draws);
    for (burning, lit) in board.burning.as_mut().iter_mut().zip(board.lit.as_ref()) {
        *burning |= lit;
    }
}

/// Fills `lit`: one draw for each safe neighbour of each burning house, the left one first. The town itself is only
/// read, so a house between two fires is drawn for twice.
fn light_neighbours<D: Draws>(plan: &Plan, burning: &[u64], ruined: &[u64], lit: &mut [u64], draws: &mut D) {
    let houses = u32::from(plan.houses);
    lit.fill(0);
    for (index, fires) in burning.iter().enumerate() {
        for place in ones(*fires) {
            for neighbour in neighbours(u32::from(house_at(index, place)), houses) {
                let safe = !holds(burning, neighbour) && !holds(ruined, neighbour);
                if safe && draws.below(&plan.spread) {
                    lit[word(neighbour)] |= bit(neighbour);
                }
            }
        }
    }
}

/// The Python environment's way: a house lit by its left neighbour spreads in turn.
fn spread_in_place<D: Draws>(plan: &Plan, burning: &mut [u64], ruined: &[u64], draws: &mut D) {
    let houses = u32::from(plan.houses);
    for house in 0..houses {
        if !holds(burning, house) {
            continue;
        }
        for neighbour in neighbours(house, houses) {
            let safe = !holds(burning, neighbour) && !holds(ruined, neighbour);
            if safe && draws.below(&plan.spread) {
                burning[word(neighbour)] |= bit(neighbour);
            }
        }
    }
}

/// The houses to the left and to the right; on a ring of two the same house twice.
fn neighbours(house: u32, houses: u32) -> [u32; 2] {
    [(house + houses - 1) % houses, (house + 1) % houses]
}

/// One draw for each safe house.
#[inline]
fn ignite<S: Words, D: Draws>(plan: &Plan, board: &mut Board<S>, draws: &mut D) {
    let ruined = board.ruined.as_ref();
    for (index, burning) in board.burning.as_mut().iter_mut().enumerate() {
        let safe = plan.ring(index) & !(*burning | ruined[index]);
        let sparks = draws.below_each(safe.count_ones(), &plan.ignite);
        if sparks != 0 {
            *burning |= deposit(sparks, safe);
        }
    }
}

/// Whether the rules end the game; `night` is the index of the night just played.
#[inline]
fn is_over<S: Words>(plan: &Plan, board: &Board<S>, night: u32) -> bool {
    if night < plan.min_nights {
        return false;
    }
    let without_fire = board.burning.as_ref().iter().all(|word| *word == 0);
    if plan.rules.ends_without_fire() {
        return without_fire;
    }
    let ruined = count(board.ruined.as_ref());
    without_fire && (ruined == 0 || ruined == u32::from(plan.houses))
}
