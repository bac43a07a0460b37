"""Sponsors at one look: who sponsors what, when they last met, how visible they are, and who carries too many."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from alliancenet.language import digits, say, say_n
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
    seen, points : how visible the people of this side find the sponsor, 0-100, or "" and None.
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
    points: float | None
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
        return say("No alliance is in a tier that asks for executive sponsors.")
    sides = [side for alliance in required for side in alliance.sponsors.sides]
    if not troubles and all(side.named for side in sides):
        return say("Every alliance that needs sponsors has them, and all met the partner in time.")
    if not troubles:
        return say("No sponsor is known to be missing, and all met the partner in time.")
    told = words.listed([trouble.clause for trouble in troubles[:SHOWN]])
    more = len(troubles) - SHOWN
    if more <= 0:
        return words.sentence(told)
    rest = say_n("{n} more needs a look", "{n} more need a look", more, n=words.counted(more))
    return f"{words.sentence(told)} {words.sentence(rest)}"


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
            clause = say("{name} has no executive sponsor at {firm}", name=name, firm=side.firm)
            yield _Trouble(rank=0, clause=clause, state=say("no sponsor"), standing=Standing.ACT)
    for side in alliance.sponsors.sides:
        if side.named is None:
            clause = say(
                "nobody can tell who sponsors {name} at {firm}, because roles are not on record",
                name=name,
                firm=side.firm,
            )
            yield _Trouble(rank=7, clause=clause, state=say("not on record"), standing=Standing.NOT_MEASURED)


def _idle(alliance: AllianceReview, name: str, day: date) -> Iterator[_Trouble]:
    idle = [side for side in alliance.sponsors.sides if side.active is False]
    if idle and len(idle) == len(alliance.sponsors.sides):
        last = max((side.last_touchpoint for side in idle if side.last_touchpoint), default=None)
        clause = (
            say_n(
                "no sponsor of {name} has met the partner for {n} day",
                "no sponsor of {name} has met the partner for {n} days",
                (day - last).days,
                name=name,
                n=digits(f"{(day - last).days:,}"),
            )
            if last
            else say("no sponsor of {name} has met the partner on record", name=name)
        )
        yield _Trouble(rank=1, clause=clause, state=say("no live tie"), standing=Standing.ACT)
    elif idle:
        clause = _not_met(name, _where(idle[0]), idle[0].last_touchpoint, day)
        yield _Trouble(rank=2, clause=clause, state=say("one side idle"), standing=Standing.WATCH)
    elif any(side.active is None for side in alliance.sponsors.sides):
        clause = say(
            "nobody can tell whether the sponsors of {name} met, because meetings are not on record", name=name
        )
        yield _Trouble(rank=7, clause=clause, state=say("meetings not on record"), standing=Standing.NOT_MEASURED)


def _where(side: SponsorSide) -> str:
    return say("on our side") if side.own else say("at {firm}", firm=side.firm)


def _not_met(name: str, where: str, last: date | None, day: date) -> str:
    if last is None:
        return say("{name}’s sponsor {where} has no meeting with the partner on record", name=name, where=where)
    return say_n(
        "{name}’s sponsor {where} has not met the partner for {n} day",
        "{name}’s sponsor {where} has not met the partner for {n} days",
        (day - last).days,
        name=name,
        where=where,
        n=digits(f"{(day - last).days:,}"),
    )


def _leaving(alliance: AllianceReview, name: str) -> Iterator[_Trouble]:
    for side in alliance.sponsors.sides:
        if side.leaving is not None and not side.successor:
            clause = say(
                "the sponsor of {name} {where} leaves on {day}, and nobody is named to follow",
                name=name,
                where=_where(side),
                day=words.day(side.leaving),
            )
            yield _Trouble(rank=3, clause=clause, state=say("leaves, no successor"), standing=Standing.WATCH)


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
    unseen = (
        say("the people of neither side see their sponsor ({points} of 100)", points=points)
        if both
        else say("the people of one side do not see their sponsor ({points} of 100)", points=points)
    )
    facts = [unseen] if low else []
    facts += [say("their answers join no senior people of the two firms")] if no_tie else []
    clause = (
        say("{name}’s people do not see theirs", name=name)
        if low
        else say("no answer joins {name}’s senior people", name=name)
    )
    yield _Trouble(
        rank=6 - 2 * no_tie - len(low) / len(seen),
        clause=clause,
        state=say("meetings, but not seen") if low else say("meetings, but no tie"),
        standing=Standing.WATCH,
        note=say("{name}: meetings are on record, but {facts}.", name=name, facts=words.listed(facts)),
    )


def _row(alliance: AllianceReview, trouble: _Trouble | None, audit: AuditView | None, day: date) -> MatrixRow:
    return MatrixRow(
        name=words.short(alliance.name),
        target=("alliance", alliance.id, alliance.last_wave) if alliance.last_wave else (),
        standing=trouble.standing if trouble else Standing.ON_TRACK,
        state=trouble.state if trouble else say("active"),
        sides=tuple(_side(side, audit, day) for side in alliance.sponsors.sides),
    )


def _side(side: SponsorSide, audit: AuditView | None, day: date) -> SideCell:
    seen = audit.score("sponsor_visibility", side.organisation) if audit else None
    band = words.band_of(seen)
    window = side.window_days or 0
    days = None if side.last_touchpoint is None else (day - side.last_touchpoint).days
    return SideCell(
        title=side.person or (say("no sponsor named") if side.named is False else say("not on record")),
        bar=None if days is None else max(3, min(BAR, round(BAR * days / (2 * window)))) if window else None,
        line=BAR // 2,
        aloud=say("no meeting on record") if days is None else say("{days} of {window} days", days=days, window=window),
        tone=Standing.NOT_MEASURED.value if side.active is None else "on-track" if side.active else "act",
        since=say("no meeting on record") if days is None else words.plural(days, "day"),
        next=_next(side),
        leaving=_follows(side, side.leaving) if side.leaving else "",
        seen=words.number(seen.value, words.unit_of(seen.metric))
        if seen is not None and seen.value is not None
        else "",
        points=None if seen is None else seen.value,
        seen_tone=band.value if band else "",
    )


def _next(side: SponsorSide) -> str:
    if side.next_meeting:
        return say("next: {day}", day=_short_day(side.next_meeting))
    if side.plan:
        if side.plan_current:
            return say("plan: {day}", day=_short_day(side.plan))
        return say("plan: {day}, too old", day=_short_day(side.plan))
    return say("no plan, no next meeting") if side.named else ""


def _short_day(when: date) -> str:
    """A day of this or next year, without the year: the table tells it in full."""
    return words.day(when).rpartition(" ")[0]


def _follows(side: SponsorSide, leaving: date) -> str:
    if side.successor:
        return say("leaves {day}, successor named", day=words.day(leaving))
    return say("leaves {day}, no successor", day=words.day(leaving))


def _tiles(view: ReviewView, required: Sequence[AllianceReview]) -> Iterator[SponsorTile]:
    sides = [(alliance, side) for alliance in required for side in alliance.sponsors.sides]
    named = [pair for pair in sides if pair[1].named]
    without = [f"{words.short(one.name)}, {side.firm}" for one, side in sides if not side.named]
    yield SponsorTile(
        what=say("Sponsors named"),
        count=len(named),
        total=len(sides),
        standing=Standing.ACT if without else Standing.ON_TRACK,
        behind=say("missing: {names}", names=words.listed(without[:SHOWN]))
        if without
        else say("both sides of {alliances}", alliances=words.plural(len(required), "alliance")),
    )
    late = [(one, side) for one, side in sides if not side.active]
    oldest = min(late, key=lambda pair: pair[1].last_touchpoint or date.min, default=None)
    yield SponsorTile(
        what=say("Met the partner’s seniors in time"),
        count=len(sides) - len(late),
        total=len(sides),
        standing=Standing.WATCH if late else Standing.ON_TRACK,
        behind=_last_met(*oldest) if oldest else say("within the window of each tier"),
    )
    loads = view.review.sponsors.loads
    over = [load for load in loads if load.state == "breach"]
    yield SponsorTile(
        what=say("Executives over their limit"),
        count=len(over),
        total=len(loads),
        standing=Standing.ACT if over else Standing.ON_TRACK,
        behind=say("{name} carries {count}", name=over[0].name, count=words.counted(len(over[0].alliances)))
        if over
        else say("nobody carries too many"),
    )


def _last_met(alliance: AllianceReview, side: SponsorSide) -> str:
    where = say("our side") if side.own else side.firm
    last = words.day(side.last_touchpoint) if side.last_touchpoint else say("no meeting on record")
    return f"{words.short(alliance.name)}, {where}: {last}"


def _aside(others: Sequence[AllianceReview]) -> str:
    if not others:
        return ""
    names = words.listed([words.short(other.name) for other in others[:8]])
    if len(others) > 8:
        names = say("{name} and {count} more", name=names, count=len(others) - 8)
    return say("No sponsor is asked for in the tier of {names}.", names=names)


def table(view: ReviewView, audits: Sequence[AuditView]) -> Table:
    """The same as the picture, one row per side."""
    known = {audit.alliance.id: audit for audit in audits}
    return Table(
        name="sponsors",
        caption=say("Sponsors of both sides"),
        columns=(
            Column(key="alliance", title=say("Alliance")),
            Column(key="tier", title=say("Tier"), is_number=True),
            Column(key="firm", title=say("Firm")),
            Column(key="sponsor", title=say("Sponsor")),
            Column(key="last", title=say("Last meeting"), width="nowrap"),
            Column(key="days", title=say("Days up to {day}", day=words.table_day(view.review.as_of)), is_number=True),
            Column(key="window", title=say("Window, days"), is_number=True),
            Column(key="next", title=say("Next, or plan")),
            Column(key="seen", title=say("Seen by the people, 0-100"), is_number=True),
        ),
        rows=tuple(
            _table_row(alliance, side, known.get(alliance.id), view.review.as_of)
            for alliance in view.review.alliances
            for side in alliance.sponsors.sides
        ),
        empty=say("No alliance on the register."),
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
        Cell(text=words.table_day(last), order=last.isoformat())
        if last
        else Cell(text=say("not on record"), tone="withheld"),
        Cell(text=str((day - last).days), order=float((day - last).days))
        if last
        else Cell(text=words.NONE, tone="withheld"),
        Cell(text=str(side.window_days or words.NONE), order=float(side.window_days or 0)),
        Cell(text=cell.next),
        Cell(text=cell.seen, order=cell.points, tone=cell.seen_tone)
        if cell.seen
        else Cell(text=words.NONE, tone="withheld"),
    )
