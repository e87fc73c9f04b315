//! Reading the body.

use std::collections::HashMap;
use std::sync::Arc;

use petgraph::stable_graph::NodeIndex;

use super::super::{EdgeData, NodeData, NodeSlot, PropertyGraph, PropertyList};
use super::{NESTING_MAX, corrupt};
use crate::graph::error::GraphError;
use crate::graph::limits::{EDGES_MAX, NODES_MAX};
use crate::graph::schema;
use crate::graph::value::{Name, Value};

/// The least bytes of a text, a node, a relationship, a property and a value: what a count may promise at most.
const TEXT_BYTES_MIN: usize = 1;
const NODE_BYTES_MIN: usize = 3;
const EDGE_BYTES_MIN: usize = 5;
const PROPERTY_BYTES_MIN: usize = 2;
const VALUE_BYTES_MIN: usize = 1;

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

struct Texts {
    values: Vec<Arc<str>>,
    names: Vec<Option<Name>>,
    /// Names of the schema are not copied.
    known: HashMap<&'static str, Name>,
}

impl Texts {
    fn name(&mut self, number: usize) -> Option<Name> {
        let text = self.values.get(number)?;
        let known = &self.known;
        let slot = self.names.get_mut(number)?;
        Some(slot.get_or_insert_with(|| known.get(&**text).cloned().unwrap_or_else(|| text.to_string().into())).clone())
    }
}

pub(super) fn body(bytes: &[u8], from: usize) -> Result<PropertyGraph, GraphError> {
    let mut reader = Reader { bytes, at: from };
    let mut texts = reader.texts()?;
    let mut graph = PropertyGraph::new();
    for _ in 0..reader.count(NODE_BYTES_MIN, NODES_MAX)? {
        let at = reader.at;
        let (label, key) = (reader.name(&mut texts)?, reader.name(&mut texts)?);
        let properties = reader.properties(&mut texts)?;
        let value = properties.get(&key).cloned().ok_or_else(|| corrupt(at, "a node without its key"))?;
        let slot = NodeSlot { label: graph.intern(&label), property: graph.intern(&key), value };
        let node = graph.graph.add_node(NodeData { label, key, properties });
        if graph.nodes.insert(slot, node).is_some() {
            return Err(corrupt(at, "two nodes with one key"));
        }
    }
    for _ in 0..reader.count(EDGE_BYTES_MIN, EDGES_MAX)? {
        reader.edge(&mut graph, &mut texts)?;
    }
    if reader.at == bytes.len() { Ok(graph) } else { Err(corrupt(reader.at, "bytes after the last relationship")) }
}

