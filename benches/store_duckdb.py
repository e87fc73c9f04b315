"""Answers SQL by DuckDB over the Parquet files of a folder: FOLDER/TABLE/*.parquet.

Reads a query a line, writes a line of JSON: {"ms": milliseconds, "rows": [[...], ...]} or {"error": text}.
"""

import argparse
import json
import pathlib
import sys
import time

import duckdb


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    connection = duckdb.connect()
    connection.execute(f"SET threads = {arguments.threads}")
    connection.execute("SET enable_progress_bar = false")
    for table in sorted(path.name for path in arguments.folder.iterdir() if path.is_dir()):
        files = arguments.folder / table / "*.parquet"
        connection.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet('{files}')")
    print(json.dumps({"version": duckdb.__version__}), flush=True)
    for line in sys.stdin:
        try:
            begun = time.perf_counter()
            rows = connection.execute(line).fetchall()
            milliseconds = (time.perf_counter() - begun) * 1e3
            print(json.dumps({"ms": milliseconds, "rows": rows}, default=str), flush=True)
        except duckdb.Error as error:
            print(json.dumps({"error": str(error)}), flush=True)


main()
