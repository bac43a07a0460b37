"""Every limit once: value, unit, reason and source stand together in ``settings.yaml``.

A project lays its own values over the shipped ones; a key that does not exist is refused.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from alliancenet.errors import InputError, Problem
from alliancenet.files.fields import Fields, read_fields
from alliancenet.model.settings import Setting, Settings

__all__ = ["Setting", "Settings", "changed", "default_settings", "settings_with"]


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
