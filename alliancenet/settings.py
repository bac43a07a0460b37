"""Every limit once: value, unit, reason and source stand together in ``settings.yaml``.

A project lays its own values over the shipped ones; a key that does not exist is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from alliancenet.errors import InputError, Problem, SettingsError
from alliancenet.files.digest import data_digest
from alliancenet.files.fields import Fields, read_fields


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


@cache
def default_settings() -> Settings:
    """Settings as shipped."""
    fields = read_fields(Path(__file__).with_name("settings.yaml"))
    return Settings({key: Setting(key=key, **entry) for key, entry in fields.value.items()})


def settings_with(own: Fields, *path: str) -> Settings:
    """Shipped settings with a user's values laid over them.

    Parameters
    ----------
    own : a user's file that holds `key: value` lines.
    path : where in that file the settings stand.

    Raises
    ------
    InputError
        For keys that do not exist and values of another kind than the shipped one, all at once.
    """
    values = own.value
    for part in path:
        values = (values or {}).get(part)
    shipped = default_settings().entries
    if values is None:
        return default_settings()
    problems = [
        problem
        for key, value in values.items()
        if (problem := _fault(own, (*path, str(key)), shipped.get(str(key)), value)) is not None
    ]
    if problems:
        raise InputError(problems)
    return changed(default_settings(), {str(key): value for key, value in values.items()})


def changed(settings: Settings, values: Mapping[str, Any]) -> Settings:
    """Settings with some values replaced; the others stay."""
    entries = dict(settings.entries)
    for key, value in values.items():
        old = entries[key]
        merged = {**old.value, **value} if isinstance(value, dict) else value
        entries[key] = Setting(
            key=key, value=merged, unit=old.unit, reason="set by the project", source="the project's settings"
        )
    return Settings(entries)


def _fault(own: Fields, path: tuple[str, ...], shipped: Setting | None, value: Any) -> Problem | None:
    key = path[-1]
    if shipped is None:
        return own.problem(
            *path,
            found=f"the settings key '{key}' does not exist",
            needed="a key of the list in `alliancenet help settings`",
            action="check the spelling",
        )
    expected, number = shipped.value, (int, float)
    fits = isinstance(value, number if isinstance(expected, number) else type(expected))
    if isinstance(expected, dict) and fits:
        fits = {str(name) for name in value} <= {str(name) for name in expected}
    if fits and isinstance(value, bool) == isinstance(expected, bool):
        return None
    return own.problem(*path, found=f"{value!r}", needed=f"{shipped.unit}, for example {expected!r}")
