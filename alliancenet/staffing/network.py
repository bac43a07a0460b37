"""What staffing reads off an alliance's network: contact and core ties, and own reports of people who agreed."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from alliancenet.metrics.case import Case
from alliancenet.model.limits import Limits
from alliancenet.model.multiplex import Layer
from alliancenet.model.register import PersonId
from alliancenet.model.staffing import Candidate, NetworkEffect, StaffingPosition
from alliancenet.staffing.fit import Relation
from alliancenet.what_if import FREQUENT, Contacts, Pair, RosterMember, after, counts

_REDUNDANCY, _COVERAGE = "redundancy", "counterpart_coverage"


@dataclass(frozen=True, kw_only=True)
class StaffedNetwork:
    """The newest network of an alliance, as staffing may look at it.

    Parameters
    ----------
    case : the alliance in its newest wave.
    agreed : people who agreed that their own answers on contact are used for staffing.
    """

    case: Case
    agreed: frozenset[PersonId]

    @cached_property
    def contacts(self) -> Contacts:
        """Everybody's contact and core ties, for numbers of the alliance as a whole."""
        multiplex = self.case.picture.multiplex
        value = multiplex.mean_report(Layer.COMMUNICATION) if multiplex.has(Layer.COMMUNICATION) else ()
        names = multiplex.people
        return Contacts(
            members=tuple(
                RosterMember(key=person, firm=multiplex.firms[firm], level=level)
                for person, firm, level in zip(names, multiplex.firm, multiplex.level, strict=True)
            ),
            contact={
                (names[one], names[other]): float(step)
                for (one, other), step in zip(multiplex.pairs, value, strict=False)
                if step > 0
            },
            core=frozenset((names[one], names[other]) for one, other in self.case.picture.core_pairs),
            in_steps=self.case.wave.opens is not None,
        )

    @cached_property
    def own_reports(self) -> Mapping[PersonId, frozenset[PersonId]]:
        """Whom each person who agreed says to work with, at or above the cut; nobody's else answers are read."""
        multiplex, cut = self.case.picture.multiplex, self.case.settings.number("staffing.tie")
        found: dict[PersonId, set[PersonId]] = {
            multiplex.people[row]: set()
            for row in np.flatnonzero(multiplex.complete)
            if multiplex.people[row] in self.agreed
        }
        reports = multiplex.reports.get(Layer.COMMUNICATION)
        for pair, told in zip(multiplex.pairs, () if reports is None else reports, strict=False):
            for place, value in enumerate(told):
                person, other = (multiplex.people[pair[end]] for end in (place, 1 - place))
                if person in found and value >= cut:
                    found[person].add(other)
        return {person: frozenset(others) for person, others in found.items()} if reports is not None else {}

    def relation(self, candidate: Candidate, position: StaffingPosition) -> Relation:
        """1 for a work tie to the counterparts, .5 through somebody who agreed too, 0 for none."""
        if not position.counterparts:
            return None, "no counterpart is named"
        if not candidate.ties_agreed:
            return None, "ties were not looked at"
        if candidate.id not in self.own_reports:
            return None, "not asked, or not answered"
        wanted, mine = set(position.counterparts), self.own_reports[candidate.id]
        if mine & wanted:
            return 1.0, "works with the counterparts"
        if any(self.own_reports.get(other, frozenset()) & wanted for other in mine):
            return 0.5, "knows them through a colleague"
        return 0.0, "no work tie yet"

    def redundancy(self, leaving: Collection[PersonId]) -> dict[Pair, float]:
        """People the core ties of each two firms hang on, once some have left; newcomers have no core ties yet."""
        left = after(self.contacts, frozenset(leaving), ())
        found = counts(left, Limits.of(self.case.settings))
        return {(key[1], key[2]): value or 0.0 for key, value in found.items() if key[0] == _REDUNDANCY}

    def keeps_its_bridges(self, leaving: Collection[PersonId]) -> bool:
        """No bridge hangs on fewer people once these have left."""
        before, now = self.redundancy(()), self.redundancy(leaving)
        return all(now.get(pair, 0.0) >= value for pair, value in before.items())

    def effects(
        self, leaving: Collection[PersonId], joining: Sequence[tuple[Candidate, StaffingPosition]]
    ) -> Iterator[NetworkEffect]:
        """Bridges and coverage before and after: who joins gets in touch with the counterparts, without core ties."""
        limits, case = Limits.of(self.case.settings), self.case
        here = {member.key for member in self.contacts.members}
        own = str(case.firms[0].id)
        levels = {candidate.id: candidate.level for candidate, _ in joining if candidate.id not in here}
        new = tuple(RosterMember(key=person, firm=own, level=level) for person, level in levels.items())
        met: dict[Pair, float] = {
            (min(candidate.id, other), max(candidate.id, other)): FREQUENT
            for candidate, position in joining
            for other in position.counterparts
            if other in here
        }
        left = after(self.contacts, frozenset(leaving), ())
        then = replace(left, members=(*left.members, *new), contact={**left.contact, **met})
        was, now = counts(self.contacts, limits), counts(then, limits)
        names: dict[str, str] = {firm.id: firm.name for firm in case.firms}
        for key, before in was.items():
            if key[0] not in {_REDUNDANCY, _COVERAGE} or before is None or now.get(key) is None:
                continue
            level, firms = (key[1], key[2:]) if key[0] == _COVERAGE else ("", key[1:])
            yield NetworkEffect(
                alliance=case.alliance.id,
                name=case.alliance.name,
                measure=key[0],
                firms=" and ".join(names.get(firm, firm) for firm in firms),
                level=level,
                before=before,
                after=now[key] or 0.0,
                is_of_enough=not level or self._is_of_enough(level, firms, limits),
            )

    def _is_of_enough(self, level: str, firms: Sequence[str], limits: Limits) -> bool:
        sizes = (
            sum((member.firm, member.level) == (firm, level) for member in self.contacts.members) for firm in firms
        )
        return all(size >= limits.min_n for size in sizes)
