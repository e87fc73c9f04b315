//! `mgp_result_*`: the records and the error of a call. The objects of functions stand here, too.

use std::cell::Cell;

use super::arena::Arena;
use super::module::Field;
use super::object::{self, Data, object};
use super::pointer::{CText, Out};
use super::slot::{Handle, Object, Pool};
use super::{Code, Outcome};
use crate::value::{Text, Value};

/// A `mgp_result`.
pub(crate) struct ResultObject {
    fields: Vec<Field>,
    columns: Vec<Column>,
    /// The values of all records, one behind the other.
    values: Vec<Option<Value>>,
    /// How many of them are not set.
    missing: usize,
    pub(crate) error: Option<String>,
    /// The objects of the records.
    handles: Vec<Handle<Record>>,
    /// The first thing that was wrong with a value, which the module may not have looked at.
    pub(crate) refused: Option<String>,
}

/// What a value of a field must be.
struct Column {
    /// The field's name.
    name: Text,
    /// See [`super::types::Type::plain_kinds`].
    plain_kinds: u16,
    /// Whether anybody wants the values. Of others it is only checked that they are right.
    kept: bool,
}

/// A `mgp_result_record`.
pub(crate) struct Record {
    result: Handle<ResultObject>,
    /// Where its values start among those of all records.
    start: usize,
    /// The field that is likely next: most modules keep to the declared order.
    next: Cell<usize>,
}

/// The values of all records of a result.
pub(crate) struct Values {
    pub(crate) fields: Vec<Field>,
    all: Vec<Option<Value>>,
    missing: usize,
}

/// A `mgp_func_context`; it has nothing to tell.
pub(crate) struct FunctionContext;

/// A `mgp_func_result`.
#[derive(Default)]
pub(crate) struct FunctionResult {
    pub(crate) value: Option<Value>,
    pub(crate) error: Option<String>,
}

object!(Record, 0x4d67_0017, records);
object!(FunctionContext, 0x4d67_0018, function_contexts);
object!(FunctionResult, 0x4d67_0019, function_results);

impl Object for ResultObject {
    const TAG: u32 = 0x4d67_0016;
    fn pool(arena: &Arena) -> &Pool<Self> {
        &arena.results
    }
    fn release(self, _arena: &Arena) {
        for handle in self.handles {
            let _gone = handle.remove();
        }
    }
}

impl Values {
    /// The first record and field without a value, counted from 1 and from 0.
    pub(crate) fn missing(&self) -> Option<(usize, usize)> {
        if self.missing == 0 {
            return None;
        }
        let at = self.all.iter().position(Option::is_none)?;
        Some((at / self.fields.len() + 1, at % self.fields.len()))
    }

    /// The records with the fields of these places.
    pub(crate) fn rows(mut self, places: &[usize]) -> Vec<Vec<Value>> {
        let last = |(number, place): (usize, &usize)| !places.iter().skip(number + 1).any(|later| later == place);
        let places: Vec<(usize, bool)> =
            places.iter().enumerate().map(|(number, place)| (*place, last((number, place)))).collect();
        let one = |(place, is_last): &(usize, bool), record: &mut [Option<Value>]| {
            let value = record.get_mut(*place);
            let value = if *is_last { value.and_then(Option::take) } else { value.and_then(|value| value.clone()) };
            value.unwrap_or(Value::Null)
        };
        let row = |record: &mut [Option<Value>]| places.iter().map(|place| one(place, record)).collect();
        self.all.chunks_exact_mut(self.fields.len().max(1)).map(row).collect()
    }
}

impl ResultObject {
    /// An empty result of the fields, of which the values at these places are wanted.
    pub(crate) fn new(fields: Vec<Field>, places: &[usize]) -> Self {
        let column = |(place, field): (usize, &Field)| Column {
            name: Text::from(field.name.as_str()),
            plain_kinds: field.kind.plain_kinds(),
            kept: places.contains(&place),
        };
        let columns = fields.iter().enumerate().map(column).collect();
        let (values, handles) = (Vec::new(), Vec::new());
        Self { fields, columns, values, missing: 0, error: None, handles, refused: None }
    }

    /// Takes the records out.
    pub(crate) fn take(&mut self) -> Values {
        let (fields, values) = (std::mem::take(&mut self.fields), std::mem::take(&mut self.values));
        Values { fields, all: values, missing: self.missing }
    }

    /// Adds a record without values; there is room for it.
    #[inline]
    fn add(&mut self, record: Handle<Record>) {
        let width = self.fields.len();
        self.values.resize_with(self.values.len() + width, || None);
        self.missing += width;
        self.handles.push(record);
    }

