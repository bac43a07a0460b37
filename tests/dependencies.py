"""What is installed: locked versions, lowest versions, and the list of parts of an installation.

``python tests/dependencies.py`` compares the files under `.ci` with `pyproject.toml`; ``--write`` writes them, the
lock from the environment that runs it, so after all gates passed there. ``--sbom FILE [EXTRA ...]`` installs
alliancenet with locked versions into a new environment and writes its bill of materials (CycloneDX, JSON).
"""

import argparse
import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LOCK, LOWEST = ROOT / ".ci" / "lock.txt", ROOT / ".ci" / "lowest.txt"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
USED = ("kernels", "logs")
"""Extras whose lowest versions are tested; Spark brings its own world."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--sbom", nargs="+", metavar=("FILE", "EXTRA"))
    asked = parser.parse_args()
    if asked.sbom:
        write_sbom(Path(asked.sbom[0]), asked.sbom[1:])
    elif asked.write:
        LOWEST.write_text(lowest())
        LOCK.write_text(locked())
    elif faults := [*faults_of_lowest(), *faults_of_lock()]:
        print(*faults, sep="\n")
        return 1
    return 0


def required(*extras: str) -> list[Requirement]:
    """Requirements of the base and of some extras, without those on alliancenet itself."""
    lines = [*PROJECT["dependencies"], *(line for name in extras for line in PROJECT["optional-dependencies"][name])]
    return [found for found in map(Requirement, lines) if found.name != PROJECT["name"]]


def lowest() -> str:
    """Every lower bound as the version to test with."""
    return "".join(f"{found.name}=={_bound(found)}\n" for found in required(*USED))


def locked() -> str:
    """Versions of everything alliancenet and its developers need here, and of all that these need."""
    names: dict[str, str] = {}
    _follow(required(*PROJECT["optional-dependencies"]), names)
    return "".join(f"{name}=={version}\n" for name, version in sorted(names.items()))


def _follow(requirements: Iterable[Requirement], names: dict[str, str]) -> None:
    for found in requirements:
        part = distribution(found.name)
        is_new = canonicalize_name(found.name) not in names
        names[canonicalize_name(found.name)] = part.version
        wanted = [Requirement(line) for line in part.requires or ()]
        here = [inner for inner in wanted if _is_for(inner, found.extras)]
        if is_new or found.extras:
            _follow((inner for inner in here if is_new or canonicalize_name(inner.name) not in names), names)


def _is_for(requirement: Requirement, extras: Iterable[str]) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras))


def _bound(requirement: Requirement) -> str:
    return next(part.version for part in requirement.specifier if part.operator == ">=")


def faults_of_lowest() -> Iterator[str]:
    """Differences of the file of lowest versions from the bounds."""
    if not LOWEST.exists() or LOWEST.read_text() != lowest():
        yield f"{LOWEST.name} is not what pyproject.toml says: run python tests/dependencies.py --write"


def faults_of_lock() -> Iterator[str]:
    """Requirements the lock does not hold, or holds below their bound."""
    pins = dict(line.split("==") for line in LOCK.read_text().split())
    for found in required(*PROJECT["optional-dependencies"]):
        version = pins.get(canonicalize_name(found.name))
        if version is None or not found.specifier.contains(version, prereleases=True):
            yield f"{LOCK.name} holds {found.name} {version}; {found} is needed"


def write_sbom(target: Path, extras: Iterable[str]) -> None:
    """Install into a new environment and list its parts, with licences."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "env"
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", home], check=True)
        what = str(ROOT) + (f"[{','.join(extras)}]" if extras else "")
        python = home / "bin" / "python"
        pip = [sys.executable, "-m", "pip", "--python", python, "install", "-q", "-c", LOCK, what]
        subprocess.run(pip, check=True)
        list_parts(python, target)


def list_parts(python: Path, target: Path) -> None:
    """Write the bill of materials of an environment; the same environment gives the same file."""
    words = ["environment", "--pyproject", ROOT / "pyproject.toml", "--output-reproducible", "--of", "JSON"]
    subprocess.run([sys.executable, "-m", "cyclonedx_py", *words, "-o", target, python], check=True)
    document = json.loads(target.read_text("utf-8"))
    for part in document["components"]:
        if not part.get("licenses"):  # a licence in words, which no identifier stands for, is left out
            part["licenses"] = [{"license": {"name": _licence(python, part["name"])}}]
    target.write_text(json.dumps(document, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _licence(python: Path, name: str) -> str:
    """What a part of an environment says of its licence in words."""
    code = "import sys, importlib.metadata as m; print(m.metadata(sys.argv[1]).get('License') or 'not said')"
    return subprocess.run([python, "-c", code, name], check=True, capture_output=True, text=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
