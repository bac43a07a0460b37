"""What is due: audits, meetings of sponsors, open steps, actions and ends of contracts; and as a calendar file."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

from alliancenet.language import say
from alliancenet.model.action import Action, ActionState
from alliancenet.model.sponsors import SponsorSide
from alliancenet.privacy import AuditView, ReviewView
from alliancenet.report import words

MONTHS_AHEAD = 6
_DUE = re.compile(r"^(?P<what>.*?) \((?:(?P<owner>[^()]*), )?due (?P<day>\d{4}-\d\d-\d\d)\)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One thing with its day.

    Parameters
    ----------
    target : page it leads to, empty for none.
    """

    day: date
    name: str
    what: str
    target: tuple[str, ...] = ()
    owner: str = ""

    def is_late(self, today: date) -> bool:
        """Its day has passed."""
        return self.day < today

    @property
    def text(self) -> str:
        """Return "Harbor: sponsors meet"."""
        return words.under_name(self.name, self.what) if self.name else self.what


def due(
    views: Sequence[AuditView], review: ReviewView | None, actions: Iterable[Action], today: date
) -> tuple[Due, ...]:
    """Everything late or due within six months, the earliest first.

    Parameters
    ----------
    views : every audit of every alliance the reader may see.
    """
    targets = {view.alliance.id: ("alliance", view.alliance.id, view.wave.id) for view in views}
    names = {view.alliance.id: words.short(view.alliance.name) for view in views}
    found = [*_audits(views), *_of_actions(actions, names, targets), *_of_review(review, targets, today)]
    last = today + timedelta(days=30 * MONTHS_AHEAD)
    kept = dict.fromkeys(sorted((due for due in found if due.day <= last), key=lambda one: (one.day, one.text)))
    return tuple(kept)


def _audits(views: Sequence[AuditView]) -> Iterator[Due]:
    """The next audit of each alliance, if the pace of the last two is kept; those of one day together."""
    closes: dict[str, list[AuditView]] = {}
    for view in views:
        if view.wave.closes:
            closes.setdefault(view.alliance.id, []).append(view)
    by_day: dict[date, list[AuditView]] = {}
    for several in closes.values():
        days = sorted({view.wave.closes for view in several if view.wave.closes})
        if len(days) > 1:
            newest = max(several, key=lambda view: str(view.wave.closes))
            by_day.setdefault(days[-1] + (days[-1] - days[-2]), []).append(newest)
    for day, several in by_day.items():
        if len(several) == 1:
            view = several[0]
            target = ("alliance", view.alliance.id, view.wave.id)
            yield Due(
                day=day,
                name=words.short(view.alliance.name),
                what=say("next audit, if the pace is kept"),
                target=target,
            )
        else:
            yield Due(
                day=day,
                name="",
                what=say("next audit of {count} alliances, if the pace is kept", count=words.counted(len(several))),
            )


def _of_actions(
    actions: Iterable[Action], names: Mapping[str, str], targets: Mapping[str, tuple[str, ...]]
) -> Iterator[Due]:
    for action in actions:
        if not action.state.is_closed and action.state is not ActionState.LATER:
            yield Due(
                day=action.due,
                name=""
                if action.title.startswith(names.get(action.alliance, "\0"))
                else names.get(action.alliance, ""),
                what=action.title,
                target=targets.get(action.alliance, ()),
                owner=action.owner,
            )


def _of_review(found: ReviewView | None, targets: Mapping[str, tuple[str, ...]], today: date) -> Iterator[Due]:
    if found is None:
        return
    for alliance in found.review.alliances:
        name, target = words.short(alliance.name), targets.get(alliance.id, ())
        if alliance.agreement_end:
            yield Due(day=alliance.agreement_end, name=name, what=say("the contract ends"), target=target)
        for checklist in alliance.checklists:
            for item in checklist.open_items:
                if told := _DUE.match(item):
                    yield Due(
                        day=date.fromisoformat(told["day"]),
                        name=name,
                        what=told["what"],
                        target=target,
                        owner=told["owner"] or "",
                    )
        if alliance.sponsors.required:
            for day, what in _meetings(alliance.sponsors.sides, found.review.as_of, today):
                yield Due(day=day, name=name, what=what, target=target)


def _meetings(sides: Sequence[SponsorSide], as_of: date, today: date) -> Iterator[tuple[date, str]]:
    """The meeting of sponsors that is overdue, planned, or due by the window of the tier; one for an alliance.

    Of a day between the newest record and today nobody knows whether they met: it is no late one.
    """
    idle = [side for side in sides if side.active is False]
    planned = [side.next_meeting for side in sides if side.next_meeting and side.next_meeting >= today]
    last = [side.last_touchpoint for side in sides if side.last_touchpoint]
    if idle:
        side = idle[0]
        if side.last_touchpoint is None:
            yield as_of, say("sponsors meet (no meeting on record)")
        else:
            due = side.last_touchpoint + timedelta(days=side.window_days or 0)
            yield due, say("sponsors meet (last on {day})", day=words.day(side.last_touchpoint))
    elif planned:
        yield min(planned), say("sponsors meet, as planned")
    elif last and sides[0].window_days:
        due = min(last) + timedelta(days=sides[0].window_days)
        if due >= today:
            yield due, say("sponsors meet again")


def to_calendar(found: Iterable[Due], made: date) -> bytes:
    """RFC 5545 calendar with one all-day event for each thing due; the same things give the same bytes."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//alliancenet//due//EN")
    calendar.add("version", "2.0")
    for due in found:
        event = Event()
        event.add("uid", f"{sha256(f'{due.day}{due.text}'.encode()).hexdigest()[:32]}@alliancenet")
        event.add("dtstamp", datetime.combine(made, time(), UTC))
        event.add("dtstart", due.day)
        event.add("dtend", due.day + timedelta(days=1))
        event.add("summary", due.text)
        if due.owner:
            event.add("description", f"Owner: {due.owner}")
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content
