//! The least and the greatest value of a column.

use arrow::array::{Array as _, ArrayRef, AsArray};
use arrow::compute::{max, max_string_view, min, min_string_view};
use arrow::datatypes::{DataType, Float64Type, Int64Type, TimeUnit, TimestampMicrosecondType};
use datafusion::common::ScalarValue;

/// The least and the greatest value.
pub(crate) type Bounds = (ScalarValue, ScalarValue);

/// The bounds of an array, both NULL where it holds only NULLs; `None` for types without an order worth keeping, and where
/// a value is not a number.
pub(crate) fn bounds(array: &ArrayRef) -> Option<Bounds> {
    match array.data_type() {
        DataType::Int64 => {
            let array = array.as_primitive::<Int64Type>();
            Some((ScalarValue::Int64(min(array)), ScalarValue::Int64(max(array))))
        }
        DataType::Float64 => {
            let array = array.as_primitive::<Float64Type>();
            if array.iter().flatten().any(f64::is_nan) {
                return None;
            }
            Some((ScalarValue::Float64(min(array)), ScalarValue::Float64(max(array))))
        }
        DataType::Timestamp(TimeUnit::Microsecond, zone) => {
            let array = array.as_primitive::<TimestampMicrosecondType>();
            let scalar = |value| ScalarValue::TimestampMicrosecond(value, zone.clone());
            Some((scalar(min(array)), scalar(max(array))))
        }
        DataType::Utf8View => {
            let array = array.as_string_view();
            let scalar = |value: Option<&str>| ScalarValue::Utf8View(value.map(str::to_owned));
            Some((scalar(min_string_view(array)), scalar(max_string_view(array))))
        }
        _ => None,
    }
}

/// Bounds that hold both.
pub(crate) fn wider(one: Option<Bounds>, other: Bounds) -> Bounds {
    let Some(one) = one else { return other };
    let least = if other.0 < one.0 { other.0 } else { one.0 };
    let greatest = if other.1 > one.1 { other.1 } else { one.1 };
    (least, greatest)
}
