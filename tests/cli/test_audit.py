"""`alliancenet audit` as a user calls it, on the examples and on real networks."""

import json
import subprocess
import sys

import jsonschema
import pytest

from alliancenet.resources import examples
from alliancenet.store.audit_file import schema

LAW = ("--firm", "office", "--map", "cowork=communication", "--map", "advice=advice", "--map", "friendship=friendship")


def run(*words, cwd=None):
    return subprocess.run(
        [sys.executable, "-m", "alliancenet", *map(str, words)], capture_output=True, text=True, cwd=cwd, check=False
    )


def law_firm(shared):
    folder = shared / "data" / "lazega_lawfirm"
    return ("audit", "--people", folder / "nodes.csv", "--ties", folder / "edges.csv", *LAW)


def test_law_firm_validates_against_the_schema(shared):
    done = run(*law_firm(shared), "--json")
    assert done.returncode == 0, done.stderr
    jsonschema.Draft202012Validator(schema()).validate(json.loads(done.stdout))


def test_law_firm_says_by_ties_only_and_that_the_cut_does_not_separate(shared):
    audit = json.loads(run(*law_firm(shared), "--json").stdout)["audits"][0]
    assert audit["label"].startswith("by ties only")
    assert "D-GUARD" in {found["code"] for found in audit["findings"]}
    assert {person["role"] for person in audit["people"]} == {"core", "peripheral"}


def test_edge_list_without_a_register_says_nothing_of_objectives(shared):
    audit = json.loads(run(*law_firm(shared), "--json").stdout)["audits"][0]
    assert "H-NOKPI" not in {found["code"] for found in audit["findings"]}
    assert "H-NOKPI" in {gap["code"] for gap in audit["not_looked"]}


def test_law_firm_confirmed_cowork_ties_are_the_published_378(shared):
    audit = json.loads(run(*law_firm(shared), "--json").stdout)["audits"][0]
    assert sum(person["core_ties"] for person in audit["people"]) == 2 * 378


def test_two_waves_of_the_tailor_shop_are_two_audits_with_change(shared):
    folder = shared / "data" / "kapferer_tailorshop"
    header, *rows = (folder / "nodes.csv").read_text().split()
    people = "id,side\n" + "".join(f"{name},{'left' if at % 2 else 'right'}\n" for at, name in enumerate(rows))
    assert header == "id"
    done = run_with(people, folder / "edges.csv", "--firm", "side", "--map", "sociational=communication", "--json")
    audits = json.loads(done.stdout)["audits"]
    assert [audit["wave"]["id"] for audit in audits] == ["1", "2"]
    kept = [score for score in audits[1]["scores"] if score["metric"] == "core_ties_kept"]
    assert 0 < kept[0]["value"] < 1


def run_with(people, ties, *words):
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.csv"
        path.write_text(people)
        return run("audit", "--people", path, "--ties", ties, *words)


def test_workplace_contacts_are_measured_once_and_weighted(shared):
    folder = shared / "data" / "sociopatterns_workplace2013"
    done = run(
        "audit", "--people", folder / "nodes.csv", "--ties", folder / "edges.csv", "--firm", "department",
        "--map", "contact=communication", "--json",
    )  # fmt: skip
    audit = json.loads(done.stdout)["audits"][0]
    assert "weight above" in audit["label"]
    assert len(audit["alliance"]["firms"]) == 5


def test_same_input_gives_the_same_bytes():
    first, second = (run("audit", examples() / "one_bridge", "--json").stdout for _ in range(2))
    assert first == second


def test_every_example_validates_against_the_schema():
    validator = jsonschema.Draft202012Validator(schema())
    for name in ("healthy", "cold", "one_bridge"):
        validator.validate(json.loads(run("audit", examples() / name, "--json").stdout))


def test_output_folder_holds_audit_files_and_an_offline_report(tmp_path):
    done = run("audit", examples() / "one_bridge", "-o", tmp_path / "out")
    assert done.returncode == 0
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert [name.partition(".")[2] for name in names] == ["audit.json", "json", "html"]
    assert names[1:] == ["portfolio-index.json", "report.html"]
    assert "http://" not in (tmp_path / "out" / "report.html").read_text().replace("http://www.w3.org", "")


@pytest.mark.parametrize(("severity", "code"), [("high", 1), (None, 0)])
def test_fail_on_decides_the_exit_code(severity, code):
    words = [] if severity is None else ["--fail-on", severity]
    assert run("audit", examples() / "one_bridge", *words).returncode == code


def test_unknown_alliance_and_wave_are_named_together():
    done = run("audit", examples() / "one_bridge", "--alliance", "nope", "--wave", "never")
    assert done.returncode == 2
    assert "there is no alliance 'nope'" in done.stderr
    assert "there is no wave 'never'" in done.stderr


def test_bad_input_leaves_no_half_written_output(tmp_path):
    people = tmp_path / "people.csv"
    people.write_text("id,firm\na,A\nb,B\n")
    ties = tmp_path / "ties.csv"
    ties.write_text("source,target\na,b\na,zzz\n")
    done = run("audit", "--people", people, "--ties", ties, "--firm", "firm", "-o", tmp_path / "out")
    assert (done.returncode, (tmp_path / "out").exists()) == (2, False)
    assert "zzz" in done.stderr


def test_project_and_edge_list_together_are_refused():
    done = run("audit", examples() / "one_bridge", "--people", "p.csv")
    assert (done.returncode, "not both" in done.stderr) == (2, True)


def test_help_imports_nothing_heavy():
    script = (
        "import sys; from alliancenet.cli import alliancenet\n"
        "try: alliancenet(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'numpy', 'pandas', 'scipy', 'igraph', 'networkx', 'yaml', 'jinja2', 'flask', 'pyvis'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
