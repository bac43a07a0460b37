"""Builders with readable defaults, and the places of the data only developers have."""

import os
import shutil
from datetime import date
from pathlib import Path

import hypothesis
import numpy as np
import pytest

from alliancenet.metrics.case import Case
from alliancenet.metrics.picture import Picture
from alliancenet.model.catalogue import CARDS, Card, Exposure, Section, Unit
from alliancenet.model.multiplex import Layer, LayerSource, Measure, Origin
from alliancenet.model.register import (
    Alliance,
    AllianceId,
    Membership,
    Organisation,
    OrganisationId,
    Person,
    PersonId,
    Register,
)
from alliancenet.model.wave import Reports, Wave
from alliancenet.multiplex.build import build_multiplex
from alliancenet.settings import default_settings

# a shared machine stalls now and then: examples have no deadline, and CI tries the same ones each time
hypothesis.settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("house")

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
SHARED = Path(__file__).resolve().parents[1].parent / "shared"
SURVEY = LayerSource(measure=Measure.STEPS, origin=Origin.SURVEY)
OPENS, CLOSES = date(2026, 4, 1), date(2026, 4, 24)


def card(id, exposure=Exposure.STRUCTURE, **fields):
    """Card of a measure a test plants."""
    defaults = {
        "title": id.capitalize(),
        "unit": Unit.POINTS,
        "says": "points 0-100",
        "better": None,
        "section": Section.OTHER,
        "smallest_n": "1 answer",
        "low": 0,
        "high": 100,
        "source": "own limit",
        "text": "What a test plants.",
    }
    return Card(id=id, exposure=exposure, **{**defaults, **fields})


@pytest.fixture
def planted(monkeypatch):
    """Plant cards for one test."""

    def plant(*cards):
        for card in cards:
            monkeypatch.setitem(CARDS, card.id, card)

    return plant


@pytest.fixture(scope="session")
def shared():
    """Folder of real networks and reference values; tests skip without it."""
    if not SHARED.is_dir():
        pytest.skip("../shared, the developers' data, is not here")
    return SHARED


@pytest.fixture(scope="session")
def chromium():
    """Headless Chromium, one for all tests of a process; skipped where it is missing, but not in CI."""
    found = shutil.which("chromium")
    if found is None:
        assert os.environ.get("CI") != "true", "CI must have Chromium"
        pytest.skip("Chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, headless=True, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


def a_register(people, firms=("a", "b"), **about):
    """Register of one alliance; `people` maps an id to its firm or to a Person's fields."""
    fields = {one: told if isinstance(told, dict) else {"organisation": told} for one, told in people.items()}
    return Register(
        organisations={
            OrganisationId(firm): Organisation(id=OrganisationId(firm), name=firm.upper(), own=firm == firms[0])
            for firm in firms
        },
        people={PersonId(one): Person(id=PersonId(one), **told) for one, told in fields.items()},
        alliances={
            AllianceId("x"): Alliance(
                id=AllianceId("x"),
                name="X",
                organisations=tuple(OrganisationId(firm) for firm in firms),
                tier=about.pop("tier", None),
                **about.pop("alliance", {}),
            )
        },
        memberships=tuple(Membership(person=PersonId(person), alliance=AllianceId("x")) for person in people),
        **about,
    )


def a_wave(people, reports, *, silent=(), unfinished=(), source=SURVEY, **about):
    """Wave with `reports`: layer -> {(respondent, alter): value}; None is "prefer not to say"."""
    names = tuple(sorted(people))
    place = {name: position for position, name in enumerate(names)}
    responded = np.array([name not in silent for name in names])
    return Wave(
        id="1",
        alliance=AllianceId("x"),
        people=tuple(PersonId(name) for name in names),
        opens=OPENS,
        closes=CLOSES,
        window_days=90,
        responded=responded,
        complete=responded & np.array([name not in unfinished for name in names]),
        reports={
            Layer(layer): Reports(
                respondent=np.array([place[one] for one, _ in told], dtype=np.int64),
                alter=np.array([place[other] for _, other in told], dtype=np.int64),
                value=np.array([np.nan if value is None else value for value in told.values()], dtype=float),
                source=source,
            )
            for layer, told in reports.items()
        },
        **about,
    )


def a_case(people, reports, *, silent=(), unfinished=(), source=SURVEY, wave=None, settings=None, **about):
    """Case of one alliance in one wave."""
    register = a_register(people, **about)
    limits = settings or default_settings()
    told = a_wave(people, reports, silent=silent, unfinished=unfinished, source=source, **(wave or {}))
    alliance = register.alliances[AllianceId("x")]
    return Case(
        register=register,
        alliance=alliance,
        wave=told,
        settings=limits,
        picture=Picture(build_multiplex(register, alliance, told), limits),
    )


def strong(pairs):
    """Reports in which each pair confirms a core tie in both directions."""
    told = {}
    for one, other in pairs:
        told[one, other] = told[other, one] = 5
    return {"communication": told, "importance": dict(told), "closeness": dict(told)}
