"""The first page: four numbers with their way here, the alliances worst first, what moved."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from alliancenet.language import digits, say, say_n
from alliancenet.model.finding import Concern, Severity
from alliancenet.model.score import SubjectKind
from alliancenet.privacy import AuditView, ReviewView
from alliancenet.report import review_brief, words
from alliancenet.report.cells import score_cell
from alliancenet.report.figures.spark import Spark, spark
from alliancenet.report.headlines import has_thin_bridge
from alliancenet.report.sides import is_ours
from alliancenet.report.standing import Standing, is_a_fact, standing_of
from alliancenet.report.table import Cell, Column, Table
from alliancenet.report.tables.alliance import LEVEL_NAMES
from alliancenet.report.tables.overview import newest

MOST_ROUNDS = 8
MOST_ROWS = 12
_GOOD_RATE, _POOR_RATE = 0.8, 0.6  # shares of answers that make confidence high and medium


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """What, how much of how many, how it moved.

    Parameters
    ----------
    tone : act, watch, on-track or not-measured.
    anchor : where the cause is told: a page by name, with its facets, or a place on this one.
    """

    title: str
    big: str
    of: str
    moved: str
    tone: str
    spark: Spark | None
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An alliance in the heat map; `partners` are the firms that are not the reader's."""

    view: AuditView
    partners: str
    standing: Standing
    health: str
    cells: tuple[Cell, ...]


Round = tuple[AuditView, ...]


def rounds(views: Sequence[AuditView]) -> tuple[Round, ...]:
    """The portfolio as it was known after each of the last audits: the newest of each alliance by then."""
    days = sorted({(view.wave.closes.year, view.wave.closes.month) for view in views if view.wave.closes})
    known = [
        newest([view for view in views if view.wave.closes and (view.wave.closes.year, view.wave.closes.month) <= day])
        for day in days[-MOST_ROUNDS:]
    ]
    return tuple(known) or (newest(views),)


def tiles(views: Sequence[AuditView], asked: Collection[str] | None = None) -> tuple[Tile, ...]:
    """Alliances that need somebody, sponsors, thin bridges, answers; each with its line over the audits.

    Parameters
    ----------
    asked : ids of the alliances that are asked to have sponsors; without it, all that are told of.
    """
    known = rounds(views)
    of_sponsors = [[view for view in views if asked is None or view.alliance.id in asked] for views in known]
    return (_need(known), _sponsors(of_sponsors), _bridges(known), _answers(known))


def _need(known: Sequence[Round]) -> Tile:
    counts = [sum(standing_of(view) is Standing.ACT for view in views) for views in known]
    return Tile(
        title=say("Alliances that need you"),
        big=str(counts[-1]),
        of=say("of {total}", total=len(known[-1])),
        moved=_since(counts, known),
        tone="act" if counts[-1] else "on-track",
        spark=spark(counts),
        anchor="#levels",
    )


def _since(counts: Sequence[int], known: Sequence[Round]) -> str:
    if len(counts) < 2:
        return say("first audit")
    then = [view.wave.closes for view in known[-2] if view.wave.closes]
    when = words.only_month(max(then)) if then else say("the audit before")
    more = counts[-1] - counts[-2]
    if not more:
        return say("as many as in {when}", when=when)
    if more > 0:
        return say("▲ {count} more than in {when}", count=words.counted(more), when=when)
    return say("▼ {count} fewer than in {when}", count=words.counted(-more), when=when)


def _sponsors(known: Sequence[Sequence[AuditView]]) -> Tile:
    active = [[_active_sides(view) for view in views] for views in known]
    counts = [sum(count for count, _, _ in sides) for sides in active]
    total = sum(total for _, total, _ in active[-1])
    idle = [name for _, _, names in active[-1] for name in names]
    name = say("{name} and {count} more", name=idle[0], count=len(idle) - 1) if len(idle) > 1 else "".join(idle)
    return Tile(
        title=say("Sponsors active"),
        big=str(counts[-1]) if total else words.NONE,
        of=say("of {total}", total=total) if total else say("none asked for"),
        moved=say("not active: {name}", name=name)
        if idle
        else say("every side has met the other in time")
        if total
        else "",
        tone=("watch" if idle else "on-track") if total else "not-measured",
        spark=spark(counts) if total else None,
        anchor="sponsors",
    )


def _active_sides(view: AuditView) -> tuple[int, int, list[str]]:
    """Sides of an alliance that have a live sponsor, of those told about, and the others by name."""
    sides = [
        score.subject.id
        for score in view.family("sponsor_score")
        if score.subject.kind is SubjectKind.FIRM and score.is_ok
    ]
    dead = {
        found.subject.id
        for found in view.findings
        if found.concern is Concern.SPONSOR and found.severity is Severity.HIGH and is_a_fact(found)
    }
    names = [f"{words.short(view.alliance.name)} ({view.firm_name(side)})" for side in sides if side in dead]
    return sum(side not in dead for side in sides), len(sides), names


