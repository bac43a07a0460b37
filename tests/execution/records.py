"""Small projects with an `execution/` folder, and tests with planted effects."""

from datetime import date
from pathlib import Path

import numpy as np

from alliancenet.execution.overview import execution_review
from alliancenet.execution.reading import read_execution
from alliancenet.model.register import (
    Alliance,
    AllianceId,
    Issue,
    Level,
    Membership,
    Organisation,
    OrganisationId,
    Person,
    PersonId,
    Register,
)
from alliancenet.settings import default_settings
from alliancenet.sources.loaded import Project

AS_OF = date(2026, 6, 1)
PARTNERS = tuple(f"p{number}" for number in range(1, 13))
QUARTERS = (*(f"{year}-Q{quarter}" for year in (2024, 2025) for quarter in (1, 2, 3, 4)), "2026-Q1")
PLAN = "id,hypothesis,metric,direction,decided_on,start,end,minimum_effect,design,owner,result,decision\n"
UNITS = "intervention,unit,arm\n"
OUTCOMES = "unit,metric,period,value\n"


def register_of(partners=PARTNERS, issues=(), form="", people=()):
    firms = [Organisation(id=OrganisationId("own"), name="Own", own=True)]
    firms += [Organisation(id=OrganisationId(name), name=f"Firm {name}") for name in partners]
    crew = [
        Person(id=PersonId(f"{firm}-{number}"), organisation=OrganisationId(firm), level=level)
        for firm in ("own", partners[0])
        for number, level in enumerate((Level.SENIOR, Level.PROJECT_LEADER, Level.OPERATING, Level.OPERATING), start=1)
    ]
    crew += list(people)
    alliance = Alliance(
        id=AllianceId("north"),
        name="North",
        organisations=(OrganisationId("own"), OrganisationId(partners[0])),
        form=form,
    )
    return Register(
        organisations={firm.id: firm for firm in firms},
        people={person.id: person for person in crew},
        alliances={alliance.id: alliance},
        memberships=tuple(Membership(person=person.id, alliance=alliance.id) for person in crew),
        issues=tuple(issues),
    )


def late_issue(due):
    return Issue(alliance=AllianceId("north"), opened=date(2026, 1, 5), due=due)


def project_of(register=None):
    return Project(name="small", register=register or register_of(), settings=default_settings(), waves=(), inputs=())


def folder_of(path: Path, files: dict[str, str]) -> Path:
    (path / "execution").mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (path / "execution" / name).write_text(text)
    return path


def review_of(path, files, register=None, as_of=AS_OF, **more):
    project = project_of(register)
    records = read_execution(folder_of(path, files), project.register)
    return execution_review(project, records, as_of, **more)


def plan(
    design="comparison",
    least="2",
    direction="up",
    decided="2024-12-20",
    start="2025-01-01",
    end="2026-03-31",
    metric="sales",
    id="t",
    decision="",
):
    return f"{id},a thing helps,{metric},{direction},{decided},{start},{end},{least},{design},,,{decision}\n"


def trial_files(effect, *, design="comparison", treated=4, comparison=8, seed=0, noise=0.3, **more):
    """A test whose treated units change by `effect` from its start on; everybody drifts alike."""
    rng = np.random.default_rng(seed)
    rows = []
    for place, unit in enumerate(PARTNERS[: treated + comparison]):
        for number, quarter in enumerate(QUARTERS):
            gain = effect if place < treated and quarter >= "2025-Q1" else 0.0
            rows.append(f"{unit},sales,{quarter},{10 + place % 5 + 0.2 * number + gain + noise * rng.normal():.3f}\n")
    units = [f"t,{unit},{'treated' if place < treated else 'comparison'}\n" for place, unit in enumerate(PARTNERS)]
    return {
        "interventions.csv": PLAN + plan(design, **more),
        "intervention_units.csv": UNITS + "".join(units[: treated + comparison]),
        "outcomes.csv": OUTCOMES + "".join(rows),
    }


def the_test(path, files, **more):
    (found,) = review_of(path, files, **more).tests
    return found
