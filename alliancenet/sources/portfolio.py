"""alliances.yaml: the alliances, their firms, objectives and sponsor plans."""

import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from alliancenet.errors import InputError
from alliancenet.files.entry import Entry, shown
from alliancenet.files.fields import read_fields
from alliancenet.model.register import STAGES, Alliance, AllianceId, Complement, Objective, OrganisationId
from alliancenet.sources.cells import FILE_SAFE_ID, unknown
from alliancenet.sources.draft import Draft

_KEYS = (
    "id",
    "name",
    "organisations",
    "start",
    "stage",
    "form",
    "benefits",
    "objectives",
    "tier",
    "agreement_end",
    "exit_plan",
    "sponsor_plans",
    "complements",
)
_OBJECTIVE_KEYS = ("name", "kind", "weight", "floor", "target", "actual", "unit")
_KINDS = ("financial", "strategic", "operational")
_MOST_OBJECTIVES = 8
_ANY = r"(?s)[^\x00-\x1f]{1,120}"
_NEEDS_TEXT = "text of 1 to 120 characters, in quotes where YAML would read something else"


def read_alliances(path: Path, name: str, draft: Draft) -> None:
    """Read the list under `alliances:`."""
    try:
        fields = read_fields(path, name)
    except InputError as error:
        draft.problems.extend(error.problems)
        return
    top = Entry(fields, (), fields.value, ("alliances",), draft.problems)
    entries = list(top.entries("alliances", _KEYS))
    if not entries:
        top.fault(("alliances",), "no alliances", "at least one (`- id: …` below `alliances:`)")
    for entry in entries:
        alliance = _alliance(entry, draft)
        if alliance is not None:
            draft.alliances[alliance.id] = alliance


def _alliance(entry: Entry, draft: Draft) -> Alliance | None:
    name = entry.word("id", FILE_SAFE_ID, "an id of letters, digits, _ . -")
    if name in draft.alliances:
        entry.fault(("id",), f"'{name}' stands already further up", "each id once")
        return None
    firms = _firms(entry, draft)
    stage = entry.word("stage", "|".join(STAGES), f"one of: {', '.join(STAGES)}", "")
    start, end = _day(entry, "start"), _day(entry, "agreement_end")
    if start and end and start > end:
        entry.fault(("agreement_end",), f"{end} lies before start {start}", "a day after start")
    if not name or len(firms) < 2:
        return None
    return Alliance(
        id=AllianceId(name),
        name=entry.word("name", _ANY, _NEEDS_TEXT, name),
        organisations=firms,
        start=start,
        stage=stage,
        form=entry.word("form", _ANY, _NEEDS_TEXT, ""),
        benefits=entry.words("benefits", (), _ANY, "a list of words"),
        objectives=_objectives(entry),
        tier=entry.whole("tier", 1, 3) if entry.has("tier") else None,
        agreement_end=end,
        exit_plan=entry.flag("exit_plan", False) if entry.has("exit_plan") else None,
        sponsor_plans=_sponsor_plans(entry, firms),
        complements=_complements(entry, firms, draft),
    )


def _firms(entry: Entry, draft: Draft) -> tuple[OrganisationId, ...]:
    if not entry.has("organisations"):
        entry.fault(("organisations",), "nothing", "the firms of the alliance ([own_firm, partner])")
        return ()
    named = entry.words("organisations", (), _ANY, "a list of ids of organisations.csv")
    for position, name in enumerate(named):
        if draft.organisations and name not in draft.organisations:
            entry.fault(("organisations", position), *unknown(name, list(draft.organisations), "organisations.csv"))
    firms = [OrganisationId(name) for name in named if name in draft.organisations]
    if named and len(named) < 2:
        entry.fault(("organisations",), f"one firm only ({named[0]})", "an alliance has at least two firms")
    elif firms and draft.organisations and not any(draft.organisations[firm].own for firm in firms):
        entry.fault(("organisations",), "the own firm is not among them", "the own firm and at least one partner")
    return tuple(sorted(firms, key=lambda firm: not draft.organisations[firm].own))


def _objectives(entry: Entry) -> tuple[Objective, ...]:
    entries = list(entry.entries("objectives", _OBJECTIVE_KEYS))
    if len(entries) > _MOST_OBJECTIVES:
        entry.fault(("objectives",), f"{len(entries)} objectives", f"at most {_MOST_OBJECTIVES}")
    return tuple(_objective(objective) for objective in entries)


def _objective(entry: Entry) -> Objective:
    floor, target = _number(entry, "floor", 0.0), entry.number("target")
    if floor == target and isinstance(entry.data.get("target"), int | float):
        entry.fault(("target",), f"{target:g}, the same as floor", "a target that differs from the floor")
    weight = _number(entry, "weight", 1.0)
    if weight <= 0:
        entry.fault(("weight",), f"{weight:g}", "a weight above 0")
    return Objective(
        name=entry.word("name", _ANY, _NEEDS_TEXT),
        kind=entry.word("kind", "|".join(_KINDS), f"one of: {', '.join(_KINDS)}"),
        weight=weight,
        floor=floor,
        target=target,
        actual=entry.number("actual") if entry.has("actual") else None,
        unit=entry.word("unit", _ANY, _NEEDS_TEXT, ""),
    )


def _number(entry: Entry, key: str, default: float) -> float:
    return entry.number(key) if entry.has(key) else default


def _complements(entry: Entry, firms: tuple[OrganisationId, ...], draft: Draft) -> tuple[Complement, ...]:
    """Skills by firm; once some are on record each side has to bring one, or its side is unknown, which is said."""
    needed = f"one of: {', '.join(firms)}"
    found = []
    for part in entry.entries("complements", ("organisation", "skill")):
        firm = part.word("organisation", "|".join(map(re.escape, firms)), needed)
        skill = part.word("skill", _ANY, _NEEDS_TEXT)
        if firm and skill:
            found.append(Complement(organisation=OrganisationId(firm), skill=skill))
    for firm in firms if found else ():
        if firm not in {complement.organisation for complement in found}:
            lacking = f"no skill of {firm}, while others have some"
            problem = entry.fields.problem(*entry.at, "complements", found=lacking, needed="at least one for each side")
            draft.problems.append(replace(problem, fatal=False))
    return tuple(found)


def _sponsor_plans(entry: Entry, firms: tuple[OrganisationId, ...]) -> dict[OrganisationId, date]:
    plans = entry.entry("sponsor_plans", firms)
    found = {firm: _day(plans, firm) for firm in firms}
    return {firm: day for firm, day in found.items() if day is not None}


def _day(entry: Entry, key: str) -> date | None:
    raw = entry.data.get(key)
    if raw is None or (isinstance(raw, date) and not isinstance(raw, datetime)):
        return raw
    entry.fault((key,), shown(raw), "a date such as 2026-03-31, without quotes")
    return None
