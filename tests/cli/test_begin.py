"""The first commands of a new user: init, check, demo."""

import sys

import pytest
from click.testing import CliRunner
from small_projects import a_project, an_edge_list

from alliancenet import cli, resources
from alliancenet.cli.check import check
from alliancenet.cli.demo import demo
from alliancenet.cli.init import init
from alliancenet.errors import InputError
from alliancenet.sources.project import template
from alliancenet.store.audit_folder import read_audits


def invoke(command, *arguments):
    return CliRunner().invoke(command, [str(argument) for argument in arguments], catch_exceptions=True)


def names(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_new_folder_passes_check_as_it_stands(tmp_path):
    assert invoke(init, tmp_path / "mine").exit_code == 0
    told = invoke(check, tmp_path / "mine")
    assert told.exit_code == 0
    assert "ready to audit: 2 of 6 answered, no problem in the files" in told.output


def test_the_readme_of_a_new_folder_names_every_file_in_it(tmp_path):
    invoke(init, tmp_path / "mine")
    words = (tmp_path / "mine/README.md").read_text()
    assert [name for name in names(tmp_path / "mine") if f"`{name}`" not in words] == ["README.md"]


@pytest.mark.parametrize("example", resources.example_names())
def test_init_copies_an_example_whole(tmp_path, example):
    assert invoke(init, tmp_path / "mine", "--example", example).exit_code == 0
    assert names(tmp_path / "mine") == names(resources.examples() / example)


def test_an_unknown_example_is_refused_with_the_known_ones(tmp_path):
    told = invoke(init, tmp_path / "mine", "--example", "wonder")
    assert isinstance(told.exception, InputError)
    assert "one of cold, economics, healthy, one_bridge, portfolio" in str(told.exception)
    assert not (tmp_path / "mine").exists()


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "note.txt").write_text("mine")
    told = invoke(init, tmp_path)
    assert isinstance(told.exception, InputError)
    assert names(tmp_path) == ["note.txt"]


def test_an_empty_folder_is_filled(tmp_path):
    (tmp_path / "mine").mkdir()
    invoke(init, tmp_path / "mine")
    assert names(tmp_path / "mine") == names(template())


def test_check_reads_an_edge_list_too(tmp_path):
    people, ties = an_edge_list(tmp_path)
    told = invoke(check, "--people", people, "--ties", ties, "--firm", "office")
    assert told.output.splitlines()[0].startswith("Boston – Hartford: 1 alliance, 4 people")


@pytest.mark.parametrize("arguments", [(), ("--people", "p.csv"), ("here", "--firm", "office")])
def test_both_ways_or_neither_is_a_usage_error(arguments):
    assert invoke(check, *arguments).exit_code == 2


def test_problems_end_the_command_line_with_2(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["alliancenet", "check", str(a_project(tmp_path, people_csv="x\n1\n"))])
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert end.value.code == 2
    assert capsys.readouterr().err.startswith("problem: people.csv, row 1, id: the column is missing")


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "here"
    return folder, invoke(demo, "--to", folder)


def test_the_demo_audits_every_alliance_and_wave(shown):
    folder, told = shown
    assert told.exit_code == 0, told.output
    loaded = read_audits(folder / "audits")
    assert len(loaded.audits) == 16


def test_the_demo_says_how_to_open_report_and_viewer(shown):
    folder, told = shown
    assert f"Report: {folder / 'audits/report.html'}" in told.output
    assert f"Viewer: alliancenet serve {folder / 'audits'}" in told.output


def test_the_demo_may_be_run_again(shown):
    folder, _ = shown
    (folder / "waves.csv").write_text("id,open,close\n")
    told = invoke(demo, "--to", folder)
    assert isinstance(told.exception, InputError)
    assert "waves.csv: only a header row" in str(told.exception)
