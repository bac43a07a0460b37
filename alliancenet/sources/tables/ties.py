"""Ties of a project: an edge list, a matrix or a file of a network program, told what it is by its map."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from alliancenet.arrays import BoolArray
from alliancenet.errors import Problem
from alliancenet.files.folding import folded
from alliancenet.files.table import CsvTable
from alliancenet.files.table_map import TableMap
from alliancenet.model.multiplex import Layer
from alliancenet.model.register import AllianceId, PersonId, Register
from alliancenet.model.wave import Wave
from alliancenet.sources.checks import counted, warning
from alliancenet.sources.draft import Draft, ResponseStatus, TiesFile
from alliancenet.sources.edges.columns import read_ties
from alliancenet.sources.edges.people import EdgePeople
from alliancenet.sources.edges.ties import EdgeTies, ties_of
from alliancenet.sources.network_files.reading import TiesTable
from alliancenet.survey.directory import PeopleDirectory

_MOST_NAMED = 6
_NOT_SAID = "no layer is said"
_LEFT_OUT = "nobody"


def read_ties_file(path: Path, name: str, draft: Draft) -> None:
    """Read ties between people of the roster; the map beside it says their layer, wave and alliance."""
    declared = draft.declared_of(name)
    says = declared.columns or TableMap()
    table = read_ties(path, draft.problems, replace(declared, columns=_for_columns(says)), may_be_empty=False)
    if table is not None:
        draft.ties.append(TiesFile(file=name, table=table, says=says))


def _for_columns(says: TableMap) -> TableMap | None:
    """The map as the table's reader needs it; files of network programs have no columns to name."""
    return says if says.columns or says.header or says.sheet or says.blank else None


def with_ties(draft: Draft, register: Register, waves: Sequence[Wave]) -> tuple[Wave, ...]:
    """Waves with the layers that files of ties tell of; problems are added to the draft.

    Notes
    -----
    People are found by id, alias, address or name. A layer that a survey or another file told of
    already is a fault. Everybody is taken to have answered unless the responses say otherwise, and
    the wave says so.
    """
    found = {(wave.alliance, wave.id): wave for wave in waves}
    for file in draft.ties:
        place = _place(draft, file, waves)
        if place is None:
            continue
        ties = _Ties(draft, register, file, found[place])
        found[place] = ties.joined()
    return tuple(found[wave.alliance, wave.id] for wave in waves)


def _place(draft: Draft, file: TiesFile, waves: Sequence[Wave]) -> tuple[AllianceId, str] | None:
    fits = [
        (wave.alliance, wave.id)
        for wave in waves
        if file.says.alliance in {"", wave.alliance} and file.says.wave in {"", wave.id}
    ]
    if len(fits) == 1:
        return fits[0]
    known = ", ".join(f"{wave} of {alliance}" for alliance, wave in fits or [(w.alliance, w.id) for w in waves])
    draft.problems.append(
        Problem(
            file=file.file,
            found="no wave fits what its map says" if not fits else f"it may belong to {len(fits)} waves",
            needed=f"one of: {known}",
            action=f"write `alliance:` and `wave:` into {file.file}.map.yaml (`alliancenet add` asks for them)",
        )
    )
    return None


