"""How long `import alliancenet` takes beside `import pandas`, and how long until the first audit is at hand.

``python tests/benchmarks/bench_import.py`` prints CPU seconds of whole processes, the least of several; nothing is
asserted. Wanted: import at most 0.3 times pandas.
"""

import resource
import subprocess
import sys

TIMES = 7
WORK = {
    "python alone": "pass",
    "import alliancenet": "import alliancenet",
    "import pandas": "import pandas",
    "an.read_project": "import alliancenet as an; an.read_project",
    "first audit of 38 people": "import alliancenet as an; an.audit(an.example('one_bridge'))",
}


def main() -> None:
    """Time each piece of work in processes of its own."""
    least = {name: min(cpu(code) for _ in range(TIMES)) for name, code in WORK.items()}
    alone = least["python alone"]
    for name, seconds in least.items():
        print(f"{name:<26} {seconds:6.3f} s, {seconds - alone:6.3f} s above python alone")
    ratio = (least["import alliancenet"] - alone) / (least["import pandas"] - alone)
    whole = least["import alliancenet"] / least["import pandas"]
    print(f"import alliancenet / import pandas: {ratio:.3f} above python alone, {whole:.3f} with it")


def cpu(code: str) -> float:
    """CPU seconds of a process that runs this code."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
