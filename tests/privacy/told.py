"""Cases in which people answered the shipped questionnaires, and all that is published of them."""

from dataclasses import replace
from datetime import date

import numpy as np

from alliancenet.auditing import audit_case
from alliancenet.instruments.reading import read_shipped
from alliancenet.model.instrument import Kind
from alliancenet.model.register import Objective
from alliancenet.model.wave import Opinions
from alliancenet.privacy import Reader, ReaderRole, view_for
from alliancenet.report.page import html_report
from alliancenet.settings import changed, default_settings
from alliancenet.store.audit_file import to_json
from alliancenet.store.records import as_plain
from tests.conftest import a_case, strong

GOALS = [f"G{number}" for number in range(8)]
ITEMS = {
    item.id: (instrument, item)
    for instrument in read_shipped()
    if instrument.kind is Kind.PEOPLE
    for item in instrument.items
    if item.scale is not None
}
MEASURED = [name for name, (instrument, _) in ITEMS.items() if instrument.id != "contract"]
CONTRACT = [name for name, (instrument, _) in ITEMS.items() if instrument.id == "contract"]
READERS = [Reader(role=role, firm="b") for role in ReaderRole]
FEW_SHUFFLES = {"gap.permutations": 49, "resamples.rosters": 40}


def some_answers(people, seed=0, items=tuple(ITEMS)):
    """Random answers of everybody: person -> item -> number."""
    rng = np.random.default_rng(seed)
    return {
        person: {name: float(rng.choice([point.value for point in ITEMS[name][1].scale.points])) for name in items}
        for person in people
    }


def some_goals(people, seed=0):
    """Three goals of each person."""
    rng = np.random.default_rng(seed)
    return {person: tuple(rng.choice(GOALS, 3, replace=False)) for person in people}


def a_told_case(answers, *, roster=None, goals=None, trust=None, earlier=None, limits=FEW_SHUFFLES):
    """Case of firms named by the first letter of their people; ties are the same whoever says what."""
    roster = sorted(roster or answers)
    said = [
        (roster.index(person), list(ITEMS).index(item), value)
        for person in answers
        for item, value in answers[person].items()
    ]
    respondent, item, value = (np.array(part) for part in zip(*said, strict=True))
    asked = {} if trust is None else {"trust": trust}
    case = a_case(
        {person: person[0] for person in roster},
        {**strong((person, other) for person in roster for other in roster if person < other), **asked},
        silent=[person for person in roster if person not in answers],
        firms=sorted({person[0] for person in roster}),
        alliance={"objectives": tuple(Objective(name=goal, kind="strategic", target=1.0) for goal in GOALS)},
        wave={
            "opinions": Opinions(items=tuple(ITEMS), respondent=respondent, item=item, value=value.astype(float)),
            "choices": {"GOAL1": goals} if goals else {},
        },
        settings=changed(default_settings(), dict(limits)),
    )
    later = date(2026, 10, 24) if earlier is not None else case.wave.closes
    wave = replace(case.wave, id="2", closes=later) if earlier is not None else case.wave
    return replace(case, wave=wave, earlier=earlier)


def published(case):
    """Everything that leaves: the audit file, what each reader sees, and the report.

    Ties are left out: the readers who see them see what was reported of them (but friendship).
    """
    audit = replace(audit_case(case), ties=())
    views = [view_for(audit, reader) for reader in READERS]
    return [to_json([audit]), html_report(views[:1]), *(str(as_plain(view)) for view in views)]
