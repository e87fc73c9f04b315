//! Kinds of columns: the Arrow type, and how a value is appended.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BinaryBuilder, BooleanBuilder, Float64Builder, Int64Builder, StringViewBuilder,
    TimestampMicrosecondBuilder,
};
use arrow::datatypes::{DataType, TimeUnit};

/// Bytes of text that a builder takes at once for values too long to stand in the view itself.
const TEXT_BLOCK_BYTES: u32 = 16 * 1024;

/// One kind of column.
pub trait Column {
    /// What one value is in a row.
    type Value<'a>;
    /// Whether a value can be missing.
    const NULLABLE: bool;
    /// The Arrow type.
    fn data_type() -> DataType;
    /// An empty builder.
    fn new() -> Self;
    /// Appends a value.
    fn append(&mut self, value: Self::Value<'_>);
    /// The values so far as an array; the builder is empty afterwards.
    fn finish(&mut self) -> ArrayRef;
}

macro_rules! column {
    ($(#[$doc:meta])* $name:ident($builder:ty), $nullable:literal, $value:ty, $data_type:expr, $new:expr,
     |$inner:ident, $appended:ident| $append:expr) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name($builder);

        impl Column for $name {
            type Value<'a> = $value;
            const NULLABLE: bool = $nullable;

            fn data_type() -> DataType {
                $data_type
            }

            fn new() -> Self {
                Self($new)
            }

            fn append(&mut self, $appended: Self::Value<'_>) {
                let $inner = &mut self.0;
                $append;
            }

            fn finish(&mut self) -> ArrayRef {
                Arc::new(self.0.finish())
            }
        }
    };
}

column!(
    /// A position in the log.
    Position(Int64Builder), false, u64, DataType::Int64, Int64Builder::new(),
    // Positions are counted one by one; signed, because Delta tables know no other whole numbers.
    |builder, value| builder.append_value(value.cast_signed())
);
column!(
    /// A whole number; `None` where the wire gives none, or gives one that is not whole.
    Count(Int64Builder), true, Option<i64>, DataType::Int64, Int64Builder::new(),
    |builder, value| builder.append_option(value)
);
column!(
    /// A whole number from 0 that is always there; beyond 2^63 - 1 it comes as its two's complement.
    Unsigned(Int64Builder), false, u64, DataType::Int64, Int64Builder::new(),
    |builder, value| builder.append_value(value.cast_signed())
);
column!(
    /// A number as the wire gives it.
    Number(Float64Builder), true, Option<f64>, DataType::Float64, Float64Builder::new(),
    |builder, value| builder.append_option(value)
);
column!(
    /// A truth value.
    Flag(BooleanBuilder), true, Option<bool>, DataType::Boolean, BooleanBuilder::new(),
    |builder, value| builder.append_option(value)
);
column!(
    /// A moment: microseconds since the epoch, UTC.
    Instant(TimestampMicrosecondBuilder), true, Option<i64>,
    DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
    TimestampMicrosecondBuilder::new().with_timezone("UTC"),
    |builder, value| builder.append_option(value)
);
column!(
    /// A text.
    Text(StringViewBuilder), true, Option<&'a str>, DataType::Utf8View,
    StringViewBuilder::new().with_fixed_block_size(TEXT_BLOCK_BYTES),
    |builder, value| builder.append_option(value)
);
column!(
    /// A text of which there are few: each is stored once for all rows that have it.
    Label(StringViewBuilder), true, Option<&'a str>, DataType::Utf8View,
    StringViewBuilder::new().with_fixed_block_size(TEXT_BLOCK_BYTES).with_deduplicate_strings(),
    |builder, value| builder.append_option(value)
);
column!(
    /// A text that is always there.
    Required(StringViewBuilder), false, &'a str, DataType::Utf8View,
    StringViewBuilder::new().with_fixed_block_size(TEXT_BLOCK_BYTES),
    |builder, value| builder.append_value(value)
);
column!(
    /// Bytes as they came.
    Bytes(BinaryBuilder), true, Option<&'a [u8]>, DataType::Binary, BinaryBuilder::new(),
    |builder, value| builder.append_option(value)
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_those_of_stored_rows() {
        assert_eq!(Text::data_type(), DataType::Utf8View);
        assert_eq!(Instant::data_type(), DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())));
    }
}
