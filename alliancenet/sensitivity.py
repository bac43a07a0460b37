"""How much of an audit hangs on its cuts: every one a step down and a step up (C18)."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from alliancenet.auditing import audit_case, build_case
from alliancenet.metrics.case import Scores
from alliancenet.model.audit import Audit
from alliancenet.model.register import AllianceId
from alliancenet.model.sensitivity import Sensitivity, Shift
from alliancenet.settings import Settings, changed
from alliancenet.sources.loaded import Project

_NO_DRAWS = {"resamples.count": 0}
_RESAMPLED = ("perception_gap", "blind_spot", "inside_spread")
_READ_BY_RESAMPLED = ("gap.", "suppression.", "said.")


@dataclass(frozen=True, slots=True)
class Watched(Settings):
    """Settings that remember which keys were read."""

    read: set[str] = field(default_factory=set)

    def _value(self, key: str) -> Any:
        self.read.add(key)
        return Settings._value(self, key)


def sensitivity_of(
    project: Project,
    *,
    alliance: str | None = None,
    wave: str | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> tuple[Sensitivity, ...]:
    """Sensitivity of every audit of a project, by alliance and wave.

    Parameters
    ----------
    alliance, wave : only this alliance, only this wave.
    progress : told before each audit how many are done, of how many, and which one is next.

    Notes
    -----
    Cuts and steps: `sensitivity.steps`. Nothing is resampled: missing answers stay unknown. Cost:
    two audits for every cut that is read.
    """
    chosen = [
        (name, position)
        for name in sorted(project.register.alliances)
        if alliance in (None, name)
        for position, held in enumerate(project.waves_of(name))
        if wave in (None, held.id)
    ]
    found = []
    for done, (one, position) in enumerate(chosen):
        if progress is not None:
            progress(done, len(chosen), project.register.alliances[one].name)
        found.append(_Trial(project, one, position).sensitivity())
    return tuple(found)


class _Trial:
    """One audit, made again and again with other cuts."""

    def __init__(self, project: Project, alliance: AllianceId, position: int) -> None:
        self.project, self.alliance, self.position = project, alliance, position
        self.watched = Watched(changed(project.settings, _NO_DRAWS).entries)
        self.resampled: dict[str, Scores] = {}
        self.kept: dict[str, Scores] = {}
        self.usual = self.audit(self.watched)

    def audit(self, limits: Settings) -> Audit:
        """Audit with these limits; what was resampled before and does not read them is kept."""
        project = replace(self.project, settings=limits)
        case = build_case(project, self.alliance, self.position, resamples=0)
        case.measured.update(self.resampled)
        audit = audit_case(case)
        if not self.kept:
            self.kept = {name: case.measured[name] for name in _RESAMPLED}
        return audit

    def sensitivity(self) -> Sensitivity:
        """Every cut that is read, moved down and up."""
        steps = self.project.settings.table("sensitivity.steps")
        return Sensitivity(
            alliance=self.usual.alliance.id,
            wave=self.usual.wave.id,
            people=len(self.usual.people),
            findings=len(self.usual.findings),
            shifts=tuple(
                self.shift(key, signed)
                for key, step in steps.items()
                if key in self.watched.read
                for signed in (-step, step)
            ),
            unread=tuple(key for key in steps if key not in self.watched.read),
        )

    def shift(self, key: str, step: float) -> Shift:
        """What changes when one cut is moved."""
        value = self.watched.entries[key].value
        other = _moved(value, step)
        self.resampled = {} if key.startswith(_READ_BY_RESAMPLED) else self.kept
        usual, found = self.usual, self.audit(changed(Settings(self.watched.entries), {key: other}))
        gone, new = _findings(usual) - _findings(found), _findings(found) - _findings(usual)
        return Shift(
            setting=key,
            was=_words(value),
            moved_to=_words(other),
            roles=_differing(_roles(usual), _roles(found)),
            spanners=_differing(_spanners(usual), _spanners(found)),
            bands=_differing(_bands(usual), _bands(found)),
            gone=tuple(sorted(code for code, *_ in gone.elements())),
            new=tuple(sorted(code for code, *_ in new.elements())),
        )


def _moved(value: Any, by: float) -> Any:
    """A number, or every number of a table or list, moved; whole numbers stay whole."""
    if isinstance(value, Mapping):
        return {name: _moved(part, by) for name, part in value.items()}
    if isinstance(value, list):
        return [_moved(part, by) for part in value]
    moved = round(value + by, 6)
    return int(moved) if moved == int(moved) else moved


def _words(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {part:g}" for name, part in value.items())
    return ", ".join(f"{part:g}" for part in value) if isinstance(value, list) else f"{value:g}"


def _findings(audit: Audit) -> Counter[tuple[str, str, str]]:
    return Counter((finding.code, finding.subject.kind.value, finding.subject.id) for finding in audit.findings)


def _roles(audit: Audit) -> dict[str, str]:
    return {person.id: person.role.value for person in audit.people}


def _spanners(audit: Audit) -> dict[str, bool | None]:
    return {person.id: person.spanner for person in audit.people}


def _bands(audit: Audit) -> dict[Any, str]:
    return {(score.metric, score.subject): score.band for score in audit.scores if score.band}


def _differing(one: Mapping[Any, Any], other: Mapping[Any, Any]) -> int:
    return sum(one.get(key) != other.get(key) for key in one.keys() | other.keys())
