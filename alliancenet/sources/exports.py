"""Exports of survey platforms: each with its mapping file beside it, joined to the waves they answer."""

import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from alliancenet.errors import InputError, Problem
from alliancenet.model.instrument import Instrument
from alliancenet.model.register import PersonId, Register
from alliancenet.model.wave import Opinions, Wave
from alliancenet.sources.checks import emptied, warning
from alliancenet.sources.draft import Draft, SurveyExport
from alliancenet.store.purges import emptied_files

if TYPE_CHECKING:
    from alliancenet.survey.answers import Answers
    from alliancenet.survey.mapping import AnswerMap

_FINE = {"used", "declined to say", "left open about somebody", "says who answered", "ignored as the mapping says"}


def read_survey_export(path: Path, name: str, draft: Draft) -> None:
    """Read an export, and the mapping file that stands beside it as `NAME.map.yaml`.

    Notes
    -----
    Our own tidy table needs no mapping; every other export does: nothing is guessed here.
    """
    from alliancenet.survey.mapping import mapping_by_code, read_mapping
    from alliancenet.survey.readers.detect import read_export

    mapping_file = path.with_name(f"{path.name}.map.yaml")
    try:
        instruments = draft.instruments
        export = read_export(path, name=name, declared=draft.declared_of(name))
        if mapping_file.is_file():
            mapping = read_mapping(mapping_file, instruments, f"{name}.map.yaml")
            draft.also_read.add(f"{name}.map.yaml")
        elif export.platform == "tidy":
            mapping = mapping_by_code(export, instruments)
        else:
            raise InputError([_no_mapping(path, name)])
    except InputError as error:
        was_emptied = name in emptied_files(draft.folder)
        draft.problems.extend([emptied(name)] if was_emptied else error.problems)
        draft.also_read.update({f"{name}.map.yaml"} if was_emptied else ())
        return
    draft.exports.append(SurveyExport(export=export, mapping=mapping))


def _no_mapping(path: Path, name: str) -> Problem:
    return Problem(
        file=name,
        found="there is no mapping file beside it",
        needed=f"{name}.map.yaml, which says which column is which item",
        action=f"`alliancenet survey map {shlex.quote(str(path))}` proposes one",
    )


def with_exports(draft: Draft, register: Register, waves: Iterable[Wave]) -> tuple[Wave, ...]:
    """Waves with the answers of the exports; problems are added to the draft.

    Notes
    -----
    An export without `alliance` in its mapping belongs to the only alliance there is. Without
    `wave` its responses go to the wave whose days they fall on.
    """
    waves = tuple(waves)
    if not draft.exports:
        return waves
    draft.exports[:] = [_with_days(draft, export, waves) for export in draft.exports]
    known = _known_places(draft, waves)
    return tuple(_joined(draft, register, wave, known) for wave in waves)


