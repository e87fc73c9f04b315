"""Runs the tests beside this file against a server: python run.py URI [--user U] [--password P] [--only NAME] [--yes]

Everything in the database is deleted before each test; one that is not empty needs --yes. Needs the package neo4j. README.md
says what a test is.
"""

import argparse
import json
import pathlib
import sys

TOLERANCE = 1e-3


def read(folder):
    """A test's folder: statements of the input, the query, the rows or the exception that are expected."""
    lines = (folder / "input.cyp").read_text(encoding="utf-8").splitlines()
    case = {
        "name": f"{folder.parent.name}/{folder.name}",
        "input": [line.strip().rstrip(";") for line in lines if line.strip()],
        "query": [],
        "output": [],
        "exception": None,
    }
    part = None
    for line in (folder / "test.yml").read_text(encoding="utf-8").splitlines():
        if line.startswith("query:"):
            part = "query"
        elif line.startswith("output:"):
            part = "output"
        elif line.startswith("exception:"):
            case["exception"] = json.loads(line.removeprefix("exception:"))
        elif part == "query":
            case["query"].append(line.strip())
        elif line.strip().startswith("- "):
            case["output"].append(json.loads(line.strip()[2:]))
    case["query"] = "\n".join(case["query"]).rstrip(";")
    return case


def cases(root):
    folders = sorted(file.parent for file in root.glob("*_test/*/test.yml"))
    return [read(folder) for folder in folders]


def plain(value):
    """A value of the driver as JSON has it: a node as its labels and properties, a relationship as its type and properties."""
    if hasattr(value, "labels"):
        return {"labels": sorted(value.labels), "properties": {key: plain(item) for key, item in value.items()}}
    if hasattr(value, "type") and hasattr(value, "items"):
        return {"type": value.type, "properties": {key: plain(item) for key, item in value.items()}}
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def same(found, expected):
    is_number = lambda value: isinstance(value, (int, float)) and not isinstance(value, bool)
    if is_number(found) and is_number(expected):
        return abs(found - expected) <= TOLERANCE * max(1.0, abs(expected))
    if isinstance(found, dict) and isinstance(expected, dict):
        return found.keys() == expected.keys() and all(same(found[key], expected[key]) for key in expected)
    if isinstance(found, list) and isinstance(expected, list):
        return len(found) == len(expected) and all(map(same, found, expected))
    return type(found) is type(expected) and found == expected


def clear(run):
    """An empty database: no nodes, constraints or indexes."""
    run("MATCH (n) DETACH DELETE n")
    for row in run("SHOW CONSTRAINT INFO"):
        properties = row["properties"]
        names = properties if isinstance(properties, list) else [properties]
        if row["constraint type"] == "unique":
            run(f"DROP CONSTRAINT ON (n:{row['label']}) ASSERT {', '.join('n.' + name for name in names)} IS UNIQUE")
    for row in run("SHOW INDEX INFO"):
        if row["index type"] == "label+property":
            properties = row["property"] if isinstance(row["property"], list) else [row["property"]]
            run(f"DROP INDEX ON :{row['label']}({', '.join(properties)})")


def words(error):
    """What an error says. The driver's own text of a server's error says the same several times."""
    return getattr(error, "message", None) or str(error)


def fault(case, run):
    """What is wrong with a case, in words; None if it holds. `run` takes a statement and gives rows as dictionaries."""
    clear(run)
    try:
        for statement in case["input"]:
            run(statement)
    except Exception as error:  # Whatever the driver raises is the answer.
        return f"its input fails: {words(error)}"
    try:
        rows = [{key: plain(value) for key, value in row.items()} for row in run(case["query"])]
    except Exception as error:
        if case["exception"] is None:
            return f"it fails: {words(error)}"
        return None if case["exception"] in words(error) else f"it fails with other words: {words(error)}"
    if case["exception"] is not None:
        return f"it does not fail with: {case['exception']}"
    if len(rows) == len(case["output"]) and all(map(same, rows, case["output"])):
        return None
    return "it answers " + json.dumps(rows) + ", expected " + json.dumps(case["output"])


def run_all(chosen, run, say=print):
    """Runs the cases and says how each went; the number of those that do not hold."""
    failed = 0
    for case in chosen:
        wrong = fault(case, run)
        failed += wrong is not None
        say(f"{'ok    ' if wrong is None else 'FAILED'} {case['name']}{'' if wrong is None else ': ' + wrong}")
    say(f"{len(chosen) - failed} of {len(chosen)} hold")
    return failed


def main():
    parser = argparse.ArgumentParser(description="Runs the tests beside this file against a server.")
    parser.add_argument("uri", help="such as bolt://127.0.0.1:7687")
    parser.add_argument("--user", default="")
    parser.add_argument("--password", default="")
    parser.add_argument("--only", default="", help="tests whose name contains this")
    parser.add_argument("--yes", action="store_true", help="everything in the database may be deleted")
    given = parser.parse_args()
    chosen = [case for case in cases(pathlib.Path(__file__).parent) if given.only in case["name"]]
    if not chosen:
        sys.exit(f"no test's name contains {given.only}")
    from neo4j import GraphDatabase
    from neo4j.exceptions import DriverError, Neo4jError

    try:
        run_on(given, chosen, GraphDatabase)
    except (DriverError, Neo4jError) as error:  # No server, or one that does not want this user.
        sys.exit(f"{given.uri}: {words(error)}")


def run_on(given, chosen, database):
    """Runs the cases on the server; ends the program with 1 if one of them does not hold."""
    with database.driver(given.uri, auth=(given.user, given.password)) as driver, driver.session() as session:
        # Constraints cannot be made in a transaction that does more, so each statement is one of its own.
        run = lambda statement: [dict(record) for record in session.run(statement)]
        if not given.yes and run("MATCH (n) RETURN count(n) AS nodes")[0]["nodes"] > 0:
            sys.exit(f"the database at {given.uri} is not empty; --yes says that everything in it may be deleted")
        sys.exit(1 if run_all(chosen, run) else 0)


if __name__ == "__main__":
    main()
