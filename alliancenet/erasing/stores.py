"""A wave that our own collector keeps, without one person: every table of it, and the bytes behind the tables."""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from alliancenet.collect import schema
from alliancenet.collect.handover import Handover, Stranger, document_of, handover_from
from alliancenet.collect.joining import matches_in
from alliancenet.collect.matching import Match, MatchState
from alliancenet.collect.places import WavePlace
from alliancenet.collect.sitting import digest_of_answers
from alliancenet.collect.steps import Body, PageKind, body_of, choice_of, key_of_added
from alliancenet.collect.store import NotKept, NoWave, WaveStore, opened
from alliancenet.collect.survey import AskedAlliance, Invited, Survey, survey_of
from alliancenet.collect.survey import document_of as survey_document
from alliancenet.collect.wave import NotNow, WaveState, digest_of, journal, survey_in
from alliancenet.erasing.traces import Traces, traces_of
from alliancenet.files.folding import folded
from alliancenet.files.regular import open_regular
from alliancenet.model.register import OrganisationId, Person, PersonId

NOBODY = "—"
"""What stands for the name of somebody who was erased, in every language."""
_OWN = (schema.SESSION, schema.DRAFT, schema.SUBMISSION, schema.OWN_VIEW, schema.TOKEN, schema.LETTER)
BESIDE = ("-wal", "-shm", "-journal")
"""Ends of the names of files a store keeps beside its own."""
_MAGIC = b"SQLite format 3\x00"
_PATIENCE = 10.0  # seconds a reader may hold old bytes before it is said (own limit)


def forget_in(store: WaveStore, traces: Traces) -> bool:
    """Take a person out of a wave; True when something was there.

    Raises
    ------
    NotKept
        When the store cannot be written, or others read it for so long that the old bytes stay; nothing is
        half done, and calling again goes on.

    Notes
    -----
    The person's answers, drafts, links, letters and address are deleted, and the list of people keeps an entry
    without a name, so that what others said of it keeps its place. The database is cleared of the old bytes
    even when nothing was found, for an earlier try may have ended before that.
    """
    with store.writing() as connection:
        is_changed = _Forgetting(connection, traces).done()
    _clear(store)
    return is_changed


def forget_person(store: WaveStore, person_id: str) -> bool:
    """Erase what a person entered and sent in one wave, and the name from its list; the id stays as it is.

    Returns
    -------
    Whether anything was there.

    Raises
    ------
    NotNow
        When nobody of that id is in the wave.
    """
    survey = survey_in(store)
    if person_id not in survey.person:
        raise NotNow(f"'{person_id}' is not in this wave")
    everybody = [_person(invited) for invited in survey.people if not invited.is_gone]
    person = next((person for person in everybody if person.id == person_id), None)
    if person is None:
        return False
    others = [*survey.firms.values(), *(alliance.name for alliance in survey.alliances)]
    return forget_in(store, traces_of(person, everybody, others, person_id))


def _person(invited: Invited) -> Person:
    return Person(
        id=PersonId(invited.id),
        organisation=OrganisationId(invited.organisation),
        name=invited.name,
        addresses=(invited.address,) if invited.address else (),
    )


def is_store(path: Path) -> bool:
    """Whether a file is a database."""
    try:
        with open_regular(path) as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False


def is_named_in(path: Path, traces: Traces) -> bool:
    """Whether the bytes of a store, its free space and the log beside it still name the person."""
    beside = [path, *(path.with_name(f"{path.name}{end}") for end in BESIDE)]
    return any(traces.is_named_in(part.read_bytes().decode("utf-8", "ignore")) for part in beside if part.is_file())


