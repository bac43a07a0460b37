"""Portfolios built by hand: a register, records, audits, with readable defaults."""

from dataclasses import replace
from datetime import date

from built_audits import a_score, an_audit

from alliancenet.model.audit import WaveSummary
from alliancenet.model.portfolio import (
    IMPORTANCE_ITEMS,
    SPECTRUM_ITEMS,
    Governance,
    ImportanceRating,
    Linkage,
    PortfolioRecords,
    ProfileEntry,
    ProfileKind,
    Resource,
    SpectrumRating,
)
from alliancenet.model.register import (
    Alliance,
    Membership,
    Objective,
    Organisation,
    Person,
    Register,
    Touchpoint,
)
from alliancenet.portfolio.holdings import Holdings
from alliancenet.settings import default_settings

DAY = date(2026, 4, 24)


def an_alliance(name="north", **fields):
    defaults = {"name": name.title(), "organisations": ("own", "partner"), "start": date(2020, 1, 1)}
    return Alliance(id=name, **{**defaults, **fields})


def a_sponsor(name, organisation="own", **fields):
    return Person(
        id=name,
        organisation=organisation,
        level="senior",
        roles=frozenset({"executive_sponsor"}),
        name=name.title(),
        **fields,
    )


def a_register(*alliances, people=(), memberships=(), touchpoints=(), **fields):
    return Register(
        organisations={
            "own": Organisation(id="own", name="Nordwind", own=True),
            "partner": Organisation(id="partner", name="Sole Mare"),
            "third": Organisation(id="third", name="Third Shore"),
        },
        people={person.id: person for person in people},
        alliances={alliance.id: alliance for alliance in alliances or (an_alliance(),)},
        memberships=tuple(memberships),
        touchpoints=tuple(touchpoints),
        **fields,
    )


def member(person, alliance="north", **fields):
    return Membership(person=person, alliance=alliance, **fields)


def meeting(day, *attendees, alliance="north", type="sponsor"):
    return Touchpoint(date=day, alliance=alliance, type=type, attendees=attendees)


def rated(*answers, alliance="north", day=date(2026, 1, 1)):
    return ImportanceRating(
        alliance=alliance, day=day, answers=dict(zip(IMPORTANCE_ITEMS, answers, strict=True)), owner="committee"
    )


def spectrum(answer, alliance="north", organisation="own", day=date(2026, 1, 1)):
    return SpectrumRating(
        alliance=alliance, organisation=organisation, day=day, answers=dict.fromkeys(SPECTRUM_ITEMS, answer)
    )


def linkages(placed, needed, alliance="north"):
    return tuple(
        Linkage(alliance=alliance, name=f"link {n}", needed=True, since=date(2025, 1, 1) if n < placed else None)
        for n in range(needed)
    )


def integrated(alliance, points):
    """Records that give a depth of 0, 25, 50, 75 or 100."""
    people = {0: 0, 25: 1, 50: 2, 75: 5, 100: 11}[points]
    return (
        Resource(alliance=alliance, day=date(2024, 1, 1), dedicated=people),
        SpectrumRating(
            alliance=alliance,
            organisation="own",
            day=date(2024, 1, 1),
            answers=dict.fromkeys(SPECTRUM_ITEMS, 1 + points / 25),
        ),
    )


def governed(exists, alliance="north", day=date(2025, 6, 1)):
    return Governance(alliance=alliance, day=day, exists=exists)


def profile(alliance, kind, *names):
    return tuple(ProfileEntry(alliance=alliance, kind=ProfileKind(kind), name=name) for name in names)


def kpis(*actuals, kinds=("financial", "strategic", "operational", "financial")):
    """Objectives from 0 to 100 with these actuals."""
    return tuple(
        Objective(name=f"kpi {n}", kind=kinds[n % len(kinds)], target=100.0, actual=actual)
        for n, actual in enumerate(actuals)
    )


def audited(alliance="north", wave="w1", closes=date(2026, 4, 24), scores=None, **fields):
    """An audit with alliance scores given as a mapping of metric to value."""
    known = tuple(
        replace(
            a_score(metric, value, alliance, unit="points 0-100", interval=(value - 1, value + 1)), answering_error=1.0
        )
        for metric, value in (scores or {}).items()
    )
    audit = an_audit(alliance, scores=known, **fields)
    return replace(audit, wave=WaveSummary(id=wave, opens=None, closes=closes, window_days=90))


def a_holding(register=None, as_of=DAY, audits=(), settings=None, **records):
    by_alliance = {}
    for audit in audits:
        by_alliance.setdefault(audit.alliance.id, []).append(audit)
    return Holdings(
        register=register or a_register(),
        records=PortfolioRecords(**records),
        settings=settings or default_settings(),
        as_of=as_of,
        audits={name: tuple(several) for name, several in by_alliance.items()},
    )
