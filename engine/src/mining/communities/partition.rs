//! Labels of nodes.

/// Gives labels `0..count` in the order of first mention, and the count.
pub(super) fn renumber(labels: &mut [u32]) -> usize {
    let mut names: Vec<Option<u32>> = vec![None; labels.iter().max().map_or(0, |last| *last as usize + 1)];
    let mut count = 0;
    for label in labels {
        let name = names[*label as usize].get_or_insert_with(|| {
            count += 1;
            count - 1
        });
        *label = *name;
    }
    count as usize
}