def wave_in_file(path: Path) -> str:
    """Wave a database file holds, folded, without opening it for writing; "" when it is no wave's."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as line:
            row = line.execute("SELECT id FROM wave").fetchone()
    except sqlite3.Error:
        return ""
    return folded(str(row[0])) if row else ""


def answers_in(kept: WavePlace) -> int:
    """Answers a wave holds in its database; 0 when nothing is left of it there.

    Raises
    ------
    NotKept
        When the database cannot be reached.
    """
    try:
        store = opened(kept.place, name=kept.name)
    except NoWave:
        return 0
    try:
        with store.reading() as connection:
            held = select(func.count()).where(schema.SUBMISSION.c.body.is_not(None))
            return int(connection.execute(held).scalar_one())
    finally:
        store.close()


def drop_wave(kept: WavePlace) -> None:
    """Drop a wave's schema from its database, with everything in it; nothing where it is gone already.

    Raises
    ------
    NotKept
        When the database cannot be reached, or does not let us.
    """
    try:
        store = opened(kept.place, name=kept.name)
    except NoWave:
        return
    try:
        with store.writing() as connection:
            connection.execute(text(f'DROP SCHEMA "{kept.name}" CASCADE'))
        _settle(store)
    finally:
        store.close()


@dataclass(slots=True)
class _Forgetting:
    """One wave within one transaction."""

    connection: Connection
    traces: Traces
    there: set[str] = field(default_factory=set)  # the person's ids on the other side's lists

    def done(self) -> bool:
        """Rewrite every table; True when something changed."""
        row = self.connection.execute(select(schema.WAVE).with_for_update()).first()
        if row is None:
            return False
        survey, steps = survey_of(row.survey), list[bool]()
        alike = self._names_decided()
        steps.append(self._handovers(survey))
        steps.append(self._survey(row.survey, survey))
        steps.append(self._own_rows())
        steps.append(self._drafts(alike))
        steps.append(self._submissions(alike))
        steps.append(self._own_views())
        steps.append(self._added(alike))
        steps.append(self._letters())
        steps.append(self._journal())
        if not any(steps):
            return False
        if row.state == WaveState.FROZEN:
            self.connection.execute(update(schema.WAVE).values(digest=digest_of(self.connection)))
        journal(self.connection, "erased", self.traces.token)
        return True

    def _id(self, person: str) -> str:
        return self.traces.token if person == self.traces.id else person

    def _names_decided(self) -> Mapping[tuple[str, str], tuple[str, str]]:
        """Names that were missing on a list and are this person, by the facilitator's word."""
        query = select(schema.ADDED.c.name, schema.ADDED.c.organisation)
        rows = self.connection.execute(query.where(schema.ADDED.c.person.in_([self.traces.id, self.traces.token])))
        return {(row.name, row.organisation): (self.traces.token, row.organisation) for row in rows}

    def _survey(self, before: str, survey: Survey) -> bool:
        changed = survey_document(_without(survey, self.traces))
        self.connection.execute(update(schema.WAVE).values(survey=changed))
        return changed != survey_document(survey_of(before))

    def _own_rows(self) -> bool:
        found = [self._delete(table, table.c.respondent == self.traces.id) for table in _OWN]
        return any([*found, self._delete(schema.RESPONDENT, schema.RESPONDENT.c.id == self.traces.id)])

    def _delete(self, table: Table, where: Any) -> bool:
        return bool(self.connection.execute(delete(table).where(where)).rowcount)

    def _drafts(self, alike: Mapping[tuple[str, str], tuple[str, str]]) -> bool:
        table, changed = schema.DRAFT, False
        by_person: dict[str, dict[str, Body]] = {}
        for row in self.connection.execute(select(table)).all():
            by_person.setdefault(row.respondent, {})[row.step] = json.loads(row.body)
        for person, pages in by_person.items():
            there = self._pages(pages, alike)
            if there != pages:
                changed = True
                self.connection.execute(delete(table).where(table.c.respondent == person))
                rows = [{"respondent": person, "step": step, "body": _json(body)} for step, body in there.items()]
                self.connection.execute(insert(table), rows)
        return changed

    def _submissions(self, alike: Mapping[tuple[str, str], tuple[str, str]]) -> bool:
        table, changed = schema.SUBMISSION, False
        for row in self.connection.execute(select(table).where(table.c.body.is_not(None))).all():
            sent = json.loads(row.body)
            pages = self._pages(sent["pages"], alike)
            if pages != sent["pages"]:
                changed = True
                # as if it had been sent so: who looks through it again and sends it unchanged changes nothing
                digest = digest_of_answers(pages, opt_out=bool(sent["opt_out"]))
                values = {"body": _json({**sent, "pages": pages}), "digest": digest}
                self.connection.execute(update(table).where(table.c.id == row.id).values(values))
        return changed

    def _pages(self, pages: Mapping[str, Body], alike: Mapping[tuple[str, str], tuple[str, str]]) -> dict[str, Body]:
        """Pages of somebody else: whom they chose, whom they added, what they wrote."""
        moved = {self.traces.id: self.traces.token}
        found: dict[str, Body] = {}
        for key, page in pages.items():
            if key.partition("\t")[0] == PageKind.PEOPLE:
                choice = choice_of(page)
                added = {pair: alike.get(pair) or self._pair(pair) for pair in choice.added}
                moved |= {key_of_added(*before): key_of_added(*after) for before, after in added.items()}
                chosen = tuple(map(self._id, choice.chosen))
                found[key] = body_of(replace(choice, chosen=chosen, added=tuple(dict.fromkeys(added.values()))))
            else:
                found[key] = self._texts(page)
        return {_moved(key, moved): page for key, page in found.items()}

    def _pair(self, pair: tuple[str, str]) -> tuple[str, str]:
        return self.traces.without(pair[0]), self.traces.without(pair[1])

    def _texts(self, data: Any) -> Any:
        """The same data with texts that do not name the person."""
        if isinstance(data, str):
            return self.traces.without(data)
        if isinstance(data, list):
            return [self._texts(part) for part in data]
        return {key: self._texts(part) for key, part in data.items()} if isinstance(data, dict) else data

    def _own_views(self) -> bool:
        """Pictures of others; where somebody else is called the same they are deleted, to be made again."""
        table = schema.OWN_VIEW
        if self.traces.is_ambiguous:
            return bool(self.connection.execute(delete(table)).rowcount)
        return self._each(table, "body", lambda body: _json(self._texts(json.loads(body))), table.c.respondent)

    def _added(self, alike: Mapping[tuple[str, str], tuple[str, str]]) -> bool:
        table, changed = schema.ADDED, False
        rows = self.connection.execute(select(table)).all()
        for row in rows:
            before = (row.name, row.organisation)
            after = (*(alike.get(before) or self._pair(before)), self._id(row.person) if row.person else None)
            if after != (*before, row.person):
                changed = True
                self._delete(table, (table.c.name == row.name) & (table.c.organisation == row.organisation))
                self._delete(table, (table.c.name == after[0]) & (table.c.organisation == after[1]))
                values = dict(zip(("name", "organisation", "person"), after, strict=True))
                self.connection.execute(insert(table).values(values))
        return changed

    def _letters(self) -> bool:
        """What mail servers said of letters to others, which may name anybody."""
        table, changed = schema.LETTER, False
        for row in self.connection.execute(select(table).where(table.c.error != "")).all():
            if (after := self.traces.without(row.error)) != row.error:
                here = (table.c.respondent == row.respondent) & (table.c.number == row.number)
                self.connection.execute(update(table).where(here).values(error=after))
                changed = True
        return changed

    def _journal(self) -> bool:
        table = schema.JOURNAL
        details = self._each(table, "detail", self._detail, table.c.number)
        mine = update(table).where(table.c.respondent == self.traces.id)
        return bool(self.connection.execute(mine.values(respondent=self.traces.token)).rowcount) or details

    def _detail(self, text_: str) -> str:
        who, sign, rest = text_.partition(":")
        plain = f"{self.traces.token}{sign}{rest}" if sign and who in self.there else text_
        return self.traces.without_id(plain)

    def _each(self, table: Table, column: str, put: Callable[[str], str], key: Any) -> bool:
        changed = False
        for row in self.connection.execute(select(key, table.c[column])).all():
            if (after := put(row[1])) != row[1] and after != _same(row[1]):
                self.connection.execute(update(table).where(key == row[0]).values({column: after}))
                changed = True
        return changed

    def _handovers(self, survey: Survey) -> bool:
        changed = False
        for row in self.connection.execute(select(schema.HANDOVER)).all():
            before = handover_from(row.body)
            matches = matches_in(self.connection, survey, before)
            there = {match.there.id for match in matches if match.here == self.traces.id}
            self.there |= there
            after = _handover_without(before, matches, there, self.traces)
            if after != before:
                changed = True
                table, pairing = schema.HANDOVER, schema.PAIRING
                self.connection.execute(
                    update(table).where(table.c.sender == row.sender).values(body=document_of(after))
                )
                names = [*there, self.traces.token]
                self._delete(pairing, (pairing.c.sender == row.sender) & pairing.c.there.in_(names))
                if there:
                    pair = {"sender": row.sender, "there": self.traces.token, "here": self.traces.token}
                    self.connection.execute(insert(pairing).values({**pair, "is_paired": 1}))
        return changed