impl Reader<'_> {
    fn texts(&mut self) -> Result<Texts, GraphError> {
        let count = self.count(TEXT_BYTES_MIN, usize::MAX)?;
        let mut values: Vec<Arc<str>> = Vec::with_capacity(count);
        for _ in 0..count {
            let length = self.count(1, usize::MAX)?;
            let at = self.at;
            let text = self.take(length)?;
            let text = std::str::from_utf8(text).map_err(|error| corrupt(at + error.valid_up_to(), "no UTF-8"))?;
            values.push(text.into());
        }
        let mut known: HashMap<&'static str, Name> = HashMap::new();
        let mut know = |name: &'static str| _ = known.insert(name, name.into());
        for node in schema::NODES {
            [node.label, node.key].into_iter().chain(node.properties.iter().copied()).for_each(&mut know);
        }
        for edge in schema::EDGES {
            edge.key.into_iter().chain([edge.kind]).chain(edge.properties.iter().copied()).for_each(&mut know);
        }
        Ok(Texts { names: vec![None; values.len()], values, known })
    }

    fn edge(&mut self, graph: &mut PropertyGraph, texts: &mut Texts) -> Result<(), GraphError> {
        let at = self.at;
        let (from, to) = (self.end(graph)?, self.end(graph)?);
        let kind = self.name(texts)?;
        let key = match self.number()? {
            0 => None,
            1 => Some(self.name(texts)?),
            _ => return Err(corrupt(at, "neither with a key nor without")),
        };
        let properties = self.properties(texts)?;
        if key.as_ref().is_some_and(|key| properties.get(key).is_none()) {
            return Err(corrupt(at, "a relationship without its key"));
        }
        graph.intern(&kind);
        key.iter().for_each(|key| _ = graph.intern(key));
        let edge = graph.graph.add_edge(from, to, EdgeData { kind, key, properties });
        let slot = graph.slot_of(edge).ok_or_else(|| corrupt(at, "a relationship that cannot be found"))?;
        if graph.edges.insert(slot, edge).is_some() {
            return Err(corrupt(at, "two relationships with one key"));
        }
        Ok(())
    }

    fn end(&mut self, graph: &PropertyGraph) -> Result<NodeIndex, GraphError> {
        let at = self.at;
        let number = usize::try_from(self.number()?).unwrap_or(usize::MAX);
        (number < graph.node_count())
            .then(|| NodeIndex::new(number))
            .ok_or_else(|| corrupt(at, "an end that is no node"))
    }

    fn properties(&mut self, texts: &mut Texts) -> Result<PropertyList, GraphError> {
        let mut properties = PropertyList::default();
        for _ in 0..self.count(PROPERTY_BYTES_MIN, usize::MAX)? {
            let name = self.name(texts)?;
            let value = self.value(texts, 0)?;
            properties.set(name, value);
        }
        Ok(properties)
    }

    fn value(&mut self, texts: &Texts, depth: usize) -> Result<Value, GraphError> {
        let at = self.at;
        Ok(match self.take(1)? {
            [0] => Value::Null,
            [1] => Value::Bool(false),
            [2] => Value::Bool(true),
            [3] => {
                let number = self.number()?;
                Value::Int((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
            }
            [4] => {
                let eight = self.take(8)?;
                Value::Float(f64::from_le_bytes(eight.try_into().map_err(|_| corrupt(at, "no double"))?))
            }
            [5] => {
                let number = usize::try_from(self.number()?).unwrap_or(usize::MAX);
                Value::Text(texts.values.get(number).cloned().ok_or_else(|| corrupt(at, "no text of that number"))?)
            }
            [6] if depth < NESTING_MAX => {
                let count = self.count(VALUE_BYTES_MIN, usize::MAX)?;
                Value::List((0..count).map(|_| self.value(texts, depth + 1)).collect::<Result<_, _>>()?)
            }
            _ => return Err(corrupt(at, "no kind of value")),
        })
    }

    fn name(&mut self, texts: &mut Texts) -> Result<Name, GraphError> {
        let at = self.at;
        let number = usize::try_from(self.number()?).unwrap_or(usize::MAX);
        texts.name(number).ok_or_else(|| corrupt(at, "no text of that number"))
    }

    /// A count of things that take at least so many bytes each: one that promises more than is there is refused before
    /// anything is made room for.
    fn count(&mut self, bytes_min: usize, most: usize) -> Result<usize, GraphError> {
        let at = self.at;
        let count = usize::try_from(self.number()?).unwrap_or(usize::MAX);
        let left = self.bytes.len() - self.at;
        let fits = count <= most && count.checked_mul(bytes_min).is_some_and(|bytes| bytes <= left);
        if fits { Ok(count) } else { Err(corrupt(at, "it counts more than there is")) }
    }

    fn number(&mut self) -> Result<u64, GraphError> {
        let at = self.at;
        let mut number = 0_u64;
        for place in 0..10 {
            let byte = match self.take(1)? {
                [byte] => u64::from(*byte),
                _ => 0,
            };
            if place == 9 && byte > 1 {
                break;
            }
            number |= (byte & 0x7f) << (7 * place);
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(corrupt(at, "a number of more than 64 bits"))
    }

    fn take(&mut self, length: usize) -> Result<&[u8], GraphError> {
        let end = self.at.checked_add(length).filter(|end| *end <= self.bytes.len());
        let end = end.ok_or_else(|| corrupt(self.bytes.len(), "it ends too early"))?;
        let taken = &self.bytes[self.at..end];
        self.at = end;
        Ok(taken)
    }
}
