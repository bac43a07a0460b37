"""Intervals of tests against no effect and the effect that is wanted, each in steps of the effect wanted."""

from dataclasses import dataclass

from alliancenet.language import say
from alliancenet.model.execution import Design, TestedIntervention, TrialStage, TrialVerdict
from alliancenet.privacy.execution_view import ExecutionView
from alliancenet.report.tables.benchmarks import in_digits
from alliancenet.report.tables.execution import AFTERWARDS, verdict_of

WIDTH, HEIGHT = 420.0, 34.0
_LEAST, _MOST = -2.0, 4.0  # effects wanted to either side that fit; further ends are cut, and marked
_TONE = {TrialVerdict.WORKS: "green", TrialVerdict.NO_USE: "red", TrialVerdict.NOT_TOLD: "amber"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TestBar:
    """A test as it is drawn, in the stated direction; positions in pixels, None where nothing is told.

    Parameters
    ----------
    zero, wanted : no effect, and the effect that is wanted.
    is_cut : an end lies beyond the picture.
    word : verdict, or where the test stands.
    aloud : the same as a sentence.
    """

    __test__ = False  # no case for a test runner

    id: str
    title: str
    under: str
    zero: float
    wanted: float | None
    low: float | None
    middle: float | None
    high: float | None
    is_cut: bool
    tone: str
    word: str
    note: str
    aloud: str


def bars(view: ExecutionView) -> tuple[TestBar, ...]:
    """Tests that are over or under way, then planned ones."""
    order = (TrialStage.OVER, TrialStage.UNDER_WAY, TrialStage.PLANNED)
    tests = [test for test in view.review.tests if test.stage in order]
    tests.sort(key=lambda test: (order.index(test.stage), test.is_afterwards, -test.end.toordinal(), test.id))
    return tuple(map(_bar, tests))


def _bar(test: TestedIntervention) -> TestBar:
    estimate, scale = test.estimate, test.minimum_effect
    sign = 1.0 if test.is_up else -1.0
    ends: list[float | None] = [None, None, None]
    if estimate is not None and scale is None:
        spread = max(abs(end) for end in (estimate.low, estimate.high, estimate.value) if end is not None)
        scale = spread / 2 or None
    if estimate is not None and scale:
        told = [estimate.low, estimate.value, estimate.high]
        known = sorted(sign * value / scale for value in told if value is not None)
        ends = (
            [known[0], sign * estimate.value / scale, known[-1]] if estimate.low is not None else [None, known[0], None]
        )
    low, middle, high = (None if end is None else _x(end) for end in ends)
    return TestBar(
        id=test.id,
        title=test.hypothesis[:1].upper() + test.hypothesis[1:],
        under=_under(test),
        zero=_x(0),
        wanted=_x(1) if test.minimum_effect is not None else None,
        low=low,
        middle=middle,
        high=high,
        is_cut=any(end is not None and not _LEAST <= end <= _MOST for end in ends),
        tone=_TONE.get(test.verdict, ""),
        word=verdict_of(test),
        note=say(AFTERWARDS) if test.is_afterwards else "",
        aloud=f"{test.id}: {verdict_of(test)}, {_effect(test)}",
    )


def _x(steps: float) -> float:
    inside = min(_MOST, max(_LEAST, steps))
    return round((inside - _LEAST) / (_MOST - _LEAST) * (WIDTH - 12) + 6, 1)


def _effect(test: TestedIntervention) -> str:
    estimate = test.estimate
    if estimate is None:
        return say("no effect told")
    if estimate.low is None or estimate.high is None:
        return say("change {in_digits}", in_digits=in_digits(estimate.value))
    return say(
        "effect {in_digits} ({in_digits2} to {in_digits3})",
        in_digits=in_digits(estimate.value),
        in_digits2=in_digits(estimate.low),
        in_digits3=in_digits(estimate.high),
    )


def _under(test: TestedIntervention) -> str:
    """Metric, effect, and what is wanted, on one line."""
    parts = [
        f"{test.metric.replace('_', ' ')} {say('up', context='way') if test.is_up else say('down', context='way')}"
    ]
    if test.estimate is not None:
        parts.append(_effect(test))
    if test.minimum_effect is not None:
        parts.append(say("wanted {in_digits}", in_digits=in_digits(test.minimum_effect)))
    if test.estimate is None and test.detectable is not None:
        parts.append(say("it can see {in_digits}", in_digits=in_digits(test.detectable)))
    if test.design is Design.BEFORE_AFTER:
        parts.append(say("no comparison"))
    return " · ".join(parts)
