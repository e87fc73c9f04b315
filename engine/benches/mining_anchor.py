"""What do other tools take for the same mining, on this machine and now?

Reads the recorded runs of ../shared beside the checkout (or a file named as the argument: one JSON object a line with
`jokers` or `items`, and `events`), and prints the least and the median processor time of some repetitions:

* itemsets at 1 % support: FP-growth of mlxtend, on a table of booleans that is made beforehand;
* sequences at 5 % support with up to three events: prefixspan.

    python3 -m venv VENV && VENV/bin/pip install mlxtend prefixspan
    VENV/bin/python engine/benches/mining_anchor.py [FILE] [--json]

With `--json` it prints one line, `{"fpgrowth": ms, "prefixspan": ms}` (medians), which the benchmark `mining` reads when
PYTHON names the interpreter.
"""

import json
import pathlib
import statistics
import sys
import time

import pandas
from mlxtend.frequent_patterns import fpgrowth
from prefixspan import PrefixSpan

REPEATS = 7
RECORDED = pathlib.Path(__file__).resolve().parents[2].parent / "shared/golden/balatro/mining/runs.jsonl"


def milliseconds(work):
    """Least and median of the repetitions, and how many findings there are."""
    times = []
    for _ in range(REPEATS):
        start = time.process_time()
        findings = len(work())
        times.append((time.process_time() - start) * 1e3)
    return min(times), statistics.median(times), findings


def main():
    words = [word for word in sys.argv[1:] if word != "--json"]
    path = pathlib.Path(words[0]) if words else RECORDED
    runs = [json.loads(line) for line in path.read_text().splitlines() if line.strip()]
    items = [set(run.get("jokers") or run.get("items") or []) for run in runs]
    events = [run.get("events", []) for run in runs]
    names = sorted(set().union(*items))
    table = pandas.DataFrame([[name in row for name in names] for row in items], columns=names)
    least_rows = -(-len(runs) // 20)

    def sequences():
        search = PrefixSpan(events)
        search.minlen, search.maxlen = 1, 3
        return search.frequent(least_rows)

    figures = {
        "fpgrowth": milliseconds(lambda: fpgrowth(table, min_support=0.01)),
        "prefixspan": milliseconds(sequences),
    }
    if "--json" in sys.argv:
        print(json.dumps({name: round(median, 3) for name, (_, median, _) in figures.items()}))
        return
    print(f"{len(runs)} runs: median (and least) milliseconds of {REPEATS}")
    for name, (least, median, findings) in figures.items():
        print(f"{name:12} {median:9.1f} ({least:.1f}) {findings:7} findings")


if __name__ == "__main__":
    main()