    /// Sets a value that is right.
    #[inline]
    fn set(&mut self, record: &Record, place: usize, value: Value) -> Outcome {
        let kept = self.columns.get(place).is_some_and(|column| column.kept);
        let entry = self.values.get_mut(record.start + place).ok_or(Code::Unknown)?;
        self.missing -= usize::from(entry.is_none());
        *entry = Some(if kept { value } else { Value::Null });
        record.next.set(place + 1);
        Ok(())
    }

    /// The place of a field, sought first where it is likely.
    fn place(&self, likely: usize, name: CText) -> Option<usize> {
        let is_it = |column: &Column| name.is(&column.name);
        let there = self.columns.get(likely).is_some_and(is_it);
        if there { Some(likely) } else { self.columns.iter().position(is_it) }
    }

    fn refuse(&mut self, reason: String) {
        self.refused.get_or_insert(reason);
    }
}

/// Roughly what a value takes in a record.
#[inline]
fn weight(value: &Value) -> usize {
    let own = size_of::<Value>();
    own + match value {
        Value::String(text) => text.as_str().len(),
        Value::List(items) => items.iter().map(weight).sum(),
        Value::Map(entries) => entries.iter().map(|(key, value)| key.as_str().len() + weight(value)).sum(),
        Value::Path(path) => path.steps.len() * size_of::<(u32, u32)>(),
        _ => 0,
    }
}

/// Sets a field of a record. What is wrong with it is remembered: the module may not look at the code.
fn insert(record: Handle<Record>, name: CText, value: Handle<Data>) -> Outcome {
    let (record, arena) = record.peek()?;
    let value = object::read(value)?;
    let mut result = record.result.get_mut()?;
    let Some(place) = result.place(record.next.get(), name) else {
        let name = name.as_str()?;
        result.refuse(format!("the result has no field named '{name}'"));
        return Err(Code::OutOfRange);
    };
    let fitting = |field: &&Field| field.kind.takes(&value);
    if let Some(field) = result.fields.get(place).filter(|field| !fitting(field)) {
        let reason = format!("field '{}' must be of type {}, got {}", field.name, field.kind, value.kind());
        result.refuse(reason);
        return Err(Code::Logic);
    }
    if arena.is_changeable() && !arena.read(|graph| Ok(crate::graph::is_whole(graph, &value)))? {
        return Err(Code::DeletedObject);
    }
    arena.charge(weight(&value))?;
    result.set(record, place, value)
}

/// As [`insert`], for quick ways: a plain value in the field that is likely next.
#[inline]
fn insert_plain(record: Handle<Record>, name: CText, value: Handle<Data>) -> Option<()> {
    let (record, arena) = record.seen()?;
    let data = value.seen()?.0;
    let mut result = record.result.get_mut().ok()?;
    let result = &mut *result;
    let place = record.next.get();
    let column = result.columns.get(place)?;
    let entry = result.values.get_mut(record.start + place)?;
    if column.plain_kinds >> data.kind() & 1 == 0 || entry.is_some() || !name.is(&column.name) {
        return None;
    }
    let value = if column.kept { object::read_plain(data)? } else { Value::Null };
    arena.charge_plain(if data.is_bare() { size_of::<Value>() } else { weight(&value) })?;
    result.missing -= 1;
    record.next.set(place + 1);
    *entry = Some(value);
    Some(())
}

/// Makes a record, for quick ways.
#[inline]
fn add_plain(res: Handle<ResultObject>, result: &Out<Handle<Record>>) -> Option<()> {
    let arena = res.seen()?.1;
    let mut object = res.get_mut().ok()?;
    let start = object.values.len();
    let room = object.values.capacity() - start >= object.fields.len();
    if !result.is_place() || !room || object.handles.len() == object.handles.capacity() {
        return None;
    }
    let record = arena.records.place_plain(arena, Record { result: res, start, next: Cell::new(0) })?;
    record.set_owned(true).ok()?;
    object.add(record);
    result.put(record)
}

super::exports! {
    fn mgp_result_set_error_msg(res: Handle<ResultObject>, message: CText) {
        let message = message.to_message()?;
        res.get_mut()?.error = Some(message);
        Ok(())
    }
    fn mgp_result_new_record(res: Handle<ResultObject>, result: Out<Handle<Record>>) quick {
        add_plain(res, &result)
    } {
        result.check()?;
        let arena = res.arena()?;
        let start = res.get()?.values.len();
        let record = object::part(arena, Record { result: res, start, next: Cell::new(0) })?;
        let mut object = res.get_mut()?;
        let width = object.fields.len();
        let room = object.values.try_reserve(width).and_then(|()| object.handles.try_reserve(1));
        room.map_err(|_| Code::UnableToAllocate)?;
        object.add(record);
        result.set(record)
    }
    fn mgp_result_record_insert(record: Handle<Record>, field_name: CText, value: Handle<Data>) quick {
        insert_plain(record, field_name, value)
    } {
        insert(record, field_name, value)
    }
}
