//! Whether a row contains a pattern.

/// Whether the pattern's events occur in the row in this order within gap and span (see
/// [`super::SequenceOptions`]). O(row · pattern) without bounds, O(row · pattern · window) with them.
pub(crate) fn occurs(row: &[u32], pattern: &[u32], gap_max: Option<u32>, span_max: Option<u32>) -> bool {
    if gap_max.is_none() && span_max.is_none() {
        let mut rest = row.iter();
        return pattern.iter().all(|event| rest.any(|other| other == event));
    }
    let (gap_max, span_max) = (gap_max.unwrap_or(u32::MAX) as usize, span_max.unwrap_or(u32::MAX) as usize);
    // For each position at which the pattern so far can end, the latest start.
    let mut ends: Vec<(usize, usize)> = Vec::new();
    for (depth, event) in pattern.iter().enumerate() {
        let places = row.iter().enumerate().filter(|(_, other)| *other == event).map(|(place, _)| place);
        let latest = |place: usize| {
            let fits =
                |(end, start): &&(usize, usize)| *end < place && place - end - 1 <= gap_max && place - start < span_max;
            ends.iter().filter(fits).map(|(_, start)| *start).max()
        };
        ends = places
            .filter_map(
                |place| if depth == 0 { Some((place, place)) } else { latest(place).map(|start| (place, start)) },
            )
            .collect();
    }
    !ends.is_empty()
}
