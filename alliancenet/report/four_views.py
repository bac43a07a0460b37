"""The four views of a relationship (S61), each a few numbers side by side and never added."""

from dataclasses import dataclass

from alliancenet.model.catalogue import Unit
from alliancenet.model.review import AllianceReview, CardPart
from alliancenet.report import words

_MOST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class FourthView:
    """One view: its title, and what, how much, and why not where nothing is known."""

    title: str
    rows: tuple[tuple[str, str, str], ...]


def four_views(one: AllianceReview, counted_in: str) -> tuple[FourthView, ...]:
    """Views of one alliance, what is known first; those of which nothing is known say so."""
    return tuple(_view(part, counted_in) for part in one.card)


def _view(part: CardPart, counted_in: str) -> FourthView:
    known = [score for score in part.scores if score.value is not None]
    rows = [(_title(score.metric), words.value_of(score), _unit(score.metric, counted_in)) for score in known[:_MOST]]
    if not rows:
        rows = [("not enough data to say", "", "")]
    return FourthView(title=words.capital(words.plain(part.view)), rows=tuple(rows))


def _title(metric: str) -> str:
    return words.title_of(metric).partition(":")[0]


def _unit(metric: str, counted_in: str) -> str:
    return f"{counted_in or 'currency not on record'}, per period" if words.unit_of(metric) is Unit.MONEY else ""
