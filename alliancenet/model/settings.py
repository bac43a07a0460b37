"""Limits in force, as whoever read them hands them on; the shipped ones stand in ``alliancenet.settings``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from alliancenet.errors import SettingsError
from alliancenet.files.digest import data_digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One limit.

    Parameters
    ----------
    key : dotted name, the same words as the metric it serves.
    value : number, word, list, or mapping (by tier or by level).
    unit : unit of the value.
    reason : why this value.
    source : author and year, or "own limit": uncalibrated, ours, and said to be so.
    """

    key: str
    value: Any
    unit: str
    reason: str
    source: str

    @property
    def is_own_limit(self) -> bool:
        """True when nobody has published this number."""
        return self.source.startswith("own limit")


@dataclass(frozen=True, slots=True)
class Settings:
    """All limits in force, by key."""

    entries: Mapping[str, Setting]

    def _value(self, key: str) -> Any:
        if key not in self.entries:
            raise SettingsError(f"settings: there is no key '{key}'")
        return self.entries[key].value

    def number(self, key: str) -> float:
        """A number."""
        return float(self._value(key))

    def whole(self, key: str) -> int:
        """A whole number."""
        return int(self._value(key))

    def word(self, key: str) -> str:
        """A word."""
        return str(self._value(key))

    def is_on(self, key: str) -> bool:
        """A switch."""
        return bool(self._value(key))

    def numbers(self, key: str) -> tuple[float, ...]:
        """A list of numbers."""
        return tuple(float(value) for value in self._value(key))

    def words(self, key: str) -> tuple[str, ...]:
        """A list of words."""
        return tuple(str(value) for value in self._value(key))

    def table(self, key: str) -> Mapping[str, float]:
        """Numbers by tier, level or part; keys are words (tier 1 is "1")."""
        return {str(name): float(value) for name, value in self._value(key).items()}

    @property
    def digest(self) -> str:
        """SHA-256 of all values: two audits with the same digest used the same limits."""
        return data_digest({key: entry.value for key, entry in self.entries.items()})
