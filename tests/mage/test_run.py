"""Tests run.py without a server: python -m unittest discover -s tests/mage"""

import pathlib
import unittest

import run


class Node(dict):
    """A node as the driver gives it."""

    def __init__(self, labels, **properties):
        super().__init__(properties)
        self.labels = frozenset(labels)


class Server:
    """Answers statements from a list, and remembers them."""

    def __init__(self, answers):
        self.answers, self.seen = answers, []

    def __call__(self, statement):
        self.seen.append(statement)
        answer = self.answers.get(statement, [])
        if isinstance(answer, Exception):
            raise answer
        return answer


def case(**members):
    return {"name": "t", "input": ["CREATE (:A)"], "query": "Q", "output": [], "exception": None, **members}


class Running(unittest.TestCase):
    def test_rows_are_compared_within_the_tolerance_and_in_order(self):
        server = Server({"Q": [{"x": 1.0004, "name": "a"}, {"x": 2, "name": None}]})
        expected = [{"x": 1.0, "name": "a"}, {"x": 2, "name": None}]
        self.assertIsNone(run.fault(case(output=expected), server))
        self.assertIn("it answers", run.fault(case(output=expected[::-1]), server))
        self.assertIn("it answers", run.fault(case(output=expected[:1]), server))
        self.assertEqual(server.seen[0], "MATCH (n) DETACH DELETE n")

    def test_kinds_are_not_mixed_up(self):
        for found, expected in [(True, 1), ("1", 1), ({"a": 1}, {"b": 1}), ([1], [1, 2]), (None, 0), (1.1, 1.0)]:
            self.assertFalse(run.same(found, expected), (found, expected))
        self.assertTrue(run.same([{"a": 1}, 1e9], [{"a": 1.0}, 1.0001e9]))

    def test_nodes_are_labels_and_properties(self):
        server = Server({"Q": [{"n": Node(["B", "A"], id=1)}]})
        self.assertIsNone(run.fault(case(output=[{"n": {"labels": ["A", "B"], "properties": {"id": 1}}}]), server))

    def test_exceptions_are_found_by_their_words(self):
        failing = Server({"Q": RuntimeError("m.p: min_runs must be positive")})
        self.assertIsNone(run.fault(case(exception="min_runs must"), failing))
        self.assertIn("other words", run.fault(case(exception="max_runs"), failing))
        self.assertIn("it fails", run.fault(case(), failing))
        self.assertIn("does not fail", run.fault(case(exception="x"), Server({})))
        self.assertIn("input fails", run.fault(case(), Server({"CREATE (:A)": RuntimeError("no")})))

    def test_constraints_and_indexes_go_before_a_test(self):
        server = Server({
            "SHOW CONSTRAINT INFO": [{"constraint type": "unique", "label": "Run", "properties": ["run_id"]}],
            "SHOW INDEX INFO": [{"index type": "label+property", "label": "Run", "property": "run_id"}],
        })
        run.clear(server)
        self.assertIn("DROP CONSTRAINT ON (n:Run) ASSERT n.run_id IS UNIQUE", server.seen)
        self.assertIn("DROP INDEX ON :Run(run_id)", server.seen)

    def test_the_tests_beside_it_are_whole(self):
        cases = run.cases(pathlib.Path(__file__).parent)
        self.assertGreaterEqual(len(cases), 20)
        for found in cases:
            self.assertTrue(found["query"] and found["input"], found["name"])
            self.assertTrue(found["output"] or found["exception"], found["name"])

    def test_the_sum_is_said(self):
        said = []
        failed = run.run_all([case(), case(exception="x")], Server({}), said.append)
        self.assertEqual((failed, said[-1]), (1, "1 of 2 hold"))


if __name__ == "__main__":
    unittest.main()
