"""Six characteristics of the relationship as each side rates them (S2): bars from the low end to the high end."""

from collections.abc import Sequence
from dataclasses import dataclass

from alliancenet.language import marked, say
from alliancenet.privacy import AuditView
from alliancenet.report import words
from alliancenet.report.cells import score_cell
from alliancenet.report.sides import ours_first
from alliancenet.report.table import Cell, Column, Table

CHARACTERISTICS = (
    ("REL1", marked("Availability of alternatives"), marked("many", context="end"), marked("few", context="end")),
    ("REL2", marked("Market and technology"), marked("stable", context="end"), marked("volatile", context="end")),
    (
        "REL3",
        marked("Importance of what the partner brings"),
        marked("low", context="end"),
        marked("high", context="end"),
    ),
    (
        "REL4",
        marked("Complexity of what is done together"),
        marked("low", context="end"),
        marked("high", context="end"),
    ),
    ("REL5", marked("Information exchange"), marked("low", context="end"), marked("high", context="end")),
    ("REL6", marked("Operational linkages"), marked("limited", context="end"), marked("extensive", context="end")),
)
"""Items with the words of both ends (Cannon & Perreault 1999)."""
LEFT, RIGHT, WIDTH, TOP, BAR = 70, 400, 480, 8, 9
_LOW, _HIGH = 1.0, 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileBar:
    """One side's rating, in pixels; `is_ours` for the own firm."""

    y: float
    width: float
    is_ours: bool
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileRow:
    """One characteristic with the words of both ends and a bar for each side that rated it."""

    title: str
    low: str
    high: str
    y: float
    middle: float
    bars: tuple[ProfileBar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationshipProfile:
    """The drawing; `firms` as they are drawn, own firm first."""

    rows: tuple[ProfileRow, ...]
    firms: tuple[str, ...]
    height: float


def profile(view: AuditView) -> RelationshipProfile | None:
    """Bars of an alliance; None where no side rated anything."""
    firms = [firm for firm in ours_first(view) if _told(view, firm.id)]
    if not firms:
        return None
    step = 20 + (BAR + 3) * len(firms) + 10
    rows = []
    for place, (item, title, low, high) in enumerate(CHARACTERISTICS):
        y = TOP + place * step
        rows.append(
            ProfileRow(
                title=say(title),
                low=say(low, context="end"),
                high=say(high, context="end"),
                y=y + 10,
                middle=y + 20 + (BAR + 3) * len(firms) / 2,
                bars=tuple(_bars(view, item, [firm.id for firm in firms], y + 18)),
            )
        )
    return RelationshipProfile(
        rows=tuple(rows), firms=tuple(firm.name for firm in firms), height=TOP + step * len(CHARACTERISTICS)
    )


def _told(view: AuditView, firm: str) -> bool:
    return any(view.score(f"spectrum.profile.{item}", firm) is not None for item, *_ in CHARACTERISTICS)


def _bars(view: AuditView, item: str, firms: Sequence[str], top: float) -> list[ProfileBar]:
    own = {firm.id for firm in view.alliance.firms if firm.own}
    bars = []
    for place, firm in enumerate(firms):
        score = view.score(f"spectrum.profile.{item}", firm)
        if score is not None and score.value is not None:
            share = (score.value - _LOW) / (_HIGH - _LOW)
            bars.append(
                ProfileBar(
                    y=top + place * (BAR + 3),
                    width=round(max(2.0, share * (RIGHT - LEFT)), 1),
                    is_ours=firm in own,
                    text=say("{firm_name}: {score} of 5", firm_name=view.firm_name(firm), score=words.value_of(score)),
                )
            )
    return bars


def profile_table(view: AuditView) -> Table:
    """The same as a table: steps 1-5 of each side between the words of both ends."""
    firms = [firm for firm in ours_first(view) if _told(view, firm.id)]
    return Table(
        name="profile",
        caption=say("Six characteristics of the relationship, steps 1-5 from the low end to the high end"),
        columns=(
            Column(key="characteristic", title=say("Characteristic")),
            Column(key="low", title=say("1 stands for")),
            *(Column(key=f"firm_{place}", title=firm.name, is_number=True) for place, firm in enumerate(firms)),
            Column(key="high", title=say("5 stands for")),
        ),
        rows=tuple(
            (
                Cell(text=say(title)),
                Cell(text=say(low, context="end")),
                *(
                    Cell(text=words.NONE, tone="withheld") if score is None else score_cell(score)
                    for score in (view.score(f"spectrum.profile.{item}", firm.id) for firm in firms)
                ),
                Cell(text=say(high, context="end")),
            )
            for item, title, low, high in (CHARACTERISTICS if firms else ())
        ),
        empty=say("Nobody was asked."),
    )
