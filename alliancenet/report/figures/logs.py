"""What communication logs tell of the firms: contact month by month, and how fast they answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from alliancenet.language import marked, say
from alliancenet.model.catalogue import Unit
from alliancenet.model.score import Subject, SubjectKind
from alliancenet.model.wave import WHAT_LOGS_CANNOT_SHOW, LogMonth
from alliancenet.privacy import AuditView
from alliancenet.report import words
from alliancenet.report.cells import score_cell
from alliancenet.report.table import Cell, Column, Table

_PARTLY_COVERED = marked("The first and the last month may be covered in part, so a low last bar is not yet a fall.")
PACE = ("reply_hours", "after_hours")
PACE_NOTE = marked(
    "Of everybody of these firms on the rosters, never by person. Nights and weekends count "
    "as waiting; an answer given on the telephone is not seen. The intervals take each "
    "person for one independent answer."
)
WIDTH, HEIGHT, TOP, FOOT = 300, 130, 18, 18


def note() -> str:
    """What the months of logs cannot show."""
    return f"{say(WHAT_LOGS_CANNOT_SHOW)} {say(_PARTLY_COVERED)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogBar:
    """A month of a figure, in units of the picture.

    Parameters
    ----------
    text : the number as it is read; drawn where there is room.
    below : the bar hangs from the base line, as ties that fade do.
    """

    x: float
    y: float
    width: float
    height: float
    text: str
    below: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measure over the months."""

    title: str
    bars: tuple[LogBar, ...]
    months: tuple[tuple[float, str], ...]
    base: float
    width: int = WIDTH
    height: int = HEIGHT


def months(view: AuditView) -> Table:
    """One row per month, oldest first; empty when no logs were built or a firm is too small."""
    return Table(
        name="log_months",
        caption=say("Contact between the firms by month; volume: messages, shared among recipients, and meeting hours"),
        columns=(
            Column(key="month", title=say("Month"), width="nowrap"),
            Column(key="volume", title=say("Volume"), is_number=True),
            Column(key="alive", title=say("Pairs across in contact"), is_number=True),
            Column(key="share", title=say("of all pairs the logs can tell of"), is_number=True),
            Column(key="new", title=say("New"), is_number=True),
            Column(key="fading", title=say("Fading"), is_number=True),
        ),
        rows=tuple(_row(month) for month in view.log_trend),
        empty=say("No logs were built for this alliance."),
    )


def _row(month: LogMonth) -> tuple[Cell, ...]:
    return (
        Cell(text=_month(month), order=month.month),
        Cell(text=f"{month.volume:,.0f}", order=month.volume),
        Cell(text=str(month.alive), order=month.alive),
        _number(month.share_alive, Unit.SHARE),
        _number(month.new, Unit.PAIRS),
        _number(month.fading, Unit.PAIRS),
    )


def _number(value: float | None, unit: Unit) -> Cell:
    if value is None:
        return Cell(text=words.NONE, tone="withheld")
    text = f"{100 * value:.1f}\u00a0%" if unit is Unit.SHARE else words.number(value, unit)
    return Cell(text=text, order=value)


def _month(month: LogMonth) -> str:
    return f"{month.month // 100}-{month.month % 100:02d}"


def pace(view: AuditView) -> Table:
    """How fast and when firms and levels write to each other; empty when the logs do not tell."""
    scores = {(score.metric, score.subject): score for metric in PACE for score in view.family(metric)}
    subjects = dict.fromkeys(subject for _, subject in scores)
    kinds = [SubjectKind.PAIR, SubjectKind.FIRM, SubjectKind.LEVEL]
    return Table(
        name="log_pace",
        caption=say("Answers between the firms, from logs, in the wave's window"),
        columns=(
            Column(key="writer", title=say("Who answers, who writes")),
            Column(key="hours", title=say("Hours until the answer, median"), is_number=True),
            Column(key="after", title=say("Written after hours"), is_number=True),
        ),
        rows=tuple(
            (
                Cell(text=_writers(subject, view), order=float(position)),
                *(score_cell(scores.get((metric, subject))) for metric in PACE),
            )
            for position, subject in enumerate(sorted(subjects, key=lambda one: (kinds.index(one.kind), one.id)))
        ),
        empty=say("The logs hold no messages between the firms."),
    )


def _writers(subject: Subject, view: AuditView) -> str:
    names = [view.firm_name(part) for part in subject.id.split("|")]
    if subject.kind is SubjectKind.PAIR:
        return say("{names} and {names2}, both ways", names=names[0], names2=names[1])
    if subject.kind is SubjectKind.LEVEL:
        return say("{plain}, all firms", plain=words.unit(subject.id))
    others = [firm.name for firm in view.alliance.firms if firm.id != subject.id]
    return say("{names} to {others}", names=names[0], others=others[0] if len(others) == 1 else say("the other firms"))


def figures(view: AuditView) -> tuple[Figure, ...]:
    """Small multiples: volume, share of pairs in contact, ties that are new and that fade."""
    trend = view.log_trend
    if len(trend) < 2:
        return ()
    return (
        _figure(say("Volume across"), trend, lambda month: month.volume, lambda value: f"{value:,.0f}"),
        _figure(
            say("Pairs across in contact, share"),
            trend,
            lambda month: month.share_alive,
            lambda value: f"{100 * value:.1f}%",
        ),
        _two_sided(trend),
    )


def _figure(
    title: str,
    trend: Sequence[LogMonth],
    value_of: Callable[[LogMonth], float | None],
    text_of: Callable[[float], str],
) -> Figure:
    most = max((value_of(month) or 0.0 for month in trend), default=0.0) or 1.0
    base = float(HEIGHT - FOOT)
    bars = []
    for position, month in enumerate(trend):
        value = value_of(month)
        if value is not None:
            bars.append(_bar(position, len(trend), value / most * (base - TOP), base, text_of(value)))
    return Figure(title=title, bars=tuple(bars), months=_ticks(trend), base=base)


def _two_sided(trend: Sequence[LogMonth]) -> Figure:
    """New ties stand on the line, fading ones hang from it."""
    above = max((month.new or 0 for month in trend), default=0) or 1
    below = max((month.fading or 0 for month in trend), default=0) or 1
    room = (HEIGHT - FOOT - TOP - 12) / (above + below)
    base = TOP + above * room
    bars = []
    for position, month in enumerate(trend):
        if month.new is not None and month.fading is not None:
            bars.append(_bar(position, len(trend), month.new * room, base, str(month.new)))
            bars.append(_bar(position, len(trend), month.fading * room, base, str(month.fading), below=True))
    return Figure(title=say("Ties across: new above, fading below"), bars=tuple(bars), months=_ticks(trend), base=base)


def _bar(position: int, count: int, height: float, base: float, text: str, *, below: bool = False) -> LogBar:
    step = WIDTH / count
    return LogBar(
        x=round(position * step + 0.15 * step, 1),
        y=round(base if below else base - height, 1),
        width=round(0.7 * step, 1),
        height=round(height, 1),
        text=text if count <= 12 else "",
        below=below,
    )


def _ticks(trend: Sequence[LogMonth]) -> tuple[tuple[float, str], ...]:
    """First and last month, and those between where there is room."""
    step = WIDTH / len(trend)
    every = -(-len(trend) // 6)
    return tuple(
        (round((position + 0.5) * step, 1), _month(month)[2:])
        for position, month in enumerate(trend)
        if position % every == 0
    )
