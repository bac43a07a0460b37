"""Figures that stand beside their table: the five-level card and the headline numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from alliancenet.language import say
from alliancenet.model.score import Band, Score
from alliancenet.privacy import AuditView
from alliancenet.report import words
from alliancenet.report.cells import score_cell
from alliancenet.report.table import Cell, Column, Table
from alliancenet.report.tables import alliance as alliance_tables
from alliancenet.report.tables.alliance import LEVEL_NAMES


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A value on a scale of 0-100 with its interval, and what it is made of.

    Parameters
    ----------
    seen, said : marks on the same scale; None where there is no number.
    """

    order: float
    interval: tuple[float, float] | None
    tone: Band | None
    seen: float | None = None
    said: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelCard:
    """The five levels: a table and a bar for each row, None where there is no number.

    Parameters
    ----------
    bar_title : what the bars show.
    reason : why there is no number, where it is the same for all of them.
    """

    table: Table
    bars: tuple[Bar | None, ...]
    bar_title: str
    limits: tuple[float, float]
    reason: str = ""


def level_card(view: AuditView) -> LevelCard:
    """Bars show the whole level, marks what is seen and said; bars the seen half when no level is whole."""
    whole, seen, said = (
        [view.score(f"{half}.{level}") for level in LEVEL_NAMES]
        for half in ("integration", "integration_seen", "integration_said")
    )
    is_whole = any(score is not None and score.is_ok for score in whole)
    table, reason = _with_one_reason(alliance_tables.levels(view))
    return LevelCard(
        table=table,
        bars=tuple(map(_bar, whole, seen, said) if is_whole else map(_bar, seen)),
        bar_title=say("integration", context="bar") if is_whole else say("seen half"),
        limits=(view.limits.red_below, view.limits.green_from),
        reason=reason,
    )


def _bar(score: Score | None, seen: Score | None = None, said: Score | None = None) -> Bar | None:
    if score is None or score.value is None:
        return None
    return Bar(
        order=score.value,
        interval=score.interval,
        tone=words.band_of(score),
        seen=None if seen is None else seen.value,
        said=None if said is None else said.value,
    )


def _with_one_reason(table: Table) -> tuple[Table, str]:
    """A reason that stands in every cell without a number, taken out of them."""
    reasons = [cell.detail for row in table.rows for cell in row if cell.tone == "withheld" and cell.detail]
    common = min(reasons, key=len, default="")
    # "the seen half is missing: …" and the reason of the seen half itself are one reason
    if len(reasons) < 2 or not all(reason.endswith(common) for reason in reasons):
        return table, ""
    rows = (tuple(replace(cell, detail="") if cell.detail in reasons else cell for cell in row) for row in table.rows)
    return replace(table, rows=tuple(rows)), common


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadlineCard:
    """One number in large type."""

    title: str
    cell: Cell


def headline_cards(view: AuditView) -> tuple[HeadlineCard, ...]:
    """Health and its parts, redundancy, sponsors: what there is of them."""
    metrics = [*(score.metric for score in view.family("health")), "redundancy", "sponsor_score"]
    found = [(metric, view.score(metric)) for metric in dict.fromkeys(metrics)]
    return tuple(
        HeadlineCard(title=words.title_of(metric).partition(":")[0], cell=score_cell(score))
        for metric, score in found
        if score is not None
    )


def level_heat(views: Sequence[AuditView]) -> Table:
    """Alliances × five levels; the seen half stands in, and says so, where nobody was asked."""
    return Table(
        name="heat",
        caption=say("Integration by level, points 0-100, higher is better"),
        columns=(
            Column(key="alliance", title=say("Alliance")),
            *(Column(key=level, title=words.level(level), is_number=True) for level in LEVEL_NAMES),
        ),
        rows=tuple(
            (
                Cell(text=view.alliance.name, target=("alliance", view.alliance.id, view.wave.id)),
                *(_heat_cell(view, level) for level in LEVEL_NAMES),
            )
            for view in views
        ),
    )


def _heat_cell(view: AuditView, level: str) -> Cell:
    whole, seen = view.score(f"integration.{level}"), view.score(f"integration_seen.{level}")
    if (whole is None or not whole.is_ok) and seen is not None and seen.is_ok:
        cell = score_cell(seen)
        return Cell(text=cell.text, order=cell.order, mark=cell.mark, tone=cell.tone, detail=say("seen half only"))
    cell = score_cell(whole)
    if cell.order is not None:
        return cell
    # the reason stands in the table of alliances; five times over it would hide the numbers
    return replace(cell, text="withheld" if cell.text == "withheld" else say("no data"), detail="")


@dataclass(frozen=True, slots=True, kw_only=True)
class PerceptionCard:
    """Both firms' views side by side: a table, and for each row each firm's points (None: withheld).

    Parameters
    ----------
    spans : the intervals of the points, None where there is none.
    """

    table: Table
    points: tuple[tuple[float | None, ...], ...]
    spans: tuple[tuple[tuple[float, float] | None, ...], ...]
    firms: tuple[str, ...]


def perception_card(view: AuditView) -> PerceptionCard:
    """What each firm says, dimension by dimension, and how far apart they are."""
    firms = tuple(firm.id for firm in view.alliance.firms)
    dimensions = dict.fromkeys(
        score.metric
        for score in (*view.family("climate"), *view.family("integration_said"))
        if score.subject.id in firms and score.metric.count(".") == 1
    )
    said = {metric: [view.score(metric, firm) for firm in firms] for metric in dimensions}
    names = [firm.name for firm in view.alliance.firms]
    return PerceptionCard(
        table=Table(
            name="perception",
            caption=say("What each firm says, points 0-100"),
            columns=(
                Column(key="dimension", title=say("Dimension")),
                *(Column(key=f"firm_{i}", title=name, is_number=True) for i, name in enumerate(names)),
                Column(key="gap", title=say("Gap, steps of the scale"), is_number=True),
            ),
            rows=tuple(
                (Cell(text=words.title_of(metric)), *map(score_cell, scores), _gap_cell(view, metric))
                for metric, scores in said.items()
            ),
            empty=say("No answers by firm in this wave."),
        ),
        points=tuple(tuple(score.value if score else None for score in scores) for scores in said.values()),
        spans=tuple(tuple(score.interval if score else None for score in scores) for scores in said.values()),
        firms=tuple(names),
    )


def _gap_cell(view: AuditView, metric: str) -> Cell:
    dimension = metric.partition(".")[2]
    gaps = [score for score in view.scores if score.metric == f"perception_gap.{dimension}"]
    widest = max(gaps, key=lambda score: abs(score.value or 0.0), default=None)
    if widest is None or widest.value is None:
        return score_cell(widest)
    # how many answered stands beside each firm's value; what matters here is how sure the gap is
    sure = {"none shown": say("no gap shown")}.get(widest.label, words.label_of(widest))
    return replace(score_cell(widest), detail=", ".join(filter(None, (words.interval_of(widest), sure))))
