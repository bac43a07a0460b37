"""A name stands for one thing: no two classes of the product are called alike."""

import ast
from collections import defaultdict
from pathlib import Path

import alliancenet_web

import alliancenet

FACE = "results.py"  # what a notebook is given is called like the record it holds
ROOMS = [Path(room.__file__).parent for room in (alliancenet, alliancenet_web)]


def test_no_two_classes_have_one_name():
    homes = defaultdict(list)
    for path in (path for room in ROOMS for path in sorted(room.rglob("*.py")) if path.name != FACE):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].append(path.name)
    assert {name: files for name, files in homes.items() if len(files) > 1} == {}
