"""Events as read made events as they count: one for every message and meeting, each person once in it."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import ibis
from ibis.expr.types import Table

from alliancenet.comms.copies import fingerprints, groups_by_id, groups_by_time, roots_of, subset_candidates
from alliancenet.comms.joining import joined
from alliancenet.comms.meetings import settled
from alliancenet.comms.persons import each_person_once, named_twice

if TYPE_CHECKING:
    from alliancenet.comms.build import Engine


@dataclass(frozen=True, slots=True)
class Stage:
    """Writes out what later steps look at more than once."""

    engine: "Engine"
    folder: Path
    name: str

    def kept(self, rows: Table, step: str) -> Table:
        """The rows, written out."""
        path = self.folder / f"{self.name}-{step}.parquet"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.engine.stage(rows, path)
        self.engine.open_parquet(step, path)
        return ibis.table(rows.schema(), name=step)

    def has_rows(self, rows: Table) -> bool:
        """Is there anything in a relation."""
        return bool(self.engine.read(rows.limit(1)).num_rows)


def each_once(events: Table, stage: Stage, *, kinds: Collection[str], tolerance: int | None, has_ids: bool) -> Table:
    """One event for every message and meeting, every person once in it, however many logs and rows tell of it.

    Parameters
    ----------
    events : columns of `rollup.EVENT_COLUMNS`, with source and event numbers.
    kinds : kinds of the logs they come from.
    tolerance : seconds two logs' times of one message lie apart at most; None for one log, which does
        not repeat itself.
    has_ids : some of the events carry an id.
    """
    if "icalendar" in kinds:
        events = stage.kept(settled(events), "settled")
    if has_ids:
        events = joined(events, groups_by_id(events))
    if tolerance is not None:
        events = stage.kept(events, "by_id")
        prints = stage.kept(fingerprints(events, tolerance), "prints")
        candidates = stage.engine.read(subset_candidates(prints, tolerance)).to_pylist()
        stage.engine.put("within", roots_of(candidates))
        events = joined(events, groups_by_time(prints))
    events = stage.kept(events, "joined")
    twice = stage.kept(named_twice(events), "twice")
    return stage.kept(each_person_once(events, twice), "each_once") if stage.has_rows(twice) else events
