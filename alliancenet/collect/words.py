"""Words of the collector's pages and letters, per language."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from alliancenet.files.fields import read_fields
from alliancenet.model.instrument import Texts

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
