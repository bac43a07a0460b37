"""How soon a newcomer sees something: CPU seconds beside a Python loop of the same run; asserts nothing.

``python tests/benchmarks/bench_start.py`` prints `demo` and the audit of an edge list of 200 people, each process whole
with its start and all its children, in units of a Python function that adds ten million numbers. Cold: no byte code of
anything outside the standard library is at hand, as on the very first run. Least of several runs, taken in turn.
Wanted: `demo` at most 10, the edge list at most 2.5.
"""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from shutil import rmtree

from bench_audit import write_edge_list

RUNS = 3
WANTED = {"demo": 10.0, "edge list of 200 people": 2.5}


def main() -> None:
    """Print the loop, the two commands warm and cold, and their ratios."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_edge_list(folder, 200, 0.0)
        commands = {
            "demo": ("demo", "--to", str(folder / "demo")),
            "edge list of 200 people": (
                "audit", "--people", str(folder / "people.csv"), "--ties", str(folder / "ties.csv"),
                "--firm", "firm", "-o", str(folder / "out"),
            ),
        }  # fmt: skip
        for command in commands.values():  # fills the store of byte code
            _run(folder, command, folder / "warm")
        times: dict[tuple[str, str], list[float]] = {}
        for turn in range(RUNS):
            times.setdefault(("loop", ""), []).append(_cpu(_add, resource.RUSAGE_SELF))
            for what, command in commands.items():
                for state, store in (("warm", folder / "warm"), ("cold", folder / f"cold {what} {turn}")):
                    times.setdefault((what, state), []).append(
                        _cpu(lambda command=command, store=store: _run(folder, command, store))
                    )
    loop = min(times["loop", ""])
    print(f"a loop that adds ten million numbers   {loop:6.2f} s")
    for (what, state), seconds in times.items():
        if state:
            told = f"{min(seconds) / loop:5.1f} x the loop (wanted: {WANTED[what]:g})"
            print(f"{what + ', ' + state:<38} {min(seconds):6.2f} s   {told}")


def _add() -> int:
    total = 0
    for number in range(10_000_000):
        total += number
    return total


def _run(folder: Path, command: tuple[str, ...], store: Path) -> None:
    """Run a command that finds and leaves byte code in a store of its own, and nothing of an earlier run."""
    rmtree(folder / "demo", ignore_errors=True)
    rmtree(folder / "out", ignore_errors=True)
    told = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(
        [sys.executable, "-m", "alliancenet", *command],
        check=True,
        capture_output=True,
        env={**told, "PYTHONPYCACHEPREFIX": str(store)},
    )


def _cpu(work: Callable[[], object], whose: int = resource.RUSAGE_CHILDREN) -> float:
    """CPU seconds of a piece of work; what gets between it and the processor does not count."""
    before = resource.getrusage(whose)
    work()
    after = resource.getrusage(whose)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
