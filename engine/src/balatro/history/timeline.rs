//! A game's points in the order they happened, bounded.

use serde::{Deserialize, Serialize};

use super::limits::TIMELINE_POINTS_MAX;
use super::point::Point;

/// Points by time, then kind, then position.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Timeline {
    points: Vec<Point>,
}

impl Timeline {
    pub(super) fn points(&self) -> &[Point] {
        &self.points
    }

    pub(super) fn is_over_full(&self) -> bool {
        self.points.len() > TIMELINE_POINTS_MAX
    }

    pub(super) fn memory_bytes(&self) -> usize {
        self.points.capacity() * size_of::<Point>()
    }

    /// Puts a point into its place. Of a run of points that say the same only the first and the last are kept: what
    /// lies between tells nothing, and a game that stands still is reported every five seconds for hours.
    /// Constant time where points come in order, linear in the points after it where it is late.
    pub(super) fn insert(&mut self, point: Point) {
        let at = match self.points.last() {
            Some(last) if last.key() > point.key() => self.points.partition_point(|other| other.key() <= point.key()),
            _ => self.points.len(),
        };
        let same_before = at >= 1 && self.points[at - 1].says_the_same(&point);
        let same_after = self.points.get(at).is_some_and(|next| next.says_the_same(&point));
        if same_before && (same_after || self.points[at - 1].time_us == point.time_us) {
            return;
        }
        if same_before && at >= 2 && self.points[at - 2].says_the_same(&point) {
            self.points[at - 1] = point;
            return;
        }
        if same_after && self.points.get(at + 1).is_some_and(|next| next.says_the_same(&point)) {
            self.points[at] = point;
            return;
        }
        self.points.insert(at, point);
    }

    /// Thins out runs of points that differ only in chips and money: the first, the last and the one with the highest
    /// chips stay.
    pub(super) fn thin(&mut self) {
        let mut kept = Vec::with_capacity(TIMELINE_POINTS_MAX);
        for run in self.points.chunk_by(Point::differs_in_amounts_only) {
            let last = run.len() - 1;
            let mut highest = 0;
            for (index, point) in run.iter().enumerate() {
                if point.chips.get() > run[highest].chips.get() {
                    highest = index;
                }
            }
            kept.extend(
                run.iter().enumerate().filter(|(i, _)| [0, highest, last].contains(i)).map(|(_, point)| *point),
            );
        }
        self.points = kept;
    }

    /// Forgets every point before a time.
    pub(super) fn forget_before(&mut self, time_us: i64) {
        let from = self.points.partition_point(|point| point.time_us < time_us);
        self.points.drain(..from);
    }

    /// The time from which at most half of the allowed points lie.
    pub(super) fn half_time_us(&self) -> Option<i64> {
        let at = self.points.len().checked_sub(TIMELINE_POINTS_MAX / 2)?;
        self.points.get(at).map(|point| point.time_us)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::balatro::history::{Seen, StateSeen};

    fn state(position: u64, time_us: i64, chips: f64, round: f64) -> Point {
        let seen = Seen::State(StateSeen { chips: Some(chips), round: Some(round), ..StateSeen::default() });
        Point::of(position, time_us, &seen, Point::NO_BLIND).unwrap()
    }

    #[test]
    fn keeps_the_ends_of_a_run_that_says_the_same() {
        let mut timeline = Timeline::default();
        for (position, time) in [(1, 10), (2, 20), (3, 30), (4, 25), (5, 5), (6, 40)] {
            timeline.insert(state(position, time, 0.0, 1.0));
        }
        let times: Vec<i64> = timeline.points().iter().map(|point| point.time_us).collect();
        assert_eq!(times, [5, 40]);
    }

    #[test]
    fn a_late_point_falls_into_its_place() {
        let mut timeline = Timeline::default();
        for (position, time, chips) in [(1, 10, 0.0), (2, 30, 5.0), (3, 20, 3.0)] {
            timeline.insert(state(position, time, chips, 1.0));
        }
        let chips: Vec<Option<f64>> = timeline.points().iter().map(|point| point.chips.get()).collect();
        assert_eq!(chips, [Some(0.0), Some(3.0), Some(5.0)]);
    }

    #[test]
    fn thinning_keeps_first_highest_and_last() {
        let mut timeline = Timeline::default();
        for time in 0..100_i32 {
            let chips = f64::from(if time == 40 { 1000 } else { time });
            timeline.insert(state(1, i64::from(time), chips, f64::from(time / 50)));
        }
        timeline.thin();
        let times: Vec<i64> = timeline.points().iter().map(|point| point.time_us).collect();
        assert_eq!(times, [0, 40, 49, 50, 99]);
    }
}
