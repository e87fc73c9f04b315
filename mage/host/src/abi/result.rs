//! `mgp_result_*`: the records and the error of a call. The objects of functions stand here, too.

use std::cell::Cell;

use super::arena::Arena;
use super::module::Field;
use super::object::{self, Data, object};
use super::pointer::{CText, Out};
use super::slot::{Handle, Object, Pool};
use super::{Code, Outcome};
use crate::value::Value;

/// A `mgp_result`.
pub(crate) struct ResultObject {
    pub(crate) fields: Vec<Field>,
    pub(crate) records: Vec<Vec<Option<Value>>>,
    pub(crate) error: Option<String>,
    /// The object of each record; its number is the record's.
    handles: Vec<Handle<Record>>,
    /// The first thing that was wrong with a value, which the module may not have looked at.
    pub(crate) refused: Option<String>,
}

/// A `mgp_result_record`: a record's number in its result.
pub(crate) struct Record {
    result: Handle<ResultObject>,
    index: usize,
    /// The field that is likely next: most modules keep to the declared order.
    next: Cell<usize>,
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

impl ResultObject {
    /// An empty result of the fields.
    pub(crate) fn new(fields: Vec<Field>) -> Self {
        Self { fields, records: Vec::new(), error: None, handles: Vec::new(), refused: None }
    }

    /// The place of a field, sought first where it is likely.
    fn place(&self, likely: usize, name: CText) -> Option<usize> {
        let is_it = |field: &Field| name.is(&field.text);
        let there = self.fields.get(likely).is_some_and(is_it);
        if there { Some(likely) } else { self.fields.iter().position(is_it) }
    }

    fn value(&mut self, record: usize, place: usize) -> Option<&mut Option<Value>> {
        self.records.get_mut(record)?.get_mut(place)
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
    record.next.set(place + 1);
    *result.value(record.index, place).ok_or(Code::Unknown)? = Some(value);
    Ok(())
}

/// As [`insert`], for quick ways: a plain value in the field that is likely next.
#[inline]
fn insert_plain(record: Handle<Record>, name: CText, value: Handle<Data>) -> Option<()> {
    let (record, arena) = record.seen()?;
    let value = object::read_plain(value.seen()?.0)?;
    let mut result = record.result.get_mut().ok()?;
    let place = record.next.get();
    let field = result.fields.get(place)?;
    if !name.is(&field.text) || !field.kind.takes(&value) {
        return None;
    }
    let bytes = weight(&value);
    let entry = result.value(record.index, place)?;
    arena.charge_plain(bytes)?;
    *entry = Some(value);
    record.next.set(place + 1);
    Some(())
}

super::exports! {
    fn mgp_result_set_error_msg(res: Handle<ResultObject>, message: CText) {
        let message = message.to_message()?;
        res.get_mut()?.error = Some(message);
        Ok(())
    }
    fn mgp_result_new_record(res: Handle<ResultObject>, result: Out<Handle<Record>>) {
        result.check()?;
        let arena = res.arena()?;
        let index = res.get()?.records.len();
        let record = object::part(arena, Record { result: res, index, next: Cell::new(0) })?;
        let mut object = res.get_mut()?;
        let empty = vec![None; object.fields.len()];
        object.records.try_reserve(1).map_err(|_| Code::UnableToAllocate)?;
        object.records.push(empty);
        object.handles.push(record);
        result.set(record)
    }
    fn mgp_result_record_insert(record: Handle<Record>, field_name: CText, value: Handle<Data>) quick {
        insert_plain(record, field_name, value)
    } {
        insert(record, field_name, value)
    }
}
