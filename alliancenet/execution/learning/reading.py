"""`interventions.csv`, `intervention_units.csv` and `outcomes.csv`: plans, arms and what came of it."""

from collections.abc import Mapping

from alliancenet.economics.periods import LENGTHS, Periods
from alliancenet.execution.folder import ExecutionFolder, any_number, filled, needed_number, needed_word
from alliancenet.execution.records import Outcomes, Plan, TrialUnit
from alliancenet.files.entry import shown
from alliancenet.files.folding import folded
from alliancenet.model.catalogue import card_of
from alliancenet.model.execution import Design
from alliancenet.sources.cells import Cells
from alliancenet.sources.checks import warning

INTERVENTIONS, UNITS, OUTCOMES = "interventions.csv", "intervention_units.csv", "outcomes.csv"
_PLAN = ("id", "hypothesis", "metric", "direction", "decided_on", "start", "end")
_PLAN_MORE = ("minimum_effect", "design", "owner", "result", "decision")
_SAME_FOR_ALL = ("hypothesis", "decided_on", "start", "end", "design")


def plans(folder: ExecutionFolder) -> tuple[Plan, ...] | None:
    """Plans in the order of the file, one for each test and metric; None without the file."""
    found: list[Plan] = []
    seen: set[tuple[str, str]] = set()
    for cells in folder.rows(INTERVENTIONS, _PLAN, _PLAN_MORE):
        plan = _plan(cells)
        if plan is None:
            continue
        key = (plan.id, folded(plan.metric))
        if key in seen:
            cells.fault("metric", f"{shown(plan.id)} has {shown(plan.metric)} further up", "one row for each metric")
            continue
        seen.add(key)
        first = next((other for other in found if other.id == plan.id), plan)
        for column in _SAME_FOR_ALL:
            if getattr(first, column) != getattr(plan, column):
                cells.fault(column, f"another one than further up for {shown(plan.id)}", "one plan for all metrics")
        found.append(plan)
    return tuple(found) if folder.has(INTERVENTIONS) else None


def _plan(cells: Cells) -> Plan | None:
    name = cells.id("id", ())
    hypothesis = filled(cells, "hypothesis", "what is expected, in a sentence")
    metric = filled(cells, "metric", f"a metric of {OUTCOMES}, or a measure of audits")
    direction = needed_word(cells, "direction", ("up", "down"))
    decided = cells.day("decided_on", needed=True)
    start, end = cells.days("start", "end", needed=("start", "end"))
    least = any_number(cells, "minimum_effect")
    if least is not None and least <= 0:
        cells.fault("minimum_effect", shown(cells.text("minimum_effect")), "more than 0; `direction` says which way")
        return None
    design = cells.one_of("design", tuple(Design)) or (Design.BEFORE_AFTER if not cells.text("design") else "")
    if not (name and hypothesis and metric and direction and decided and start and end and design):
        return None
    return Plan(
        id=name,
        metric=metric,
        hypothesis=hypothesis,
        is_up=direction == "up",
        decided_on=decided,
        start=start,
        end=end,
        minimum_effect=least,
        design=Design(design),
        owner=cells.text("owner"),
        result=cells.text("result"),
        decision=cells.text("decision"),
    )


def units(folder: ExecutionFolder, known: tuple[Plan, ...]) -> tuple[TrialUnit, ...]:
    """Units of the tests, each in one arm; a unit is a partner or an alliance."""
    tests = list(dict.fromkeys(plan.id for plan in known))
    possible = [*folder.partners, *(alliance for alliance in folder.alliances if alliance not in folder.partners)]
    found: dict[tuple[str, str], TrialUnit] = {}
    for cells in folder.rows(UNITS, ("intervention", "unit", "arm"), ("entered", "left")):
        if not known and not folder.has(INTERVENTIONS):
            cells.fault("intervention", f"there is no {INTERVENTIONS}", "the tests these units belong to")
            continue
        trial = cells.known("intervention", tests, f"a test in {INTERVENTIONS}")
        unit = _unit(cells, folder, possible)
        arm = needed_word(cells, "arm", ("treated", "comparison"))
        entered, left = cells.days("entered", "left")
        if not (trial and unit and arm):
            continue
        row = TrialUnit(trial=trial, unit=unit, is_treated=arm == "treated", entered=entered, left=left)
        before = found.setdefault((trial, unit), row)
        if cells.stands_already("unit", row) or before is row:
            continue
        if before.is_treated != row.is_treated:
            cells.fault("arm", f"{shown(unit)} stands in the other arm further up", "one arm for each unit")
        elif before != row:
            cells.fault("unit", f"{shown(unit)} stands further up with other days", "one row for each unit")
    return tuple(found.values())


