"""Sponsors at one look: who sponsors what, when they last met, how visible they are, and who carries too many."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from alliancenet.model.review import AllianceReview
from alliancenet.model.score import Band
from alliancenet.model.sponsors import SponsorSide
from alliancenet.privacy import AuditView, ReviewView
from alliancenet.report import words
from alliancenet.report.standing import Standing
from alliancenet.report.table import Cell, Column, Row, Table

BAR = 100
SHOWN = 2  # troubles told in the heading; the matrix tells all


@dataclass(frozen=True, slots=True, kw_only=True)
class SideCell:
    """One side of one alliance.

    Parameters
    ----------
    bar, line : pixels of the bar and of the tier's window in it; `bar` None without a meeting on record.
    since : "48 days", up to the day of the picture, or why there is no number.
    next : next meeting on record, or the day of the plan, in words.
    seen : how visible the people of this side find the sponsor, 0-100, or "".
    """

    title: str
    bar: int | None
    line: int
    aloud: str
    tone: str
    since: str
    next: str
    leaving: str
    seen: str
    seen_tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """One alliance: its standing, what is the matter in words, and both sides."""

    name: str
    target: tuple[str, ...]
    standing: Standing
    state: str
    sides: tuple[SideCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SponsorTile:
    """A count of a total, with its standing and what stands behind it."""

    what: str
    count: int
    total: int
    standing: Standing
    behind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SponsorPicture:
    """All the page shows.

    Parameters
    ----------
    as_of : day the days are counted to: the newest audit or record.
    notes : facts that disagree, each pair in one sentence.
    aside : alliances whose tier asks for no sponsor, in a sentence, or "".
    """

    as_of: date
    heading: str
    tiles: tuple[SponsorTile, ...]
    rows: tuple[MatrixRow, ...]
    notes: tuple[str, ...]
    aside: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trouble:
    """What is the matter with an alliance: how bad, as a clause for the heading, and in short."""

    rank: float
    clause: str
    state: str
    standing: Standing
    note: str = ""


def picture(view: ReviewView, audits: Sequence[AuditView]) -> SponsorPicture:
    """Sponsors of the alliances whose tier asks for them, worst first.

    Parameters
    ----------
    audits : newest audit of each alliance, for how visible sponsors are.
    """
    known = {audit.alliance.id: audit for audit in audits}
    required = [alliance for alliance in view.review.alliances if alliance.sponsors.required]
    troubled = [(alliance, _trouble(alliance, known.get(alliance.id), view.review.as_of)) for alliance in required]
    ranked = sorted(troubled, key=lambda entry: (entry[1].rank if entry[1] else 99, _oldest(entry[0]), entry[0].name))
    return SponsorPicture(
        as_of=view.review.as_of,
        heading=_heading(required, [trouble for _, trouble in ranked if trouble]),
        tiles=tuple(_tiles(view, required)),
        rows=tuple(_row(one, trouble, known.get(one.id), view.review.as_of) for one, trouble in ranked),
        notes=tuple(trouble.note for _, trouble in ranked if trouble and trouble.note),
        aside=_aside([alliance for alliance in view.review.alliances if not alliance.sponsors.required]),
    )


def _oldest(alliance: AllianceReview) -> date:
    return min((side.last_touchpoint or date.min for side in alliance.sponsors.sides), default=date.min)


def _heading(required: Sequence[AllianceReview], troubles: Sequence[_Trouble]) -> str:
    if not required:
        return "No alliance is in a tier that asks for executive sponsors."
    sides = [side for alliance in required for side in alliance.sponsors.sides]
    known = "Every alliance that needs sponsors has them" if all(side.named for side in sides) else ""
    if not troubles:
        return f"{known or 'No sponsor is known to be missing'}, and all met the partner in time."
    told = words.listed([trouble.clause for trouble in troubles[:SHOWN]])
    more = len(troubles) - SHOWN
    rest = f" {words.capital(words.counted(more))} more {'needs' if more == 1 else 'need'} a look." if more > 0 else ""
    return f"{words.sentence(told)}{rest}"


def _trouble(alliance: AllianceReview, audit: AuditView | None, day: date) -> _Trouble | None:
    """The worst thing on record about the sponsors of an alliance."""
    name = words.short(alliance.name)
    return next(
        (
            trouble
            for found in (_unnamed(alliance, name), _idle(alliance, name, day), _leaving(alliance, name))
            for trouble in found
        ),
        None,
    ) or next(_unseen(alliance, name, audit), None)


def _unnamed(alliance: AllianceReview, name: str) -> Iterator[_Trouble]:
    for side in alliance.sponsors.sides:
        if side.named is False:
            clause = f"{name} has no executive sponsor at {side.firm}"
            yield _Trouble(rank=0, clause=clause, state="no sponsor", standing=Standing.ACT)
    for side in alliance.sponsors.sides:
        if side.named is None:
            clause = f"nobody can tell who sponsors {name} at {side.firm}, because roles are not on record"
            yield _Trouble(rank=7, clause=clause, state="not on record", standing=Standing.NOT_MEASURED)


def _idle(alliance: AllianceReview, name: str, day: date) -> Iterator[_Trouble]:
    idle = [side for side in alliance.sponsors.sides if side.active is False]
    if idle and len(idle) == len(alliance.sponsors.sides):
        last = max((side.last_touchpoint for side in idle if side.last_touchpoint), default=None)
        since = f"met the partner for {words.plural((day - last).days, 'day')}" if last else "met the partner on record"
        clause = f"no sponsor of {name} has {since}"
        yield _Trouble(rank=1, clause=clause, state="no live tie", standing=Standing.ACT)
    elif idle:
        where = "on our side" if idle[0].own else f"at {idle[0].firm}"
        clause = f"{name}’s sponsor {where} {_not_met(idle[0].last_touchpoint, day)}"
        yield _Trouble(rank=2, clause=clause, state="one side idle", standing=Standing.WATCH)
    elif any(side.active is None for side in alliance.sponsors.sides):
        clause = f"nobody can tell whether the sponsors of {name} met, because meetings are not on record"
        yield _Trouble(rank=7, clause=clause, state="meetings not on record", standing=Standing.NOT_MEASURED)


def _not_met(last: date | None, day: date) -> str:
    if last is None:
        return "has no meeting with the partner on record"
    return f"has not met the partner for {words.plural((day - last).days, 'day')}"


def _leaving(alliance: AllianceReview, name: str) -> Iterator[_Trouble]:
    for side in alliance.sponsors.sides:
        if side.leaving is not None and not side.successor:
            where = "on our side" if side.own else f"at {side.firm}"
            clause = f"the sponsor of {name} {where} leaves on {words.day(side.leaving)}, and nobody is named to follow"
            yield _Trouble(rank=3, clause=clause, state="leaves, no successor", standing=Standing.WATCH)


def _unseen(alliance: AllianceReview, name: str, audit: AuditView | None) -> Iterator[_Trouble]:
    """Meetings are on record, and yet the people do not see their sponsor: two facts, one sentence."""
    if audit is None:
        return
    seen = [(side, audit.score("sponsor_visibility", side.organisation)) for side in alliance.sponsors.sides]
    low = [(side, score) for side, score in seen if words.band_of(score) is Band.RED]
    apart = audit.score("counterpart_coverage", "senior")
    no_tie = apart is not None and apart.value == 0
    if not low and not no_tie:
        return
    points = words.listed([words.value_of(score) for _, score in low])
    both = len(low) == len(alliance.sponsors.sides)
    who = "the people of neither side see" if both else "the people of one side do not see"
    facts = [f"{who} their sponsor ({points} of 100)"] if low else []
    facts += ["their answers join no senior people of the two firms"] if no_tie else []
    clause = f"{name}’s people do not see theirs" if low else f"no answer joins {name}’s senior people"
    yield _Trouble(
        rank=6 - 2 * no_tie - len(low) / len(seen),
        clause=clause,
        state="meetings, but not seen" if low else "meetings, but no tie",
        standing=Standing.WATCH,
        note=f"{name}: meetings are on record, but {words.listed(facts)}.",
    )


def _row(alliance: AllianceReview, trouble: _Trouble | None, audit: AuditView | None, day: date) -> MatrixRow:
    return MatrixRow(
        name=words.short(alliance.name),
        target=("alliance", alliance.id, alliance.last_wave) if alliance.last_wave else (),
        standing=trouble.standing if trouble else Standing.ON_TRACK,
        state=trouble.state if trouble else "active",
        sides=tuple(_side(side, audit, day) for side in alliance.sponsors.sides),
    )


def _side(side: SponsorSide, audit: AuditView | None, day: date) -> SideCell:
    seen = audit.score("sponsor_visibility", side.organisation) if audit else None
    band = words.band_of(seen)
    window = side.window_days or 0
    days = None if side.last_touchpoint is None else (day - side.last_touchpoint).days
    return SideCell(
        title=side.person or ("no sponsor named" if side.named is False else "not on record"),
        bar=None if days is None else max(3, min(BAR, round(BAR * days / (2 * window)))) if window else None,
        line=BAR // 2,
        aloud="no meeting on record" if days is None else f"{days} of {window} days",
        tone=Standing.NOT_MEASURED.value if side.active is None else "on-track" if side.active else "act",
        since="no meeting on record" if days is None else words.plural(days, "day"),
        next=_next(side),
        leaving=_follows(side, side.leaving) if side.leaving else "",
        seen=words.number(seen.value, words.unit_of(seen.metric))
        if seen is not None and seen.value is not None
        else "",
        seen_tone=band.value if band else "",
    )


def _next(side: SponsorSide) -> str:
    if side.next_meeting:
        return f"next: {_short_day(side.next_meeting)}"
    if side.plan:
        return f"plan: {_short_day(side.plan)}{'' if side.plan_current else ', too old'}"
    return "no plan, no next meeting" if side.named else ""


def _short_day(when: date) -> str:
    """A day of this or next year, without the year: the table tells it in full."""
    return words.day(when).rpartition(" ")[0]


def _follows(side: SponsorSide, leaving: date) -> str:
    return f"leaves {words.day(leaving)}, " + ("successor named" if side.successor else "no successor")


def _tiles(view: ReviewView, required: Sequence[AllianceReview]) -> Iterator[SponsorTile]:
    sides = [(alliance, side) for alliance in required for side in alliance.sponsors.sides]
    named = [pair for pair in sides if pair[1].named]
    without = [f"{words.short(one.name)}, {side.firm}" for one, side in sides if not side.named]
    yield SponsorTile(
        what="Sponsors named",
        count=len(named),
        total=len(sides),
        standing=Standing.ACT if without else Standing.ON_TRACK,
        behind=f"missing: {words.listed(without[:SHOWN])}"
        if without
        else f"both sides of {words.plural(len(required), 'alliance')}",
    )
    late = [(one, side) for one, side in sides if not side.active]
    oldest = min(late, key=lambda pair: pair[1].last_touchpoint or date.min, default=None)
    yield SponsorTile(
        what="Met the partner’s seniors in time",
        count=len(sides) - len(late),
        total=len(sides),
        standing=Standing.WATCH if late else Standing.ON_TRACK,
        behind=_last_met(*oldest) if oldest else "within the window of each tier",
    )
    loads = view.review.sponsors.loads
    over = [load for load in loads if load.state == "breach"]
    yield SponsorTile(
        what="Executives over their limit",
        count=len(over),
        total=len(loads),
        standing=Standing.ACT if over else Standing.ON_TRACK,
        behind=f"{over[0].name} carries {words.counted(len(over[0].alliances))}" if over else "nobody carries too many",
    )


def _last_met(alliance: AllianceReview, side: SponsorSide) -> str:
    where = "our side" if side.own else side.firm
    last = words.day(side.last_touchpoint) if side.last_touchpoint else "no meeting on record"
    return f"{words.short(alliance.name)}, {where}: {last}"


def _aside(others: Sequence[AllianceReview]) -> str:
    if not others:
        return ""
    names = words.listed([words.short(other.name) for other in others[:8]])
    more = f" and {len(others) - 8} more" if len(others) > 8 else ""
    return f"No sponsor is asked for in the tier of {names}{more}."


def table(view: ReviewView, audits: Sequence[AuditView]) -> Table:
    """The same as the picture, one row per side."""
    known = {audit.alliance.id: audit for audit in audits}
    return Table(
        name="sponsors",
        caption="Sponsors of both sides",
        columns=(
            Column(key="alliance", title="Alliance"),
            Column(key="tier", title="Tier", is_number=True),
            Column(key="firm", title="Firm"),
            Column(key="sponsor", title="Sponsor"),
            Column(key="last", title="Last meeting", width="nowrap"),
            Column(key="days", title=f"Days up to {view.review.as_of.isoformat()}", is_number=True),
            Column(key="window", title="Window, days", is_number=True),
            Column(key="next", title="Next, or plan"),
            Column(key="seen", title="Seen by the people, 0-100", is_number=True),
        ),
        rows=tuple(
            _table_row(alliance, side, known.get(alliance.id), view.review.as_of)
            for alliance in view.review.alliances
            for side in alliance.sponsors.sides
        ),
        empty="No alliance on the register.",
    )


def _table_row(alliance: AllianceReview, side: SponsorSide, audit: AuditView | None, day: date) -> Row:
    cell = _side(side, audit, day)
    last = side.last_touchpoint
    return (
        Cell(
            text=words.short(alliance.name),
            target=("alliance", alliance.id, alliance.last_wave) if alliance.last_wave else (),
        ),
        Cell(text=str(alliance.tier.in_force or words.NONE), order=float(alliance.tier.in_force or 9)),
        Cell(text=side.firm),
        Cell(text=cell.title, detail=cell.leaving),
        Cell(text=last.isoformat() if last else "not on record", tone="" if last else "withheld"),
        Cell(text=str((day - last).days), order=float((day - last).days))
        if last
        else Cell(text=words.NONE, tone="withheld"),
        Cell(text=str(side.window_days or words.NONE), order=float(side.window_days or 0)),
        Cell(text=cell.next),
        Cell(text=cell.seen, order=float(cell.seen), tone=cell.seen_tone)
        if cell.seen
        else Cell(text=words.NONE, tone="withheld"),
    )
