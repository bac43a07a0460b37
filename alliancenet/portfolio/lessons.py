"""Lessons linked to gap codes, found again where the same gap appears (S56)."""

from collections.abc import Iterable

from alliancenet.model.portfolio import Lesson


def lessons_for(lessons: Iterable[Lesson], code: str) -> tuple[Lesson, ...]:
    """Lessons about a gap code, or about a family of codes ("G" or "G-"), most reused first.

    Notes
    -----
    Equal reuse: the newest first.
    """
    asked = code.upper().rstrip("-")
    found = [lesson for lesson in lessons if any(_fits(own, asked) for own in lesson.codes)]
    return tuple(sorted(found, key=lambda lesson: (-lesson.reused, -lesson.day.toordinal(), lesson.id)))


def _fits(own: str, asked: str) -> bool:
    return own == asked or own.startswith(f"{asked}-")
