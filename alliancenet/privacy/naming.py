"""What a reader calls each person."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from alliancenet.model.audit import Audit, Participant
from alliancenet.model.score import Subject, SubjectKind
from alliancenet.privacy.reader import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """Names of people for one reader.

    Parameters
    ----------
    labels : what the reader reads instead of each id.
    known : ids of the people this reader may tell apart.
    firms : ids of the alliance's firms; nobody's id.
    pattern : finds ids in sentences; None when every id may stay.
    """

    labels: Mapping[str, str]
    known: frozenset[str]
    firms: frozenset[str]
    pattern: re.Pattern[str] | None

    def label(self, person: str) -> str:
        """Name, id, or "senior, Nordwind"; people nobody knows are "somebody"."""
        return self.labels.get(person, "somebody")

    def key(self, person: str) -> str:
        """The id where it may be seen, else nothing."""
        return person if person in self.known else ""

    def people_in(self, subject: Subject) -> tuple[str, ...]:
        """Ids of the people a subject is about; a pair of firms is about nobody."""
        if subject.kind is SubjectKind.PERSON:
            return (subject.id,)
        ends = tuple(subject.id.split("|")) if subject.kind is SubjectKind.PAIR else ()
        return () if set(ends) <= self.firms else ends

    def identifies(self, subject: Subject) -> bool:
        """The reader may tell apart everybody the subject is about."""
        return set(self.people_in(subject)) <= self.known

    def subject(self, subject: Subject) -> Subject:
        """The subject, without the ids this reader may not see."""
        if self.identifies(subject):
            return subject
        return Subject(kind=subject.kind, id=" and ".join(map(self.label, self.people_in(subject))))

    def reword(self, sentence: str) -> str:
        """A sentence with every id replaced by what the reader calls the person."""
        if self.pattern is None:
            return sentence
        return self.pattern.sub(lambda found: self.label(found.group()), sentence)


def naming_for(audit: Audit, reader: Reader, smallest: int) -> Naming:
    """Labels for everybody in an audit.

    Parameters
    ----------
    smallest : people a description such as "senior, Nordwind" must fit, else it is made coarser.
    """
    named = _named(audit, reader, smallest)
    everybody = frozenset(person.id for person in audit.people)
    known = everybody if reader.knows_people else named
    descriptions = _descriptions([person for person in audit.people if person.id not in named], audit, smallest)
    labels = {
        person.id: person.name if person.id in named else (person.id if person.id in known else descriptions[person.id])
        for person in audit.people
    }
    # sentences of rules name nobody; this catches what others wrote. An id of digits alone is not
    # looked for, since every number would match.
    changed = sorted(
        (one for one, label in labels.items() if label != one and not one.isdigit()), key=len, reverse=True
    )
    pattern = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, changed))})(?!\w)") if changed else None
    firms = frozenset(firm.id for firm in audit.alliance.firms) - everybody
    return Naming(labels=labels, known=known, firms=firms, pattern=pattern)


def _named(audit: Audit, reader: Reader, smallest: int) -> frozenset[str]:
    """Ids of the people this reader may know by name.

    Who does not know people one by one would know the few of a firm who are left without a name by
    that alone; there nobody is named, so that they have enough company.
    """
    if not reader.sees_rows_of_people or reader.role not in audit.limits.named_for:
        return frozenset()
    agreed = [person for person in audit.people if person.may_be_named and person.name]
    if reader.knows_people:
        return frozenset(person.id for person in agreed)
    left = Counter(person.firm for person in audit.people)
    left.subtract(person.firm for person in agreed)
    return frozenset(person.id for person in agreed if not 0 < left[person.firm] < smallest)


def _descriptions(people: Sequence[Participant], audit: Audit, smallest: int) -> dict[str, str]:
    """Level and firm where enough people share them, else the firm, else the alliance.

    Whoever is described by the firm alone is known not to be of a level that is named, so those
    people together must be enough as well; a further level joins them until they are.
    """
    names = {firm.id: firm.name for firm in audit.alliance.firms}
    by_firm = Counter(person.firm for person in people)
    nameless = _merged(by_firm, smallest)
    levels = {
        firm: _merged(Counter(person.level for person in people if person.firm == firm), smallest) for firm in by_firm
    }

    def describe(person: Participant) -> str:
        firm = names.get(person.firm, person.firm)
        if person.firm in nameless:
            return "somebody in the alliance"
        if not person.level or person.level in levels[person.firm]:
            return f"somebody at {firm}"
        return f"somebody at {firm} ({person.level.replace('_', ' ')})"

    return {person.id: describe(person) for person in people}


def _merged(sizes: Mapping[str, int], smallest: int) -> frozenset[str]:
    """Groups that are not told apart: the small ones, and the next larger until they are enough."""
    merged: list[str] = []
    for group, size in sorted(sizes.items(), key=lambda entry: (entry[1], entry[0])):
        together = sum(sizes[level] for level in merged)
        if size < smallest or 0 < together < smallest:
            merged.append(group)
    return frozenset(merged)
