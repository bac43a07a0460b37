"""Answers the other side handed over become part of a wave here: matched, counted, and asked where in doubt."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Connection, delete, insert, select

from alliancenet.collect.handover import Handover, Row, digests_of, document_of, handover_from, text_items
from alliancenet.collect.matching import Match, MatchState, matches_of
from alliancenet.collect.schema import HANDOVER, PAIRING
from alliancenet.collect.sent import PICKS, SentAnswers
from alliancenet.collect.store import WaveStore
from alliancenet.collect.survey import AskedAlliance, Survey
from alliancenet.collect.wave import NotNow, WaveState, journal, record_in, survey_in
from alliancenet.errors import AllianceNetError
from alliancenet.files.safe_cell import safe_cell
from alliancenet.model.instrument import AnswerType, Item, Mode

_STRICTEST_FIRST = tuple(Mode)


class NotJoined(AllianceNetError):
    """A hand-over that does not belong to this wave."""


class Keep(StrEnum):
    """Whose answers hold of somebody who answered on both sides."""

    HERE = "here"
    THERE = "there"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredTwice:
    """Somebody who answered on both sides.

    Parameters
    ----------
    is_same : with the same answers.
    keep : whose answers hold; None while nobody said it, and then those of this side.
    """

    here: str
    there: str
    is_same: bool
    keep: Keep | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinReport:
    """What became of one hand-over.

    Parameters
    ----------
    only_here : ids of people of this side's roster whom nobody there is.
    people : ids here whose answers were joined.
    rows : answers that were joined.
    left_out : answers that were not, by reason.
    """

    sender: str
    joined: date
    matches: tuple[Match, ...]
    only_here: tuple[str, ...]
    twice: tuple[AnsweredTwice, ...]
    people: tuple[str, ...]
    rows: int
    left_out: Mapping[str, int]

    @property
    def waiting(self) -> tuple[Match, ...]:
        """People on the other side's list of whom somebody has to say who they are."""
        return tuple(match for match in self.matches if match.fate is MatchState.ASKED)

    @property
    def conflicting(self) -> tuple[AnsweredTwice, ...]:
        """People with different answers on both sides, of whom nobody said which hold."""
        return tuple(twice for twice in self.twice if not twice.is_same and twice.keep is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Answers of the other side, in this side's ids.

    Parameters
    ----------
    replaced : people whose own answers give way.
    not_named : people who do not want to appear by name, or were promised it.
    """

    rows: tuple[Row, ...]
    replaced: frozenset[str]
    not_named: frozenset[str]
    reports: tuple[JoinReport, ...]


def join(store: WaveStore, handover: Handover, mark: str, least: int, today: date) -> None:
    """Take a hand-over into a wave, in place of an earlier one of the same sender.

    Parameters
    ----------
    mark : of the sealed file.
    least : the smallest group this project tells of.

    Raises
    ------
    NotJoined
        When it belongs to another wave, asked other questions, promised more than is kept here, or is about
        people nobody of whom is here.
    NotNow
        When the wave is not closed or is frozen, or this very file was joined before.
    """
    survey = survey_in(store)
    _check_fits(survey, handover, least)
    with store.reading() as connection:
        matches = matches_in(connection, survey, handover)
    if not any(match.fate in {MatchState.MATCHED, MatchState.ASKED} for match in matches):
        raise NotJoined(
            f"none of the {len(handover.people)} people on its list is on this side's: it belongs to another survey"
        )
    with store.writing() as connection:
        _check_state(connection)
        query = select(HANDOVER.c.mark, HANDOVER.c.joined).where(HANDOVER.c.sender == handover.sender)
        before = connection.execute(query).first()
        if before is not None and before.mark == mark:
            raise NotNow(f"this very file was joined on {before.joined}; nothing was changed")
        connection.execute(delete(HANDOVER).where(HANDOVER.c.sender == handover.sender))
        row = {"sender": handover.sender, "mark": mark, "joined": today, "body": document_of(handover)}
        connection.execute(insert(HANDOVER).values(row))
        answers = f"{len(handover.answered)} people's answers"
        journal(connection, "joined again" if before is not None else "joined", detail=f"{answers}, mark {mark}")


def leave_out(store: WaveStore, sender: str) -> None:
    """Take a hand-over out of a wave again, with everything that was said of who is who in it.

    Raises
    ------
    NotNow
        When the wave is not closed or is frozen, or nothing of that sender was joined.
    """
    with store.writing() as connection:
        _check_state(connection)
        if not connection.execute(delete(HANDOVER).where(HANDOVER.c.sender == sender)).rowcount:
            raise NotNow(f"nothing was joined that '{sender}' handed over")
        connection.execute(delete(PAIRING).where(PAIRING.c.sender == sender))
        journal(connection, "left out", detail=f"what {sender} handed over")


def _check_state(connection: Connection) -> None:
    state = record_in(connection, shared=True).state
    if state is not WaveState.CLOSED:
        raise NotNow(f"the wave is {state}: answers are joined while it is closed and not frozen")


def _check_fits(survey: Survey, handover: Handover, least: int) -> None:
    if handover.wave != survey.wave:
        raise NotJoined(f"it holds wave {handover.wave}, and this is wave {survey.wave}")
    ours = digests_of(survey)
    shared = ours.keys() & handover.questions.keys()
    if other := sorted(name for name in shared if ours[name] != handover.questions[name]):
        raise NotJoined(f"{', '.join(other)}: the other side asked other questions than this one; nothing was joined")
    if not shared:
        asked = ", ".join(handover.questions) or "nothing"
        raise NotJoined(f"it asked {asked}, and this side asked {', '.join(ours)}: there is nothing to join")
    if handover.rows and not any(row[0] in survey.alliance for row in handover.rows):
        there = ", ".join(sorted({row[0] for row in handover.rows}))
        raise NotJoined(f"it is about {there}, and this side asked about {', '.join(survey.alliance)}")
    if handover.min_n > least:
        raise NotJoined(
            f"its people were promised that groups of fewer than {handover.min_n} are not told of, and this project"
            f" tells of {least}: write `suppression.min_n: {handover.min_n}` under `settings:` of alliancenet.yaml"
        )


def pair(store: WaveStore, there: str, here: str | None, sender: str = "") -> None:
    """Say who somebody on the other side's list is; None for nobody of this alliance.

    Parameters
    ----------
    sender : whose list it is; "" where only one has the id.

    Raises
    ------
    NotNow
        When nobody there, or nobody here, is called so; when the wave is not closed or is frozen.
    """
    survey = survey_in(store)
    if here is not None and (here not in survey.person or survey.person[here].is_gone):
        raise NotNow(f"'{here}' is not on the roster of this wave: add the person to the project first, for the next")
    _note(store, there, {"here": here, "is_paired": 1}, f"{here or 'nobody'} by the facilitator's word", sender)


def settle(store: WaveStore, here: str, keep: Keep, sent: SentAnswers) -> None:
    """Say whose answers hold of somebody who answered on both sides.

    Raises
    ------
    NotNow
        When the person did not; when the wave is not closed or is frozen.
    """
    for report in joined_answers(store, sent).reports:
        for twice in report.twice:
            if twice.here == here:
                _note(store, twice.there, {"keep": keep}, f"answers of {keep} hold", sender=report.sender)
                return
    raise NotNow(f"'{here}' did not answer on both sides")


def _note(store: WaveStore, there: str, values: Mapping[str, object], detail: str, sender: str = "") -> None:
    with store.writing() as connection:
        _check_state(connection)
        senders = [
            name
            for name, handover in _handovers(connection)
            if any(person.id == there for person in handover.people) and sender in {"", name}
        ]
        if len(senders) != 1:
            what = "is on no list that was handed over" if not senders else "is on the lists of several hand-overs"
            raise NotNow(f"'{there}' {what}")
        here = (PAIRING.c.sender == senders[0]) & (PAIRING.c.there == there)
        kept = connection.execute(select(PAIRING).where(here)).first()
        row = {**(kept._asdict() if kept else {"sender": senders[0], "there": there}), **values}
        connection.execute(delete(PAIRING).where(here))
        connection.execute(insert(PAIRING).values(row))
        journal(connection, "match decided", detail=f"{there}: {detail}")


def joined_answers(store: WaveStore, sent: SentAnswers) -> Joined:
    """Answers of every hand-over, in this side's ids, and what became of each.

    Parameters
    ----------
    sent : answers of this side.
    """
    survey = survey_in(store)
    with store.reading() as connection:
        parts = list[_Joining]()
        for sender, handover in _handovers(connection):
            taken = frozenset(row[1] for part in parts for row in part.rows)
            matches = matches_in(connection, survey, handover)
            parts.append(_Joining(survey, handover, matches, _kept(connection, sender), sent, taken))
        days = {row.sender: row.joined for row in connection.execute(select(HANDOVER.c.sender, HANDOVER.c.joined))}
    return Joined(
        rows=tuple(row for part in parts for row in part.rows),
        replaced=frozenset(person for part in parts for person in part.replaced),
        not_named=frozenset(person for part in parts for person in part.not_named()),
        reports=tuple(part.report(days[part.handover.sender]) for part in parts),
    )


def joined_people(store: WaveStore) -> frozenset[str]:
    """Ids here of everybody who answered on the other side and is matched."""
    survey, found = survey_in(store), set[str]()
    with store.reading() as connection:
        for _, handover in _handovers(connection):
            matches = matches_in(connection, survey, handover)
            found |= {match.here for match in matches if match.here and match.there.id in handover.answered}
    return frozenset(found)


def _handovers(connection: Connection) -> list[tuple[str, Handover]]:
    query = select(HANDOVER.c.sender, HANDOVER.c.body).order_by(HANDOVER.c.sender)
    return [(row.sender, handover_from(row.body)) for row in connection.execute(query).all()]


def matches_in(connection: Connection, survey: Survey, handover: Handover) -> tuple[Match, ...]:
    """Who is who, by what was found and what the facilitator said."""
    query = select(PAIRING.c.there, PAIRING.c.here).where(PAIRING.c.sender == handover.sender, PAIRING.c.is_paired == 1)
    decided = {row.there: row.here for row in connection.execute(query)}
    return matches_of(handover.people, survey, decided)


def _kept(connection: Connection, sender: str) -> dict[str, Keep]:
    query = select(PAIRING.c.there, PAIRING.c.keep).where(PAIRING.c.sender == sender, PAIRING.c.keep != "")
    return {row.there: Keep(row.keep) for row in connection.execute(query)}


class _Joining:
    """One hand-over, turned into rows of this side."""

    def __init__(
        self,
        survey: Survey,
        handover: Handover,
        matches: tuple[Match, ...],
        kept: Mapping[str, Keep],
        sent: SentAnswers,
        taken: frozenset[str],
    ) -> None:
        self.taken = taken
        self.survey, self.handover, self.matches = survey, handover, matches
        self.here = {match.there.id: match.here for match in matches if match.fate is MatchState.MATCHED}
        self.items = {item.id: item for instrument in survey.instruments for item in instrument.items}
        self.texts = text_items(survey)
        self.left_out: Counter[str] = Counter()
        fitting = list(self._fitting())
        self.twice = tuple(self._twice(fitting, kept, sent))
        gives_way = {twice.here for twice in self.twice if twice.keep is Keep.THERE and not twice.is_same}
        stays = {twice.here for twice in self.twice} - gives_way
        self.replaced = frozenset(gives_way)
        self.rows = tuple(row for row in fitting if row[1] not in stays)
        if double := len(fitting) - len(self.rows):
            self.left_out["of people whose answers of this side hold"] = double

    def report(self, joined: date) -> JoinReport:
        """What became of it."""
        alliances = {row[0] for row in self.handover.rows} & self.survey.alliance.keys()
        listed = {person for name in alliances or self.survey.alliance for person in self.survey.alliance[name].people}
        return JoinReport(
            sender=self.handover.sender,
            joined=joined,
            matches=self.matches,
            only_here=tuple(
                person.id
                for person in self.survey.people
                if person.id in listed and not person.is_gone and person.id not in self.here.values()
            ),
            twice=self.twice,
            people=tuple(dict.fromkeys(row[1] for row in self.rows)),
            rows=len(self.rows),
            left_out=dict(self.left_out),
        )

    def not_named(self) -> Iterator[str]:
        """Whoever does not want to appear by name; all who were asked, where they were promised more than here."""
        promised, ours = self.handover.mode, Mode(self.survey.mode)
        is_stricter = _STRICTEST_FIRST.index(promised) < _STRICTEST_FIRST.index(ours)
        for there in self.handover.asked if is_stricter else self.handover.not_named:
            if there in self.here:
                yield self.here[there]

    def _fitting(self) -> Iterator[Row]:
        """Answers that have a place here, in this side's ids."""
        for row in self.handover.rows:
            alliance, respondent, item, alter, value, evidence = row
            here, about = self.here.get(respondent, ""), self.here.get(alter, "")
            why = self._misfit(row, here, about)
            if why:
                self.left_out[why] += 1
            else:
                yield (alliance, here, item, about, self._cell(item, value), safe_cell(evidence))

    def _misfit(self, row: Row, here: str, about: str) -> str:
        name, _, item, alter, value, _ = row
        alliance = self.survey.alliance.get(name)
        if alliance is None:
            return "about an alliance that is not asked about here"
        if not here:
            return "of people who are not matched"
        if here in self.taken:
            return "of people another hand-over holds answers of"
        if here not in alliance.people:
            return "of people who are not in the alliance here"
        if alter and about not in alliance.people:
            return "about people who are not matched"
        if here == about:
            return "of somebody about themselves"
        if item not in self.items and item not in self.texts:
            return "to questions that are not asked here"
        if not _is_answer(self.items.get(item), alliance, value):
            return "that are none the question has"
        return ""

    def _cell(self, item: str, value: str) -> str:
        asked = self.items.get(item)
        return value if asked is not None and asked.scale is not None else safe_cell(value)

    def _twice(self, fitting: list[Row], kept: Mapping[str, Keep], sent: SentAnswers) -> Iterator[AnsweredTwice]:
        theirs, ours = dict[str, dict[Row, str]](), dict[str, dict[Row, str]]()
        known, there = set(self.here.values()) | {""}, {here: there for there, here in self.here.items()}
        for alliance, person, item, alter, value, evidence in fitting:
            theirs.setdefault(person, {})[alliance, person, item, alter, "", ""] = f"{value}\0{evidence}"
        for _, alliance, person, item, alter, value, evidence in sent.rows:
            is_comparable = alter in known and (self.handover.with_texts or item not in self.texts)
            said = evidence if self.handover.with_texts else ""
            if is_comparable:
                ours.setdefault(person, {})[alliance, person, item, alter, "", ""] = f"{value}\0{said}"
        for person in sorted(theirs.keys() & {row[2] for row in sent.rows}):
            is_same = theirs[person] == ours.get(person, {})
            yield AnsweredTwice(here=person, there=there[person], is_same=is_same, keep=kept.get(there[person]))


def _is_answer(item: Item | None, alliance: AskedAlliance, value: str) -> bool:
    """Whether a question has such an answer; what somebody wrote in their own words always is one."""
    if item is None or not value:
        return True
    if item.scale is not None:
        return item.scale.point_of(value) is not None or value in item.allow
    if item.answer is AnswerType.PICK:
        picked = value.split(PICKS)
        return len(picked) <= item.pick and set(picked) <= set(alliance.goals)
    try:
        if item.answer is AnswerType.DATE:
            date.fromisoformat(value)
        if item.answer is AnswerType.NUMBER:
            return 0 <= float(value) < float("inf")
    except ValueError:
        return False
    return True
