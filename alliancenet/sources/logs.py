"""Communication logs join the waves: the frequency layer where the survey does not tell (C3)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from alliancenet.arrays import BoolArray, FloatArray, IntArray
from alliancenet.errors import InputError, Problem
from alliancenet.model.multiplex import Layer, LayerSource, Measure, Origin
from alliancenet.model.register import Register
from alliancenet.model.wave import LogContact, LogCoverage, Reports, Wave
from alliancenet.sources.checks import warning
from alliancenet.sources.draft import Draft

if TYPE_CHECKING:
    from alliancenet.comms.built import Built

BUILD = "comms"
"""Folder of a project in which `alliancenet comms build` leaves the pair table."""

_SHOWN = 4
_NOBODY_SEEN = ("the logs saw fewer than two of the people write", "addresses and aliases as the logs have them")
_LOGS = LayerSource(measure=Measure.STEPS, origin=Origin.LOGS, measured_once=True)


def with_logs(draft: Draft, register: Register, waves: Sequence[Wave], *, are_declared: bool) -> tuple[Wave, ...]:
    """Waves with what the project's built pair table tells of their people.

    Parameters
    ----------
    are_declared : the project file names logs; without a build that is a warning.

    Notes
    -----
    The survey comes first: logs speak for pairs of whom neither answered, and for the whole
    layer where nobody was asked. They never give importance, closeness, friendship or trust.
    A wave outside the window of the logs keeps what it has, with a warning.
    """
    built = _built(draft, are_declared)
    if built is None:
        return tuple(waves)
    outside: dict[tuple[str, str], list[str]] = defaultdict(list)
    joined = tuple(_with_contact(draft, register, wave, built, outside) for wave in waves)
    draft.problems.extend(_not_covered(*reason) for reason in outside.items())
    return joined


def _not_covered(of: tuple[str, str], waves: Sequence[str]) -> Problem:
    more = f" and {len(waves) - _SHOWN} more" if len(waves) > _SHOWN else ""
    return warning(
        "alliancenet.yaml",
        f"{of[0]}, so that {', '.join(waves[:_SHOWN])}{more} cannot use them",
        of[1] or "logs that cover the wave's window",
        "these waves are audited without logs",
        key="logs",
    )


def _built(draft: Draft, are_declared: bool) -> "Built | None":
    if not are_declared:
        return None
    from alliancenet.comms.built import open_build

    try:
        return open_build(draft.folder / BUILD)
    except InputError as error:
        draft.problems.append(
            warning(
                "alliancenet.yaml",
                f"logs are named, but not used: {error.problems[0].found}",
                "a built pair table",
                "run `alliancenet comms build` on this project",
                key="logs",
            )
        )
        return None


def _with_contact(
    draft: Draft, register: Register, wave: Wave, built: "Built", outside: dict[tuple[str, str], list[str]]
) -> Wave:
    """Wave with its logs; why not, if they do not cover it, is added to `outside`."""
    from alliancenet.comms.answering import answering
    from alliancenet.comms.coverage import coverage_of
    from alliancenet.comms.layer import frequency_layer
    from alliancenet.comms.trends import monthly_trend

    if wave.closes is None or wave.window_start is None:
        return wave
    people = [register.people[person] for person in wave.people]
    firms = [person.organisation for person in people]
    try:
        layer = frequency_layer(built, wave.people, wave.window_start, wave.closes, draft.settings)
    except InputError as error:
        problem = error.problems[0]
        outside[problem.found, problem.needed].append(f"'{wave.alliance}' in wave '{wave.id}'")
        return wave
    number = built.numbers(wave.people)
    coverage = coverage_of(built, number, layer.contact, firms, draft.settings, layer.months.days)
    if coverage.seen.sum() < 2:  # contact takes two
        if not wave.responded.any():
            outside[_NOBODY_SEEN].append(f"'{wave.alliance}' in wave '{wave.id}'")
        return wave
    logs = LogContact(
        coverage=coverage,
        pairs=layer.pairs,
        step=layer.step.astype(np.float64),
        trend=monthly_trend(built, wave.people, firms, draft.settings),
        answering=answering(built, layer.contact, firms, [person.level for person in people], layer.months),
    )
    joined = joined_with_logs(wave, logs)
    dark = sorted(
        {register.organisations[firm].name for firm, place in zip(firms, coverage.dark, strict=True) if place >= 0}
    )
    if not dark or joined.reports is wave.reports:
        return joined
    unheard = f"The logs hold no traffic inside {' and '.join(dark)}: contact among its own people is unknown."
    return replace(joined, assumptions=(*joined.assumptions, unheard))


def joined_with_logs(wave: Wave, logs: LogContact) -> Wave:
    """Wave whose frequency layer is completed by logs, or made of them where nobody was asked."""
    asked = Layer.COMMUNICATION in wave.reports
    return _logs_for_the_silent(wave, logs) if asked else _logs_alone(wave, logs)


def _logs_alone(wave: Wave, logs: LogContact) -> Wave:
    """Nobody was asked about contact: the layer is measured, once per pair."""
    seen = logs.coverage.tells_of(logs.pairs[:, 0], logs.pairs[:, 1]) | (logs.step > 0)
    unknown = _untold(logs.coverage, logs.pairs[seen])
    pairs = np.concatenate([logs.pairs[seen], unknown])
    value = np.concatenate([logs.step[seen], np.full(len(unknown), np.nan)])
    reports = Reports(respondent=pairs[:, 0], alter=pairs[:, 1], value=value, source=_LOGS)
    nobody_answered = not wave.responded.any()
    covered = logs.coverage.seen & (logs.coverage.dark < 0)
    return replace(
        wave,
        logs=logs,
        reports={**wave.reports, Layer.COMMUNICATION: reports},
        responded=covered if nobody_answered else wave.responded,
        complete=covered if nobody_answered else wave.complete,
        by_logs_alone=nobody_answered,
        assumptions=(
            *(() if nobody_answered else wave.assumptions),
            "Contact was measured from logs; people outside the logs are unknown.",
        ),
    )


def _untold(coverage: LogCoverage, seen: IntArray) -> IntArray:
    """Pairs the logs cannot tell about, those left out whose contact they saw all the same."""
    people = np.arange(len(coverage.seen))
    unseen = [(person, people[(people > person) | coverage.seen]) for person in people[~coverage.seen]]
    parts = [np.column_stack([np.full(len(others), one), others]) for one, others in unseen]
    for firm in set(coverage.dark[coverage.seen].tolist()) - {-1}:
        colleagues = people[coverage.seen & (coverage.dark == firm)]
        first, second = np.triu_indices(len(colleagues), k=1)
        parts.append(np.column_stack([colleagues[first], colleagues[second]]))
    pairs = np.sort(np.concatenate([np.empty((0, 2), dtype=np.int64), *parts]), axis=1)
    pairs = pairs[~coverage.tells_of(pairs[:, 0], pairs[:, 1])]
    return np.asarray(pairs[~np.isin(pairs @ [len(people), 1], seen @ [len(people), 1])])


def _logs_for_the_silent(wave: Wave, logs: LogContact) -> Wave:
    """The survey comes first: logs fill in pairs of whom neither answered."""
    silent = np.flatnonzero(~wave.responded & logs.known)
    pairs, step = _every_pair(silent, logs, len(wave.people))
    if not len(pairs):
        return replace(wave, logs=logs)
    asked = wave.reports[Layer.COMMUNICATION]
    filled = Reports(
        respondent=np.concatenate([asked.respondent, pairs[:, 0], pairs[:, 1]]),
        alter=np.concatenate([asked.alter, pairs[:, 1], pairs[:, 0]]),
        value=np.concatenate([asked.value, step, step]),
        source=asked.source,
    )
    return replace(
        wave,
        logs=logs,
        reports={**wave.reports, Layer.COMMUNICATION: filled},
        assumptions=(
            *wave.assumptions,
            f"Contact between {len(silent)} people who did not answer was taken from logs.",
        ),
    )


def _every_pair(silent: IntArray, logs: LogContact, n_people: int) -> tuple[IntArray, FloatArray]:
    """Pairs of silent people whom the logs know, and their step; 0 where the logs saw nothing."""
    first, second = np.triu_indices(len(silent), k=1)
    told = logs.coverage.tells_of(silent[first], silent[second])
    pairs = np.column_stack([silent[first[told]], silent[second[told]]])
    keys = logs.pairs[:, 0] * n_people + logs.pairs[:, 1]
    order = np.argsort(keys)
    wanted = pairs[:, 0] * n_people + pairs[:, 1]
    if not len(keys):
        return pairs, np.zeros(len(pairs))
    place = np.minimum(np.searchsorted(keys, wanted, sorter=order), len(keys) - 1)
    found: BoolArray = keys[order][place] == wanted
    return pairs, np.where(found, logs.step[order][place], 0.0)
