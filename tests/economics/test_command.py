"""The command, its document, the example's planted truths, and the portfolio that uses what is computed."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from alliancenet import resources
from alliancenet.cli import alliancenet
from alliancenet.economics.for_portfolio import with_computed
from alliancenet.economics.overview import economics_review
from alliancenet.economics.reading import read_books
from alliancenet.sources.project import read_project

EXAMPLE = resources.examples() / "economics"
DAY = "2026-04-24"


def run(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(alliancenet, [str(word) for word in words])
    assert result.exit_code == code, result.output
    return result.stdout


@pytest.fixture(scope="module")
def project():
    return read_project(EXAMPLE)


@pytest.fixture(scope="module")
def review(project):
    books = read_books(EXAMPLE, project.register, project.settings)
    return economics_review(books, project.settings, date(2026, 4, 24))


@pytest.fixture(scope="module")
def document():
    return json.loads(run("economics", EXAMPLE, "--as-of", DAY, "--json"))


def test_the_planted_losses_are_found_and_no_others(review):
    assert {found.partner for found in review.statements if found.profit == "loss"} == {"calder", "ostrich"}


def test_the_largest_buyer_loses_in_every_quarter(review):
    assert len(review.earned["calder"]) == 8
    assert all(earned.high < 0 for earned in review.earned["calder"])


def test_stopping_the_one_would_help_and_the_other_not(review):
    assert review.stop["calder"].value > 0
    assert review.stop["ostrich"].value < 0


def test_the_largest_buyer_is_told_to_be_high_in_what_was_planted(review):
    calder = next(found for found in review.behaviours if found.partner == "calder")
    high = {behaviour.id for behaviour in calder.behaviours if behaviour.is_high}
    assert high == {"B4", "B5", "B6", "B8"}


def test_the_other_partners_show_the_common_noise_only(review):
    others = [found for found in review.behaviours if found.partner not in ("calder", "ostrich")]
    assert not any(
        behaviour.is_high
        for found in others
        for behaviour in found.behaviours
        if behaviour.id in ("B1", "B3", "B4", "B5", "B6")
    )


def test_what_is_told_inside_first_is_not_a_mix_of_long_activities(review):
    whose = {loss.partner: loss.whose for loss in review.losses}
    assert not any(sentence.startswith("inside first") for sentence in whose.values())


def test_the_curve_falls_from_its_peak(review):
    assert 110 < review.curve.peak < 160
    low, high = review.curve.peak_bounds
    drawn_low, drawn_high = review.curve.peak_drawn
    assert low < drawn_low < review.curve.peak < drawn_high < high


def test_the_example_is_reconciled(review):
    assert review.is_reconciled
    assert review.unassigned == 90_000_00


def test_the_document_says_who_may_read_it_and_adds_up(document):
    assert document["for"] == ["analyst", "alliance_manager", "executive"]
    assert document["reconciled"]
    calder = next(partner for partner in document["partners"] if partner["partner"] == "calder")
    lines = {name: float(line["value"]) for name, line in calder["lines"].items()}
    assert lines["contribution"] == pytest.approx(lines["net_margin"] - lines["cost_to_serve"])


def test_the_text_names_every_partner_and_what_would_end_a_loss():
    told = run("economics", EXAMPLE, "--as-of", DAY)
    assert all(name in told for name in ("pinwheel", "problem, loss", "stopping would gain", "adds up"))


def test_one_partner_is_told_whole():
    told = run("economics", EXAMPLE, "--as-of", DAY, "--partner", "calder", "--periods", "4")
    assert "2025-Q2 to 2026-Q1" in told
    assert "delivery changed after ordering: high" in told


def test_reconciliation_alone():
    assert run("economics", EXAMPLE, "--as-of", DAY, "--reconcile").splitlines()[-2].endswith("adds up")


def test_an_unknown_partner_is_refused_with_those_there_are():
    assert "calder" in CliRunner().invoke(alliancenet, ["economics", str(EXAMPLE), "--partner", "nobody"]).output


def test_a_project_without_books_is_told_what_belongs_there(tmp_path):
    result = CliRunner().invoke(alliancenet, ["economics", str(resources.examples() / "healthy")])
    assert "alliancenet help economics" in str(result.exception)


def test_check_tells_every_fault_of_the_books(tmp_path):
    folder = tmp_path / "project"
    shutil.copytree(EXAMPLE, folder)
    (folder / "economics" / "costs.csv").write_text("partner,date,amount,kind\nnobody,soon,much,freight\n")
    result = CliRunner().invoke(alliancenet, ["check", str(folder)])
    told = str(result.exception)
    assert all(f"costs.csv, row 2, {column}" in told for column in ("partner", "date", "amount"))


def test_no_closed_period_is_said_and_nothing_is_made_up():
    told = run("economics", EXAMPLE, "--as-of", "2020-01-01")
    assert "no period is closed by 2020-01-01" in told
    assert "Whale curve withheld" in told


def test_no_shared_file_holds_what_a_partner_earns(tmp_path):
    """Nothing of the folder leaves in what the audit writes and exports for others."""
    run("audit", EXAMPLE, "-o", tmp_path / "audits")
    texts = [path.read_bytes() for path in (tmp_path / "audits").rglob("*") if path.is_file()]
    assert texts
    assert not any(word in text for text in texts for word in (b"cost_to_serve", b"whale", b"ostrich", b"product_cost"))


def test_a_working_alliance_that_loses_money_is_not_told_to_grow(tmp_path):
    project = tmp_path / "project"
    shutil.copytree(EXAMPLE, project)
    told = json.loads(run("portfolio", project, "--as-of", DAY, "--json"))["portfolio"]
    (action,) = [action for action in told["actions"] if action["subject"] == "lantern"]
    assert action["rule"] == "A8"
    assert any("(test) stopping would help" in condition["name"] for condition in action["conditions"])


def test_a_computed_contribution_wins_over_a_typed_in_one_and_the_difference_is_said(tmp_path):
    folder = tmp_path / "project"
    shutil.copytree(EXAMPLE, folder)
    (folder / "portfolio").mkdir(exist_ok=True)
    (folder / "portfolio" / "economics.csv").write_text(
        "alliance,date,contribution,share_of_wallet\nlantern,2026-03-31,5,0.4\n"
    )
    loaded = read_project(folder)
    records, warnings = with_computed(folder, loaded.register, loaded.records, loaded.settings, date(2026, 4, 24))
    entered = next(record for record in records.economics if not record.is_computed)
    assert (entered.contribution, entered.share_of_wallet) == (None, 0.4)
    assert sum(record.is_computed for record in records.economics) == 8
    assert any("5.00 typed in" in str(warning) for warning in warnings)


def test_without_books_the_records_come_back_as_they_are(tmp_path):
    folder = Path(resources.examples() / "portfolio")
    loaded = read_project(folder)
    records, warnings = with_computed(folder, loaded.register, loaded.records, loaded.settings, date(2026, 4, 24))
    assert (records, warnings) == (loaded.records, ())


@pytest.fixture(scope="module")
def planted():
    return {
        **json.loads(run("economics", EXAMPLE, "--as-of", DAY, "--json")),
        **json.loads(run("customers", EXAMPLE, "--as-of", DAY, "--json")),
    }


def test_the_planted_bucket_is_worth_keeping_and_moving_up_pays(planted):
    worth = planted["strength"]["worth"]
    assert worth["verdict"].startswith("keep the bucket")
    assert next(state for state in worth["states"] if state["state"] == "acquaintance")["up"]["low"] > 0


def test_the_planted_goals_are_told_by_their_intervals(planted):
    verdicts = {(rate["state"], rate["name"]): rate["verdict"] for rate in planted["strength"]["moves"]["rates"]}
    assert verdicts["acquaintance", "conversion"] == "reached"
    assert verdicts["friend", "conversion"] == "not reached"


def test_the_planted_channel_costs_more_than_it_brings(planted):
    channels = {group["group"]: group for group in planted["acquisition"]["groups"] if group["by"] == "channel"}
    assert channels["fair"]["verdict"] == "not yet"
    assert channels["referral"]["low"] > 0


def test_the_planted_qualities_are_told_in_their_cells(planted):
    cells = {cell["quality"]: cell for cell in planted["impact"]["segments"][0]["cells"]}
    assert {name: cells[name]["cell"] for name in ("fast answers", "clear invoices", "brochures", "gifts")} == {
        "fast answers": "keep and improve",
        "clear invoices": "fix now",
        "brochures": "keep or spend less",
        "gifts": "let go",
    }
    assert cells["clear invoices"]["is_told"]


def test_the_planted_rebate_for_those_that_lose_is_flagged(planted):
    assert [flag["programme"] for flag in planted["levers"]["flags"]] == ["volume"]


def test_who_loses_is_told_to_repair_before_growing(planted):
    assert [growth["share"]["partner"] for growth in planted["wallet"]["repair_first"]] == ["calder"]
    repaired = [act["partner"] for act in planted["next"]["acts"] if act["act"] == "repair before growing"]
    assert sorted(repaired) == ["calder", "ostrich"]


def test_the_planted_menu_fails_by_its_amount_and_the_candidate_has_one_weak_point(planted):
    assert (planted["offers"]["menus"][0]["passes"], planted["offers"]["menus"][0]["over"]) == (False, -300_00)
    assert planted["candidates"][0]["weak"] == ["cultures"]


@pytest.mark.parametrize("command", ["economics", "customers"])
def test_sections_that_can_be_asked_for_are_those_there_are(command):
    from alliancenet.cli.sections import NAMES
    from alliancenet.economics import sections

    assert NAMES[command] == tuple(section.name for section in getattr(sections, command.upper()))


def test_the_planted_gaps_in_depth_are_found_and_no_others(planted):
    apart = {depth["partner"]: depth for depth in planted["depth"] if depth["open"]}
    assert {name: set(depth["open"]) for name, depth in apart.items()} == {
        "pinwheel": {"software"},
        "zephyr": {"lenses", "software"},
    }
    assert (apart["zephyr"]["categories"], apart["zephyr"]["gap"]) == (1, -2)


def test_the_planted_drivers_pass_the_shortlist_and_one_is_seen_otherwise(planted):
    theirs = next(score for score in planted["value"]["scores"] if not score["is_own"])
    assert theirs["passes"]
    assert theirs["key_score"] > 75
    apart = {item for item, gap in planted["value"]["gaps"]["lantern"].items() if gap >= 1}
    assert apart == {"VAL5"}  # know-how


def test_the_planted_loss_lies_within_the_alliance(planted):
    found = {share["alliance"]: share["statement"]["profit"] for share in planted["alliances"]}
    assert found == {"lantern": "loss", "": "profitable"}


def test_the_planted_partner_is_the_more_bound(planted):
    (bond,) = planted["switching"]
    assert bond["difference"] == pytest.approx(100 / 4 * (11 - 21) / 7)


def test_a_section_without_its_file_says_what_it_needs(tmp_path):
    folder = shutil.copytree(EXAMPLE, tmp_path / "project")
    (folder / "answers.csv").unlink()
    (folder / "responses.csv").unlink()
    assert "it needs answers to the survey `switching`" in run("economics", folder, "--section", "switching")


def test_one_partner_is_told_with_what_its_value_hangs_on():
    told = run("customers", EXAMPLE, "--as-of", DAY, "--partner", "yarrow")
    assert "What its value hangs on" in told
    assert "fathom" not in told


def test_an_unknown_partner_is_refused_by_both_commands():
    for command in ("economics", "customers"):
        result = CliRunner().invoke(alliancenet, [command, str(EXAMPLE), "--partner", "nobody"])
        assert result.exit_code == 2
        assert "there is no partner 'nobody'" in result.output
