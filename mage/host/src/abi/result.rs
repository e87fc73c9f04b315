//! `mgp_result_*`: the records and the error of a call. The objects of functions stand here, too.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::arena::Arena;
use super::module::Field;
use super::object::{self, Data, object};
use super::pointer::{CText, Out};
use super::slot::{Handle, Object, Pool};
use super::{Code, Outcome};
use crate::rows::Rows;
use crate::value::{Text, Value};

/// A `mgp_result`.
pub(crate) struct ResultObject {
    fields: Arc<Vec<Field>>,
    /// What of the fields is looked at with every value.
    columns: Vec<Column>,
    /// How many values a row has.
    width: usize,
    /// The rows of the answer, one a record, one behind the other.
    values: Vec<Value>,
    /// The objects of the records.
    handles: Vec<Handle<Record>>,
    /// Which fields beyond [`BITS`] are set: the record's number and the field's.
    beyond: BTreeSet<(usize, usize)>,
    pub(crate) error: Option<String>,
    /// The first thing that was wrong with a value, which the module may not have looked at.
    pub(crate) refused: Option<String>,
}

/// What a value of a field must be, and where it goes.
struct Column {
    name: Text,
    /// See [`Field`].
    plain_kinds: u16,
    plain_elements: u16,
    /// Where the values stand in a row; [`NOWHERE`] where nobody wants them: of those it is only checked that they are
    /// right.
    place: usize,
}

/// The place of a field that nobody wants.
const NOWHERE: usize = usize::MAX;

/// Whether they are set is kept in the record for so many of its fields.
const BITS: usize = u64::BITS as usize;

/// A `mgp_result_record`.
pub(crate) struct Record {
    /// It outlives its records.
    result: Handle<ResultObject>,
    /// Its number.
    row: usize,
    /// Which of its first fields are set.
    set: Cell<u64>,
}

/// The records of a result.
pub(crate) struct Values {
    pub(crate) fields: Arc<Vec<Field>>,
    rows: Rows,
    /// The first record and field without a value, counted from 1 and from 0.
    pub(crate) missing: Option<(usize, usize)>,
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
            if handle.drop_plain_part(|_| true).is_none() {
                let _gone = handle.remove();
            }
        }
    }
}

impl Values {
    /// The records with the fields of these places, which are those that the result was made with.
    pub(crate) fn rows(mut self, wanted: &[usize]) -> Rows {
        if self.fields.is_empty() {
            return Rows::new(wanted.len());
        }
        // A field that is wanted twice stands at its last place so far.
        for (place, field) in wanted.iter().enumerate() {
            let last = wanted.iter().rposition(|other| other == field).unwrap_or(place);
            if last != place {
                self.rows.copy_column(last, place);
            }
        }
        self.rows
    }
}

impl Record {
    fn new(result: Handle<ResultObject>, row: usize) -> Self {
        Self { result, row, set: Cell::new(0) }
    }

    /// The field that is likely next, the first that is not set: most modules keep to the declared order.
    #[inline]
    fn next(&self) -> usize {
        self.set.get().trailing_ones() as usize
    }

    /// Notes that the likely one is set.
    #[inline]
    fn set_next(&self) {
        let set = self.set.get();
        self.set.set(set | set.wrapping_add(1));
    }
}

impl ResultObject {
    /// An empty result of the fields, of which the values at these places are wanted.
    pub(crate) fn new(fields: &Arc<Vec<Field>>, wanted: &[usize]) -> Self {
        let column = |(number, field): (usize, &Field)| Column {
            name: field.name.clone(),
            plain_kinds: field.plain_kinds,
            plain_elements: field.plain_elements,
            place: wanted.iter().rposition(|other| *other == number).unwrap_or(NOWHERE),
        };
        let columns = fields.iter().enumerate().map(column).collect();
        let (values, handles, beyond) = (Vec::new(), Vec::new(), BTreeSet::new());
        let (fields, width) = (Arc::clone(fields), wanted.len());
        Self { fields, columns, width, values, handles, beyond, error: None, refused: None }
    }

    /// Takes the records out.
    pub(crate) fn take(&mut self) -> Outcome<Values> {
        let mut missing = None;
        for handle in &self.handles {
            let record = handle.peek()?.0;
            if let Some(field) = self.missing(record) {
                missing = Some((record.row + 1, field));
                break;
            }
        }
        let rows = Rows::of(std::mem::take(&mut self.values), self.width, self.handles.len());
        Ok(Values { fields: Arc::clone(&self.fields), rows, missing })
    }

