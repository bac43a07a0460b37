"""Answers of one wave: exports read, people found, duplicates settled, gates applied, in columns."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from alliancenet.arrays import IntArray
from alliancenet.errors import InputError, Problem
from alliancenet.model.instrument import AnswerType, Instrument, Item, Kind
from alliancenet.model.multiplex import Layer, LayerSource, Measure, Origin
from alliancenet.model.register import Person, PersonId
from alliancenet.model.wave import Opinions, OrganisationAnswer, Reports
from alliancenet.settings import Settings
from alliancenet.survey.answerers import withdrawn
from alliancenet.survey.fates import REPLACED, TWICE, WEAKER
from alliancenet.survey.gathering import Gathered, gather
from alliancenet.survey.mapping import AnswerMap
from alliancenet.survey.readers.export import Export
from alliancenet.survey.readers.tidy import PLATFORM
from alliancenet.survey.sheet import FIRM_KINDS, NOBODY, WaveAsked, Written
from alliancenet.survey.tally import RowTally


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What was said in one wave, ready to become a `Wave`.

    Parameters
    ----------
    people : the roster, sorted by id; the columns point to it.
    responded : bool array (n_people,); gave an answer about somebody where rosters were asked,
        else any answer.
    complete : bool array (n_people,); who they did not name is thereby reported as no contact.
    tallies : every response and every answer of every export, counted once.
    problems : counted warnings.
    """

    people: tuple[PersonId, ...]
    responded: NDArray[np.bool_]
    complete: NDArray[np.bool_]
    reports: Mapping[Layer, Reports] = field(default_factory=dict)
    opinions: Opinions | None = None
    choices: Mapping[str, Mapping[PersonId, tuple[str, ...]]] = field(default_factory=dict)
    texts: Mapping[str, tuple[tuple[PersonId, str], ...]] = field(default_factory=dict)
    organisation_answers: tuple[OrganisationAnswer, ...] = ()
    tallies: tuple[RowTally, ...] = ()
    problems: tuple[Problem, ...] = ()


def answers_from(
    sources: Sequence[tuple[Export, AnswerMap]],
    instruments: Iterable[Instrument],
    people: Iterable[Person],
    *,
    opens: date | None = None,
    closes: date | None = None,
    wave: str = "",
    alliance: str = "",
    goals: Sequence[str] = (),
    settings: Settings,
) -> Answers:
    """Answers of one wave from its exports.

    Parameters
    ----------
    sources : exports, each with its mapping.
    instruments : whose items were asked.
    people : the alliance's roster.
    opens, closes : first and last day; responses of other days are left out and counted.
    wave, alliance : ids, for exports that say them.
    goals : objectives of the alliance, as people may pick them.

    Notes
    -----
    Of several responses of one person to one question the finished one counts, then the latest,
    then the one of the last export. Of people whose last word on taking part was no, nothing is
    used. Gates settle what they imply; a blank stays unknown. Logs fill
    the layers no survey asked about.

    Raises
    ------
    InputError
        All fatal problems of all exports at once.
    """
    roster = tuple(sorted(people, key=lambda person: person.id))
    asked = WaveAsked(
        instruments=tuple(instruments),
        people=roster,
        opens=opens,
        closes=closes,
        wave=wave,
        alliance=alliance,
        most_unreadable=settings.number("answers.most_unreadable"),
        renumbered=settings.whole("answers.renumbered"),
        never_chosen=settings.whole("answers.never_chosen"),
        goals=tuple(goals),
    )
    gathered = [gather(export, mapping, asked) for export, mapping in sources]
    consents = sorted((row for batch in gathered for row in batch.consents), key=lambda row: row[0])
    refusing = withdrawn((person, why) for _, person, why in consents)
    if refusing:
        gathered = [gather(export, mapping, asked, refusing) for export, mapping in sources]
    problems = [problem for batch in gathered for problem in batch.problems]
    if any(problem.fatal for problem in problems):
        raise InputError(problems)
    return _Joined(asked, gathered, problems).answers()