def _moved(key: str, moved: Mapping[str, str]) -> str:
    """Key of a page; only its last part may be a person."""
    *front, last = key.split("\t")
    return "\t".join((*front, moved.get(last, last) if front and front[0] == PageKind.ABOUT else last))


def _same(text_: str) -> str:
    """JSON written as we write it, where it is JSON."""
    try:
        return _json(json.loads(text_))
    except ValueError:
        return text_


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True)


def _without(survey: Survey, traces: Traces) -> Survey:
    """What is asked of whom, without the person."""

    def put(person: str) -> str:
        return traces.token if person == traces.id else person

    def person_without(person: Invited) -> Invited:
        if person.id != traces.id:
            return person
        return Invited(id=traces.token, name=NOBODY, organisation=person.organisation, is_gone=True)

    def alliance_without(alliance: AskedAlliance) -> AskedAlliance:
        before = {
            person: tuple(map(put, named)) for person, named in alliance.named_before.items() if person != traces.id
        }
        return replace(alliance, people=tuple(map(put, alliance.people)), named_before=before)

    return replace(
        survey,
        people=tuple(map(person_without, survey.people)),
        alliances=tuple(map(alliance_without, survey.alliances)),
        only={name: tuple(map(put, people)) for name, people in survey.only.items()},
        contact=traces.without(survey.contact),
        notice={
            code: {name: tuple(map(traces.without, lines)) for name, lines in of.items()}
            for code, of in survey.notice.items()
        },
    )


