"""Contact between units and levels, and who could be introduced, as one reader may see them."""

from dataclasses import replace

from alliancenet.model.audit import Audit, Introduction, UnitContact
from alliancenet.model.score import Score
from alliancenet.privacy.naming import Naming
from alliancenet.privacy.reader import Reader


def unit_contacts(audit: Audit, reader: Reader, smallest: int) -> tuple[UnitContact, ...]:
    """All cells for readers who know people; for others those of two units of enough people, without numbers.

    Notes
    -----
    A state in words says no more of one person than "no tie joins the senior people" does; counts
    beside the sizes of units would let small differences be taken from each other.
    """
    if reader.knows_people:
        return audit.unit_contacts
    return tuple(
        replace(cell, in_touch=None, pairs=None, needed=None, met=None)
        for cell in audit.unit_contacts
        if min(cell.people) >= smallest
    )


def introductions(audit: Audit, reader: Reader, naming: Naming) -> tuple[Introduction, ...]:
    """Pairs by the labels this reader knows people by."""
    if not reader.knows_people:
        return ()
    return tuple(
        replace(
            introduction,
            people=(naming.label(introduction.people[0]), naming.label(introduction.people[1])),
            through=naming.label(introduction.through) if introduction.through else "",
        )
        for introduction in audit.introductions
    )


def is_of_one_person(audit: Audit, score: Score) -> bool:
    """Whether a number of contact at a level is that of a firm's only person there."""
    metric, _, level = score.metric.partition(".")
    if metric != "counterpart_covered":
        return False
    firms = score.subject.id.split("|")
    return any(sum((person.firm, person.level) == (firm, level) for person in audit.people) == 1 for firm in firms)
