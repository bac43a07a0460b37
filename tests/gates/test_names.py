"""A name stands for one thing: no two classes are called alike, and what is gone through has a noun."""

import ast
from collections import defaultdict
from pathlib import Path

import alliancenet_web

import alliancenet

FACE = "results.py"  # what a notebook is given is called like the record it holds
TESTS = Path(__file__).resolve().parents[1]
ROOMS = [Path(room.__file__).parent for room in (alliancenet, alliancenet_web)]


def files(*rooms):
    return (path for room in rooms for path in sorted(room.rglob("*.py")))


def nodes(path):
    return ast.walk(ast.parse(path.read_text("utf-8")))


def unnamed(path):
    """Return where a file goes through something that it calls `one`."""
    targets = (node.target for node in nodes(path) if isinstance(node, ast.For | ast.comprehension))
    return [f"{path.name}:{target.lineno}" for target in targets if getattr(target, "id", "") == "one"]


def test_no_two_classes_have_one_name():
    homes = defaultdict(list)
    for path in (path for path in files(*ROOMS) if path.name != FACE):
        for node in nodes(path):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].append(path.name)
    assert {name: files for name, files in homes.items() if len(files) > 1} == {}


def test_what_is_gone_through_is_called_by_its_noun():
    assert [place for path in files(*ROOMS, TESTS) for place in unnamed(path)] == []