def _unit(cells: Cells, folder: ExecutionFolder, possible: list[str]) -> str | None:
    text = cells.text("unit")
    if text and text not in possible and text in folder.register.people:
        cells.fault(
            "unit",
            f"{shown(text)} is a person",
            "a partner or an alliance",
            "people of one partner are not independent of each other; write the partner",
        )
        return None
    return folder.known(cells, "unit", possible, "a partner in organisations.csv or an alliance in alliances.yaml")


def outcomes(folder: ExecutionFolder, known: tuple[Plan, ...]) -> Outcomes:
    """Values by metric, unit and period.

    Notes
    -----
    Each metric has periods of one length: months, quarters or years, whichever its first row has.
    """
    possible = [*folder.partners, *(alliance for alliance in folder.alliances if alliance not in folder.partners)]
    lengths: dict[str, Periods] = {}
    values: dict[str, dict[str, dict[int, float]]] = {}
    for cells in folder.rows(OUTCOMES, ("unit", "metric", "period", "value"), ()):
        unit = _unit(cells, folder, possible)
        metric = filled(cells, "metric", "the name of what was measured")
        value = needed_number(cells, "value")
        period = _period(cells, metric, lengths)
        if unit is None or not metric or value is None or period is None:
            continue
        of_unit = values.setdefault(metric, {}).setdefault(unit, {})
        if period not in of_unit:
            of_unit[period] = value
            cells.stands_already("value", metric, unit, period, value)
        elif not cells.stands_already("value", metric, unit, period, value):
            cells.fault("value", f"{of_unit[period]:g} stands further up for the same unit and period", "one value")
    _note_near_metrics(folder, known, lengths)
    return Outcomes(periods=lengths, values=values)


def _period(cells: Cells, metric: str, lengths: dict[str, Periods]) -> int | None:
    text = cells.text("period")
    if not text:
        cells.fault("period", "the cell is empty", "a month 2026-03, a quarter 2026-Q1 or a year 2026")
        return None
    possible = [Periods(a_year) for a_year in LENGTHS.values()]
    fits = next((periods for periods in possible if periods.named(text) is not None), None)
    if fits is None:
        cells.fault("period", shown(text), "a month 2026-03, a quarter 2026-Q1 or a year 2026")
        return None
    first = lengths.setdefault(metric, fits)
    if first != fits:
        cells.fault("period", shown(text), f"{first.needed}, as further up for {shown(metric)}")
        return None
    return fits.named(text)


def _note_near_metrics(folder: ExecutionFolder, known: tuple[Plan, ...], there: Mapping[str, Periods]) -> None:
    """A planned metric without one outcome, where another one is spelt nearly so."""
    from difflib import get_close_matches

    by_fold = {folded(name): name for name in there}
    unknown = (plan.metric for plan in known if plan.metric not in there and card_of(plan.metric) is None)
    for metric in dict.fromkeys(unknown):
        near = get_close_matches(folded(metric), list(by_fold), n=1)
        if near:
            folder.problems.append(
                warning(
                    f"execution/{INTERVENTIONS}",
                    f"{shown(metric)} has no row in {OUTCOMES}",
                    "nothing, if nothing was measured yet",
                    f"did you mean '{by_fold[near[0]]}'?",
                    key="metric",
                )
            )