class _Joined:
    """Rows of all exports of a wave, one answer per question."""

    def __init__(self, asked: WaveAsked, gathered: Sequence[Gathered], problems: list[Problem]) -> None:
        self.asked, self.gathered, self.problems = asked, gathered, problems
        self.items = asked.items
        self.keys = sorted({key for batch in gathered for key in batch.keys})
        self.ranks = _ranks(gathered)
        offset = np.cumsum([0, *(len(batch.respondents) for batch in gathered)])
        self.person = _stack([batch.person for batch in gathered])
        self.alter = _stack([batch.alter for batch in gathered])
        self.value = np.concatenate([np.zeros(0), *(batch.value for batch in gathered)])
        self.item = _stack([self._renumbered(batch) for batch in gathered])
        response = _stack([one.response + offset[at] for at, one in enumerate(gathered)])
        source = _stack([np.full(len(one.entry), at) for at, one in enumerate(gathered)])
        entry = _stack([batch.entry for batch in gathered])
        best = self._best_response(self.person, self.item, response)
        is_log = np.array([key.startswith("log:") for key in self.keys] or [False])[self.item]
        later = (self.ranks[response] < best) & ~is_log  # every day of a log counts
        once = self._first_of_each(~later, np.where(is_log, self.value, 0.0))
        keep = ~later & once
        for at, one in enumerate(gathered):
            here = source == at
            kept = np.zeros(len(one.fates), dtype=bool)
            kept[entry[here & keep]] = True
            again = here & ~later & ~once
            for fate, these in ((REPLACED, here & later), (TWICE, again & ~is_log), (WEAKER, again & is_log)):
                rows = entry[these]
                one.fates[rows[~kept[rows] & (one.fates[rows] < 2)]] = fate
        self.person, self.item, self.alter, self.value = (
            column[keep] for column in (self.person, self.item, self.alter, self.value)
        )
        self.written = self._best_written(offset)

    def _renumbered(self, one: Gathered) -> IntArray:
        numbers = np.array([self.keys.index(key) for key in one.keys], dtype=np.int64)
        return numbers[one.item] if len(one.item) else one.item

    def _best_response(self, person: IntArray, item: IntArray, response: IntArray) -> IntArray:
        """Rank of the response that counts for each row's person and item."""
        best = np.full((len(self.asked.people), max(len(self.keys), 1)), -1, dtype=np.int64)
        np.maximum.at(best, (person, item), self.ranks[response])
        return best[person, item]

    def _first_of_each(self, allowed: NDArray[np.bool_], strength: NDArray[np.float64]) -> NDArray[np.bool_]:
        """The strongest allowed row of each person, item and alter, the first one of several."""
        n = len(self.asked.people) + 1
        code = (self.person * max(len(self.keys), 1) + self.item) * n + self.alter + 1
        order = np.argsort(-strength, kind="stable")
        rows = order[allowed[order]]
        _, first = np.unique(code[rows], return_index=True)
        once = np.zeros(len(code), dtype=bool)
        once[rows[first]] = True
        return once

    def _best_written(self, offset: IntArray) -> list[Written]:
        best: dict[tuple[int, str, str], int] = {}
        rows = [
            (one, int(self.ranks[row.response + offset[at]]), row)
            for at, one in enumerate(self.gathered)
            for row in one.written
        ]
        for _, rank, row in rows:
            key = (row.person, row.item, row.extra)
            best[key] = max(best.get(key, -1), rank)
        counts = []
        for one, rank, row in rows:
            if rank == best[row.person, row.item, row.extra]:
                counts.append(row)
            else:
                one.fates[row.entry] = REPLACED
        return counts

    def answers(self) -> Answers:
        """Return the finished columns."""
        self._apply_gates()
        reports = self._reports()
        opinions = self._opinions()
        responded, complete = self._who_answered(reports)
        self.problems.extend(self._unfinished())
        ids = tuple(person.id for person in self.asked.people)
        return Answers(
            people=ids,
            responded=responded,
            complete=complete,
            reports=reports,
            opinions=opinions,
            choices=self._choices(ids),
            texts=self._texts(ids),
            organisation_answers=tuple(self._of_firms()),
            tallies=tuple(tally for batch in self.gathered for tally in batch.tallies),
            problems=tuple(self.problems),
        )

    def _rows_of(self, key: str) -> IntArray:
        if key not in self.keys:
            return np.zeros(0, dtype=np.int64)
        return np.flatnonzero(self.item == self.keys.index(key))

    def _append(self, key: str, person: IntArray, alter: IntArray, value: NDArray[np.float64]) -> None:
        if key not in self.keys:
            self.keys.append(key)
        self.person = np.concatenate([self.person, person])
        self.alter = np.concatenate([self.alter, alter])
        self.value = np.concatenate([self.value, value])
        self.item = np.concatenate([self.item, np.full(len(person), self.keys.index(key))])

    def _apply_gates(self) -> None:
        """A gate's "no" settles what it implies; after "yes" a blank is unknown, not absent."""
        for _, item in list(self.items.values()):
            for implied in item.implies:
                assert item.scale is not None, "a gate has steps"
                point = item.scale.point_of(implied.code)
                gate = self._rows_of(item.id)
                if point is not None and len(gate):
                    self._settle(item.id, implied.item, gate, point.value, implied.value)

    def _settle(self, gate_id: str, item_id: str, gate: IntArray, closed: float, value: float) -> None:
        n = len(self.asked.people) + 1
        answered = self._rows_of(item_id)
        code = self.person * n + self.alter + 1
        is_open = ~np.isin(code[gate], code[answered])
        says_no = self.value[gate] == closed
        is_closed = np.isin(code[answered], code[gate[says_no]])
        self.value[answered[is_closed & np.isnan(self.value[answered])]] = value
        said_otherwise = is_closed & (self.value[answered] != value)
        if said_otherwise.any():
            self.problems.append(
                Problem(
                    file=", ".join(batch.export.file for batch in self.gathered),
                    key=item_id,
                    found=f"{int(said_otherwise.sum())} answers although {gate_id} says there was nothing",
                    needed="one or the other",
                    action=f"the answers to {item_id} were used",
                    fatal=False,
                )
            )
        rows = gate[is_open]
        settled = np.where(self.value[rows] == closed, value, np.nan)
        if not len(answered) and item_id not in self.keys:
            settled = self.value[rows]
        self._append(item_id, self.person[rows], self.alter[rows], settled)

    def _reports(self) -> dict[Layer, Reports]:
        reports: dict[Layer, Reports] = {}
        for key in self.keys:
            if key.startswith("log:"):
                reports[Layer(key.removeprefix("log:"))] = self._report(key, Measure.WEIGHTS, Origin.LOGS)
        only_gate = {i.item for _, item in self.items.values() for i in item.implies} - {
            key for batch in self.gathered for key in batch.keys
        }
        for item_id, (_, item) in self.items.items():
            if item_id in self.keys and item.layer in set(Layer):
                measure = Measure.TIES if item_id in only_gate else Measure.STEPS
                reports[Layer(item.layer)] = self._report(item_id, measure, Origin.SURVEY)
        return reports

    def _report(self, key: str, measure: Measure, origin: Origin) -> Reports:
        rows = self._rows_of(key)
        rows = rows[np.lexsort((self.alter[rows], self.person[rows]))]
        return Reports(
            respondent=self.person[rows],
            alter=self.alter[rows],
            value=self.value[rows],
            source=LayerSource(measure=measure, origin=origin),
        )

    def _is_opinion(self, instrument: Instrument, item: Item) -> bool:
        return instrument.kind is Kind.PEOPLE and item.answer is AnswerType.SCALE and item.id in self.keys

    def _opinions(self) -> Opinions | None:
        items = tuple(item.id for pair in self.items.values() for item in pair[1:] if self._is_opinion(*pair))
        if not items:
            return None
        rows = [self._rows_of(item) for item in items]
        number = _stack([np.full(len(these), at) for at, these in enumerate(rows)])
        flat = _stack(rows)
        order = np.lexsort((number, self.person[flat]))
        return Opinions(
            items=items, respondent=self.person[flat][order], item=number[order], value=self.value[flat][order]
        )

    def _who_answered(self, reports: Mapping[Layer, Reports]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        n = len(self.asked.people)
        responded, complete, through = (np.zeros(n, dtype=bool) for _ in range(3))
        for batch in self.gathered:
            done = np.array([respondent.finished is not False for respondent in batch.respondents], dtype=bool)
            known = batch.people != NOBODY
            through[batch.people[done & known]] = True
            if batch.names_ties:
                complete[_who_named(batch, n, done & known)] = True
                complete[list(batch.unread)] = False
                responded[batch.people[known]] = True
        for report in reports.values():
            responded[report.respondent] = True
        contact = reports.get(Layer.COMMUNICATION)
        if contact is not None:
            told = np.bincount(contact.respondent[~np.isnan(contact.value)], minlength=n)
            complete |= through & (told >= n - 1)
        if not reports:
            responded[self.person] = True
            responded[[row.person for row in self.written]] = True
        return responded, complete & responded

    def _unfinished(self) -> Iterator[Problem]:
        for batch in self.gathered:
            half = [
                respondent.label
                for respondent, person in zip(batch.respondents, batch.people.tolist(), strict=True)
                if respondent.finished is False and person != NOBODY
            ]
            if half:
                yield Problem(
                    file=batch.export.file,
                    found=f"{len(half)} half-finished responses: {', '.join(half[:6])}{' …' if len(half) > 6 else ''}",
                    needed="",
                    action="what they said is used; what they left open is unknown",
                    fatal=False,
                )

    def _choices(self, ids: Sequence[PersonId]) -> dict[str, dict[PersonId, tuple[str, ...]]]:
        picked: dict[str, dict[PersonId, tuple[str, ...]]] = {}
        for row in self.written:
            if not row.extra and self.items[row.item][1].answer is AnswerType.PICK:
                chosen = picked.setdefault(row.item, {})
                chosen[ids[row.person]] = tuple(dict.fromkeys((*chosen.get(ids[row.person], ()), row.text)))
        return picked

    def _texts(self, ids: Sequence[PersonId]) -> dict[str, tuple[tuple[PersonId, str], ...]]:
        said: dict[str, list[tuple[PersonId, str]]] = {}
        for row in self.written:
            instrument, item = self.items[row.item]
            if not row.extra and instrument.kind not in FIRM_KINDS and item.answer is not AnswerType.PICK:
                said.setdefault(row.item, []).append((ids[row.person], row.text))
        return {item: tuple(sorted(rows)) for item, rows in sorted(said.items())}

    def _of_firms(self) -> Iterator[OrganisationAnswer]:
        beside = {(row.person, row.item, row.extra): row.text for row in self.written if row.extra}
        said = [*self._steps_of_firms(), *self._words_of_firms()]
        for at, item, value in sorted(said):
            person = self.asked.people[at]
            yield OrganisationAnswer(
                organisation=person.organisation,
                respondent=person.id,
                item=item,
                value=value,
                evidence=beside.get((at, item, "evidence"), ""),
            )

    def _steps_of_firms(self) -> Iterator[tuple[int, str, str]]:
        for item_id, (instrument, item) in self.items.items():
            if instrument.kind in FIRM_KINDS and item.scale is not None:
                code = {point.value: point.code for point in item.scale.points}
                for row in self._rows_of(item_id):
                    if not np.isnan(self.value[row]):
                        yield int(self.person[row]), item_id, code[float(self.value[row])]

    def _words_of_firms(self) -> Iterator[tuple[int, str, str]]:
        for row in self.written:
            instrument = self.items[row.item][0]
            if instrument.kind in FIRM_KINDS and row.extra != "evidence":
                name = f"{row.item}_{row.extra}" if row.extra else row.item
                yield row.person, name, row.text


def _who_named(one: Gathered, n_people: int, done: NDArray[np.bool_]) -> IntArray:
    """Who finished an export that names people; in our own table only who was asked about somebody."""
    people = one.people[done]
    if one.export.platform != PLATFORM:
        return people
    was_asked = np.zeros(n_people, dtype=bool)
    was_asked[one.person[one.alter != NOBODY]] = True
    return people[was_asked[people]]


def _ranks(gathered: Sequence[Gathered]) -> IntArray:
    """Rank of every response: finished before not, later before earlier, then as they stand."""
    rows = [
        (respondent.finished is not False, respondent.day or date.min, at, position)
        for at, one in enumerate(gathered)
        for position, respondent in enumerate(one.respondents)
    ]
    ranks = np.zeros(len(rows), dtype=np.int64)
    ranks[sorted(range(len(rows)), key=rows.__getitem__)] = np.arange(len(rows))
    return ranks


def _stack(columns: Sequence[NDArray[np.int64]]) -> IntArray:
    return np.concatenate([np.zeros(0, dtype=np.int64), *columns]).astype(np.int64, copy=False)
