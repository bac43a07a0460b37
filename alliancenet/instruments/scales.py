"""Reads the scales of an instrument file."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from alliancenet.files.entry import Entry, shown
from alliancenet.model.instrument import Point, Scale

SCALE_KEYS = ("min", "max", "labels", "options", "ordered")
_OPTION_KEYS = ("code", "value", "label")
_MOST_STEPS = 11
_CODE = r"[A-Za-z0-9_.+-]{1,24}"


def read_scale(entry: Entry, languages: Sequence[str]) -> Scale | None:
    """Scale of an entry: either `min`, `max`, `labels`, or a list of `options`.

    Parameters
    ----------
    entry : the mapping that describes it; faults are noted there.
    languages : languages every label is needed in.

    Returns
    -------
    The scale, or None after a fault that leaves nothing to work with.
    """
    points = _options(entry, languages) if entry.has("options") else _steps(entry, languages)
    _check_unique(entry, points, languages)
    if len(points) < 2:
        return None
    return Scale(points=points, ordered=entry.flag("ordered", True))


def _steps(entry: Entry, languages: Sequence[str]) -> tuple[Point, ...]:
    low = entry.whole("min", -100, 100)
    high = entry.whole("max", -100, 100)
    if not 2 <= high - low + 1 <= _MOST_STEPS:
        entry.fault(("max",), f"a scale from {low} to {high}", f"2 to {_MOST_STEPS} steps are needed")
        return ()
    steps = [str(step) for step in range(low, high + 1)]
    labels = entry.entry("labels", steps)
    by_step: Mapping[str, Any] = {str(key): key for key in labels.data}
    for end in (steps[0], steps[-1]):
        if end not in by_step:
            entry.fault(("labels",), f"no label for {end}", "both ends of a scale need words")
    labels.data = {str(key): value for key, value in labels.data.items()}
    return tuple(
        Point(value=float(step), code=step, label=labels.texts(step, languages) if step in by_step else {})
        for step in steps
    )


def _options(entry: Entry, languages: Sequence[str]) -> tuple[Point, ...]:
    if entry.has("min") or entry.has("max"):
        entry.fault(("options",), "both options and min/max", "one of the two")
    points = tuple(
        Point(
            value=option.number("value"),
            code=option.word("code", _CODE, "a code of 1 to 24 letters or digits is needed"),
            label=option.texts("label", languages),
        )
        for option in entry.entries("options", _OPTION_KEYS)
    )
    if not 2 <= len(points) <= _MOST_STEPS:
        entry.fault(("options",), f"{len(points)} options", f"2 to {_MOST_STEPS} are needed")
    return points


def _check_unique(entry: Entry, points: tuple[Point, ...], languages: Sequence[str]) -> None:
    names: list[tuple[str, Any]] = [("value", point.value) for point in points]
    names += [("code", point.code) for point in points if point.code]
    for language in languages:
        names += [(f"label ({language})", point.label[language]) for point in points if point.label.get(language)]
    for (what, name), count in Counter(names).items():
        if count > 1:
            entry.fault((), f"the {what} {shown(name)} stands {count} times", "each step needs its own")
