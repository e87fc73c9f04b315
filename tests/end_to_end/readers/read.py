"""Reads the tables of a store with three readers that know nothing of the program that writes it.

    read.py STORE ROUNDS TABLE...

Each round reads each table by deltalake, Polars and DuckDB, all three at one version, and prints one line of JSON for
each reading: the reader, the table, its version, the position of the log up to which that version is complete (Delta's
application transaction `log`), the rows, and for each column its type and figures of its values; see FIGURES.

DuckDB has an extension that reads Delta's transaction log, and would fetch it from its makers' address, which a test must
not depend on. So it is given the exact list of files of the version, and reads those by its own reader of Parquet.
"""

import json
import sys
from pathlib import Path

import deltalake
import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

# What is told of the values of a column, by its type. Where there is no value to tell it of, some readers say NULL and some
# 0.
FIGURES = {
    "integer": ["count", "least", "greatest", "sum"],
    # The last three are of the finite values.
    "double": ["count", "not_numbers", "infinite", "least", "greatest", "sum"],
    "text": ["count", "characters", "distinct"],
    "time": ["count", "least", "greatest"],  # microseconds since the epoch
    "boolean": ["count", "true"],
    "bytes": ["count", "bytes"],
}


def kind_of(type_):
    """The row of FIGURES for a column's Arrow type."""
    tests = {
        "boolean": pa.types.is_boolean,
        "integer": pa.types.is_integer,
        "double": pa.types.is_floating,
        "time": pa.types.is_timestamp,
        "bytes": lambda t: pa.types.is_binary(t) or pa.types.is_large_binary(t) or pa.types.is_binary_view(t),
        "text": lambda t: pa.types.is_string(t) or pa.types.is_large_string(t) or pa.types.is_string_view(t),
    }
    for kind, test in tests.items():
        if test(type_):
            return kind
    raise TypeError(f"a column of type {type_} is of none of {', '.join(tests)}")


def by_deltalake(path, version, kinds):
    """Rows, and the figures of each column, by Delta's own reader and the functions of Arrow."""
    table = deltalake.DeltaTable(path, version=version).to_pyarrow_table()
    columns = {name: arrow_figures(table[name], kind) for name, kind in kinds.items()}
    return table.num_rows, columns


def arrow_figures(column, kind):
    values = pc.drop_null(column)
    count = len(values)
    if kind == "integer":
        found = [count, pc.min(values), pc.max(values), pc.sum(values)]
    elif kind == "double":
        finite = values.filter(pc.is_finite(values))
        found = [count, pc.sum(pc.is_nan(values)), pc.sum(pc.is_inf(values))]
        found += [pc.min(finite), pc.max(finite), pc.sum(finite)]
    elif kind == "text":
        # A view of a text has no functions of its own everywhere.
        values = values.cast(pa.large_string())
        found = [count, pc.sum(pc.utf8_length(values)), pc.count_distinct(values)]
    elif kind == "time":
        moments = values.cast(pa.timestamp("us", "UTC")).cast(pa.int64())
        found = [count, pc.min(moments), pc.max(moments)]
    elif kind == "boolean":
        found = [count, pc.sum(values)]
    else:
        found = [count, pc.sum(pc.binary_length(values.cast(pa.large_binary())))]
    return [figure.as_py() if isinstance(figure, pa.Scalar) else figure for figure in found]


def by_polars(path, version, kinds):
    """The same, in one lazy scan of Polars."""
    asked = [pl.len().alias("rows")]
    for name, kind in kinds.items():
        for index, figure in enumerate(polars_figures(pl.col(name), kind)):
            asked.append(figure.alias(f"{name}.{index}"))
    found = pl.scan_delta(path, version=version).select(asked).collect().row(0, named=True)
    columns = {
        name: [found[f"{name}.{index}"] for index in range(len(FIGURES[kind]))] for name, kind in kinds.items()
    }
    return found["rows"], columns


def polars_figures(column, kind):
    count = column.count()
    if kind == "integer":
        return [count, column.min(), column.max(), column.sum()]
    if kind == "double":
        finite = column.filter(column.is_finite())
        return [count, column.is_nan().sum(), column.is_infinite().sum(), finite.min(), finite.max(), finite.sum()]
    if kind == "text":
        return [count, column.str.len_chars().cast(pl.Int64).sum(), column.drop_nulls().n_unique()]
    if kind == "time":
        moments = column.dt.epoch("us")
        return [count, moments.min(), moments.max()]
    if kind == "boolean":
        return [count, column.sum()]
    return [count, column.bin.size().cast(pl.Int64).sum()]


def by_duckdb(path, version, kinds):
    """The same, in one question to DuckDB over the files of the version."""
    files = deltalake.DeltaTable(path, version=version).file_uris()
    names = ["count(*)"]
    for name, kind in kinds.items():
        names += duckdb_figures(f'"{name}"', kind)
    with duckdb.connect() as connection:
        question = f"SELECT {', '.join(names)} FROM read_parquet(?, union_by_name = true)"
        found = iter(connection.execute(question, [files]).fetchone())
    rows = next(found)
    return rows, {name: [next(found) for _ in FIGURES[kind]] for name, kind in kinds.items()}


def duckdb_figures(column, kind):
    count = f"count({column})"
    if kind == "integer":
        return [count, f"min({column})", f"max({column})", f"sum({column})"]
    if kind == "double":
        finite = f"FILTER (WHERE isfinite({column}))"
        odd = [f"count(*) FILTER (WHERE {test}({column}))" for test in ("isnan", "isinf")]
        return [count, *odd, *(f"{name}({column}) {finite}" for name in ("min", "max", "sum"))]
    if kind == "text":
        return [count, f"sum(length({column}))", f"count(DISTINCT {column})"]
    if kind == "time":
        return [count, f"min(epoch_us({column}))", f"max(epoch_us({column}))"]
    if kind == "boolean":
        return [count, f"count(*) FILTER (WHERE {column})"]
    return [count, f"sum(octet_length({column}))"]


READERS = {"deltalake": by_deltalake, "polars": by_polars, "duckdb": by_duckdb}


def read(store, table):
    """One line for each reader, all of one version."""
    path = str(Path(store) / table)
    delta = deltalake.DeltaTable(path)
    version = delta.version()
    schema = pa.schema(delta.schema().to_arrow())
    kinds = {field.name: kind_of(field.type) for field in schema}
    position = delta.transaction_version("log")
    for reader, read_by in READERS.items():
        rows, columns = read_by(path, version, kinds)
        figures = {name: [kinds[name], *found] for name, found in columns.items()}
        line = {"reader": reader, "table": table, "version": version, "position": position, "rows": rows}
        print(json.dumps(line | {"columns": figures}, allow_nan=False), flush=True)


def main():
    store, rounds, *tables = sys.argv[1:]
    for _ in range(int(rounds)):
        for table in tables:
            read(store, table)


if __name__ == "__main__":
    main()
