//! Functions of a WebAssembly module in an order in which those that resemble each other lie side by side.
//!
//! A compressor looks back 32 KiB, which is a twentieth of a module's code: copies of one piece of code for several types are
//! seldom as near as that. Names are what wasm-opt orders functions by, so this gives each function its place as a name.

use std::collections::HashMap;

/// How many bytes alike are taken as a likeness: four fit a deflated match, and single instructions are shorter.
const ALIKE_BYTES: usize = 5;
/// How much less a likeness counts with every function that has come between.
const FADING: f64 = 0.97;
/// Large functions have much in common with anything; this, and the power of their length, evens that out.
const LENGTH_LEAST: f64 = 20.0;
const LENGTH_POWER: f64 = 0.9;

const SECTION_CUSTOM: u8 = 0;
const SECTION_IMPORT: u8 = 2;
const SECTION_CODE: u8 = 10;
const NAMES_OF_FUNCTIONS: u8 = 1;

/// The module with a name for each function, whose order is the one that is wanted. `None` for what is no module whose
/// imports are functions, as those of wasm-bindgen are. O(functions · bytes alike).
pub(crate) fn named_by_order(module: &[u8]) -> Option<Vec<u8>> {
    let (imports, bodies) = functions(module)?;
    let mut places = vec![0; bodies.len()];
    for (place, function) in ordered(&bodies).into_iter().enumerate() {
        *places.get_mut(function)? = place;
    }
    let mut names = Vec::new();
    push_number(&mut names, imports + bodies.len());
    // Imported functions stay where they are, in front of all others.
    for (function, name) in (0..imports).map(|import| format!("!{import:06}")).enumerate() {
        push_name(&mut names, function, &name);
    }
    for (function, name) in places.iter().map(|place| format!("f{place:06}")).enumerate() {
        push_name(&mut names, imports + function, &name);
    }
    let mut section = b"\x04name".to_vec();
    section.push(NAMES_OF_FUNCTIONS);
    push_number(&mut section, names.len());
    section.extend(names);
    let mut named = module.to_vec();
    named.push(SECTION_CUSTOM);
    push_number(&mut named, section.len());
    named.extend(section);
    Some(named)
}

/// Begins with the longest function; after it always the one that is most like those before it.
fn ordered(bodies: &[&[u8]]) -> Vec<usize> {
    let (parts, holders) = parts(bodies);
    let mut scores = vec![0.0; bodies.len()];
    let mut last = vec![0.0; holders.len()];
    let mut weight = 1.0;
    let mut left: Vec<usize> = (0..bodies.len()).collect();
    // Of two that are as good the longer one, then the one that came first.
    left.sort_by_key(|function| (usize::MAX - bodies[*function].len(), *function));
    let mut order = Vec::with_capacity(bodies.len());
    while !left.is_empty() {
        let mut best = (0, f64::NEG_INFINITY);
        for (place, function) in left.iter().enumerate() {
            let score = scores[*function] / evened(parts[*function].len());
            if score > best.1 {
                best = (place, score);
            }
        }
        let function = left.remove(best.0);
        order.push(function);
        // Instead of letting everything fade, what is new weighs more.
        weight /= FADING;
        for part in &parts[function] {
            let more = weight - std::mem::replace(&mut last[*part], weight);
            holders[*part].iter().for_each(|holder| scores[*holder] += more);
        }
        if weight > 1e100 {
            scores.iter_mut().chain(&mut last).for_each(|score| *score /= weight);
            weight = 1.0;
        }
    }
    order
}

#[expect(clippy::cast_precision_loss, reason = "lengths of functions")]
fn evened(length: usize) -> f64 {
    (length as f64 + LENGTH_LEAST).powf(LENGTH_POWER)
}

