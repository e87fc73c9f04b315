"""Carries statements out with graphqlite, and says what the graph is after them."""

import json
import sys

# Python's own SQLite may be built without extensions.
import pysqlite3

sys.modules["sqlite3"] = pysqlite3

import graphqlite  # noqa: E402

NODES = "MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties"
EDGES = """MATCH (a)-[r]->(b) RETURN labels(a) AS source_labels, properties(a) AS source, type(r) AS kind,
properties(r) AS properties, labels(b) AS target_labels, properties(b) AS target"""


def main(path: str) -> None:
    graph = graphqlite.connect(":memory:")
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            statement = json.loads(line)
            graph.cypher(statement["text"], statement["parameters"])
    answer = {"nodes": list(graph.cypher(NODES)), "edges": list(graph.cypher(EDGES))}
    json.dump(answer, sys.stdout)


main(sys.argv[1])
