"""Optional parts of the installation: without one, a sentence and the one command that brings it."""

import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from alliancenet import cli, extras
from alliancenet.errors import MissingExtra
from alliancenet.resources import examples

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
DISTRIBUTIONS = {"ibis": "ibis-framework", "recurring_ical_events": "recurring-ical-events"}
RUN = "import sys; sys.modules.update(dict.fromkeys({gone!r})); from alliancenet.cli import main; main()"


def without(modules, *words):
    """Run the program as if these modules were not installed."""
    command = [sys.executable, "-c", RUN.format(gone=list(modules)), *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    folder = tmp_path_factory.mktemp("network")
    (folder / "P.csv").write_text("id,firm\na,x\nb,x\nc,y\nd,y\n")
    (folder / "T.csv").write_text("source,target\na,b\nb,c\nc,d\nd,a\n")
    return ["metrics", "--people", folder / "P.csv", "--ties", folder / "T.csv", "--by", "firm", "--json"]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A project whose logs were built while everything was installed."""
    folder = tmp_path_factory.mktemp("built") / "traces"
    shutil.copytree(examples() / "traces", folder)
    assert CliRunner().invoke(cli.alliancenet, ["comms", "build", str(folder)]).exit_code == 0
    return folder


def test_every_module_of_an_extra_stands_in_the_metadata_and_none_in_the_base():
    for name, extra in extras.EXTRAS.items():
        required = " ".join(PROJECT["optional-dependencies"][name])
        for module in extra.modules:
            distribution = DISTRIBUTIONS.get(module, module)
            assert distribution in required
            assert not [requirement for requirement in PROJECT["dependencies"] if requirement.startswith(distribution)]


def test_developers_get_every_extra():
    assert f"alliancenet[{','.join(sorted(extras.EXTRAS))}]" in PROJECT["optional-dependencies"]["dev"]


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        ("logs", ["comms", "scan", examples() / "traces/logs"]),
        ("logs", ["comms", "build", examples() / "traces"]),
        ("spark", ["comms", "build", examples() / "traces", "--engine", "spark", "--master", "local"]),
    ],
)
def test_a_command_without_its_extra_ends_with_the_sentence_and_the_command(extra, words, tmp_path):
    out = ["--out", tmp_path / "out"] if "build" in words else []
    done = without(extras.EXTRAS[extra].modules, *words, *out)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"needs the optional part '{extra}', which is not installed; run: " in done.stderr
    assert f"-m pip install 'alliancenet[{extra}]" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists() or not list((tmp_path / "out").glob("current.json"))


def test_an_audit_of_a_project_with_built_logs_says_what_it_needs(built, tmp_path):
    done = without(["duckdb"], "audit", built, "-o", tmp_path / "audits")
    assert done.returncode == 2
    assert "'alliancenet[logs]" in done.stderr
    assert not (tmp_path / "audits").exists()


def test_key_players_by_name_without_the_compiled_loops_are_refused(network):
    done = without(["numba"], *network, "--only", "key_players")
    assert done.returncode == 2
    assert "Searching key players needs the optional part 'kernels'" in done.stderr


def test_all_other_metrics_are_the_same_without_the_compiled_loops(network):
    here = json.loads(without([], *network).stdout)
    there = json.loads(without(["numba"], *network).stdout)
    players = there["network"].pop("key_players")
    assert players["1"]["fragmentation"]["value"] is None
    assert (
        players["1"]["fragmentation"]["reason"]
        == "needs the optional part 'kernels': pip install 'alliancenet[kernels]'"
    )
    assert here["network"].pop("key_players")["1"]["fragmentation"]["value"] is not None
    assert there == here


def test_a_module_that_belongs_to_no_extra_is_not_explained_away():
    with pytest.raises(ModuleNotFoundError, match="no_such_thing"), extras.told():
        import no_such_thing  # noqa: F401


def test_python_is_told_the_same_as_the_terminal(monkeypatch, built):
    import alliancenet as an

    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(MissingExtra, match=r"alliancenet\[logs\]"):
        an.read_project(built)
