//! Every form of an answer.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BinaryArray, BooleanArray, Float64Array, Int64Array, StringViewArray, TimestampMicrosecondArray,
};
use arrow::datatypes::{Field, Schema};
use arrow::record_batch::RecordBatch;
use ludograph_analytics::encode::{ArrowStream, Csv, Encoder, Json, Ndjson, Table};

use crate::support::{lines, tables, three_games};

fn batch() -> RecordBatch {
    let text = StringViewArray::from(vec![Some("a,\"b\"\n"), None, Some("")]);
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("text", Arc::new(text)),
        ("score", Arc::new(Float64Array::from(vec![Some(f64::INFINITY), Some(300.0), Some(f64::NAN)]))),
        ("n", Arc::new(Int64Array::from(vec![Some(-1), None, Some(i64::MAX)]))),
        ("ok", Arc::new(BooleanArray::from(vec![Some(true), Some(false), None]))),
        ("at", Arc::new(TimestampMicrosecondArray::from(vec![1_500_000, 0, -1]).with_timezone("UTC"))),
        ("raw", Arc::new(BinaryArray::from(vec![b"\x00\xff".as_slice(), b"", b"z"]))),
    ];
    let fields: Vec<Field> =
        columns.iter().map(|(name, array)| Field::new(*name, array.data_type().clone(), true)).collect();
    let arrays = columns.into_iter().map(|(_, array)| array).collect();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).unwrap()
}

fn encode(mut encoder: impl Encoder, batches: &[RecordBatch]) -> Vec<u8> {
    let mut out = encoder.begin(&batch().schema()).unwrap();
    for batch in batches {
        out.extend(encoder.batch(batch).unwrap());
    }
    out.extend(encoder.end().unwrap());
    out
}

fn text(encoder: impl Encoder, batches: &[RecordBatch]) -> String {
    String::from_utf8(encode(encoder, batches)).unwrap()
}

const ROWS: [&str; 3] = [
    r#"{"text":"a,\"b\"\n","score":"inf","n":-1,"ok":true,"at":"1970-01-01T00:00:01.500Z","raw":"00ff"}"#,
    r#"{"text":null,"score":300,"n":null,"ok":false,"at":"1970-01-01T00:00:00Z","raw":""}"#,
    r#"{"text":"","score":"nan","n":9223372036854775807,"ok":null,"at":"1969-12-31T23:59:59.999999Z","raw":"7a"}"#,
];

#[test]
fn ndjson() {
    assert_eq!(text(Ndjson::default(), &[batch()]).lines().collect::<Vec<_>>(), ROWS);
    assert_eq!(text(Ndjson::default(), &[]), "");
}

#[test]
fn json() {
    let expected = format!("[\n{}\n]\n", [ROWS.join(",\n"), ROWS.join(",\n")].join(",\n"));
    assert_eq!(text(Json::default(), &[batch(), batch()]), expected);
    assert!(serde_json::from_str::<serde_json::Value>(&expected).is_ok());
    assert_eq!(text(Json::default(), &[]), "[]\n");
}

#[test]
fn csv() {
    let expected = "text,score,n,ok,at,raw\r\n\
        \"a,\"\"b\"\"\n\",inf,-1,true,1970-01-01T00:00:01.500Z,00ff\r\n\
        ,300,,false,1970-01-01T00:00:00Z,\"\"\r\n\
        \"\",nan,9223372036854775807,,1969-12-31T23:59:59.999999Z,7a\r\n";
    assert_eq!(text(Csv::default(), &[batch()]), expected);
}

#[test]
fn table() {
    let expected = "\
text    score                    n  ok     at                           raw
------  -----  -------------------  -----  ---------------------------  ----
a,\"b\"     inf                   -1  true   1970-01-01T00:00:01.500Z     00ff
          300                       false  1970-01-01T00:00:00Z
          nan  9223372036854775807         1969-12-31T23:59:59.999999Z  7a
(3 rows)
";
    assert_eq!(text(Table::default(), &[batch()]), expected);
    assert!(text(Table::default(), &[]).ends_with("(0 rows)\n"));
}

#[test]
fn arrow_stream() {
    let bytes = encode(ArrowStream::default(), &[batch(), batch()]);
    let reader = arrow::ipc::reader::StreamReader::try_new(bytes.as_slice(), None).unwrap();
    let read: Vec<RecordBatch> = reader.map(Result::unwrap).collect();
    // Not-a-number is not equal to itself, so the text is compared.
    assert_eq!(format!("{read:?}"), format!("{:?}", [batch(), batch()]));
}

#[tokio::test]
async fn nested_values_and_other_types() {
    let analytics = tables(&three_games());
    let sql =
        "SELECT [1, NULL, 3] AS list, named_struct('a', 1.5, 'b', 'x') AS struct, CAST(1.25 AS DECIMAL(5, 2)) AS dec,
        INTERVAL '1 day' AS span, DATE '2026-01-02' AS day, arrow_cast('x', 'Dictionary(Int32, Utf8)') AS dict";
    let found = lines(&analytics, sql).await;
    let expected =
        r#"{"list":[1,null,3],"struct":{"a":1.5,"b":"x"},"dec":"1.25","span":"1 days","day":"2026-01-02","dict":"x"}"#;
    assert_eq!(found, [expected]);
}