@dataclass(slots=True)
class _Ties:
    """One file of ties and the wave it belongs to."""

    draft: Draft
    register: Register
    file: TiesFile
    wave: Wave

    def joined(self) -> Wave:
        """The wave with the file's layers; as it was after a fault."""
        problems: list[Problem] = []
        found = self._read(problems)
        self.draft.problems.extend(problems)
        if found is None:
            return self.wave
        if len(found.waves) > 1:
            needed = "one wave in a file"
            told = Problem(file=self.file.file, key="wave", found=f"{len(found.waves)} waves", needed=needed)
            self.draft.problems.append(told)
            return self.wave
        reports = next(iter(found.waves.values()), {})
        both = sorted(set(reports) & set(self.wave.reports))
        self.draft.problems.extend(
            Problem(
                file=self.file.file,
                key=layer,
                found=f"wave {self.wave.id} of {self.wave.alliance} has answers to {layer} already",
                needed="one source for each layer",
                action="take one of the two files out",
            )
            for layer in both
        )
        answered = self._answered() & ~np.isin(np.arange(len(self.wave.people)), list(found.silent))
        words = "" if self.draft.responses else f"Everybody is taken to have answered for {self.file.file}."
        return replace(
            self.wave,
            responded=self.wave.responded | answered,
            complete=self.wave.complete | answered,
            reports={**self.wave.reports, **reports},
            assumptions=(*self.wave.assumptions, *filter(None, (words,)), *found.assumptions),
        )

    def _answered(self) -> BoolArray:
        """Who may be taken to have answered: everybody, or those the responses do not say were silent."""
        status = {
            response.respondent: response.status
            for response in self.draft.responses
            if (response.wave, response.alliance) == (self.wave.id, self.wave.alliance)
        }
        if not status:
            return np.ones(len(self.wave.people), dtype=bool)
        return np.array([status.get(person) is ResponseStatus.COMPLETE for person in self.wave.people], dtype=bool)

    def _read(self, problems: list[Problem]) -> EdgeTies | None:
        table = self._by_ids(problems)
        says = self.file.says
        if says.layer:
            table = replace(table, frame=table.frame.assign(layer=says.layer))
        layers = {said: Layer(means) for said, means in says.words.get("layer", {}).items() if means in set(Layer)}
        if says.layer and says.layer not in set(Layer):
            problems.append(self._no_layer(says.layer))
            return None
        if not any(table.column("layer")):
            problems.append(self._no_layer(""))
            return None
        people = EdgePeople(
            register=self.register,
            ids=self.wave.people,
            left_out=frozenset(),
            responded=self.wave.responded,
            assumptions=(),
        )
        return ties_of(table, people, layers, says.directed, problems, needs_contact=False)

    def _no_layer(self, found: str) -> Problem:
        return Problem(
            file=f"{self.file.file}.map.yaml",
            key="layer",
            found=f"'{found}' is no layer" if found else _NOT_SAID,
            needed=f"one of: {', '.join(Layer)}",
            action="write `layer: communication` (`alliancenet add` asks for it)",
        )

    def _by_ids(self, problems: list[Problem]) -> CsvTable:
        """The ties with ids of people of the wave; the others are counted, and their ties left out."""
        table = self.file.table
        directory = PeopleDirectory(self.register.people.values(), self.file.says.people)
        nobody = {folded(name) for name, person in self.file.says.people.items() if person == _LEFT_OUT}
        called = table.names if isinstance(table, TiesTable) else {}
        ends = {str(end) for side in ("source", "target") for end in table.frame[side].unique()}
        meant = {end: self._find(directory, (end, *called.get(end, ()))) for end in ends}
        outside = [end for end, person in meant.items() if person and person not in set(self.wave.people)]
        strangers = sorted(end for end, person in meant.items() if person is None and folded(end) not in nobody)
        problems.extend(self._strangers(strangers))
        inside = {end: str(person) for end, person in meant.items() if person and end not in outside}
        frame = table.frame.assign(**{side: table.frame[side].map(inside) for side in ("source", "target")})
        kept = frame[frame["source"].notna() & frame["target"].notna()]
        if len(kept) < len(frame):
            left = counted(len(frame) - len(kept), "tie", "ties")
            found = f"{left} of people not on the roster of wave {self.wave.id}: left out"
            problems.append(warning(self.file.file, found, "people who belong to the alliance while the wave is open"))
        return replace(table, frame=kept)

    @staticmethod
    def _find(directory: PeopleDirectory, names: Iterable[str]) -> PersonId | None:
        return next((person for name in names if (person := directory.find(name)[0])), None)

    def _strangers(self, names: list[str]) -> list[Problem]:
        if not names:
            return []
        some = ", ".join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")
        return [
            Problem(
                file=self.file.file,
                found=f"{counted(len(names), 'name is', 'names are')} on no roster, or of several people: {some}",
                needed="people of the roster",
                action=f"say who each is under `people:` of {self.file.file}.map.yaml, or `nobody`",
            )
        ]