def _bridges(known: Sequence[Round]) -> Tile:
    thin = [[view for view in views if has_thin_bridge(view)] for views in known]
    last = [(score.value or 0.0, view) for view in thin[-1] if (score := view.score("redundancy")) is not None]
    last.sort(key=lambda pair: pair[0])
    names = [
        say("{name} on {count}", name=words.short(view.alliance.name), count=f"{value:.0f}") for value, view in last[:2]
    ]
    return Tile(
        title=say("Bridges on too few people"),
        big=str(len(thin[-1])),
        of=say_n("alliance", "alliances", len(thin[-1])),
        moved=words.listed(names) if names else say("every bridge rests on enough people"),
        tone="watch" if thin[-1] else "on-track",
        spark=spark([len(views) for views in thin]),
        anchor="findings?kind=N",
    )


def _answers(known: Sequence[Round]) -> Tile:
    rates = [_rate(views) for views in known]
    rate, people = rates[-1], sum(firm.people for view in known[-1] for firm in view.alliance.firms)
    tone = "not-measured"
    if rate is not None:
        tone = "on-track" if rate >= _GOOD_RATE else "watch" if rate >= _POOR_RATE else "act"
    return Tile(
        title=say("Answers received"),
        big=words.NONE if rate is None else f"{100 * rate:.0f}",
        of="" if rate is None else "%",
        moved=say("of {people} asked for: one for each person and alliance", people=digits(f"{people:,}")),
        tone=tone,
        spark=spark(rates),
        anchor="quality",
    )


def _rate(one: Round) -> float | None:
    firms = [firm for view in one if not view.alliance.by_logs_alone for firm in view.alliance.firms]
    people = sum(firm.people for firm in firms)
    return sum(firm.answered for firm in firms) / people if people else None


def worst_first(views: Sequence[AuditView]) -> tuple[Row, ...]:
    """Alliances with their levels, those that need somebody first, then by health."""
    order = list(Standing)
    rows = [_row(view) for view in views]
    rows.sort(key=lambda row: (order.index(row.standing), _health(row.view), row.view.alliance.name))
    return tuple(rows)


def _row(view: AuditView) -> Row:
    health = view.score("health")
    told = health is not None and health.value is not None
    return Row(
        view=view,
        partners=words.listed([firm.name for firm in view.alliance.firms if not is_ours(view, firm)]),
        standing=standing_of(view),
        health=words.value_of(health) if told else words.NONE,
        cells=tuple(_cell(view, level) for level in LEVEL_NAMES),
    )


def _cell(view: AuditView, level: str) -> Cell:
    whole, seen = view.score(f"integration.{level}"), view.score(f"integration_seen.{level}")
    shown = whole if whole is not None and whole.is_ok else seen
    if shown is None or shown.value is None:
        return Cell(text=say("no data"), tone="withheld")
    half = "" if shown is whole else say("contacts only; ")
    return Cell(
        text=words.value_of(shown),
        tone=words.band_of(shown) or "",
        detail=f"{half}{words.interval_of(shown)}".strip("; "),
    )


def _health(view: AuditView) -> float:
    score = view.score("health")
    return 101.0 if score is None or score.value is None else score.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """The largest change of one alliance since the audit before; `direction` is "better", "worse" or ""."""

    name: str
    target: tuple[str, ...]
    what: str
    before: str
    after: str
    difference: str
    is_rise: bool
    direction: str


def movers(review: ReviewView) -> tuple[Move, ...]:
    """Largest move of each alliance, the largest first; at most eight."""
    rows = review_brief.movers(review).rows
    return tuple(
        Move(
            name=words.short(row[0].text),
            target=row[0].target,
            what=row[1].text,
            before=row[2].text,
            after=row[3].text,
            difference=row[4].text.lstrip("+−"),
            is_rise=row[4].text.startswith("+"),
            direction={"green": "better", "red": "worse"}.get(row[4].tone, ""),
        )
        for row in rows
    )


def standings(rows: Sequence[Row]) -> Table:
    """The table twin of the heat map."""
    return Table(
        name="portfolio",
        caption=say("Alliances by need: state, health and levels, points 0-100"),
        columns=(
            Column(key="alliance", title=say("Alliance")),
            Column(key="tier", title=say("Tier"), is_number=True),
            Column(key="state", title=say("State")),
            Column(key="health", title=say("Health"), is_number=True),
            *(Column(key=level, title=words.level(level), is_number=True) for level in LEVEL_NAMES),
        ),
        rows=tuple(
            (
                Cell(text=row.view.alliance.name, target=("alliance", row.view.alliance.id, row.view.wave.id)),
                Cell(text=words.tier_of(row.view.alliance), order=row.view.alliance.tier or 9),
                Cell(text=words.standing(row.standing), order=float(list(Standing).index(row.standing))),
                score_cell(row.view.score("health")),
                *row.cells,
            )
            for row in rows
        ),
        empty=say("No audit in this folder yet. Run `alliancenet audit PROJECT -o FOLDER` first."),
    )
