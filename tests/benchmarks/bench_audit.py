"""CPU time of the main job, process start included; prints times and ratios, asserts nothing.

``python tests/benchmarks/bench_audit.py``
"""

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from alliancenet.resources import examples

LAYERS = ("communication", "advice", "friendship")
RUNS = 3


def cpu_seconds(*command: str) -> float:
    """Least CPU time of a command over a few runs, its start included."""
    times = []
    for _ in range(RUNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(times)


def write_edge_list(folder: Path, n_people: int, silent: float) -> None:
    """Two firms, about twelve ties a person and layer, some people who did not answer."""
    rng = np.random.default_rng(n_people)
    firm = np.where(np.arange(n_people) % 2, "A", "B")
    answered = np.where(rng.random(n_people) < silent, "no", "yes")
    rows = [f"p{at},{firm[at]},{answered[at]}\n" for at in range(n_people)]
    (folder / "people.csv").write_text("id,firm,responded\n" + "".join(rows))
    lines = ["source,target,layer\n"]
    for layer in LAYERS:
        pairs = {(int(a), int(b)) for a, b in rng.integers(0, n_people, (6 * n_people, 2)) if a != b}
        both = pairs | {(b, a) for a, b in pairs if rng.random() < 0.6}
        lines += [f"p{a},p{b},{layer}\n" for a, b in sorted(both) if answered[a] == "yes"]
    (folder / "ties.csv").write_text("".join(lines))


def main() -> None:
    """Print the table."""
    program = str(Path(sys.executable).with_name("alliancenet"))
    click = cpu_seconds(sys.executable, "-c", "import click")
    help_ = cpu_seconds(program, "--help")
    print(f"--help                             {help_:6.2f} s   {help_ / click:4.1f} x import click ({click:.2f} s)")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for n_people in (200, 2000):
            for silent in (0.0, 0.15):
                write_edge_list(folder, n_people, silent)
                seconds = cpu_seconds(
                    program, "audit", "--people", str(folder / "people.csv"), "--ties", str(folder / "ties.csv"),
                    "--firm", "firm", "-o", str(folder / "out"),
                )  # fmt: skip
                print(f"audit, {n_people:5} people, {silent:4.0%} silent     {seconds:6.2f} s")
        seconds = cpu_seconds(program, "audit", str(examples() / "portfolio"), "-o", str(folder / "portfolio"))
        print(f"audit of the portfolio example     {seconds:6.2f} s")


if __name__ == "__main__":
    main()
