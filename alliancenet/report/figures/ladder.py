"""Five levels on one ladder: the level as a bar, said and seen as two marks, what the tier asks for as a line."""

from dataclasses import dataclass

from alliancenet.language import digits, say
from alliancenet.model.score import Band
from alliancenet.privacy import AuditView
from alliancenet.report import words
from alliancenet.report.tables.alliance import LEVEL_NAMES

LEFT, RIGHT, STEP, TOP = 122, 396, 30, 18
WIDTH = 450


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One level; places are x coordinates, None where there is no number."""

    name: str
    y: int
    end: float | None
    band: Band | None
    seen: float | None
    said: float | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Rungs, and the x of what the tier asks for with its words; None where nothing is asked or may be told."""

    rungs: tuple[Rung, ...]
    floor: float | None
    floor_text: str
    height: int
    left: int = LEFT
    per_point: float = (RIGHT - LEFT) / 100


def ladder(view: AuditView) -> Ladder:
    """Levels of one alliance; where no level is whole the bar is what is seen."""
    rungs = tuple(_rung(view, level, place) for place, level in enumerate(LEVEL_NAMES))
    asked = view.limits.tier_floor.get(str(view.alliance.tier or ""))
    return Ladder(
        rungs=rungs,
        floor=None if asked is None else _x(asked),
        floor_text=""
        if asked is None
        else say("tier {tier} asks for {asked}", tier=view.alliance.tier, asked=digits(f"{asked:.0f}")),
        height=TOP + STEP * len(rungs) + 34,
    )


def _rung(view: AuditView, level: str, place: int) -> Rung:
    whole, seen, said = (
        view.score(f"{half}.{level}") for half in ("integration", "integration_seen", "integration_said")
    )
    shown = whole if whole is not None and whole.is_ok else seen
    value = None if shown is None else shown.value
    return Rung(
        name=words.level(level),
        y=TOP + STEP * place,
        end=None if value is None else _x(value),
        band=words.band_of(shown),
        seen=None if seen is None or seen.value is None else _x(seen.value),
        said=None if said is None or said.value is None else _x(said.value),
        text=say("no data") if value is None else words.value_of(shown),
    )


def _x(value: float) -> float:
    return round(LEFT + (RIGHT - LEFT) * value / 100, 1)
