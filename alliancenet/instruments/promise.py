"""Who is promised to see names on a form, held against who will see them (`privacy.named_for`)."""

import re
from collections.abc import Iterable, Sequence

from alliancenet.errors import Problem
from alliancenet.model.instrument import Mode
from alliancenet.model.settings import Settings

NAMEABLE = ("analyst", "alliance_manager", "facilitator", "hr", "executive")
"""Reader roles that may be promised names; a partner never is."""
_SETTING = "privacy.named_for"


def roles_in(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Reader roles a text names, and its words that are none: "alliance manager, HR" names two.

    Examples
    --------
    >>> roles_in("alliance managers and HR")
    (('alliance_manager', 'hr'), ())
    """
    words = [word.strip() for word in re.split(r"[,;/&]|\band\b|\bund\b", text) if word.strip()]
    known = {word: _role(word) for word in words}
    return tuple(filter(None, known.values())), tuple(word for word, role in known.items() if not role)


def _role(word: str) -> str:
    plain = re.sub(r"[\s_-]+", "_", word.strip().casefold())
    return next((role for role in NAMEABLE if plain in {role, f"{role}s"}), "")


def shown_roles(roles: Iterable[str]) -> str:
    """Roles as they are printed."""
    return ", ".join(role.replace("_", " ") if role != "hr" else "HR" for role in roles)


def promised(mode: Mode, roles: Sequence[str]) -> frozenset[str]:
    """Roles a form of this mode says will see names."""
    if mode is Mode.NAMED_FOR_FACILITATOR:
        return frozenset({"facilitator"})
    return frozenset(roles) if mode is Mode.NAMED_FOR_ROLES else frozenset()


def broken_promise(mode: Mode, roles: Sequence[str], settings: Settings, file: str) -> Problem | None:
    """Say where a form would promise other readers of names than the project has; None where they agree.

    Parameters
    ----------
    file : the project's file, where the setting stands.
    """
    said, real = promised(mode, roles), frozenset(settings.words(_SETTING))
    if said == real:
        return None
    wanted = ", ".join(sorted(said))
    agreeing = _mode_of(real)
    return Problem(
        file=file,
        key=_SETTING,
        found=f"the form would say that {_told(said)}, and the project shows names to {_listed(real)}",
        needed="the same roles in both, before anybody is asked",
        action=f"either write `{_SETTING}: [{wanted}]` under `settings:`, or make the form with {agreeing}",
    )


def _told(roles: frozenset[str]) -> str:
    return f"{_listed(roles)} {'see' if roles else 'sees'} names"


def _listed(roles: frozenset[str]) -> str:
    return shown_roles(role for role in NAMEABLE if role in roles) or "nobody"


def _mode_of(roles: frozenset[str]) -> str:
    if not roles:
        return "--mode groups_only"
    if roles == {"facilitator"}:
        return "--mode named_for_facilitator"
    return f'--mode named_for_roles --roles "{_listed(roles)}"'
