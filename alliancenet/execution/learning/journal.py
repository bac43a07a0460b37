"""Plans and results of tests, in a journal that only grows: what was written afterwards stays marked."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from alliancenet.execution.records import Plan
from alliancenet.files.folding import folded
from alliancenet.files.journal import append, appending, whole_lines
from alliancenet.model.execution import Design, TestedIntervention, TrialStage

JOURNAL = "tests.jsonl"
LOCK = ".tests.lock"
_FIXED = ("hypothesis", "is_up", "minimum_effect", "design", "decided_on", "start", "end")
_WORDS = {"is_up": "direction"}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptTest:
    """What the journal holds of a test on one metric.

    Parameters
    ----------
    plans : as they stood, with the day each was first kept, oldest first.
    results : verdict, interval and decision as they were told, oldest first.
    """

    id: str
    metric: str
    plans: tuple[tuple[date, Mapping[str, Any]], ...]
    results: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptTests:
    """The whole journal; `unread` counts lines that could not be understood."""

    tests: Mapping[tuple[str, str], KeptTest]
    unread: int = 0


def read_journal(folder: Path) -> KeptTests:
    """Everything ever kept; nothing where nobody kept any."""
    tests: dict[tuple[str, str], KeptTest] = {}
    unread = 0
    for line in whole_lines(folder / JOURNAL):
        try:
            _take_in(tests, json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError):
            unread += 1
    return KeptTests(tests=tests, unread=unread)


def _take_in(tests: dict[tuple[str, str], KeptTest], entry: Any) -> None:
    key = _key(str(entry["test"]), str(entry["metric"]))
    fresh = KeptTest(id=str(entry["test"]), metric=str(entry["metric"]), plans=(), results=())
    known = tests.get(key, fresh)
    if entry["kind"] == "plan":
        plan = {name: entry["plan"][name] for name in _FIXED}
        for name in ("decided_on", "start", "end"):
            date.fromisoformat(plan[name])
        known = replace(known, plans=(*known.plans, (date.fromisoformat(entry["day"]), plan)))
    elif entry["kind"] == "result":
        known = replace(known, results=(*known.results, dict(entry["result"])))
    else:
        raise ValueError(entry["kind"])
    tests[key] = known


def keep(folder: Path, plans: Iterable[Plan], tests: Iterable[TestedIntervention], today: date) -> int:
    """Write down plans and results that are new or other than the last ones kept; returns how many.

    Parameters
    ----------
    folder : `execution/` of the project.
    today : the day it is written.
    """
    with appending(folder / JOURNAL, LOCK, "alliancenet learn") as handle:
        known = read_journal(folder).tests
        entries = [*_new_plans(known, plans, today), *_new_results(known, tests, today)]
        for entry in entries:
            append(handle, entry)
    return len(entries)


def _new_plans(
    known: Mapping[tuple[str, str], KeptTest], plans: Iterable[Plan], today: date
) -> Iterator[dict[str, Any]]:
    for plan in plans:
        kept, now = known.get(_key(plan.id, plan.metric)), _plain(plan)
        if kept is None or not kept.plans or kept.plans[-1][1] != now:
            yield {"kind": "plan", "test": plan.id, "metric": plan.metric, "day": today.isoformat(), "plan": now}


def _new_results(
    known: Mapping[tuple[str, str], KeptTest], tests: Iterable[TestedIntervention], today: date
) -> Iterator[dict[str, Any]]:
    for test in tests:
        if test.stage is not TrialStage.OVER:
            continue
        estimate = test.estimate
        result = {
            "verdict": test.verdict.value,
            "reason": test.reason,
            "value": estimate and estimate.value,
            "low": estimate and estimate.low,
            "high": estimate and estimate.high,
            "afterwards": test.is_afterwards,
            "said": test.said,
            "decision": test.decision,
        }
        kept = known.get(_key(test.id, test.metric))
        last = {} if kept is None or not kept.results else {**kept.results[-1]}
        last.pop("day", None)
        if last != result:
            result["day"] = today.isoformat()
            yield {
                "kind": "result",
                "test": test.id,
                "metric": test.metric,
                "day": today.isoformat(),
                "result": result,
            }


def marked(tests: Iterable[TestedIntervention], plans: Iterable[Plan], kept: KeptTests) -> list[TestedIntervention]:
    """Tests with what the journal knows of their plans; those taken out of the file stand at the end.

    Notes
    -----
    A plan that was kept as written afterwards stays so whatever the file says now. One that was changed
    when the test had begun is written afterwards from then on.
    """
    by_key = {_key(plan.id, plan.metric): plan for plan in plans}
    found = []
    for test in tests:
        history = kept.tests.get(_key(test.id, test.metric))
        plan = by_key.get(_key(test.id, test.metric))
        found.append(test if history is None or plan is None else _marked(test, plan, history))
    gone = [history for key, history in kept.tests.items() if key not in by_key and history.plans]
    return [*found, *map(_taken_out, gone)]


def _marked(test: TestedIntervention, plan: Plan, history: KeptTest) -> TestedIntervention:
    if not history.plans:
        return test
    first_day, first = history.plans[0]
    start = date.fromisoformat(first["start"])
    labels, afterwards = list(test.labels), test.is_afterwards
    if date.fromisoformat(first["decided_on"]) > start:
        afterwards = True
    elif first_day > start:
        labels.append(f"first kept on {first_day}, after the start: that it was decided before is as somebody wrote it")
    now = _plain(plan)
    last_before = [kept for day, kept in history.plans if day <= start] or [first]
    changed = [_WORDS.get(name, name) for name in _FIXED if last_before[-1][name] != now[name]]
    if changed and not _was_before(history, now, start):
        afterwards = True
        labels.append(f"changed after it was kept on {first_day}: {', '.join(changed)}")
    return replace(test, registered=first_day, is_afterwards=afterwards, labels=tuple(labels))


def _was_before(history: KeptTest, now: Mapping[str, Any], start: date) -> bool:
    """The plan as it stands was kept while the test had not begun."""
    return any(kept == now and day <= start for day, kept in history.plans)


def _taken_out(history: KeptTest) -> TestedIntervention:
    day, plan = history.plans[-1]
    last = history.results[-1] if history.results else {}
    told = f"the last result kept was: {last.get('verdict')}" if last else "no result was kept"
    return TestedIntervention(
        id=history.id,
        metric=history.metric,
        hypothesis=str(plan["hypothesis"]),
        is_up=bool(plan["is_up"]),
        design=Design(plan["design"]),
        decided_on=date.fromisoformat(plan["decided_on"]),
        start=date.fromisoformat(plan["start"]),
        end=date.fromisoformat(plan["end"]),
        stage=TrialStage.TAKEN_OUT,
        minimum_effect=plan["minimum_effect"],
        registered=day,
        reason=f"kept on {day} and no longer in the file; {told}",
    )


def _plain(plan: Plan) -> dict[str, Any]:
    values = {name: getattr(plan, name) for name in _FIXED}
    return {
        name: value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, Design) else value
        for name, value in values.items()
    }


def _key(test: str, metric: str) -> tuple[str, str]:
    return folded(test), folded(metric)
