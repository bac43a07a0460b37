"""What each firm says, topic by topic, the biggest difference first."""

from dataclasses import dataclass

from alliancenet.language import say
from alliancenet.privacy import AuditView
from alliancenet.report import words
from alliancenet.report.sides import ours_first

LEFT, RIGHT, STEP, TOP, WIDTH = 110, 370, 28, 16, 480
MOST = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Dumbbell:
    """One topic: where each firm's point lies (own first), and what is sure about the difference."""

    title: str
    y: int
    points: tuple[float | None, ...]
    note: str
    is_sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Dumbbells:
    """Topics of which both firms' views may be shown; `ticks` are x and value of the scale."""

    rows: tuple[Dumbbell, ...]
    ticks: tuple[tuple[float, int], ...]
    firms: tuple[str, ...]
    height: int
    topics: int


def dumbbells(view: AuditView) -> Dumbbells:
    """Both sides' views of an alliance; at most seven topics are drawn, the table holds all."""
    firms = ours_first(view)
    metrics = dict.fromkeys(
        score.metric
        for score in (*view.family("climate"), *view.family("integration_said"))
        if score.metric.count(".") == 1
    )
    said = {}
    for metric in metrics:
        scores = [view.score(metric, firm.id) for firm in firms]
        values = [None if score is None else score.value for score in scores]
        if sum(value is not None for value in values) > 1:
            said[metric] = values
    order = sorted(said, key=lambda metric: (-_apart(said[metric]), metric))[:MOST]
    known = [value for metric in order for value in said[metric] if value is not None]
    low = 10 * int(min(known, default=0) // 10)
    high = min(100, 10 * -int(-max(known, default=100) // 10))
    high = high if high > low else low + 10
    step = 10 if high - low <= 50 else 25 if (high - low) % 25 == 0 else 20
    return Dumbbells(
        rows=tuple(_row(view, metric, said[metric], place, low, high) for place, metric in enumerate(order)),
        ticks=tuple((_x(tick, low, high), tick) for tick in range(low, high + 1, step)),
        firms=tuple(firm.name for firm in firms),
        height=TOP + STEP * len(order) + 20,
        topics=len(metrics),
    )


def _apart(values: list[float | None]) -> float:
    known = [value for value in values if value is not None]
    return max(known) - min(known)


def _row(view: AuditView, metric: str, values: list[float | None], place: int, low: int, high: int) -> Dumbbell:
    dimension = metric.partition(".")[2]
    gaps = [score for score in view.scores if score.metric == f"perception_gap.{dimension}"]
    sure = any(score.label == "established" for score in gaps)
    first, others = values[0], [value for value in values[1:] if value is not None]
    note = ""
    if sure and first is not None and others:
        note = say("they rate it lower") if min(others) < first else say("we rate it lower")
    return Dumbbell(
        title=words.capital(words.title_of(metric).partition(", ")[2]) or words.title_of(metric),
        y=TOP + STEP * place,
        points=tuple(None if value is None else _x(value, low, high) for value in values),
        note=note,
        is_sure=sure,
    )


def _x(value: float, low: int, high: int) -> float:
    return round(LEFT + (RIGHT - LEFT) * (value - low) / (high - low), 1)
