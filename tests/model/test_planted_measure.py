"""A measure is a card and a function: everything else reads the card."""

import pytest

from alliancenet.auditing import audit_case
from alliancenet.metrics.registry import MEASURES, METRICS, metric
from alliancenet.model.catalogue import CARDS, Better, Exposure, Section, Unit
from alliancenet.model.score import Band, Score, Subject, SubjectKind
from alliancenet.privacy import LOCAL_READER, Reader, ReaderRole, view_for
from alliancenet.report import words
from alliancenet.report.tables import voices
from tests import generated_pages
from tests.conftest import a_case, card, strong

CARD = card(
    "loyalty",
    Exposure.SAID,
    title="Loyalty to the alliance",
    unit=Unit.POINTS,
    better=Better.HIGHER,
    section=Section.CLIMATE,
    text="How many would stay.",
)


@pytest.fixture
def audit(planted, monkeypatch):
    """An audit made while a card and a function stand in the catalogue and the registry, and nothing else."""
    planted(CARD)
    for registry in (METRICS, MEASURES):
        monkeypatch.setitem(registry, "loyalty", None)  # taken out again after the test

    @metric("loyalty")
    def loyalty(case):
        """How many would stay."""
        for n, firm in zip((2, 9), case.firms, strict=True):
            subject = Subject(kind=SubjectKind.FIRM, id=firm.id)
            yield Score(metric="loyalty", subject=subject, value=40.25, unit=CARDS["loyalty"].says, n=n)

    people = {f"{firm}{number}": firm for firm in "ab" for number in range(6)}
    return audit_case(a_case(people, strong([("a0", "b0"), ("a1", "b1")])))


def test_the_audit_measures_it(audit):
    assert [score.n for score in audit.scores if score.metric == "loyalty"] == [2, 9]


@pytest.mark.parametrize("reader", [LOCAL_READER, Reader(role=ReaderRole.EXECUTIVE)], ids=lambda one: one.role)
def test_the_gate_tells_it_as_the_card_says(audit, reader):
    assert [score.is_ok for score in view_for(audit, reader).family("loyalty")] == [False, True]


def test_the_table_of_its_section_shows_it_with_title_number_and_colour(audit):
    table = voices.climate(view_for(audit, LOCAL_READER))
    (row,) = [row for row in table.rows if row[0].text == "Loyalty to the alliance"]
    assert (row[-1].text, row[-1].tone) == ("40", Band.RED)


def test_words_say_its_title_and_parts(audit):
    assert words.title_of("loyalty.in_need") == "Loyalty to the alliance, in need"


def test_the_manual_lists_it(audit):
    page = next(text for path, text in generated_pages.pages().items() if path.name == "measures.md")
    assert (
        "| `loyalty` | How many would stay. | points 0-100; higher is better | everybody, from the smallest group"
        in page
    )
