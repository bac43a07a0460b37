"""How long reading takes: an edge list of 2,000 people and 100,000 ties, and the shipped portfolio.

``python tests/benchmarks/bench_reading.py`` prints CPU seconds after the imports; nothing is asserted.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from alliancenet import resources
from alliancenet.settings import default_settings
from alliancenet.sources.edges.project import read_edge_list
from alliancenet.sources.project import read_project


def main() -> None:
    """Write a random edge list, read it, read the portfolio."""
    rng = np.random.default_rng(1)
    with tempfile.TemporaryDirectory() as name:
        people, ties = Path(name) / "people.csv", Path(name) / "ties.csv"
        people.write_text("id,firm\n" + "".join(f"p{i},f{i % 4}\n" for i in range(2_000)))
        ends = rng.integers(0, 2_000, (100_000, 2)).tolist()
        ties.write_text("source,target\n" + "".join(f"p{one},p{other}\n" for one, other in ends))
        _timed(
            "edge list, once to load the libraries",
            lambda: read_edge_list(people, ties, firm="firm", settings=default_settings()),
        )
        _timed(
            "edge list, 2,000 people, 100,000 ties",
            lambda: read_edge_list(people, ties, firm="firm", settings=default_settings()),
        )
    _timed("portfolio example, 136,000 answers", lambda: read_project(resources.examples() / "portfolio"))


def _timed(what: str, work: Callable[[], object]) -> None:
    began = time.process_time()
    work()
    print(f"{what}: {time.process_time() - began:.2f} s CPU")


if __name__ == "__main__":
    main()
