"""Columns of an export placed as a mapping file says, and what does not fit."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from alliancenet.errors import Problem
from alliancenet.survey.mapping import AnswerMap, Placement
from alliancenet.survey.readers.export import Export


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A question of the export, the line that places it, and what its star stands for."""

    question: int
    placement: Placement
    star: str = ""


def place_columns(export: Export, mapping: AnswerMap) -> tuple[list[Placed], list[Problem]]:
    """Questions of the export the mapping places, and what does not fit.

    Returns
    -------
    Placed questions in the order of the mapping; problems: columns that are missing, stand for two
    items, or ask something else than when the mapping was made (fatal); columns not used (counted).
    """
    problems: list[Problem] = []
    placed: list[Placed] = []
    taken: dict[int, Placement] = {}
    for placement in mapping.placements:
        found = _columns_of(export, placement)
        if not found:
            problems.append(_missing(export, mapping, placement))
        for question, star in found:
            if question in taken:
                problems.append(_placed_twice(export, mapping, placement, taken[question], question))
            elif placement.text and " ".join(placement.text.split()) != export.questions[question].text:
                problems.append(_asks_otherwise(export, mapping, placement, question))
            taken[question] = placement
            placed.append(Placed(question=question, placement=placement, star=star))
    if mapping.platform not in {"", export.platform}:
        problems.append(
            Problem(
                file=mapping.file,
                key="platform",
                found=f"{export.file} comes from {export.platform}, the mapping is for {mapping.platform}",
                needed="a mapping made for this export",
                action="run `alliancenet survey map` again",
            )
        )
    if mapping.consent is not None and not export.named(mapping.consent.column):
        asked = Placement(column=mapping.consent.column, line=mapping.consent.line)
        problems.append(_missing(export, mapping, asked))
    problems.extend(_unused(export, mapping, taken))
    return placed, problems


def _columns_of(export: Export, placement: Placement) -> list[tuple[int, str]]:
    if placement.at:
        return [(at, "") for at in _in_range(export, placement.at)]
    if placement.column:
        return [(at, "") for at in export.named(placement.column)]
    return matching(export, placement.columns)


def matching(export: Export, pattern: str) -> list[tuple[int, str]]:
    """Questions whose code or heading fits a pattern with one star, or whose wording is the pattern."""
    if "*" in pattern:
        head, _, tail = pattern.partition("*")
        fits = re.compile(f"{re.escape(head)}(.+){re.escape(tail)}", re.DOTALL)
        for names in ([q.code for q in export.questions], [q.heading for q in export.questions]):
            found = [(at, match[1].strip()) for at, name in enumerate(names) if (match := fits.fullmatch(name))]
            if found:
                return found
    return [(at, "") for at, question in enumerate(export.questions) if pattern in (question.text, question.code)]


def _number(column: str) -> int:
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - 64
    return number


def _in_range(export: Export, at: str) -> list[int]:
    first, _, last = at.partition(":")
    low, high = _number(first), _number(last or first)
    return [i for i, question in enumerate(export.questions) if low <= _number(question.column) <= high]


def _missing(export: Export, mapping: AnswerMap, placement: Placement) -> Problem:
    return Problem(
        file=mapping.file,
        line=placement.line,
        key=placement.item or placement.where,
        found=f"{export.file} has no column '{placement.where}'",
        needed="every column the mapping names",
        action="export it with that question, or delete the line; `alliancenet survey map` shows what is there",
    )


def _placed_twice(export: Export, mapping: AnswerMap, placement: Placement, other: Placement, question: int) -> Problem:
    return Problem(
        file=mapping.file,
        line=placement.line,
        key=placement.item,
        found=f"column '{export.questions[question].name}' is {other.item or other.layer} already (line {other.line})",
        needed="one item per column",
        action="correct one of the two lines",
    )


def _asks_otherwise(export: Export, mapping: AnswerMap, placement: Placement, question: int) -> Problem:
    return Problem(
        file=mapping.file,
        line=placement.line,
        key=placement.item,
        found=f"column '{placement.where}' of {export.file} now asks '{export.questions[question].text[:160]}'",
        needed=f"the question the mapping was made for: '{placement.text[:160]}'",
        action="run `alliancenet survey map` again and compare",
    )


def columns_of_answerers(export: Export, mapping: AnswerMap) -> set[int]:
    """Questions that say who answered, and whether they agreed to."""
    names = [*mapping.respondent.values(), *([mapping.consent.column] if mapping.consent else [])]
    return {at for name in names for at in export.named(name)}


def ignored_columns(export: Export, mapping: AnswerMap) -> set[int]:
    """Questions the mapping leaves out on purpose."""
    return {at for pattern in mapping.ignore for at, _ in matching(export, pattern)}


def _unused(export: Export, mapping: AnswerMap, taken: Mapping[int, Placement]) -> list[Problem]:
    ignored = ignored_columns(export, mapping)
    ignored |= columns_of_answerers(export, mapping)
    left: Sequence[str] = [
        question.name for at, question in enumerate(export.questions) if at not in taken and at not in ignored
    ]
    if not left:
        return []
    shown = ", ".join(left[:8]) + (" …" if len(left) > 8 else "")
    return [
        Problem(
            file=export.file,
            found=f"{len(left)} columns are not used: {shown}",
            needed="nothing, if that is meant",
            action=f"place them in {mapping.file}, or list them under `ignore:`",
            fatal=False,
        )
    ]
