"""What each executive carries, drawn with the limit as a line and who has room."""

from collections.abc import Iterator
from dataclasses import dataclass

from alliancenet.language import marked, say
from alliancenet.model.sponsors import HandOver, SponsorCoverage
from alliancenet.privacy import ReviewView
from alliancenet.report import words

WIDTH, ROW, LEFT, ROOM, GAP = 940, 30, 190, 440, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One alliance an executive carries; `is_offered` when it is among those to hand over."""

    x: float
    width: float
    title: str
    aloud: str
    tier: int
    is_offered: bool
    target: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadRow:
    """One executive."""

    y: int
    name: str
    blocks: tuple[Block, ...]
    note: str
    is_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadPicture:
    """All executives.

    Parameters
    ----------
    lines : places and words of the lines behind the last alliance that is no heavy load, and the last within the
        limit; none where the review does not say them.
    """

    rows: tuple[LoadRow, ...]
    lines: tuple[tuple[float, str, str], ...]
    height: int
    note_x: float


def picture(view: ReviewView) -> LoadPicture | None:
    """One bar per executive of the own firm; None where nobody sponsors."""
    coverage = view.review.sponsors
    if not coverage.loads:
        return None
    longest = max((coverage.most or 0) + 1, *(len(load.alliances) for load in coverage.loads))
    width = ROOM / longest
    lines = (
        ("heavy", coverage.heavy, marked("heavy: more than {count}")),
        ("limit-most", coverage.most, marked("our limit: {count}")),
    )
    return LoadPicture(
        rows=tuple(_rows(view, width)),
        lines=tuple(
            (round(LEFT + count * width - GAP / 2, 1), name, say(text, count=words.counted(count)))
            for name, count, text in lines
            if count
        ),
        height=len(coverage.loads) * ROW + 22,
        note_x=LEFT + ROOM + 12,
    )


def _rows(view: ReviewView, width: float) -> Iterator[LoadRow]:
    coverage = view.review.sponsors
    known = {alliance.id: alliance for alliance in view.review.alliances}
    for position, load in enumerate(coverage.loads):
        offered = _offered(coverage, position)
        ranked = sorted(
            load.alliances,
            key=lambda name: (name in offered, known[name].tier.in_force or 9, known[name].name),
        )
        yield LoadRow(
            y=position * ROW,
            name=load.name,
            note=_note(view, position),
            is_over=load.state == "breach",
            blocks=tuple(
                Block(
                    x=LEFT + place * width,
                    width=width - GAP,
                    title=words.short(known[name].name)[: max(3, int(width / 7.5))],
                    aloud=say("{name}, tier {tier}", name=words.short(known[name].name), tier=known[name].tier.in_force)
                    if known[name].tier.in_force
                    else say("{name}, tier not given", name=words.short(known[name].name)),
                    tier=known[name].tier.in_force or 3,
                    is_offered=name in offered,
                    target=("alliance", name, known[name].last_wave) if known[name].last_wave else (),
                )
                for place, name in enumerate(ranked)
            ),
        )


def _offered(coverage: SponsorCoverage, position: int) -> frozenset[str]:
    """Alliances this executive could hand over, as the sentence above the picture says."""
    return frozenset(name for over in coverage.hand_overs if over.person == position for name in over.alliances)


def _note(view: ReviewView, position: int) -> str:
    """What could be handed over, or how much room there is."""
    coverage = view.review.sponsors
    hand_over = next((over for over in coverage.hand_overs if over.person == position), None)
    if hand_over is None:
        return _room(coverage, position)
    known = {alliance.id: words.short(alliance.name) for alliance in view.review.alliances}
    names = say(" or ").join(known[name] for name in hand_over.alliances)
    return say("{count} too many: hand over {names}", count=words.counted(hand_over.count), names=names)


def _room(coverage: SponsorCoverage, position: int) -> str:
    """How many more before the load is heavy."""
    load = len(coverage.loads[position].alliances)
    room = (coverage.heavy or 0) - load
    if room <= 0:
        if coverage.heavy is None:
            return ""
        return say("a heavy load") if room < 0 else say("one more would be heavy")
    return say("room for {count} before it is heavy", count=words.counted(room))


def sentences(view: ReviewView) -> tuple[str, ...]:
    """Who could hand over what to whom, one sentence for each executive with too many."""
    coverage = view.review.sponsors
    known = {alliance.id: words.short(alliance.name) for alliance in view.review.alliances}
    told = []
    for over in coverage.hand_overs:
        which = say(" or ").join(known[name] for name in over.alliances)
        person, load = coverage.loads[over.person].name, len(coverage.loads[over.person].alliances)
        start = say(
            "{person} carries {load}, {more} more than our limit: hand over {which}.",
            person=person,
            load=words.counted(load),
            more=words.counted(over.count),
            which=which,
        )
        told.append(f"{start} {_who_has_room(over, coverage)}")
    return tuple(told)


def _who_has_room(over: HandOver, coverage: SponsorCoverage) -> str:
    if not over.to:
        return say("No colleague on record has room.")
    colleague = words.capital(coverage.loads[over.to[0]].name)
    if over.knows:
        return say("{colleague} has room and has met the partner.", colleague=colleague)
    return say("{colleague} has room.", colleague=colleague)
