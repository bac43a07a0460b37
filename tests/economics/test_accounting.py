"""The planted truths of the example, as the rules about money find them; and two numbers for one thing."""

import shutil

import pytest
from built_earnings import example_earnings

from alliancenet import resources
from alliancenet.accounting import account_for
from alliancenet.model.finding import Audience, Severity
from alliancenet.sources.project import read_project

EXAMPLE = resources.examples() / "economics"


def found(code, subject):
    return next(
        finding for finding in example_earnings().findings if finding.code == code and finding.subject.id == subject
    )


def test_the_planted_loss_is_grave_since_stopping_would_help():
    finding = found("M-LOSS", "calder")
    assert finding.severity is Severity.HIGH
    assert "as in each of the last 8 closed periods; ending the relationship would gain" in finding.sentence


def test_the_partner_that_only_seems_to_lose_is_told_apart():
    finding = found("M-LOSS", "ostrich")
    assert finding.severity is Severity.MEDIUM
    assert "ending the relationship would still cost 231 k EUR over 3 years" in finding.sentence


def test_nobody_else_is_said_to_lose():
    assert {finding.subject.id for finding in example_earnings().findings if finding.code == "M-LOSS"} == {
        "calder",
        "ostrich",
    }


def test_every_finding_about_money_is_for_those_who_may_see_it():
    assert {finding.audience for finding in example_earnings().findings} == {Audience.MONEY}


def test_what_could_not_be_looked_at_says_why():
    assert [(entry.code, entry.reason) for entry in example_earnings().not_looked] == [
        ("D-MONEY", "contribution_apart was not measured")
    ]


@pytest.mark.parametrize(("typed", "codes"), [(-62_930.0, set()), (250_000.0, {"D-MONEY"})])
def test_a_contribution_typed_in_is_held_against_the_computed_one(tmp_path, typed, codes):
    project = tmp_path / "project"
    shutil.copytree(EXAMPLE, project)
    (project / "portfolio").mkdir(exist_ok=True)
    (project / "portfolio" / "economics.csv").write_text(f"alliance,date,contribution\nlantern,2026-03-31,{typed}\n")
    review = account_for(read_project(project), project, "0.1.0")
    assert {finding.code for finding in review.findings if finding.code == "D-MONEY"} == codes
