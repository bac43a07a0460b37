"""Pictures of how relationships are run: satisfaction, gaps to others, pay, the loop, telling, forms."""

from dataclasses import dataclass

from alliancenet.language import digits, say
from alliancenet.model.execution import BenchmarkGap, FormHistory, FormStep
from alliancenet.privacy.execution_view import ExecutionView
from alliancenet.report import words

WIDTH = 300.0
_LINE = 760.0
_NARROWEST = 70.0  # a form in which a name fits


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A value with its interval on a line; positions in pixels, None where the value is withheld."""

    title: str
    value: str
    detail: str
    low: float | None
    at: float | None
    high: float | None


def drivers(view: ExecutionView) -> tuple[Span, ...]:
    """Drivers of satisfaction over all partners, steps 1 to 5, the lowest first."""
    found = view.review.satisfaction
    scores = found.overall[2:] if found else ()
    spans = [
        Span(
            title=words.capital(words.driver(score.metric.partition(".")[2])),
            value=words.value_of(score),
            detail=words.interval_of(score) if score.value is not None else words.retold(score.reason),
            low=None if score.interval is None else _on_steps(score.interval[0]),
            at=None if score.value is None else _on_steps(score.value),
            high=None if score.interval is None else _on_steps(score.interval[1]),
        )
        for score in scores
    ]
    return tuple(sorted(spans, key=lambda span: WIDTH if span.at is None else span.at))


def _on_steps(value: float) -> float:
    return round((value - 1) / 4 * WIDTH, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopBar:
    """A step of the loop: how wide of `WIDTH`, and what is read."""

    title: str
    width: float
    text: str
    detail: str


def loop(view: ExecutionView) -> tuple[LoopBar, ...]:
    """Proposals that got as far as each step."""
    found = view.review.loop
    return tuple(
        LoopBar(
            title=words.capital(step.step),
            width=round(WIDTH * step.count / step.of, 1) if step.of else 0.0,
            text=say("{count} of {of}", count=step.count, of=step.of),
            detail="" if step.days is None else say("after {days}, median", days=words.plural(round(step.days), "day")),
        )
        for step in (found.steps if found else ())
    )


_HALF = 0.5  # of their number: what lies further is drawn at the edge


@dataclass(frozen=True, slots=True, kw_only=True)
class GapBar:
    """Ours against one other number: theirs is the middle of `WIDTH`, an edge is half as much more or less.

    Parameters
    ----------
    x, width : of the bar from theirs to ours; None where there is no gap to draw.
    low, high : ends of the gap's bounds, None where there are none.
    """

    title: str
    under: str
    text: str
    detail: str
    tone: str
    x: float | None
    width: float
    low: float | None
    high: float | None


def gaps(view: ExecutionView) -> tuple[GapBar, ...]:
    """Benchmarks in the order of their table: by impact where it is known."""
    return tuple(_gap(view, gap) for gap in view.review.benchmarks)


def _gap(view: ExecutionView, gap: BenchmarkGap) -> GapBar:
    of = words.short(view.review.names.get(gap.subject, gap.subject))
    at = _beside(gap.gap, gap.theirs)
    age = "old: " if gap.is_old else ""
    return GapBar(
        title=", ".join(filter(None, (words.dimension(gap.title), of))),
        under=f"{gap.who} · {age}{gap.source}, {gap.day}",
        text=say("not known")
        if gap.ours is None
        else say("{ours} against {theirs}", ours=words.money(gap.ours), theirs=words.money(gap.theirs)),
        detail=words.retold(gap.reason) if gap.ours is None else gap.unit,
        tone="red" if gap.is_behind and not gap.is_old else "",
        x=None if at is None else round(min(at, WIDTH / 2), 1),
        width=0.0 if at is None else round(abs(at - WIDTH / 2), 1),
        low=_beside(gap.low, gap.theirs),
        high=_beside(gap.high, gap.theirs),
    )


def _beside(gap: float | None, theirs: float) -> float | None:
    """Place of a gap on the line, cut at the edges; None where theirs is no measure of it."""
    if gap is None or not theirs:
        return None
    share = max(-_HALF, min(_HALF, gap / abs(theirs)))
    return round(WIDTH / 2 * (1 + share / _HALF), 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidRole:
    """A role, and how far its pay follows the relationship: width of `WIDTH`."""

    title: str
    under: str
    width: float
    text: str
    detail: str
    tone: str


def _people(count: int) -> str:
    return words.plural(count, "person", "people")


def paid(view: ExecutionView) -> tuple[PaidRole, ...]:
    """Roles, the least aligned first within front line and management."""
    return tuple(
        PaidRole(
            title=role.role,
            under=role.group
            if role.people is None
            else f"{role.group}, {words.plural(role.people, 'person', 'people')}",
            width=round(WIDTH * (role.alignment.value or 0.0) / 100, 1),
            text=words.value_of(role.alignment),
            detail=say("{what} % on volume", what=digits(f"{100 * role.on_volume:.0f}"))
            if role.on_volume
            else say("nothing on volume"),
            tone="red" if role.is_misaligned else "",
        )
        for role in view.review.rewards
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """A firm of an alliance with what was reached of each level: text, tone and detail, by level."""

    alliance: str
    firm: str
    cells: tuple[tuple[str, str, str], ...]


def reached(view: ExecutionView) -> tuple[tuple[str, ...], tuple[Reached, ...]]:
    """Levels, the highest first, and the firms with what was reached of each."""
    found = view.review.telling.reach if view.review.telling else ()
    order = ("senior", "project_leader", "operating")
    levels = tuple(level for level in order if any(reach.level == level for reach in found))
    rows = []
    for alliance, firm in dict.fromkeys((reach.alliance, reach.firm) for reach in found):
        own = {reach.level: reach for reach in found if (reach.alliance, reach.firm) == (alliance, firm)}
        cells = []
        for level in levels:
            reach = own.get(level)
            if reach is None:
                cells.append(("", "", say("nobody of this level")))
            elif reach.share.value is None:
                cells.append((words.NONE, "withheld", words.retold(reach.share.reason)))
            else:
                share = reach.share.value
                tone = "red" if not share else "amber" if share < 0.5 else "green"
                last = words.table_day(reach.last) if reach.last else say("never")
                cells.append((words.value_of(reach.share), tone, last))
        name = view.review.names.get
        rows.append(Reached(alliance=words.short(name(alliance, alliance)), firm=name(firm, firm), cells=tuple(cells)))
    return tuple(map(words.unit, levels)), tuple(rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A form on the line of time."""

    x: float
    width: float
    name: str
    aloud: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLine:
    """Forms of an alliance, and what is said beside them."""

    alliance: str
    segments: tuple[Segment, ...]
    first: str
    last: str
    notes: tuple[str, ...]


