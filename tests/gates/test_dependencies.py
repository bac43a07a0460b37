"""What is installed is written down: locked and lowest versions, and the list of parts with licences."""

import json
import subprocess
import sys

import dependencies
import pytest

IPYTHON = """
import sys
from built_audits import an_audit
from alliancenet.export.network_page import to_network_html
from alliancenet.privacy import LOCAL_READER, view_for
to_network_html(view_for(an_audit(), LOCAL_READER))
print(sorted({name.partition(".")[0] for name in sys.modules} & {"IPython", "jedi", "prompt_toolkit", "traitlets"}))
"""


def test_the_lowest_versions_are_the_bounds_of_the_metadata():
    assert list(dependencies.faults_of_lowest()) == []


def test_every_requirement_is_locked_at_its_bound_or_above():
    assert list(dependencies.faults_of_lock()) == []


def test_a_requirement_without_lock_is_a_fault(monkeypatch):
    monkeypatch.setitem(dependencies.PROJECT, "dependencies", ["click>=99", "nowhere>=1"])
    faults = list(dependencies.faults_of_lock())
    assert [fault.rpartition("; ")[2] for fault in faults] == ["click>=99 is needed", "nowhere>=1 is needed"]


def test_a_network_page_is_made_without_the_notebook_its_library_brings():
    done = subprocess.run(
        [sys.executable, "-c", IPYTHON],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert done.stdout == "[]\n"


@pytest.mark.slow
def test_the_list_of_parts_names_every_dependency_with_its_licence(tmp_path):
    dependencies.list_parts(sys.executable, tmp_path / "sbom.json")
    document = json.loads((tmp_path / "sbom.json").read_text())
    parts = {part["name"].lower(): part for part in document["components"]}
    assert document["bomFormat"] == "CycloneDX"
    assert {found.name for found in dependencies.required()} <= parts.keys()
    assert all(part["licenses"] for part in parts.values())
    assert "GNU General Public License" in json.dumps(parts["igraph"]["licenses"])
