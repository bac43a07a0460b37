"""Who met whom in a negotiation, and which ties it left (S28)."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from alliancenet.execution.records import Seat
from alliancenet.model.catalogue import CARDS
from alliancenet.model.execution import NegotiatedSession, Negotiation
from alliancenet.model.score import Score, State, Subject, SubjectKind
from alliancenet.model.settings import Settings

Pair = tuple[str, str]
BY_ATTENDANCE = "who met whom is taken from who was there"


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstWave:
    """The first wave after a signature: `in_touch` says of a pair yes, no, or None for unknown."""

    id: str
    in_touch: Callable[[str, str], bool | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Session:
    day: date
    seats: tuple[Seat, ...]
    pairs: frozenset[Pair] | None
    by_attendance: bool


def negotiations_of(
    seats: Sequence[Seat], first_wave: Callable[[str, date], FirstWave | None], settings: Settings, as_of: date
) -> tuple[Negotiation, ...]:
    """Every negotiation with its sessions up to a day.

    Parameters
    ----------
    first_wave : the first wave of an alliance that closed after a day, or None.
    """
    found: dict[str, list[Seat]] = {}
    for seat in seats:
        if seat.day <= as_of:
            found.setdefault(seat.negotiation, []).append(seat)
    return tuple(_negotiation(name, rows, first_wave, settings) for name, rows in found.items())


def _negotiation(
    name: str, seats: Sequence[Seat], first_wave: Callable[[str, date], FirstWave | None], settings: Settings
) -> Negotiation:
    sessions = [_session(day, seats, settings) for day in sorted({seat.day for seat in seats})]
    functions = {seat.person: seat.function for seat in seats}
    firms = {seat.person: seat.firm for seat in seats}
    signed = next((seat.signed_on for seat in seats if seat.signed_on), None)
    alliance = next((seat.alliance for seat in seats if seat.alliance), "")
    formed = _formed(sessions, functions, signed, settings)
    wave = first_wave(alliance, signed) if signed and alliance else None
    pairs = tuple((a, b, wave.in_touch(a, b) if wave else None) for a, b in formed)
    known = [touched for _, _, touched in pairs if touched is not None]
    labels = []
    if any(session.by_attendance for session in sessions):
        labels.append(f"{BY_ATTENDANCE}, in sessions of at most {settings.whole('negotiation.attendance')} people")
    if unknown := sum(session.pairs is None for session in sessions):
        labels.append(f"who met whom is not on record for {unknown} of {len(sessions)} sessions")
    if len(set(firms.values())) < 2:
        labels.append("one firm alone is on record")
    return Negotiation(
        id=name,
        alliance=alliance,
        signed_on=signed,
        sessions=tuple(_told(session) for session in sessions),
        scores=tuple(_scores(name, sessions, settings)),
        formed=len(formed),
        carried=sum(known) if wave and (known or not formed) else None,
        not_asked=len(pairs) - len(known) if wave else 0,
        wave=wave.id if wave else "",
        pairs=pairs,
        labels=tuple(labels),
    )


def _session(day: date, seats: Sequence[Seat], settings: Settings) -> _Session:
    there = tuple(seat for seat in seats if seat.day == day)
    firms = {seat.person: seat.firm for seat in there}
    if any(seat.met is not None for seat in there):
        met = {_pair(seat.person, other) for seat in there for other in seat.met or ()}
        across = frozenset(pair for pair in met if firms[pair[0]] != firms[pair[1]])
        return _Session(day=day, seats=there, pairs=across, by_attendance=False)
    if len(there) > settings.whole("negotiation.attendance"):
        return _Session(day=day, seats=there, pairs=None, by_attendance=False)
    everybody = combinations(sorted(firms), 2)
    across = frozenset(pair for pair in everybody if firms[pair[0]] != firms[pair[1]])
    return _Session(day=day, seats=there, pairs=across, by_attendance=True)


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


def _told(session: _Session) -> NegotiatedSession:
    leads = [seat for seat in session.seats if seat.leads]
    return NegotiatedSession(
        day=session.day,
        people=len(session.seats),
        encounters=None if session.pairs is None else len(session.pairs),
        matched=None if session.pairs is None else _matched(session),
        by_attendance=session.by_attendance,
        unpaired=_unpaired(session),
        led_by=", ".join(sorted({seat.function for seat in leads})),
    )


def _functions(session: _Session) -> Mapping[str, str]:
    return {seat.person: seat.function for seat in session.seats}


def _matched(session: _Session) -> int:
    functions = _functions(session)
    return sum(functions[a] == functions[b] for a, b in session.pairs or ())


def _unpaired(session: _Session) -> tuple[str, ...]:
    """Functions that one firm alone brought."""
    firms = Counter(function for function, _ in {(seat.function, seat.firm) for seat in session.seats})
    return tuple(sorted(function for function, count in firms.items() if count < 2))


def _formed(
    sessions: Iterable[_Session], functions: Mapping[str, str], signed: date | None, settings: Settings
) -> list[Pair]:
    """Manager pairs of two firms that met in enough sessions by the signature."""
    met = Counter(
        pair
        for session in sessions
        if signed is None or session.day <= signed
        for pair in session.pairs or ()
        if functions[pair[0]] == functions[pair[1]] == "manager"
    )
    return sorted(pair for pair, count in met.items() if count >= settings.whole("negotiation.tie"))


def _scores(name: str, sessions: Sequence[_Session], settings: Settings) -> Iterator[Score]:
    known = [session for session in sessions if session.pairs is not None]
    all_pairs = [pair for session in known for pair in session.pairs or ()]
    kinds = [
        {_functions(session)[pair[0]], _functions(session)[pair[1]]}
        for session in known
        for pair in session.pairs or ()
    ]
    managers, lawyers = kinds.count({"manager"}), kinds.count({"lawyer"})
    led = [session for session in sessions if any(seat.leads for seat in session.seats)]
    by_lawyers = [session for session in led if any(seat.leads and seat.function == "lawyer" for seat in session.seats)]
    paired = [session for session in sessions if not _unpaired(session)]
    label = BY_ATTENDANCE if any(session.by_attendance for session in known) else ""
    count = len(sessions)
    yield _share(name, "role_match", sum(map(_matched, known)), len(all_pairs), count, "encounters", settings, label)
    yield _share(name, "paired_sessions", len(paired), count, count, "sessions", settings)
    yield _share(name, "led_by_others_than_lawyers", len(led) - len(by_lawyers), len(led), count, "sessions", settings)
    yield _share(name, "managers_over_lawyers", managers, managers + lawyers, count, "encounters", settings, label)


def _share(
    name: str, part: str, count: int, of: int, sessions: int, what: str, settings: Settings, label: str = ""
) -> Score:
    least = settings.whole("negotiation.sessions")
    metric, subject = f"negotiation.{part}", Subject(kind=SubjectKind.ALLIANCE, id=name)
    unit = CARDS["negotiation"].says
    reason = f"{sessions} sessions; {least} are needed" if sessions < least else f"no {what} to count" if not of else ""
    if reason:
        return Score(
            metric=metric,
            subject=subject,
            value=None,
            unit=unit,
            n=of,
            state=State.NOT_ENOUGH_EVIDENCE,
            reason=reason,
            label=label,
        )
    # all encounters of the record are counted: nothing is drawn from anything, so a share is exact
    return Score(
        metric=metric, subject=subject, value=count / of, unit=unit, n=of, interval=(count / of,) * 2, label=label
    )
