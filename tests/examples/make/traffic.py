"""Mails, meetings and chat that planted working relationships leave behind: metadata only."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp
from random import Random

from opinions import normal
from people import Actor
from plans import Plan
from ties import CLOSE, LOOSE, Pair, Truth

FIRST, LAST = datetime(2025, 11, 3), datetime(2026, 4, 25)
TURN = (8, 21)  # weeks within which what differs between the waves changes
PER_WEEK = {1: 0.1, 2: 0.28, 3: 0.55, 4: 1.5, 5: 3.4}  # contacts a week, each way, by step of NET1


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A mail or chat message; `number` tells it from every other."""

    time: datetime
    sender: int
    recipients: tuple[int, ...]
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A meeting of two that comes back every week, from the first to the last day."""

    pair: Pair
    first: datetime
    last: datetime
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """What the systems of both firms recorded."""

    mails: Sequence[Message]
    chats: Sequence[Message]
    meetings: Sequence[Series]


def traffic(plan: Plan, actors: Sequence[Actor], waves: Sequence[Mapping[Pair, Truth]]) -> Traffic:
    """Everything recorded about an alliance between the first and the last day."""
    rng = Random(f"traffic/{plan.id}")
    weeks = int((LAST - FIRST).days / 7) + 1
    mails: list[Message] = []
    chats: list[Message] = []
    meetings: list[Series] = []
    for pair in sorted(set().union(*waves)):
        spans = _spans(pair, waves, weeks, rng)
        speaks = 0.12 if rng.random() < 0.15 else exp(0.25 * normal(rng))  # some pairs share a corridor
        meets = "calendar" in plan.logs and rng.random() < 0.5
        for truth, first, last in spans:
            meet = meets and truth.kind != LOOSE and last - first >= 4
            if meet:
                meetings.append(_series(pair, truth, first, last, len(meetings)))
            rate = PER_WEEK[truth.frequency] * speaks * (0.6 if meet else 1)
            chat = 0.4 if truth.kind == CLOSE and "slack" in plan.logs else 0
            for ends in (pair, (pair[1], pair[0])):
                mails += _messages(ends, rate * (1 - chat), first, last, rng)
                chats += _messages(ends, rate * chat, first, last, rng)
    mails += _announcements(actors, weeks, rng)
    return Traffic(mails=_numbered(mails), chats=_numbered(chats), meetings=meetings)


def _spans(pair: Pair, waves: Sequence[Mapping[Pair, Truth]], weeks: int, rng: Random) -> list[tuple[Truth, int, int]]:
    """What held in which weeks; what differs between two waves changes in some week between them."""
    turn = TURN[0] + int(rng.random() * (TURN[1] - TURN[0]))
    before, after = waves[0].get(pair), waves[-1].get(pair)
    if before == after or len(waves) == 1:
        return [(after, 0, weeks)] if after else []
    spans = [(before, 0, turn), (after, turn, weeks)]
    return [(truth, first, last) for truth, first, last in spans if truth is not None]


def _messages(ends: tuple[int, int], rate: float, first: int, last: int, rng: Random) -> Iterator[Message]:
    for week in range(first, last):
        for _ in range(_poisson(rate, rng)):
            time = _moment(week, rng)
            if time < LAST:
                yield Message(time=time, sender=ends[0], recipients=(ends[1],), number=0)


def _poisson(rate: float, rng: Random) -> int:
    left, count = exp(-rate), 0
    drawn = rng.random()
    while drawn > left:
        drawn *= rng.random()
        count += 1
    return count


def _moment(week: int, rng: Random) -> datetime:
    """A working hour in UTC, now and then late in the evening."""
    hour = 19 + rng.random() * 2 if rng.random() < 0.06 else 7.5 + rng.random() * 9
    day = FIRST + timedelta(days=7 * week + int(rng.random() * 5))
    return day + timedelta(seconds=int(hour * 3600))


def _series(pair: Pair, truth: Truth, first: int, last: int, number: int) -> Series:
    start = FIRST + timedelta(days=7 * first + number % 5, hours=8 + number % 7)
    return Series(
        pair=pair,
        first=start,
        last=min(start + timedelta(days=7 * (last - first - 1)), LAST),
        minutes=60 if truth.frequency == 5 else 30,
    )


def _announcements(actors: Sequence[Actor], weeks: int, rng: Random) -> Iterator[Message]:
    """A monthly mail of the alliance manager to everybody: no contact, and not counted as one."""
    sender = next(place for place, actor in enumerate(actors) if "alliance_manager" in actor.roles)
    everybody = tuple(place for place in range(len(actors)) if place != sender)
    for week in range(1, weeks, 4):
        yield Message(time=_moment(week, rng), sender=sender, recipients=everybody, number=0)


def _numbered(messages: list[Message]) -> list[Message]:
    in_order = sorted(messages, key=lambda one: (one.time, one.sender, one.recipients))
    return [
        Message(time=one.time, sender=one.sender, recipients=one.recipients, number=number)
        for number, one in enumerate(in_order, start=1)
    ]
