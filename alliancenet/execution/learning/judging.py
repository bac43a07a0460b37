"""From a plan, its arms and what was measured to a verdict (S68)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from alliancenet.arrays import FloatArray
from alliancenet.execution.learning.estimating import (
    Choosing,
    adjusted,
    detectable,
    difference,
    kept_by_share_of_false,
    needed,
)
from alliancenet.execution.learning.stretches import ArmValues, Stretches, arm_values, mean_by_period, stretches_of
from alliancenet.execution.records import ExecutionRecords, Outcomes, Plan
from alliancenet.files.digest import data_digest
from alliancenet.model.execution import Design, TestArm, TestedEstimate, TestedIntervention, TrialStage, TrialVerdict
from alliancenet.model.settings import Settings

AFTERWARDS = "written afterwards: a pattern seen in what had happened, not a test of it"
_WORST = "the treated were among the worst before: some return to the average comes by itself"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trial:
    """A test on one metric with all that is known of it."""

    plan: Plan
    treated: ArmValues
    comparison: ArmValues
    stretches: Stretches
    outcomes: Outcomes
    settings: Settings

    @property
    def sign(self) -> float:
        """1 where the hypothesis says up, -1 where down."""
        return 1.0 if self.plan.is_up else -1.0

    @property
    def chance(self) -> Choosing:
        """The same test asks chance the same way each time."""
        seed = int(data_digest([self.plan.id, self.plan.metric])[:8], 16)
        return Choosing(self.settings.whole("tests.permutations"), seed)


def tested(records: ExecutionRecords, settings: Settings, as_of: date) -> tuple[TestedIntervention, ...]:
    """Every test as it stands on a day, in the order of the file.

    Notes
    -----
    Before its end a test shows what it can see and nothing of what it saw: who looks early and stops
    when it pleases finds effects that are none.
    """
    found = [_tested(plan, records, settings, as_of) for plan in records.plans or ()]
    return _several_metrics(found, settings)


def _tested(plan: Plan, records: ExecutionRecords, settings: Settings, as_of: date) -> TestedIntervention:
    stage = TrialStage.PLANNED if as_of < plan.start else TrialStage.UNDER_WAY if as_of < plan.end else TrialStage.OVER
    told = TestedIntervention(
        id=plan.id,
        metric=plan.metric,
        hypothesis=plan.hypothesis,
        is_up=plan.is_up,
        design=plan.design,
        decided_on=plan.decided_on,
        start=plan.start,
        end=plan.end,
        stage=stage,
        minimum_effect=plan.minimum_effect,
        owner=plan.owner,
        said=plan.result,
        decision=plan.decision,
        is_afterwards=plan.decided_on > plan.start,
        labels=tuple(_labels_of_plan(plan, records)),
    )
    units = [unit for unit in records.units if unit.trial == plan.id]
    stretches = stretches_of(plan, records.outcomes)
    if stretches is None:
        waits = stage is not TrialStage.OVER
        return replace(
            told,
            verdict=TrialVerdict.NONE if waits else TrialVerdict.WITHHELD,
            reason=f"no outcome of {plan.metric} is on record",
            treated=_counted(units, is_treated=True),
            comparison=_counted(units, is_treated=False),
        )
    trial = _Trial(
        plan=plan,
        treated=arm_values(plan, [unit for unit in units if unit.is_treated], records.outcomes, stretches),
        comparison=arm_values(plan, [unit for unit in units if not unit.is_treated], records.outcomes, stretches),
        stretches=stretches,
        outcomes=records.outcomes,
        settings=settings,
    )
    told = _with_power(replace(told, before=len(stretches.before), inside=len(stretches.inside)), trial)
    if stage is not TrialStage.OVER:
        told = replace(told, treated=_arm(trial.treated, 0), comparison=_arm(trial.comparison, 0))
        return replace(told, reason=f"the result is told after {plan.end}" if stage is TrialStage.UNDER_WAY else "")
    return _judged(told, trial)


def _counted(units: Iterable, *, is_treated: bool) -> TestArm:  # type: ignore[type-arg]
    return TestArm(units=sum(unit.is_treated is is_treated for unit in units), used=0, left=0)


def _arm(values: ArmValues, used: int) -> TestArm:
    return TestArm(units=values.units, used=used, left=values.left)


def _labels_of_plan(plan: Plan, records: ExecutionRecords) -> Iterable[str]:
    own = {unit.unit for unit in records.units if unit.trial == plan.id}
    for other in {each.id: each for each in records.plans or ()}.values():
        shared = own & {unit.unit for unit in records.units if unit.trial == other.id}
        if other.id != plan.id and shared and other.start <= plan.end and plan.start <= other.end:
            count = f"{len(shared)} unit is" if len(shared) == 1 else f"{len(shared)} units are"
            yield f"{count} in test {other.id} at the same time"


def _with_power(told: TestedIntervention, trial: _Trial) -> TestedIntervention:
    """Smallest effect the test can see, from what was there before its start."""
    arms = (trial.treated, trial.comparison)
    if trial.plan.design is Design.BEFORE_AFTER or min(len(arm.names) for arm in arms) < 2:
        return told
    spread = _left_over(arms) if trial.plan.design is Design.RANDOMISED else None
    if spread is None:
        is_change = trial.plan.design is Design.COMPARISON
        values = [arm.late - arm.early if is_change else arm.before for arm in arms]
        spread = _pooled([some[~np.isnan(some)] for some in values])
    if spread is None:
        return told
    power, least = trial.settings.number("tests.power"), trial.plan.minimum_effect
    return replace(
        told,
        detectable=detectable(spread, len(trial.treated.names), len(trial.comparison.names), power),
        needed=None if least is None else needed(spread, least, power),
    )


def _left_over(arms: Sequence[ArmValues]) -> float | None:
    """Spread of the newer half of the past that the older half does not tell; None where it cannot be told."""
    early, late = (np.concatenate([getattr(arm, name) for arm in arms]) for name in ("early", "late"))
    known = ~np.isnan(early) & ~np.isnan(late)
    if known.sum() < 4 or np.ptp(early[known]) == 0:
        return None
    explained = np.polynomial.Polynomial.fit(early[known], late[known], 1)
    squares = float(((late[known] - explained(early[known])) ** 2).sum())
    return float(np.sqrt(squares / (known.sum() - 2))) if squares > 0 else None


def _pooled(arms: Sequence[FloatArray]) -> float | None:
    """Standard deviation inside arms; None where fewer than three units have a value or none differs."""
    freedom = sum(max(len(values) - 1, 0) for values in arms)
    squares = sum(float(((values - values.mean()) ** 2).sum()) for values in arms if len(values))
    return float(np.sqrt(squares / freedom)) if freedom >= 2 and squares > 0 else None


def _judged(told: TestedIntervention, trial: _Trial) -> TestedIntervention:
    stretches = trial.stretches
    labels = list(told.labels)
    if stretches.cut:
        names = ", ".join(map(stretches.periods.name, stretches.cut))
        labels.append(f"{names} lies half in the window and is not used")
    if stretches.open:
        names = ", ".join(map(stretches.periods.name, stretches.open))
        labels.append(f"nothing is on record of {names}")
    for name, arm in (("treated", trial.treated), ("comparison", trial.comparison)):
        if arm.left:
            labels.append(f"{arm.left} of {arm.units} {name} units left; the estimate is of those that stayed")
    told = replace(told, labels=tuple(labels))
    if not stretches.inside or len(stretches.open) == len(stretches.inside):
        return _withheld(told, "no outcome is on record in the window")
    if trial.plan.design is Design.BEFORE_AFTER:
        return _changed(told, trial)
    return _compared(told, trial)


def _withheld(told: TestedIntervention, reason: str) -> TestedIntervention:
    return replace(told, verdict=TrialVerdict.WITHHELD, reason=reason)


def _compared(told: TestedIntervention, trial: _Trial) -> TestedIntervention:
    is_random = trial.plan.design is Design.RANDOMISED
    settings, treated, comparison = trial.settings, trial.treated, trial.comparison
    has_baseline = is_random and not np.isnan(np.concatenate([treated.before, comparison.before])).any()
    used = [
        ~np.isnan(arm.inside) if is_random else ~np.isnan(arm.inside) & ~np.isnan(arm.before)
        for arm in (treated, comparison)
    ]
    counts = [int(mask.sum()) for mask in used]
    told = replace(told, treated=_arm(treated, counts[0]), comparison=_arm(comparison, counts[1]))
    least = (
        [settings.whole("tests.randomised")] * 2
        if is_random
        else [
            settings.whole("tests.treated"),
            settings.whole("tests.comparison"),
        ]
    )
    if counts[0] < least[0] or counts[1] < least[1]:
        return _withheld(
            told,
            f"{counts[0]} treated and {counts[1]} comparison units have outcomes; {least[0]} and {least[1]} are needed",
        )
    if not is_random and told.before < settings.whole("tests.periods_before"):
        return _withheld(
            told, f"{told.before} periods before the start; {settings.whole('tests.periods_before')} are needed"
        )
    inside = [arm.inside[mask] for arm, mask in zip((treated, comparison), used, strict=True)]
    before = [arm.before[mask] for arm, mask in zip((treated, comparison), used, strict=True)]
    if has_baseline:
        estimate = adjusted((inside[0], before[0]), (inside[1], before[1]), trial.chance)
        estimate = estimate or difference(inside[0], inside[1], trial.chance)
    elif is_random:
        estimate = difference(inside[0], inside[1], trial.chance)
    else:
        estimate = difference(inside[0] - before[0], inside[1] - before[1], trial.chance)
    if estimate is None:
        return _withheld(told, "all units of both arms are alike, so that no interval can be told")
    told = replace(told, estimate=estimate)
    if not is_random:
        told = _apart_before(told, trial)
        if told.verdict is TrialVerdict.WITHHELD:
            return told
    if _among_worst(trial):
        told = replace(told, labels=(*told.labels, _WORST))
    return _verdict(told, trial)


def _apart_before(told: TestedIntervention, trial: _Trial) -> TestedIntervention:
    """Did the arms part already before the start?"""
    if told.before < trial.settings.whole("tests.trend"):
        label = f"whether the arms moved alike before is not known from {told.before} periods"
        return replace(told, labels=(*told.labels, label))
    moves = [arm.late - arm.early for arm in (trial.treated, trial.comparison)]
    moves = [values[~np.isnan(values)] for values in moves]
    parted = difference(moves[0], moves[1]) if min(map(len, moves)) >= 2 else None
    if parted is None or parted.low is None or parted.high is None:
        return replace(told, labels=(*told.labels, "whether the arms moved alike before is not known"))
    told = replace(told, parted_before=(parted.value, parted.low, parted.high))
    if not parted.low <= 0 <= parted.high:
        return _withheld(told, "the arms moved apart already before the start, so that they cannot be compared")
    least = trial.plan.minimum_effect
    if least is not None and max(-parted.low, parted.high) > least:
        label = "that the arms moved alike before cannot be told as closely as the effect that is wanted"
        return replace(told, labels=(*told.labels, label))
    return told


def _verdict(told: TestedIntervention, trial: _Trial) -> TestedIntervention:
    estimate, least = told.estimate, trial.plan.minimum_effect
    if estimate is None or estimate.low is None or estimate.high is None:
        return _withheld(told, "no interval can be told")
    low, high = sorted((trial.sign * estimate.low, trial.sign * estimate.high))
    if least is None:
        return replace(
            told,
            verdict=TrialVerdict.NOT_TOLD,
            reason="no smallest effect worth having was written down",
        )
    if high < least:
        reason = f"even the best end of the interval is below the {least:g} that would be worth it"
        return replace(told, verdict=TrialVerdict.NO_USE, reason=reason)
    if low > 0:
        return replace(told, verdict=TrialVerdict.WORKS, reason="the whole interval lies in the stated direction")
    return replace(told, verdict=TrialVerdict.NOT_TOLD, reason="the interval holds no effect and the effect wanted")


def _among_worst(trial: _Trial) -> bool:
    """The treated mean lies in the worst quarter of all units with a value before the start."""
    numbers = trial.stretches.before
    known = trial.outcomes.of_metric(trial.plan.metric).values()
    means = [np.mean([values[number] for number in numbers if number in values]) for values in known
             if any(number in values for number in numbers)]  # fmt: skip
    own = trial.treated.before[~np.isnan(trial.treated.before)]
    if len(means) < trial.settings.whole("tests.units_to_rank") or not len(own) or len(own) == len(means):
        return False
    every = trial.sign * np.array(means)
    return bool(trial.sign * own.mean() <= np.quantile(every, trial.settings.number("tests.worst")))


def _changed(told: TestedIntervention, trial: _Trial) -> TestedIntervention:
    """Change of the treated alone, against how much they changed in their own past."""
    stretches, least = trial.stretches, trial.settings.whole("tests.before")
    told = replace(
        told,
        treated=_arm(trial.treated, int((~np.isnan(trial.treated.inside)).sum())),
        comparison=_arm(trial.comparison, 0),
    )
    if len(stretches.before) < least:
        return _withheld(told, f"{len(stretches.before)} periods before the start; {least} are needed")
    inside = [number for number in stretches.inside if number not in stretches.open]
    numbers = (*stretches.before, *inside)
    course = mean_by_period(trial.treated.names, trial.outcomes, trial.plan.metric, numbers)
    if np.isnan(course).any():
        return _withheld(told, "no treated unit has a value in every period before and in the window")
    size, past = len(inside), course[: len(stretches.before)]
    if len(past) < 2 * size:
        return _withheld(told, f"the past holds no two stretches of {size} periods to compare with")
    change = float(course[len(past) :].mean() - past[-size:].mean())
    means = np.convolve(past, np.ones(size) / size, mode="valid")
    earlier = means[size:] - means[:-size]
    if _among_worst(trial) or _at_the_bottom(means, trial):
        return _withheld(
            told, "the treated stood at their worst before the start: they come back from there by themselves"
        )
    reached = int((np.abs(earlier) >= abs(change) - 1e-12).sum())
    estimate = TestedEstimate(
        value=change, low=None, high=None, p=reached / len(earlier), choices=len(earlier), at_all=True
    )
    how_often = f"{reached} of {len(earlier)} earlier stretches of {size} periods changed as much"
    is_usual = reached / len(earlier) > trial.settings.number("tests.usual")
    return replace(
        told,
        estimate=estimate,
        verdict=TrialVerdict.AS_USUAL if is_usual else TrialVerdict.CHANGED,
        reason=f"{how_often}; what else changed at that time is not known",
    )


def _at_the_bottom(means: FloatArray, trial: _Trial) -> bool:
    """The stretch just before the start is the worst of the own past."""
    if len(means) < trial.settings.whole("tests.units_to_rank"):
        return False
    own = trial.sign * means
    return bool(own[-1] < own[:-1].min())


def _several_metrics(found: Sequence[TestedIntervention], settings: Settings) -> tuple[TestedIntervention, ...]:
    """A test on several metrics says `works` of one only where chance among them all does not explain it."""
    together: dict[str, list[int]] = {}
    for place, test in enumerate(found):
        if test.estimate is not None and test.estimate.p is not None and test.design is not Design.BEFORE_AFTER:
            together.setdefault(test.id, []).append(place)
    after = list(found)
    for places in together.values():
        if len(places) < 2:
            continue
        ps = np.array([_p_of(found[place]) for place in places])
        for place, is_kept in zip(places, kept_by_share_of_false(ps, settings.number("tests.fdr")), strict=True):
            if found[place].verdict is TrialVerdict.WORKS and not is_kept:
                reason = f"among {len(places)} metrics of this test one such interval comes by chance"
                after[place] = replace(found[place], verdict=TrialVerdict.NOT_TOLD, reason=reason)
    return tuple(after)


def _p_of(test: TestedIntervention) -> float:
    return 1.0 if test.estimate is None or test.estimate.p is None else test.estimate.p