    /// The first field of a record that is not set.
    fn missing(&self, record: &Record) -> Option<usize> {
        let first = record.next();
        if first < BITS {
            return (first < self.columns.len()).then_some(first);
        }
        (BITS..self.columns.len()).find(|field| !self.beyond.contains(&(record.row, *field)))
    }

    /// Adds a record, with a row without values; there is room for it.
    #[inline]
    fn add(&mut self, record: Handle<Record>) {
        self.handles.push(record);
        self.values.resize_with(self.handles.len() * self.width, || Value::Null);
    }

    /// Whether one more record needs no more memory.
    #[inline]
    fn has_room(&self) -> bool {
        let free = self.values.capacity() - self.values.len();
        free >= self.width && self.handles.len() < self.handles.capacity()
    }

    fn make_room(&mut self) -> Outcome {
        let room = self.values.try_reserve(self.width).and_then(|()| self.handles.try_reserve(1));
        room.map_err(|_| Code::UnableToAllocate)
    }

    /// Where a value of a record is to stand; nothing where nobody wants it.
    #[inline]
    fn entry(&mut self, record: &Record, place: usize) -> Option<&mut Value> {
        if place == NOWHERE { None } else { self.values.get_mut(record.row * self.width + place) }
    }

    /// Sets a value that is right.
    fn put(&mut self, record: &Record, field: usize, value: Value) -> Outcome {
        if field < BITS {
            record.set.set(record.set.get() | 1 << field);
        } else {
            self.beyond.insert((record.row, field));
        }
        let place = self.columns.get(field).ok_or(Code::Unknown)?.place;
        if let Some(entry) = self.entry(record, place) {
            *entry = value;
        }
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
    let Some(place) = result.place(record.next(), name) else {
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
    result.put(record, place, value)
}

/// As [`insert`], for quick ways: a value without parts, or a list of such, in the field that is likely next.
#[inline]
fn insert_plain(record: Handle<Record>, name: CText, value: Handle<Data>) -> Option<()> {
    let (record, arena) = record.seen()?;
    let field = record.next();
    // SAFETY: a result is there as long as its records, and no module can remove either.
    let column = unsafe { record.result.part() }.columns.get(field)?;
    if field >= BITS || !name.is(&column.name) {
        return None;
    }
    let data = value.seen()?.0;
    if column.plain_kinds >> data.kind() & 1 == 0 {
        return insert_list(record, arena, data);
    }
    if column.place != NOWHERE {
        return insert_wanted(record, arena, data);
    }
    arena.charge_plain(size_of::<Value>())?;
    record.set_next();
    Some(())
}

/// A value without parts that somebody wants; apart, so that the usual case is short.
#[inline(never)]
fn insert_wanted(record: &Record, arena: &Arena, data: &Data) -> Option<()> {
    // SAFETY: as in `insert_plain`.
    let result = unsafe { record.result.part_mut() };
    let field = record.next();
    let place = result.columns.get(field)?.place;
    let entry = result.entry(record, place)?;
    let own = if let Data::String(text) = data { text.as_str().len() } else { 0 };
    arena.charge_plain(size_of::<Value>() + own)?;
    *entry = object::read_plain(data)?;
    record.set_next();
    Some(())
}

/// A list of values without parts; apart, so that the usual case is short.
#[inline(never)]
fn insert_list(record: &Record, arena: &Arena, data: &Data) -> Option<()> {
    let Data::List(list) = data else { return None };
    // SAFETY: as in `insert_plain`.
    let result = unsafe { record.result.part_mut() };
    let field = record.next();
    let column = result.columns.get(field)?;
    let (place, kinds) = (column.place, column.plain_elements);
    let (value, bytes) = list.seen()?.0.copy_plain(kinds, place != NOWHERE)?;
    arena.charge_plain(size_of::<Value>() + bytes)?;
    if let Some(entry) = result.entry(record, place) {
        *entry = value;
    }
    record.set_next();
    Some(())
}

/// Makes a record, for quick ways.
#[inline]
fn add_plain(res: Handle<ResultObject>, result: &Out<Handle<Record>>) -> Option<()> {
    let arena = res.seen()?.1;
    let mut object = res.get_mut().ok()?;
    if !result.is_place() || !object.has_room() {
        return None;
    }
    let number = object.handles.len();
    let record = arena.records.place_part_plain(arena, Record::new(res, number))?;
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
        let number = {
            let mut object = res.get_mut()?;
            object.make_room()?;
            object.handles.len()
        };
        let record = object::part(arena, Record::new(res, number))?;
        res.get_mut()?.add(record);
        result.set(record)
    }
    fn mgp_result_record_insert(record: Handle<Record>, field_name: CText, value: Handle<Data>) quick {
        insert_plain(record, field_name, value)
    } {
        insert(record, field_name, value)
    }
}
