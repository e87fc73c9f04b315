//! What an item is called: one property of its node, or several.

use ludograph_engine::mining::Vocabulary;
use ludograph_mgp::{ById, Call, Error, OwnedValue, Result, Vertex, View};

use crate::wanted::said;

/// A node that is no item.
const NONE: u32 = u32::MAX - 1;
/// Stands between the properties of a name.
const BETWEEN: char = ':';

/// Names of items by node. Each node's properties are read once.
pub(crate) struct Naming<'c> {
    properties: Vec<String>,
    label: Option<String>,
    /// The item of each node that was met, or [`NONE`].
    items: ById<'c>,
    pub(crate) names: Vocabulary,
}

impl<'c> Naming<'c> {
    /// `property` is a name or a list of names; with `label`, other nodes are no items.
    pub(crate) fn read(call: &Call<'c>, label: Option<&str>) -> Result<Self> {
        let properties = match call.arg::<View<'_>>("property")? {
            View::String(name) => vec![name.to_owned()],
            View::List(names) => names.to_vec::<String>("property")?,
            other => {
                return Err(Error::argument("property", "the name of a property or a list of names", other.said()));
            }
        };
        if properties.is_empty() {
            return Err(Error::argument("property", "the name of a property or a list of names", "an empty list"));
        }
        let (items, names) = (call.by_id()?, Vocabulary::default());
        Ok(Self { properties, label: label.map(str::to_owned), items, names })
    }

    /// The item of a node; `None` for one that is none.
    #[inline]
    pub(crate) fn item(&mut self, vertex: &Vertex<'_>) -> Result<Option<u32>> {
        let node = vertex.id()?;
        let item = match self.items.get(node) {
            Some(item) => item,
            None => self.meet(vertex, node)?,
        };
        Ok((item != NONE).then_some(item))
    }

    /// Looks at a node for the first time.
    #[cold]
    fn meet(&mut self, vertex: &Vertex<'_>, node: i64) -> Result<u32> {
        let is_item = match &self.label {
            Some(label) => vertex.has_label(label)?,
            None => true,
        };
        let item = if is_item { self.named(vertex, node)? } else { NONE };
        self.items.put(node, item)?;
        Ok(item)
    }

    fn named(&mut self, vertex: &Vertex<'_>, node: i64) -> Result<u32> {
        if let [property] = &self.properties[..] {
            // The usual case, without a copy.
            let value = vertex.property(property)?;
            if let View::String(name) = value.get().view()? {
                return self.names.intern(name).map_err(said);
            }
        }
        let mut name = String::new();
        for (place, property) in self.properties.iter().enumerate() {
            if place > 0 {
                name.push(BETWEEN);
            }
            append(&mut name, &vertex.property(property)?, node, property)?;
        }
        self.names.intern(&name).map_err(said)
    }
}

fn append(name: &mut String, value: &OwnedValue<'_>, node: i64, property: &str) -> Result<()> {
    match value.get().view()? {
        View::String(text) => name.push_str(text),
        View::Int(number) => name.push_str(&number.to_string()),
        View::Bool(truth) => name.push_str(if truth { "true" } else { "false" }),
        View::Null => {
            let owner = format!("node {node}");
            return Err(Error::MissingProperty { owner, property: property.to_owned() });
        }
        other => {
            let what = format!("node {node}: property '{property}'");
            return Err(Error::Type { what, wanted: "STRING, INTEGER or BOOLEAN", got: other.kind().to_owned() });
        }
    }
    Ok(())
}