/// The different parts of each function, and the functions that have each part.
fn parts(bodies: &[&[u8]]) -> (Vec<Vec<usize>>, Vec<Vec<usize>>) {
    let mut known = HashMap::new();
    let mut holders: Vec<Vec<usize>> = Vec::new();
    let mut parts = Vec::with_capacity(bodies.len());
    for (function, body) in bodies.iter().enumerate() {
        let mut own = Vec::new();
        for bytes in body.windows(ALIKE_BYTES) {
            let count = known.len();
            own.push(*known.entry(bytes).or_insert(count));
        }
        own.sort_unstable();
        own.dedup();
        holders.resize(known.len(), Vec::new());
        own.iter().for_each(|part| holders[*part].push(function));
        parts.push(own);
    }
    (parts, holders)
}

/// How many functions are imported, and the bodies of the others.
fn functions(module: &[u8]) -> Option<(usize, Vec<&[u8]>)> {
    let mut rest = module.strip_prefix(b"\0asm\x01\0\0\0")?;
    let (mut imports, mut bodies) = (0, Vec::new());
    while let Some((kind, after)) = rest.split_first() {
        rest = after;
        let mut section = take_counted(&mut rest)?;
        match *kind {
            SECTION_IMPORT => {
                imports = number(&mut section)?;
                for _ in 0..imports {
                    take_counted(&mut section)?;
                    take_counted(&mut section)?;
                    // A function of some type.
                    section = section.strip_prefix(&[0])?;
                    number(&mut section)?;
                }
            }
            SECTION_CODE => {
                for _ in 0..number(&mut section)? {
                    bodies.push(take_counted(&mut section)?);
                }
            }
            _ => {}
        }
    }
    Some((imports, bodies))
}

/// A length, and as many bytes.
fn take_counted<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = number(bytes)?;
    let (taken, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(taken)
}

/// A number in seven bits a byte, the lowest first (LEB128).
fn number(bytes: &mut &[u8]) -> Option<usize> {
    let mut number = 0;
    for shift in (0..32).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= usize::from(byte & 0x7f) << shift;
        if *byte < 0x80 {
            return Some(number);
        }
    }
    None
}

#[expect(clippy::cast_possible_truncation, reason = "seven bits at a time")]
fn push_number(bytes: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn push_name(bytes: &mut Vec<u8>, function: usize, name: &str) {
    push_number(bytes, function);
    push_number(bytes, name.len());
    bytes.extend(name.bytes());
}

#[cfg(test)]
mod tests {
    use super::{functions, named_by_order, number, ordered, push_number};

    #[test]
    fn what_is_alike_lies_side_by_side() {
        let [long, one, other] = [&b"abcdefghijklmno"[..], b"0123456789", b"xxxabcdefgh"];
        assert_eq!(ordered(&[one, other, long]), [2, 1, 0]);
        assert_eq!(ordered(&[one, one, other, one]), [2, 0, 1, 3]);
        assert_eq!(ordered(&[]), [0; 0]);
    }

    #[test]
    fn functions_are_found_and_named() {
        // One type, one import `a.b`, two functions.
        let mut module = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x02\x07\x01\x01a\x01b\0\0\x03\x03\x02\0\0".to_vec();
        module.extend(b"\x0a\x0b\x02\x02\0\x0b\x06\0\x01\x01\x01\x01\x0b");
        let (imports, bodies) = functions(&module).unwrap();
        assert_eq!((imports, bodies), (1, vec![&b"\0\x0b"[..], b"\0\x01\x01\x01\x01\x0b"]));
        let named = named_by_order(&module).unwrap();
        assert!(named.starts_with(&module));
        let names = b"\x03\0\x07!000000\x01\x07f000001\x02\x07f000000";
        assert!(named.ends_with(names), "{named:?}");
        assert_eq!(named_by_order(b"no module"), None);
        assert_eq!(named_by_order(&module[..module.len() - 1]), None);
    }

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for wanted in [0, 127, 128, 16_383, 16_384, 4_294_967_295] {
            let mut bytes = Vec::new();
            push_number(&mut bytes, wanted);
            assert_eq!(number(&mut &bytes[..]), Some(wanted));
        }
        assert_eq!(number(&mut &[0x80; 6][..]), None);
    }
}
