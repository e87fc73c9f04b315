//! Sorting. Natively by the standard library; in a browser's module by one routine that all types and orders share, because
//! the standard library's makes 5 kB of code for every one of them, a sixth of the module.

use std::cmp::Ordering;

/// Sorts by an order; what is equal stays in its order. O(n log n).
pub(crate) fn by<T>(slice: &mut [T], compare: impl FnMut(&T, &T) -> Ordering) {
    #[cfg(not(target_arch = "wasm32"))]
    slice.sort_by(compare);
    #[cfg(target_arch = "wasm32")]
    {
        let mut compare = compare;
        small::sort(slice, |one, other| compare(one, other).is_lt());
    }
}

/// Sorts by a key; what is equal stays in its order. O(n log n).
pub(crate) fn by_key<T, K: Ord>(slice: &mut [T], key: impl FnMut(&T) -> K) {
    #[cfg(not(target_arch = "wasm32"))]
    slice.sort_by_key(key);
    #[cfg(target_arch = "wasm32")]
    {
        let mut key = key;
        small::sort(slice, |one, other| key(one) < key(other));
    }
}

/// Sorts by an order in which what is equal is the same. O(n log n).
pub(crate) fn unstable_by<T>(slice: &mut [T], compare: impl FnMut(&T, &T) -> Ordering) {
    #[cfg(not(target_arch = "wasm32"))]
    slice.sort_unstable_by(compare);
    #[cfg(target_arch = "wasm32")]
    {
        let mut compare = compare;
        small::sort(slice, |one, other| compare(one, other).is_lt());
    }
}

/// Sorts by a key that equal entries do not share or where they are the same. O(n log n).
pub(crate) fn unstable_by_key<T, K: Ord>(slice: &mut [T], key: impl FnMut(&T) -> K) {
    #[cfg(not(target_arch = "wasm32"))]
    slice.sort_unstable_by_key(key);
    #[cfg(target_arch = "wasm32")]
    {
        let mut key = key;
        small::sort(slice, |one, other| key(one) < key(other));
    }
}

/// Sorts ascending. O(n log n).
pub(crate) fn ascending<T: Ord>(slice: &mut [T]) {
    #[cfg(not(target_arch = "wasm32"))]
    slice.sort_unstable();
    #[cfg(target_arch = "wasm32")]
    small::sort(slice, T::lt);
}

/// The shared routine: a stable merge sort of places, which knows the entries only by a comparison.
#[cfg(any(test, target_arch = "wasm32"))]
mod small {
    /// Rows up to this length are sorted by insertion, in place and without memory.
    const INSERTION_MAX: usize = 16;

    pub(super) fn sort<T>(slice: &mut [T], mut is_less: impl FnMut(&T, &T) -> bool) {
        if slice.len() > INSERTION_MAX {
            let mut order = order(slice.len(), &mut |one, other| is_less(&slice[one], &slice[other]));
            return arrange(slice, &mut order);
        }
        for end in 1..slice.len() {
            let mut at = end;
            while at > 0 && is_less(&slice[at], &slice[at - 1]) {
                slice.swap(at, at - 1);
                at -= 1;
            }
        }
    }

    /// Moves the entries to where `order` has them: the entry of place `order[n]` to place n. `order` is used up.
    fn arrange<T>(slice: &mut [T], order: &mut [u32]) {
        for start in 0..order.len() {
            let mut at = start;
            // Once around the cycle; what is in its place points to itself.
            loop {
                let from = std::mem::replace(&mut order[at], u32::MAX) as usize;
                if from == start || from >= slice.len() {
                    break;
                }
                slice.swap(at, from);
                at = from;
            }
        }
    }

    /// The places of `0..len` in ascending order of their entries.
    #[inline(never)]
    fn order(len: usize, is_less: &mut dyn FnMut(usize, usize) -> bool) -> Vec<u32> {
        let mut places: Vec<u32> = (0..u32::try_from(len).unwrap_or(u32::MAX)).collect();
        let mut merged = places.clone();
        let mut width = 1;
        while width < len {
            let (mut start, mut at) = (0, 0);
            while start < len {
                let (middle, end) = ((start + width).min(len), (start + 2 * width).min(len));
                let (mut left, mut right) = (start, middle);
                while at < end {
                    let takes_right =
                        left == middle || right < end && is_less(places[right] as usize, places[left] as usize);
                    let from = if takes_right { &mut right } else { &mut left };
                    merged[at] = places[*from];
                    *from += 1;
                    at += 1;
                }
                start = end;
            }
            std::mem::swap(&mut places, &mut merged);
            width *= 2;
        }
        places
    }
}

#[cfg(test)]
mod tests {
    use super::small;

    #[test]
    fn the_shared_routine_sorts_as_the_standard_library_does() {
        let mut state = 1_u32;
        for len in (0..70).chain([1000, 1023, 1025]) {
            let mut random = || {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                state >> 26
            };
            let mut rows: Vec<(u32, usize)> = (0..len).map(|place| (random(), place)).collect();
            let mut wanted = rows.clone();
            wanted.sort_by_key(|(key, _)| *key);
            small::sort(&mut rows, |one, other| one.0 < other.0);
            assert_eq!(rows, wanted, "{len}");
        }
    }
}
