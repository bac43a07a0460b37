"""Every gate in one command: format, lint, types, import contracts, pages, tests.

``python tests/check.py`` runs all but the slow tests, ``--fast`` leaves out the browser as well, ``--slow`` runs the
slow tests and nothing else. Every gate runs, also after one has failed; the last lines name all that did, and the
end is code 1.
"""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HERE = [sys.executable, "-m"]
TESTS = [*HERE, "pytest", "-n", "2", "--dist", "loadfile"]

GATES = {
    "format": [*HERE, "ruff", "format", "--check", "."],
    "lint": [*HERE, "ruff", "check", "."],
    "types": [*HERE, "mypy"],
    "imports": [str(Path(sys.executable).with_name("lint-imports"))],
    "pages": [sys.executable, "tests/generated_pages.py"],
    "tests": [*TESTS, "-m", "not slow"],
}


def main() -> int:
    """Run the gates in order and name those that failed."""
    if "--slow" in sys.argv:
        chosen = {"slow tests": [*TESTS, "-m", "slow"]}
    elif "--fast" in sys.argv:
        chosen = {**GATES, "tests": [*TESTS, "-m", "not slow and not browser"]}
    else:
        chosen = GATES
    return report({name: passes(name, command) for name, command in chosen.items()})


def passes(name: str, command: list[str]) -> bool:
    """Run one gate and say how it went and how long it took."""
    began = time.monotonic()
    print(f"== {name}: {' '.join(command[-4:])}", flush=True)
    good = subprocess.run(command, cwd=ROOT, check=False).returncode == 0
    print(f"== {name}: {'good' if good else 'failed'}, {time.monotonic() - began:.0f} s", flush=True)
    return good


def report(gates: dict[str, bool]) -> int:
    """Name every gate that failed; the code to end with."""
    failed = [name for name, good in gates.items() if not good]
    print(f"== failed: {', '.join(failed)}" if failed else f"== all {len(gates)} good")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
