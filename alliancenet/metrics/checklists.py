"""How far the lists are: linkages, launch, handshake, priorities, tasks (S7, S15, S27, S52, S55)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from alliancenet.metrics.case import Case
from alliancenet.metrics.organisation import Completion, Rating, as_one, completion, readiness
from alliancenet.metrics.registry import metric
from alliancenet.model.instrument import Instrument, Kind
from alliancenet.model.score import Score, Subject, SubjectKind

LINKAGES = "linkages"
_OF_ONE_FIRM = frozenset({"crm_priorities", "manager_tasks"})
_IN_STEPS = "crm_priorities"  # half done counts half (S15)
_UNIT = "points 0-100"


@metric(
    id="checklist",
    unit=_UNIT,
    low=0,
    high=100,
    smallest_n="1 line answered",
    source="Cannon & Perreault 1999 (linkages); Rigby, Reichheld & Schefter 2002 (priorities); lines: own limit",
)
def checklist(case: Case) -> Iterator[Score]:
    """Lines done over lines needed, for every checklist that was answered.

    Notes
    -----
    Several raters: a line is done when all of them say so. Lines not needed count neither way;
    lines not answered make the interval: all of them open, or all done. The five customer
    priorities are a mean of 0, 50 and 100 per line, with each column as a part. Lists about the
    alliance take all answers together, lists about a firm those of the firm.
    """
    for asked in case.instruments:
        if asked.kind is Kind.CHECKLIST:
            ratings = case.ratings(asked.id)
            if asked.id not in _OF_ONE_FIRM:
                yield from _scores(asked, as_one(ratings), case.subject)
                continue
            for firm in case.firms:
                mine = as_one([one for one in ratings if one.organisation == firm.id])
                yield from _scores(asked, mine, Subject(kind=SubjectKind.FIRM, id=firm.id))


def linkages(case: Case) -> Completion | None:
    """How many of the operational linkages needed are in place; None when nobody answered."""
    asked, rating = case.instrument(LINKAGES), as_one(case.ratings(LINKAGES))
    return None if asked is None or rating is None else completion(asked, rating)


def _scores(asked: Instrument, rating: Rating | None, subject: Subject) -> Iterator[Score]:
    if rating is None:
        return
    if asked.id == _IN_STEPS:
        yield from _readiness(asked, rating, subject)
        return
    found = completion(asked, rating)
    if found.share is None or found.bounds is None:
        return
    low, high = found.bounds
    yield Score(
        metric=f"checklist.{asked.id}",
        subject=subject,
        value=100 * found.share,
        unit=_UNIT,
        n=len(found.done) + len(found.open),
        interval=(100 * low, 100 * high),
        inputs=tuple(f"open: {_text(asked, item)}" for item in found.open),
    )


def _readiness(asked: Instrument, rating: Rating, subject: Subject) -> Iterator[Score]:
    low, found, high = (_with_whole(readiness(asked, one)) for one in _ends(asked, rating))
    for part, points in found.items():
        yield Score(
            metric=".".join(filter(None, ("checklist", asked.id, part))),
            subject=subject,
            value=points,
            unit=_UNIT,
            n=len(rating.values),
            interval=(low[part], high[part]),
            inputs=(asked.id,),
        )


def _ends(asked: Instrument, rating: Rating) -> tuple[Rating, Rating, Rating]:
    """The rating with every line nobody answered at the lowest step, as it is, and at the highest."""
    answered = {*rating.values, *rating.declined}
    scales = {
        item.id: item.scale for item in asked.items if item.is_measured and item.scale and item.id not in answered
    }
    lowest = {item: scale.low for item, scale in scales.items()}
    highest = {item: scale.high for item, scale in scales.items()}
    return (
        replace(rating, values={**rating.values, **lowest}),
        rating,
        replace(rating, values={**rating.values, **highest}),
    )


def _with_whole(parts: Mapping[str, float | None]) -> dict[str, float]:
    """Points of the parts there are, and under "" their mean."""
    known = {part: points for part, points in parts.items() if points is not None}
    return {"": sum(known.values()) / len(known), **known} if known else {}


def _text(asked: Instrument, item_id: str) -> str:
    item = asked.item(item_id)
    return item_id if item is None else next(iter(item.text.values()), item_id)