def forms(view: ExecutionView) -> tuple[FormLine, ...]:
    """A line for each alliance, from its first form to the day of the report."""
    return tuple(_line(view, history) for history in view.review.forms)


def _line(view: ExecutionView, history: FormHistory) -> FormLine:
    total = sum(step.days for step in history.steps) or 1
    segments, x = [], 0.0
    for step in history.steps:
        width = _LINE * step.days / total
        name = words.form(step.form)
        aloud = say(
            "{name} from {since}, {days}",
            name=name,
            since=words.table_day(step.since),
            days=words.plural(step.days, "day"),
        )
        segments.append(
            Segment(x=round(x, 1), width=round(width, 1), name=name if width > _NARROWEST else "", aloud=aloud)
        )
        x += width
    notes = [f"{words.table_day(step.since)}: {words.form(step.form)}{_why(step)}" for step in history.steps[1:]]
    if history.differs:
        notes.append(say("the register says {form}", form=words.form(history.differs)))
    return FormLine(
        alliance=words.short(view.review.names.get(history.alliance, history.alliance)),
        segments=tuple(segments),
        first=words.table_day(history.steps[0].since),
        last=words.table_day(view.review.as_of),
        notes=tuple(notes),
    )


def _why(step: FormStep) -> str:
    """Why a form began, and what else is on record around that day."""
    reason = say(", because {reason}", reason=step.reason) if step.reason else ""
    around = "; ".join(map(words.retold, step.around))
    return f"{reason}; {say('around it: {what}', what=around)}" if around else reason
