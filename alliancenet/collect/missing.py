"""People respondents missed on the list: they count once the facilitator says who they are."""

import json
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from alliancenet.collect.schema import ADDED, SUBMISSION
from alliancenet.collect.steps import PageKind, choice_of
from alliancenet.collect.store import WaveStore
from alliancenet.collect.survey import Survey
from alliancenet.collect.wave import NotNow, journal


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A name that was missing on the list.

    Parameters
    ----------
    times : people who named it in answers they sent.
    is_decided : the facilitator said who it is.
    person : id on the roster; None for nobody of the alliance.
    """

    name: str
    organisation: str
    times: int
    is_decided: bool
    person: str | None


def missed_in(store: WaveStore) -> tuple[Missed, ...]:
    """Names that were missing, most often named first."""
    with store.reading() as connection:
        bodies = connection.execute(select(SUBMISSION.c.body).where(SUBMISSION.c.body.is_not(None))).scalars().all()
        decided = {(row.name, row.organisation): row.person for row in connection.execute(select(ADDED))}
    times: Counter[tuple[str, str]] = Counter()
    for body in bodies:
        for key, page in json.loads(body)["pages"].items():
            if key.partition("\t")[0] == PageKind.PEOPLE:
                times.update(set(choice_of(page).added))
    return tuple(
        Missed(name=name, organisation=firm, times=count, is_decided=(name, firm) in decided,
               person=decided.get((name, firm)))
        for (name, firm), count in sorted(times.items(), key=lambda pair: (-pair[1], pair[0]))
    )  # fmt: skip


def decide(store: WaveStore, survey: Survey, name: str, organisation: str, person: str | None) -> None:
    """Say who a name is; None for nobody of the alliance.

    Raises
    ------
    NotNow
        When nobody named it, or the person is not on the roster.
    """
    if all((missed.name, missed.organisation) != (name, organisation) for missed in missed_in(store)):
        raise NotNow(f"nobody named '{name}' ({organisation or 'no firm'}) as missing")
    if person is not None and person not in survey.person:
        raise NotNow(f"'{person}' is not on the roster of this wave: add the person to the project first, for the next")
    with store.writing() as connection:
        connection.execute(delete(ADDED).where(ADDED.c.name == name, ADDED.c.organisation == organisation))
        connection.execute(insert(ADDED).values(name=name, organisation=organisation, person=person))
        journal(connection, "missing name decided", detail=f"{name} is {person or 'nobody of the alliance'}")
