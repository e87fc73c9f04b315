//! Many nights of a batch in one call: the border then costs nothing.

use ludograph_engine::brigade::{Action, AutoReset};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::batch::{BatchCore, read_actions};
use crate::refusal::{Kind, Refusal, answer, float};

#[wasm_bindgen]
impl BatchCore {
    /// Plays so many nights with the actions at [`BatchCore::reserve`]'s address: three numbers an agent and night, the
    /// same in every lane, or three numbers a lane, agent and night. Rewards are summed. Below 0 an error; nothing has
    /// changed then.
    pub fn step_many(&mut self, nights: u32) -> i32 {
        answer(self.try_step_many(nights as usize))
    }

    /// Lets the built-in agents play so many nights. Rewards are summed. Below 0 an error.
    pub fn run(&mut self, nights: u32) -> i32 {
        answer(self.try_run(nights))
    }

    /// Room for so many numbers, and where it is.
    pub fn reserve(&mut self, numbers: usize) -> usize {
        self.reserved.resize(numbers, 0);
        self.reserved.as_ptr() as usize
    }

    /// What the last [`BatchCore::step_many`] or [`BatchCore::run`] played: 0 nights over all lanes, 1 games ended by
    /// their rules, 2 by the cap.
    #[must_use]
    pub fn total(&self, which: usize) -> f64 {
        self.totals.get(which).copied().unwrap_or(0.0)
    }
}

impl BatchCore {
    fn try_step_many(&mut self, nights: usize) -> Result<(), Refusal> {
        let (seats, agents) = (self.actions.len(), self.batch.num_agents());
        let found = self.reserved.len();
        let (whole, shared) = (nights.saturating_mul(seats * 3), nights.saturating_mul(agents * 3));
        if nights == 0 || (found != whole && found != shared) {
            return Err(Refusal::new(Kind::Count, [float(shared), float(found), 0.0], ["actions", ""]));
        }
        let mut planned = vec![Action::default(); found / 3];
        read_actions(&self.reserved, agents, self.batch.num_houses(), &mut planned)?;
        let per_night = planned.len() / nights;
        self.begin_totals();
        for night in planned.chunks(per_night.max(1)) {
            // Either all lanes at once, or the same agents' actions lane by lane.
            self.actions.chunks_mut(per_night.max(1)).for_each(|lane| lane.copy_from_slice(night));
            self.play_and_sum()?;
        }
        self.end_totals()
    }

    fn try_run(&mut self, nights: u32) -> Result<(), Refusal> {
        self.begin_totals();
        for _ in 0..nights {
            if let Some(teams) = &mut self.teams {
                let (done, truncated) = (&self.done, &self.truncated);
                let over = |lane: usize| done.get(lane) == Some(&1) || truncated.get(lane) == Some(&1);
                teams.choose(&self.batch, over, &mut self.actions);
            }
            self.play_and_sum()?;
        }
        self.end_totals()
    }

    fn begin_totals(&mut self) {
        self.sums.fill(0.0);
        self.totals = [0.0; 3];
    }

    fn play_and_sum(&mut self) -> Result<(), Refusal> {
        let waits = self.options.auto_reset != AutoReset::SameStep;
        let before = if waits { self.flags() } else { [0; 2] };
        self.play(false)?;
        self.sums.iter_mut().zip(&self.rewards).for_each(|(sum, reward)| *sum += reward);
        let after = self.flags();
        // A lane that rests raises its flag every night, but has ended once.
        let counted = if self.options.auto_reset == AutoReset::Off { before } else { [0; 2] };
        let played = self.done.len() as u64 - before[0] - before[1];
        let more = [played, after[0] - counted[0].min(after[0]), after[1] - counted[1].min(after[1])];
        #[expect(clippy::cast_precision_loss, reason = "counts of lanes")]
        self.totals.iter_mut().zip(more).for_each(|(total, more)| *total += more as f64);
        Ok(())
    }

    /// How many lanes raise each flag.
    fn flags(&self) -> [u64; 2] {
        [&self.done, &self.truncated].map(|flags| flags.iter().map(|flag| u64::from(*flag)).sum())
    }

    fn end_totals(&mut self) -> Result<(), Refusal> {
        self.rewards.copy_from_slice(&self.sums);
        if self.observes {
            self.batch.observe(&mut self.observations)?;
        }
        Ok(())
    }
}
