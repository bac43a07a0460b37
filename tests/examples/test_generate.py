"""The examples are what their script writes, and what it says about them is true of the files."""

import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from alliancenet import resources
from alliancenet.sources.project import read_project

EXAMPLES = ("healthy", "cold", "one_bridge", "portfolio", "two_firms", "traces", "economics", "staffing")
REMARKS = (
    "gave the same answer",
    "one answer to nearly everything",
    "report their contact differently",
    "a preview, not an answer",
    "key people who did not answer",
    "logs are named, but not used",
    "37 rows = 37 new",
    "38 rows = ",
)
"""What a reader may say of exports, rosters and logs that are as they should be."""


def files(folder):
    return {path.relative_to(folder).as_posix(): content(path) for path in folder.rglob("*") if path.is_file()}


def content(path):
    """Bytes; of an archive what is in it, since compressed bytes differ between builds of Python."""
    if path.suffix not in {".xlsx", ".zip"}:
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return [(member.filename, member.date_time, archive.read(member)) for member in archive.infolist()]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("examples")
    script = Path(__file__).with_name("make") / "generate.py"
    subprocess.run([sys.executable, str(script), "--to", str(folder)], check=True, timeout=60)
    return folder


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_script_writes_the_same_bytes(example, written):
    assert files(written / example) == files(resources.examples() / example)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_has_nothing_to_put_right(example):
    problems = [problem.found for problem in read_project(resources.examples() / example).problems]
    assert [found for found in problems if not any(remark in found for remark in REMARKS)] == []


def test_the_portfolio_has_eight_alliances_of_40_to_400_people_in_two_waves():
    project = read_project(resources.examples() / "portfolio")
    sizes = {(wave.alliance, wave.id): len(wave.people) for wave in project.waves}
    assert len(project.register.alliances) == 8
    assert len(sizes) == 16
    assert all(40 <= size <= 400 for size in sizes.values())


def test_names_of_people_are_told_apart():
    people = read_project(resources.examples() / "portfolio").register.people.values()
    names = Counter(person.name for person in people)
    assert max(names.values()) == 1


def test_the_examples_are_small_enough_to_ship():
    assert sum(path.stat().st_size for path in resources.examples().rglob("*") if path.is_file()) < 15e6
