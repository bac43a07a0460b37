"""Cards: every measure has one, every one is measured, and ids find theirs."""

from pathlib import Path

import pytest

from alliancenet.metrics.registry import MEASURES, METRICS, metric, structural
from alliancenet.model import catalogue
from alliancenet.model.catalogue import CARDS, FAMILIES, Unit, card_of
from alliancenet.portfolio.measures import read_metrics


def test_every_measure_runs_for_a_card_of_its_own():
    assert all(METRICS[id] is CARDS[id] for id in MEASURES)


def test_every_card_is_measured_or_worked_out_from_files():
    of_files = {
        card.id for card in (*catalogue.portfolio.CARDS, *catalogue.economics.CARDS, *catalogue.execution.CARDS)
    }
    assert {card.partition(".")[0] for card in CARDS} - of_files == set(MEASURES)


def test_no_two_cards_share_an_id():
    ids = [card.id for family in FAMILIES for card in family.CARDS]
    assert len(ids) == len(set(ids))


def test_every_file_of_cards_is_on_the_list():
    folder = Path(catalogue.__file__).parent
    assert {path.stem for path in folder.glob("*.py")} - {"__init__", "card"} == {
        family.__name__.rpartition(".")[2] for family in FAMILIES
    }


@pytest.mark.parametrize(
    ("metric_id", "card"),
    [
        ("climate", "climate"),
        ("climate.trust", "climate"),
        ("quality.answered.senior", "quality.answered"),
        ("asked.own_form.a.b", "asked"),
        ("climates", None),
        ("climate_trust", None),
        ("", None),
        (".climate", None),
        ("friendship", None),
    ],
)
def test_an_id_finds_its_own_card_or_that_of_the_nearest_family_before_a_dot(metric_id, card):
    found = card_of(metric_id)
    assert (found and found.id) == card


@pytest.mark.parametrize("register", [metric, structural])
def test_a_measure_without_a_card_cannot_be_registered(register):
    with pytest.raises(ValueError, match="'loyalty' has no card"):
        register("loyalty")


def test_what_the_review_reads_has_cards():
    assert [id for id in read_metrics() if card_of(id) is None] == []


def test_ranges_go_up():
    assert all(card.low < card.high for card in CARDS.values() if None not in (card.low, card.high))


def test_a_card_says_its_unit_in_words_that_fit_it():
    shares = [card for card in CARDS.values() if card.says.startswith("share ")]
    assert {card.unit for card in shares} == {Unit.SHARE}
    points = [card for card in CARDS.values() if card.says.startswith("points 0-100")]
    assert {card.unit for card in points} == {Unit.POINTS}