def _handover_without(handover: Handover, matches: tuple[Match, ...], there: set[str], traces: Traces) -> Handover:
    """The other side's answers without the person: what was said of them keeps its place."""
    known = {match.there.id for match in matches if match.fate is MatchState.MATCHED and match.there.id not in there}
    entry = next(iter(there), "")

    def put(person: str) -> str:
        return traces.token if person in there else person

    def people() -> Iterator[Stranger]:
        for person in handover.people:
            if person.id == entry:
                yield Stranger(id=traces.token, organisation=person.organisation, firm=person.firm)
            elif person.id in known:
                yield person
            elif person.id not in there:
                yield replace(person, name=traces.without(person.name), address=traces.without(person.address))

    return replace(
        handover,
        people=tuple(people()),
        asked=tuple(person for person in handover.asked if person not in there),
        not_named=tuple(person for person in handover.not_named if person not in there),
        rows=tuple(
            (row[0], row[1], row[2], put(row[3]), traces.without(row[4]), traces.without(row[5]))
            for row in handover.rows
            if row[1] not in there
        ),
    )


def _clear(store: WaveStore) -> None:
    """Clear what the database keeps of rows that were changed: SQLite's log beside the file, PostgreSQL's dead rows."""
    if not store.is_file:
        _clear_server(store)
        return
    with store.engine.connect() as connection:
        usual = connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(_PATIENCE * 1000)}")
        is_busy, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {usual}")
    if is_busy:
        raise NotKept("somebody reads the survey's file all the time, so old bytes stay in it: stop the collector")


def _clear_server(store: WaveStore) -> None:
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in schema.METADATA.sorted_tables:
            try:
                connection.execute(text(f'VACUUM (FULL) "{table.name}"'))
            except DBAPIError as error:
                raise NotKept("the database could not be cleared of old rows now; call the command again") from error
    _settle(store)


def _settle(store: WaveStore) -> None:
    """Have the server write down now what was changed, where it lets us."""
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        try:
            connection.execute(text("CHECKPOINT"))
        except DBAPIError:
            return  # needs a right not every role has; the server does it by itself within minutes
