//! Writing the body.

use std::collections::HashMap;

use super::super::{PropertyGraph, PropertyList};
use crate::graph::value::Value;

/// Texts, each once, in the order in which they first came.
#[derive(Default)]
struct Texts<'a> {
    order: Vec<&'a str>,
    /// Only looked up, never walked.
    numbers: HashMap<&'a str, u64>,
}

impl<'a> Texts<'a> {
    fn number(&mut self, text: &'a str) -> u64 {
        let next = self.order.len() as u64;
        *self.numbers.entry(text).or_insert_with(|| {
            self.order.push(text);
            next
        })
    }
}

pub(super) fn body(graph: &PropertyGraph, out: &mut Vec<u8>) {
    let mut texts = Texts::default();
    let mut rest = Vec::new();
    // Nodes are numbered anew without gaps.
    let mut numbers = vec![0_u64; graph.node_bound() as usize];
    write_number(graph.node_count() as u64, &mut rest);
    for (number, node) in (0..).zip(graph.nodes()) {
        numbers[node.id().0 as usize] = number;
        write_number(texts.number(node.label()), &mut rest);
        write_number(texts.number(node.key_name()), &mut rest);
        write_properties(node.properties(), &mut texts, &mut rest);
    }
    write_number(graph.edge_count() as u64, &mut rest);
    for edge in graph.edges() {
        for end in [edge.from(), edge.to()] {
            write_number(numbers[end.0 as usize], &mut rest);
        }
        write_number(texts.number(edge.kind()), &mut rest);
        write_number(u64::from(edge.key_name().is_some()), &mut rest);
        edge.key_name().into_iter().for_each(|name| write_number(texts.number(name), &mut rest));
        write_properties(edge.properties(), &mut texts, &mut rest);
    }
    write_number(texts.order.len() as u64, out);
    for text in &texts.order {
        write_number(text.len() as u64, out);
        out.extend(text.as_bytes());
    }
    out.append(&mut rest);
}

fn write_properties<'a>(properties: &'a PropertyList, texts: &mut Texts<'a>, out: &mut Vec<u8>) {
    write_number(properties.len() as u64, out);
    for (name, value) in properties.iter() {
        write_number(texts.number(name), out);
        write_value(value, texts, out);
    }
}

fn write_value<'a>(value: &'a Value, texts: &mut Texts<'a>, out: &mut Vec<u8>) {
    match value {
        Value::Null => out.push(0),
        Value::Bool(value) => out.push(1 + u8::from(*value)),
        Value::Int(value) => {
            out.push(3);
            write_number((value.cast_unsigned() << 1) ^ (*value >> 63).cast_unsigned(), out);
        }
        Value::Float(value) => {
            out.push(4);
            out.extend(value.to_le_bytes());
        }
        Value::Text(text) => {
            out.push(5);
            write_number(texts.number(text), out);
        }
        Value::List(items) => {
            out.push(6);
            write_number(items.len() as u64, out);
            items.iter().for_each(|item| write_value(item, texts, out));
        }
    }
}

fn write_number(mut number: u64, out: &mut Vec<u8>) {
    while let [low, _, ..] = number.to_le_bytes()
        && number >= 0x80
    {
        out.push(low | 0x80);
        number >>= 7;
    }
    out.push(number.to_le_bytes()[0]);
}