def _with_days(draft: Draft, one: SurveyExport, waves: tuple[Wave, ...]) -> SurveyExport:
    """An export whose dates can be read two ways, settled by the waves; one question when they do not tell."""
    from alliancenet.survey.day_order import question_of_days, settled_by_waves

    if not one.export.open_days:
        return one
    mapping = one.mapping
    fits = [wave for wave in waves if mapping.alliance in {"", wave.alliance} and mapping.wave in {"", wave.id}]

    def is_asked(day: date) -> bool:
        return any((wave.opens or day) <= day <= (wave.closes or day) for wave in fits)

    export = settled_by_waves(one.export, is_asked)
    if export.open_days:
        draft.problems.append(question_of_days(export))
    return replace(one, export=export)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Exports that may answer a wave."""

    instruments: tuple[Instrument, ...]
    exports: Mapping[tuple[str, str], list[SurveyExport]]


def _known_places(draft: Draft, waves: tuple[Wave, ...]) -> _Place:
    alliances = sorted({wave.alliance for wave in waves})
    places: dict[tuple[str, str], list[SurveyExport]] = {}
    for export in draft.exports:
        mapping = export.mapping
        says_itself = any(respondent.alliance for respondent in export.export.respondents)
        if not mapping.alliance and len(alliances) > 1 and not says_itself:
            draft.problems.append(_not_said(mapping, "alliance", alliances))
            continue
        fits = [wave for wave in waves if mapping.alliance in {"", wave.alliance} and mapping.wave in {"", wave.id}]
        if not fits:
            draft.problems.append(_not_said(mapping, "wave", [f"{wave.id} of {wave.alliance}" for wave in waves]))
        for wave in fits if mapping.wave else _by_days(export, fits):
            places.setdefault((wave.alliance, wave.id), []).append(export)
    return _Place(instruments=draft.instruments, exports=places)


def _by_days(one: SurveyExport, waves: list[Wave]) -> list[Wave]:
    """Waves some response falls into; all of them when none does, so that it is said."""
    days = {respondent.day for respondent in one.export.respondents}
    fits = [
        wave for wave in waves if any(day is None or (wave.opens or day) <= day <= (wave.closes or day) for day in days)
    ]
    return fits or waves


def _not_said(mapping: "AnswerMap", key: str, known: Sequence[str]) -> Problem:
    given = getattr(mapping, key)
    return Problem(
        file=mapping.file,
        key=key,
        found=f"'{given}' is not in the project" if given else f"no {key} is named",
        needed=f"one of: {', '.join(known)}",
        action=f"write `{key}: …` into the mapping file",
    )


def _joined(draft: Draft, register: Register, wave: Wave, place: _Place) -> Wave:
    from alliancenet.survey.answers import answers_from

    exports = place.exports.get((wave.alliance, wave.id), [])
    if not exports:
        return wave
    people = [register.people[person] for person in wave.people]
    try:
        answers = answers_from(
            [(export.export, export.mapping) for export in exports],
            place.instruments,
            people,
            opens=wave.opens,
            closes=wave.closes,
            wave=wave.id,
            alliance=wave.alliance,
            goals=[objective.name for objective in register.alliances[wave.alliance].objectives],
            settings=draft.settings,
        )
    except InputError as error:
        draft.problems.extend(error.problems)
        return wave
    name = f"{wave.alliance}, wave {wave.id}"
    draft.problems.extend(problem for problem in answers.problems if problem not in draft.problems)
    draft.problems.extend(
        warning(name, tally.sentence, "") for tally in answers.tallies if not _all_is_fine(tally.fates)
    )
    draft.problems.extend(_said_twice(wave, answers, name))
    if not register.alliances[wave.alliance].objectives:
        answers = _without_goals(draft, wave, answers, place)
    draft.problems.extend(_no_objectives(register, wave, answers, place))
    return _with_answers(wave, answers)


def _without_goals(draft: Draft, wave: Wave, answers: "Answers", place: _Place) -> "Answers":
    """Goals cannot be compared while an alliance has no objectives on record; a project just begun has none."""
    lists = {item.id: item.pick_from for instrument in place.instruments for item in instrument.items}
    goals = {item: picks for item, picks in answers.choices.items() if lists[item] == "objectives"}
    for item, picks in goals.items():
        named = sorted({goal for chosen in picks.values() for goal in chosen})
        found = f"{len(picks)} people chose goals ({', '.join(named[:4])} …), and '{wave.alliance}' has no objectives"
        action = "write these goals under `objectives:` there; until then the answers are not used"
        draft.problems.append(
            warning(f"{wave.alliance}, wave {wave.id}", found, "objectives in alliances.yaml", action, item)
        )
    return replace(answers, choices={item: picks for item, picks in answers.choices.items() if item not in goals})


def _all_is_fine(fates: Mapping[str, int]) -> bool:
    return all(fate in _FINE or fate.startswith("matched") for fate in fates)


def _said_twice(wave: Wave, answers: "Answers", name: str) -> list[Problem]:
    both: list[str] = sorted(set(wave.reports) & set(answers.reports))
    if wave.opinions is not None and answers.opinions is not None:
        both += sorted(set(wave.opinions.items) & set(answers.opinions.items))
    return [
        Problem(
            file=name,
            key=what,
            found="answers.csv and a survey export both hold answers to it",
            needed="one source for each question",
            action="take it out of one of the two",
        )
        for what in both
    ]


def _no_objectives(register: Register, wave: Wave, answers: "Answers", place: _Place) -> list[Problem]:
    """Goals picked in an export must be objectives on record."""
    goals = {objective.name for objective in register.alliances[wave.alliance].objectives}
    lists = {item.id: item.pick_from for instrument in place.instruments for item in instrument.items}
    found: list[Problem] = []
    for item, picks in answers.choices.items():
        wrong = sorted({pick for picked in picks.values() for pick in picked if pick not in goals})
        if lists[item] == "objectives" and wrong:
            found.append(
                Problem(
                    file=f"{wave.alliance}, wave {wave.id}",
                    key=item,
                    found=f"no objective of '{wave.alliance}': {', '.join(wrong[:4])}",
                    needed="names of objectives in alliances.yaml",
                    action="say which objective each stands for under `answers:` of the mapping",
                )
            )
    return found


def _with_answers(wave: Wave, answers: "Answers") -> Wave:
    empty = not (wave.reports or wave.opinions or wave.organisation_answers)
    return replace(
        wave,
        responded=np.logical_or(wave.responded, answers.responded),
        complete=np.logical_or(wave.complete, answers.complete) if not wave.reports else wave.complete,
        reports={**wave.reports, **answers.reports},
        opinions=_both_opinions(wave.opinions, answers.opinions),
        choices=_both({**wave.choices}, answers.choices),
        texts={**wave.texts, **answers.texts},
        organisation_answers=(*wave.organisation_answers, *answers.organisation_answers),
        assumptions=() if empty else wave.assumptions,
    )


def _both(
    first: dict[str, Mapping[PersonId, tuple[str, ...]]], second: Mapping[str, Mapping[PersonId, tuple[str, ...]]]
) -> dict[str, Mapping[PersonId, tuple[str, ...]]]:
    return {item: {**first.get(item, {}), **second.get(item, {})} for item in {**first, **second}}


def _both_opinions(first: Opinions | None, second: Opinions | None) -> Opinions | None:
    if first is None or second is None:
        return first or second
    return Opinions(
        items=(*first.items, *second.items),
        respondent=np.concatenate([first.respondent, second.respondent]),
        item=np.concatenate([first.item, second.item + len(first.items)]),
        value=np.concatenate([first.value, second.value]),
    )
