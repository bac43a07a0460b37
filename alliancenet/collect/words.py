"""Words of the collector's pages and letters, per language: phrases, days, counts."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from alliancenet.files.fields import read_fields
from alliancenet.model.instrument import Point, Scale, Texts

FILE = Path(__file__).with_name("phrases.yaml")


@cache
def phrases() -> Mapping[str, Texts]:
    """Every phrase, by name, in every language there is."""
    found: Mapping[str, Texts] = read_fields(FILE).value
    return found


def languages() -> tuple[str, ...]:
    """Languages the pages can be shown in."""
    return tuple(code for code in phrases()["title"] if all(code in texts for texts in phrases().values()))


def words_in(language: str) -> dict[str, str]:
    """All phrases in one language, or in English where it has none."""
    return {name: texts.get(language) or texts["en"] for name, texts in phrases().items()}


def counted(words: Mapping[str, str], name: str, count: int) -> str:
    """A phrase with its number, which may have a wording of its own for one: ``NAME_1``.

    Examples
    --------
    >>> counted(words_in("en"), "chosen_n", 1), counted(words_in("de"), "chosen_n", 2)
    ('1 person', '2 Personen')
    """
    text = words.get(f"{name}_1", words[name]) if count == 1 else words[name]
    return text.replace("{n}", str(count))


def step_in_words(scale: Scale, point: Point, language: str) -> str:
    """A step of a scale as people read it: its number and label, or its place where it has no label."""
    label = point.label.get(language, "")
    is_numbered = point.code.lstrip("-").isdigit()
    if not label and is_numbered:
        return words_in(language)["step_of"].replace("{n}", point.code).replace("{k}", scale.points[-1].code)
    return f"{point.code} · {label}" if is_numbered and label != point.code else label or point.code


def day_in(day: date, language: str) -> str:
    """A day as people write it.

    Examples
    --------
    >>> day_in(date(2026, 12, 9), "en"), day_in(date(2026, 12, 9), "de")
    ('9 December 2026', '9. Dezember 2026')
    """
    words = words_in(language)
    month = words["months"].split()[day.month - 1]
    return words["day"].replace("{day}", str(day.day)).replace("{month}", month).replace("{year}", str(day.year))
