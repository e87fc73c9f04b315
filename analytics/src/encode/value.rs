//! One value as JSON or as plain text.

use arrow::array::{Array, AsArray};
use arrow::datatypes::{
    DataType, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type,
    UInt64Type,
};
use arrow::error::ArrowError;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use ludograph_proto::json::{write_f64, write_str};

/// How what has no form of its own is shown; times as RFC 3339.
const OPTIONS: FormatOptions<'static> = FormatOptions::new();

/// Appends a value as JSON. Numbers JSON has no form for are the words "inf", "-inf" and "nan"; bytes are hexadecimal.
pub(super) fn write_json(array: &dyn Array, row: usize, out: &mut Vec<u8>) -> Result<(), ArrowError> {
    if array.is_null(row) {
        out.extend_from_slice(b"null");
        return Ok(());
    }
    match array.data_type() {
        DataType::Null => out.extend_from_slice(b"null"),
        DataType::Boolean => {
            out.extend_from_slice(if array.as_boolean().value(row) { b"true" } else { b"false" });
        }
        DataType::Float32 => write_f64(f64::from(array.as_primitive::<Float32Type>().value(row)), out),
        DataType::Float64 => write_f64(array.as_primitive::<Float64Type>().value(row), out),
        DataType::List(_) => write_list(array.as_list::<i32>().value(row).as_ref(), out)?,
        DataType::LargeList(_) => write_list(array.as_list::<i64>().value(row).as_ref(), out)?,
        DataType::FixedSizeList(..) => write_list(array.as_fixed_size_list().value(row).as_ref(), out)?,
        DataType::Struct(fields) => {
            let object = array.as_struct();
            for (index, (field, column)) in fields.iter().zip(object.columns()).enumerate() {
                out.push(if index == 0 { b'{' } else { b',' });
                write_str(field.name(), out);
                out.push(b':');
                write_json(column.as_ref(), row, out)?;
            }
            out.extend_from_slice(if fields.is_empty() { b"{}" } else { b"}" });
        }
        data_type => match text(array, row) {
            Some(text) => write_str(text, out),
            None if write_integer(array, row, out) => {}
            None if matches!(data_type, DataType::Dictionary(..)) => {
                let dictionary = array.as_any_dictionary();
                write_json(dictionary.values().as_ref(), dictionary.normalized_keys()[row], out)?;
            }
            None => write_str(&shown(array, row)?, out),
        },
    }
    Ok(())
}

/// Appends a value as plain text; nothing where it is NULL.
pub(super) fn write_plain(array: &dyn Array, row: usize, out: &mut Vec<u8>) -> Result<(), ArrowError> {
    if array.is_null(row) {
        return Ok(());
    }
    if let Some(text) = text(array, row) {
        out.extend_from_slice(text.as_bytes());
        return Ok(());
    }
    let start = out.len();
    write_json(array, row, out)?;
    // A string is a string without its quotes; what it holds needs no escapes, being a number, a time or hexadecimal.
    if out.len() >= start + 2 && out[start] == b'"' {
        out.pop();
        out.remove(start);
    }
    Ok(())
}

/// Whether a column's values stand at the right of their column in a table.
pub(super) fn is_number(data_type: &DataType) -> bool {
    data_type.is_numeric()
}

fn text(array: &dyn Array, row: usize) -> Option<&str> {
    match array.data_type() {
        DataType::Utf8View => Some(array.as_string_view().value(row)),
        DataType::Utf8 => Some(array.as_string::<i32>().value(row)),
        DataType::LargeUtf8 => Some(array.as_string::<i64>().value(row)),
        _ => None,
    }
}

fn write_list(items: &dyn Array, out: &mut Vec<u8>) -> Result<(), ArrowError> {
    out.push(b'[');
    for index in 0..items.len() {
        if index > 0 {
            out.push(b',');
        }
        write_json(items, index, out)?;
    }
    out.push(b']');
    Ok(())
}

/// Appends an integer; false where the value is none.
fn write_integer(array: &dyn Array, row: usize, out: &mut Vec<u8>) -> bool {
    macro_rules! write_as {
        ($($data_type:ident => $primitive:ty),*) => {
            match array.data_type() {
                $(DataType::$data_type => {
                    out.extend_from_slice(array.as_primitive::<$primitive>().value(row).to_string().as_bytes());
                    true
                })*
                _ => false,
            }
        };
    }
    write_as!(
        Int8 => Int8Type, Int16 => Int16Type, Int32 => Int32Type, Int64 => Int64Type,
        UInt8 => UInt8Type, UInt16 => UInt16Type, UInt32 => UInt32Type, UInt64 => UInt64Type
    )
}

fn shown(array: &dyn Array, row: usize) -> Result<String, ArrowError> {
    ArrayFormatter::try_new(array, &OPTIONS)?.value(row).try_to_string()
}
