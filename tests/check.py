"""Every gate in one command: format, lint, types, import contracts, pages, tests.

``python tests/check.py`` runs all; ``python tests/check.py --fast`` leaves out the slow tests.
Ends with code 1 at the first gate that fails, after naming it.
"""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HERE = [sys.executable, "-m"]

GATES = {
    "format": [*HERE, "ruff", "format", "--check", "."],
    "lint": [*HERE, "ruff", "check", "."],
    "types": [*HERE, "mypy"],
    "imports": [str(Path(sys.executable).with_name("lint-imports"))],
    "pages": [sys.executable, "tests/generated_pages.py"],
    "tests": [*HERE, "pytest", "-n", "2", "--dist", "loadfile"],
}


def main() -> int:
    """Run the gates in order."""
    chosen = dict(GATES)
    if "--fast" in sys.argv:
        chosen["tests"] = [*GATES["tests"], "-m", "not slow and not browser"]
    for name, command in chosen.items():
        began = time.monotonic()
        print(f"== {name}: {' '.join(command[-4:])}", flush=True)
        if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
            print(f"== {name} failed")
            return 1
        print(f"== {name}: good, {time.monotonic() - began:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
