"""How far the lists are: linkages, launch, handshake, priorities, tasks (S7, S15, S27, S52, S55)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from alliancenet.instruments.ratings import Rating, as_one
from alliancenet.instruments.used import reads
from alliancenet.metrics.case import Case
from alliancenet.metrics.completion import Completion, completion, readiness
from alliancenet.metrics.registry import metric
from alliancenet.model.catalogue import CARDS
from alliancenet.model.facts import counting
from alliancenet.model.instrument import Instrument, Kind
from alliancenet.model.score import Score, Subject, SubjectKind

LINKAGES = "linkages"
_OF_ONE_FIRM = frozenset({"crm_priorities", "manager_tasks"})
_IN_STEPS = "crm_priorities"  # half done counts half (S15)
_UNIT = CARDS["checklist"].says


@metric("checklist")
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
            if asked.id not in _OF_ONE_FIRM:
                yield from _of_alliance(case, asked)
                continue
            ratings = case.ratings(asked.id)
            for firm in case.firms:
                mine = as_one([rating for rating in ratings if rating.organisation == firm.id])
                yield from _scores(asked, mine, Subject(kind=SubjectKind.FIRM, id=firm.id))


def linkages(case: Case) -> Completion | None:
    """How many of the operational linkages needed are in place; None when nobody said so."""
    asked = case.instrument(LINKAGES)
    return None if asked is None else _stated(case, asked)[0]


def _stated(case: Case, asked: Instrument) -> tuple[Completion | None, str]:
    """How far a list about the alliance is by the source that counts, and the source."""
    rating = as_one(case.ratings(asked.id))
    answered = None if rating is None else completion(asked, rating)
    if asked.id == LINKAGES:
        linked = counting(case.facts.linkages, case.alliance.id, "", case.day)
        if linked is None or case.is_of_this_wave(linked):
            return answered, "" if linked is None else linked.source
        lines = [(linkage.name, linkage.needed, linkage.since) for linkage in linked.value]
        return _of_lines(lines, case.day), linked.source
    listed = counting(case.facts.checklists, case.alliance.id, asked.id, case.day)
    if listed is None or case.is_of_this_wave(listed):
        return answered, "" if listed is None else listed.source
    return _of_lines([(item.item, True, item.done) for item in listed.value], case.day), listed.source


def _of_lines(lines: Iterable[tuple[str, bool, date | None]], day: date) -> Completion:
    """How far a list on file is: name, whether it is needed, since when it is there."""
    known = list(lines)
    needed = [(name, since is not None and since <= day) for name, is_needed, since in known if is_needed]
    return Completion(
        done=tuple(name for name, is_there in needed if is_there),
        open=tuple(name for name, is_there in needed if not is_there),
        not_needed=tuple(name for name, is_needed, _ in known if not is_needed),
        unanswered=(),
    )


def _of_alliance(case: Case, asked: Instrument) -> Iterator[Score]:
    found, source = _stated(case, asked)
    for score in () if found is None else _score(asked, found, case.subject):
        yield replace(score, inputs=(*score.inputs, f"source: {source}")) if source else score


def _scores(asked: Instrument, rating: Rating | None, subject: Subject) -> Iterator[Score]:
    if rating is None:
        return
    if asked.id == _IN_STEPS:
        yield from _readiness(asked, rating, subject)
        return
    yield from _score(asked, completion(asked, rating), subject)


def _score(asked: Instrument, found: Completion, subject: Subject) -> Iterator[Score]:
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
    low, found, high = (_with_whole(readiness(asked, end)) for end in _ends(asked, rating))
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


reads(
    "how far the list is",
    lambda instrument, item: instrument.kind is Kind.CHECKLIST and item.is_measured,
)
