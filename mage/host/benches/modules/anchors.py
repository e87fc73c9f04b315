"""The same questions in Python, on the runs that come one JSON object a line: milliseconds as one JSON object.

Itemsets are mlxtend's FP-growth, sequences prefixspan's, the order a search through all permutations; for synergy there is no
package, so numpy and scipy count, test and fit pair by pair what joker_synergy.pairs answers.
"""

import itertools
import json
import sys
import time

import numpy
import pandas
import prefixspan
from mlxtend.frequent_patterns import fpgrowth
from mlxtend.preprocessing import TransactionEncoder
from scipy.stats import fisher_exact


def timed(run, repetitions):
    times = []
    for _ in range(repetitions):
        started = time.perf_counter()
        run()
        times.append(1e3 * (time.perf_counter() - started))
    return sorted(times)[len(times) // 2]


def logistic(cells):
    """Newton's method with ridge 1 on (first, second, first and second), from four groups of (runs, wins)."""
    design = numpy.array([[1, 0, 0, 0], [1, 1, 0, 0], [1, 0, 1, 0], [1, 1, 1, 1]], dtype=float)
    runs, wins = cells[:, 0], cells[:, 1]
    ridge = numpy.diag([1e-4, 1.0, 1.0, 1.0])
    at = numpy.zeros(4)
    for _ in range(50):
        chance = 1 / (1 + numpy.exp(-design @ at))
        information = design.T @ (design * (runs * chance * (1 - chance))[:, None]) + ridge
        step = numpy.linalg.solve(information, design.T @ (wins - runs * chance) - ridge @ at)
        at += step
        if abs(step).max() < 1e-9:
            break
    return at[3], numpy.linalg.inv(information)[3, 3] ** 0.5


def synergy(table, won):
    together = table.T @ table
    together_won = table.T @ (table * won[:, None])
    count, rows, all_won = numpy.diag(together), len(table), won.sum()
    wins = numpy.diag(together_won)
    found, p = [], []
    for first, second in zip(*numpy.where(numpy.triu(together, 1) >= 20)):
        both = together[first, second]
        square = [[both, count[first] - both], [count[second] - both, rows - count[first] - count[second] + both]]
        _, chance = fisher_exact(square)
        groups = [(both, together_won[first, second])]
        groups.insert(0, (count[second] - both, wins[second] - groups[-1][1]))
        groups.insert(0, (count[first] - both, wins[first] - groups[-1][1]))
        rest = (rows - sum(group[0] for group in groups), all_won - sum(group[1] for group in groups))
        uplift, deviation = logistic(numpy.array([rest, *groups], dtype=float))
        found.append((first, second, both * rows / (count[first] * count[second]), uplift, deviation))
        p.append(chance)
    order = numpy.argsort(p)
    q = numpy.minimum.accumulate((numpy.array(p)[order] * len(p) / (numpy.arange(len(p)) + 1))[::-1])[::-1]
    return found, q


# What the eight jokers of the hand do to mult: add or multiply.
JOKERS = [("x", 3), ("+", 4), ("x", 2), ("+", 8), ("x", 1), ("+", 15), ("+", 24), ("+", 20)]


def best_order():
    best = None
    for order in itertools.permutations(range(len(JOKERS))):
        mult = 2.0
        for joker in order:
            what, amount = JOKERS[joker]
            mult = mult + amount if what == "+" else mult * amount
        if best is None or mult > best[0]:
            best = (mult, order)
    return best


def main():
    runs = [json.loads(line) for line in sys.stdin]
    encoder = TransactionEncoder()
    items = [run["items"] for run in runs]
    table = pandas.DataFrame(encoder.fit(items).transform(items), columns=encoder.columns_)
    won = numpy.array([run["won"] for run in runs], dtype=float)
    names = sorted({event for run in runs for event in run["events"]})
    number = {name: place for place, name in enumerate(names)}
    events = [[number[event] for event in run["events"]] for run in runs]

    def sequences():
        search = prefixspan.PrefixSpan(events)
        search.minlen, search.maxlen = 1, 3
        return search.frequent(250)

    print(json.dumps({
        "synergy": timed(lambda: synergy(table.to_numpy(dtype=float), won), 1),
        "itemsets": timed(lambda: fpgrowth(table, min_support=0.01), 3),
        "sequences": timed(sequences, 3),
        "order": timed(best_order, 3),
    }))


main()
