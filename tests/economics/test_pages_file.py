"""The review of economics as a file: sealed, for its owner only, read back as it was, refused when it was changed."""

import json
import os
import stat
from dataclasses import replace

import pytest
from alliancenet_web.app import create_app
from built_audits import an_audit
from built_earnings import example_earnings, some_earnings
from click.testing import CliRunner

from alliancenet import resources
from alliancenet.cli import alliancenet
from alliancenet.errors import AuditFormatError
from alliancenet.model.audit import ProjectMark
from alliancenet.model.catalogue import economics as cards
from alliancenet.privacy import Reader, ReaderRole
from alliancenet.store.audit_file import write_audits
from alliancenet.store.economics_file import ECONOMICS_FILE, read_economics, to_json, write_economics

EXAMPLE = resources.examples() / "economics"
EXECUTIVE = Reader(role=ReaderRole.EXECUTIVE)


def seen(folder):
    """What the viewer shows of a folder: the review, and what is wrong with its files."""
    store = create_app(folder).extensions["desk"].store
    return store.earnings(EXECUTIVE), store.problems(EXECUTIVE)


def test_what_is_written_is_read_back_as_it_was(tmp_path):
    path = write_economics(tmp_path, example_earnings())
    again = read_economics(tmp_path)
    assert to_json(again) == path.read_text("utf-8")
    assert [partner.statement for partner in again.partners] == [
        partner.statement for partner in example_earnings().partners
    ]


def test_a_folder_without_the_file_has_no_review(tmp_path):
    assert read_economics(tmp_path) is None


def test_only_its_owner_may_read_the_file_whatever_the_umask(tmp_path):
    before = os.umask(0)
    try:
        path = write_economics(tmp_path, some_earnings())
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace('"contribution": -', '"contribution": ', 1),
        lambda text: text[: len(text) // 2],
        lambda text: text.replace("review/1", "review/9"),
        lambda text: text.rpartition(', "seal"')[0] + "}",
        lambda _: "[]",
        lambda _: "",
    ],
    ids=["a sign", "cut off", "another format", "seal taken away", "no object", "empty"],
)
def test_a_changed_file_is_refused_with_what_to_do_and_the_rest_is_shown(tmp_path, change):
    write_audits(tmp_path, [an_audit()])
    path = write_economics(tmp_path, some_earnings())
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    with pytest.raises(AuditFormatError, match="alliancenet economics PROJECT -o FOLDER"):
        read_economics(tmp_path)
    view, problems = seen(tmp_path)
    assert view is None
    assert [problem.file for problem in problems] == [ECONOMICS_FILE]


def test_the_review_of_another_project_is_not_shown(tmp_path):
    write_audits(tmp_path, [replace(an_audit(), project=ProjectMark(id="ours", name="Ours"))])
    write_economics(tmp_path, some_earnings(project=ProjectMark(id="theirs", name="Theirs")))
    view, problems = seen(tmp_path)
    assert view is None
    assert "is of another project" in str(problems[0])


def test_the_command_writes_what_the_viewer_reads(tmp_path):
    result = CliRunner().invoke(alliancenet, ["economics", str(EXAMPLE), "-o", str(tmp_path)])
    assert result.exit_code == 0, result.output
    view, problems = seen(tmp_path)
    assert ([partner.statement for partner in view.review.partners], problems) == (
        [partner.statement for partner in example_earnings().partners],
        (),
    )


def test_every_amount_is_written_to_the_last_digit(tmp_path):
    path = write_economics(tmp_path, some_earnings())
    told = json.loads(path.read_text("utf-8"))["economics"]["partners"]
    amounts = [line["value"] for partner in told for line in partner["statement"]["lines"].values()]
    assert all(isinstance(amount, int) for amount in amounts)


def test_every_card_of_economics_is_worked_out_for_the_example_or_waits_for_a_typed_in_number():
    from alliancenet.economics.ledger import open_ledger
    from alliancenet.economics.lifetime.valuing import customer_review
    from alliancenet.economics.overview import economics_review
    from alliancenet.economics.reading import read_books
    from alliancenet.economics.scores import scores_of
    from alliancenet.sources.project import read_project

    project = read_project(EXAMPLE)
    books = read_books(EXAMPLE, project.register, project.settings)
    day = example_earnings().as_of
    scores = scores_of(
        economics_review(books, project.settings, day),
        customer_review(books, project.settings, day, 4),
        example_earnings().base,
        "own",
        {"lantern": (0.5, "period to 2026-03-31")},
        open_ledger(project, EXAMPLE, books, day, 1),
    )
    assert {card.id for card in cards.CARDS} <= {score.metric.partition(".")[0] for score in scores}
