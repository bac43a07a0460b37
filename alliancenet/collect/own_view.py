"""Each respondent's own picture, laid into the wave's store after the audit; the collector shows it to nobody else."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from sqlalchemy import delete, insert, select

from alliancenet.collect.schema import OWN_VIEW
from alliancenet.collect.store import WaveStore
from alliancenet.collect.wave import journal


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSection:
    """A heading with sentences and, where there is one, a table."""

    title: str
    lines: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnView:
    """What one person is shown."""

    sections: tuple[OwnSection, ...]


def own_view_of(store: WaveStore, respondent: str) -> OwnView | None:
    """A person's own picture; None before the audit."""
    with store.reading() as connection:
        text = connection.execute(select(OWN_VIEW.c.body).where(OWN_VIEW.c.respondent == respondent)).scalar()
    if text is None:
        return None
    sections = [OwnSection(**section) for section in json.loads(text)["sections"]]
    return OwnView(sections=tuple(sections))


def lay_down(store: WaveStore, views: Mapping[str, OwnView]) -> None:
    """Put pictures in place of those that were there."""
    rows = [
        {"respondent": person, "body": json.dumps(asdict(view), ensure_ascii=False)} for person, view in views.items()
    ]
    with store.writing() as connection:
        connection.execute(delete(OWN_VIEW))
        if rows:
            connection.execute(insert(OWN_VIEW), rows)
        journal(connection, "own pictures made", detail=str(len(rows)))
