"""Is the loop closed: from a proposal to a later measurement, and what the records cover (S67)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import TYPE_CHECKING

from alliancenet.economics.books import Books
from alliancenet.economics.periods import Periods
from alliancenet.model.action import Action, ActionState
from alliancenet.model.execution import ClosedLoop, LoopRound, LoopStep, SourceCoverage
from alliancenet.model.register import Register
from alliancenet.model.wave import Wave

if TYPE_CHECKING:
    import pandas as pd

_PERIODS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalRound:
    """Keys of what the newest audits of a day proposed, and how actions stood when the next round began.

    Parameters
    ----------
    until : day the next round began; None for the newest.
    actions : as they stood on `until`, or now.
    """

    day: date
    until: date | None
    proposed: frozenset[str]
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopInputs:
    """What lies in the folder of audits; `proposed` holds the keys of proposals, None without a review.

    Parameters
    ----------
    reviewed : day of the last review.
    waves : days on which a wave of each alliance closed, oldest first.
    rounds : of proposals, oldest first.
    """

    proposed: frozenset[str] | None = None
    reviewed: date | None = None
    actions: tuple[Action, ...] = ()
    waves: Mapping[str, Sequence[date]] = field(default_factory=dict)
    rounds: tuple[ProposalRound, ...] = ()


def loop_of(
    inputs: LoopInputs,
    register: Register,
    waves: Sequence[Wave],
    books: Books | None,
    periods: Periods,
    as_of: date,
) -> ClosedLoop:
    """Steps of the loop, and the coverage of the records."""
    coverage = tuple(_coverage(register, waves, books, periods, as_of))
    rounds = tuple(_rounds(inputs.rounds))
    if inputs.proposed is None:
        reason = "no review lies in the folder of audits: `alliancenet portfolio PROJECT -o AUDITS` writes one"
        return ClosedLoop(proposals=None, reviewed=None, steps=(), coverage=coverage, reason=reason, rounds=rounds)
    keys = inputs.proposed | {action.key for action in inputs.actions}
    by_key = {action.key: action for action in inputs.actions}
    decided = list(by_key.values())
    owned = [action for action in decided if action.owner]
    done = [action for action in decided if action.state is ActionState.DONE]
    after = {action.key: day for action in done if (day := _next_wave(action, inputs.waves)) is not None}
    steps = (
        LoopStep(step="decided", count=len(decided), of=len(keys), days=_days(_until_decided(inputs, decided))),
        LoopStep(step="with an owner", count=len(owned), of=len(keys), days=None),
        LoopStep(
            step="done",
            count=len(done),
            of=len(keys),
            days=_days((action.changed - action.opened).days for action in done),
        ),
        LoopStep(
            step="measured afterwards",
            count=len(after),
            of=len(keys),
            days=_days((after[action.key] - action.changed).days for action in done if action.key in after),
        ),
    )
    return ClosedLoop(proposals=len(keys), reviewed=inputs.reviewed, steps=steps, coverage=coverage, rounds=rounds)


def _rounds(rounds: Sequence[ProposalRound]) -> Iterator[LoopRound]:
    """What became of the proposals of each round until the next; only a later audit can say that one is gone."""
    for place, found in enumerate(rounds):
        by_key = {action.key: action for action in found.actions if action.key in found.proposed}
        later = rounds[place + 1].proposed if place + 1 < len(rounds) else None
        yield LoopRound(
            day=found.day,
            until=found.until,
            proposals=len(found.proposed),
            decided=len(by_key),
            owned=sum(bool(action.owner) for action in by_key.values()),
            done=sum(action.state is ActionState.DONE for action in by_key.values()),
            gone=None if later is None else len(found.proposed - later),
        )


def _until_decided(inputs: LoopInputs, decided: Iterable[Action]) -> Iterator[int]:
    """Days from the last closing of a wave before a decision to the decision."""
    for action in decided:
        known = [day for day in inputs.waves.get(action.alliance, ()) if day <= action.opened]
        since = known[-1] if known else inputs.reviewed
        if since is not None and since <= action.opened:
            yield (action.opened - since).days


def _next_wave(action: Action, waves: Mapping[str, Sequence[date]]) -> date | None:
    """The first wave that closed after an action was done; of the portfolio, of any alliance."""
    days = waves.get(action.alliance) or [day for some in waves.values() for day in some]
    return min((day for day in days if day > action.changed), default=None)


def _days(values: Iterable[int]) -> float | None:
    known = list(values)
    return float(median(known)) if known else None


def _coverage(
    register: Register, waves: Sequence[Wave], books: Books | None, periods: Periods, as_of: date
) -> Iterator[SourceCoverage]:
    partners = [str(firm.id) for firm in register.organisations.values() if not firm.own]
    since = periods.first_day(periods.last_closed(as_of) - _PERIODS + 1)
    yield _source("sales", "economics/sales.csv", _of_books(books, "sales"), partners, since, as_of)
    yield _source("costs and time", "economics/costs.csv, events.csv", _costs(books), partners, since, as_of)
    met = [
        (str(register.people[person].organisation), point.date)
        for point in register.touchpoints
        for person in point.attendees
        if person in register.people
    ]
    yield _source("contacts", "touchpoints.csv", met or None, partners, since, as_of)
    asked = [
        (str(firm), wave.closes)
        for wave in waves
        if wave.closes is not None
        for firm in register.alliances[wave.alliance].organisations
    ]
    yield _source("survey", "waves.csv, answers", asked or None, partners, since, as_of)
    issues = [
        (str(firm), issue.opened)
        for issue in register.issues
        for firm in register.alliances[issue.alliance].organisations
    ]
    yield _source("tickets", "issues.csv", issues or None, partners, since, as_of)


def _of_books(books: Books | None, name: str) -> list[tuple[str, date]] | None:
    """Partner and day of each row, of events those of the first and the last of a sum; None where there is no file."""
    table = None if books is None else books.dated.get(name)
    if books is None or table is None:
        return None
    rows = [(table["partner"], days) for days in _days_in(table, books.plan.periods)]
    return [
        (books.partners[int(place)], day)
        for places, days in rows
        for place, day in zip(places, days, strict=True)
        if place >= 0
    ]


def _days_in(table: "pd.DataFrame", periods: Periods) -> Iterator[list[date]]:
    """Days of the rows of a table; the last day of the period where it tells no days."""
    known = [name for name in ("day", "first", "last") if name in table]
    for name in known:
        yield [value.astype("datetime64[D]").astype(object) for value in table[name].to_numpy()]
    if not known:
        yield [periods.last_day(int(number)) for number in table["period"]]


def _costs(books: Books | None) -> list[tuple[str, date]] | None:
    both = [_of_books(books, name) for name in ("costs", "events")]
    known = [rows for rows in both if rows is not None]
    return [row for rows in known for row in rows] if known else None


def _source(
    source: str, file: str, rows: list[tuple[str, date]] | None, partners: Sequence[str], since: date, as_of: date
) -> SourceCoverage:
    if rows is None:
        return SourceCoverage(source=source, file=file, partners=None, of=len(partners), age=None)
    past = [(partner, day) for partner, day in rows if day <= as_of and partner in set(partners)]
    there = {partner for partner, day in past if day >= since}
    newest = max((day for _, day in past), default=None)
    return SourceCoverage(
        source=source,
        file=file,
        partners=len(there),
        of=len(partners),
        age=None if newest is None else (as_of - newest).days,
        missing=tuple(partner for partner in partners if partner not in there),
    )
