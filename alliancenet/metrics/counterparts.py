"""Who has a counterpart: coverage by level, registered role pairs, skipped levels."""

from collections.abc import Iterator

import numpy as np

from alliancenet.arrays import BoolArray
from alliancenet.metrics.case import Case
from alliancenet.metrics.picture import Coverage, Picture
from alliancenet.metrics.registry import Reading, structural
from alliancenet.model.audit import Confidence
from alliancenet.model.multiplex import CONTACT_LAYERS, Layer, Measure
from alliancenet.model.register import Level, PersonId, Record, RolePair
from alliancenet.model.score import Subject, SubjectKind
from alliancenet.multiplex import ties


@structural("counterpart_coverage", needs=Confidence.MEDIUM, withheld_above="silent.very_central", reads=CONTACT_LAYERS)
def counterpart_coverage(case: Case, picture: Picture) -> Iterator[Reading]:
    """Share of each firm's people of a level in touch with the partner's people of that level.

    Notes
    -----
    Contact of NET1 >= 1 for seniors, 3 for project leaders, 4 for operating people; any tie in a
    list without steps. Mean of the two firms' shares; for more than two firms also per pair.
    People whose contacts are unknown are left out. Below three people a side `covered` tells.
    """
    for level in _levels(picture):
        found = [(a, b, coverage_of(picture, level, a, b)) for a, b in picture.firm_pairs]
        shares = [coverage.share for _, _, coverage in found if coverage.share is not None]
        shown = all(_is_shown(case, coverage) for _, _, coverage in found if coverage.smallest)
        yield Reading(
            subject=Subject(kind=SubjectKind.LEVEL, id=level),
            value=float(np.mean(shares)) if shares and shown else None,
            n=sum(coverage.n for _, _, coverage in found),
            inputs=("communication layer", "levels"),
            reason=_why_hidden(case, found[0][2]),
        )
        if len(found) > 1:
            for a, b, coverage in found:
                yield Reading(
                    subject=case.pair(a, b),
                    value=coverage.share if _is_shown(case, coverage) else None,
                    n=coverage.n,
                    part=level,
                    inputs=("communication layer", "levels"),
                    reason=_why_hidden(case, coverage),
                )


@structural("counterpart_covered", needs=Confidence.MEDIUM, reads=CONTACT_LAYERS)
def counterpart_covered(case: Case, picture: Picture) -> Iterator[Reading]:
    """Whether at least one tie joins two firms at a level."""
    for level in _levels(picture):
        for a, b in picture.firm_pairs:
            coverage = coverage_of(picture, level, a, b)
            yield Reading(
                subject=case.pair(a, b),
                value=None if coverage.is_covered is None else float(coverage.is_covered),
                n=coverage.n,
                part=level,
                inputs=("communication layer", "levels"),
                reason=coverage.reason,
                contested="" if coverage.is_covered else _may_know("nobody of this level", case),
            )


@structural("role_pairs_in_contact", needs=Confidence.MEDIUM, reads=CONTACT_LAYERS)
def role_pairs_in_contact(case: Case, picture: Picture) -> Iterator[Reading]:
    """Registered role pairs that report contact, over registered pairs whose contact is known."""
    pairs = [pair for pair in _role_pairs(case) if pair.partner is not None]
    states = [contact_of(case, picture, pair.person, pair.partner) for pair in pairs if pair.partner]
    known = [state for state in states if state != ties.TieState.UNKNOWN]
    kept = Record.ROLE_PAIRS in case.register.kept
    yield Reading(
        subject=case.subject,
        value=float(np.mean([state == 1 for state in known])) if known else None,
        n=len(known),
        inputs=("role pairs", "communication layer"),
        reason="no registered role pair has a known contact" if kept else "role pairs are not on record",
    )


@structural("functions_apart", needs=Confidence.MEDIUM, reads=CONTACT_LAYERS)
def functions_apart(case: Case, picture: Picture) -> Iterator[Reading]:
    """Functions of each firm of whom nobody is in contact with anybody of another firm.

    Notes
    -----
    Contact is any either end reports. `inputs` names the functions that are so in what was reported;
    the number is over the networks completed for silent people, who may know somebody: where most of these say
    there is no such function although one was reported, it cannot be told.
    """
    least = case.settings.whole("counterpart.min_people")
    function = np.array([person.function for person in case.roster], dtype=object)
    reach = picture.count(picture.contact_pairs[_joins_firms(picture)]) > 0
    for position, firm in enumerate(case.firms):
        members = picture.multiplex.firm == position
        sizes = {name: int((members & (function == name)).sum()) for name in sorted(set(function[members])) if name}
        looked = {name: size for name, size in sizes.items() if size >= least}
        apart = [name for name in looked if not reach[members & (function == name)].any()]
        yield Reading(
            subject=Subject(kind=SubjectKind.FIRM, id=firm.id),
            value=float(len(apart)) if looked else None,
            n=len(looked),
            inputs=tuple(f"{name} ({looked[name]} people)" for name in apart),
            reason=f"no function of {firm.name} on the roster has {least} people",
            contested=_may_know(f"nobody of {len(apart)} of {len(looked)} functions", case) if apart else "",
        )


def _may_know(who: str, case: Case) -> str:
    """Why contact that nobody reports is not called missing: silent people of both firms may have it."""
    answered = case.picture.multiplex.answered
    return (
        f"as far as was reported {who} is in contact with the other firm, but whether that is so cannot be told "
        f"because {int((~answered).sum())} of {len(answered)} people have not answered"
    )


def _joins_firms(picture: Picture) -> BoolArray:
    """Bool array over the pairs in contact: the two belong to different firms."""
    firm = picture.multiplex.firm[picture.contact_pairs]
    return np.asarray(firm[:, 0] != firm[:, 1])


def unmatched_roles(case: Case) -> list[RolePair]:
    """Roles registered on one side without a counterpart."""
    return [pair for pair in _role_pairs(case) if pair.partner is None]


def level_skips(case: Case) -> list[tuple[PersonId, PersonId]]:
    """Cross-firm senior-to-operating contacts between firms with no project-leader tie at all."""
    picture = case.picture
    level = np.array(picture.multiplex.level)
    found: list[tuple[PersonId, PersonId]] = []
    for a, b in picture.firm_pairs:
        pairs = picture.between(picture.contact_pairs, a, b)
        ends = level[pairs]
        if not len(pairs) or (ends == Level.PROJECT_LEADER).all(axis=1).any():
            continue
        skips = (ends == Level.SENIOR).any(axis=1) & (ends == Level.OPERATING).any(axis=1)
        found.extend((case.wave.people[i], case.wave.people[j]) for i, j in pairs[skips])
    return found


def coverage_of(picture: Picture, level: str, a: int, b: int) -> Coverage:
    """Counterpart coverage of a level between two firms, by position; worked out once per picture."""
    if (level, a, b) not in picture.coverages:
        picture.coverages[level, a, b] = _coverage(picture, level, a, b)
    return picture.coverages[level, a, b]


def _coverage(picture: Picture, level: str, a: int, b: int) -> Coverage:
    multiplex = picture.multiplex
    nobody = np.zeros(len(multiplex.people), dtype=bool)
    sides = [picture.at_level.get(level, nobody) & (multiplex.firm == firm) for firm in (a, b)]
    sizes = [int(side.sum()) for side in sides]
    if min(sizes) == 0:
        empty = multiplex.firms[a if sizes[0] == 0 else b]
        return Coverage(share=None, smallest=0, n=0, is_covered=None, reason=f"{empty} has nobody at level {level}")
    covered = _has_counterpart(picture, level, sides[0], sides[1])
    known = _is_known(picture, covered, sides)
    shares = [float(covered[side & known].mean()) for side in sides if (side & known).any()]
    n_known = int(((sides[0] | sides[1]) & known).sum())
    touched = bool(covered.any())
    return Coverage(
        share=float(np.mean(shares)) if len(shares) == 2 else None,
        smallest=min(sizes),
        n=n_known,
        is_covered=touched if touched or n_known else None,
        reason="" if len(shares) == 2 else "the contacts of one side's people are unknown",
    )


def _has_counterpart(picture: Picture, level: str, some: BoolArray, others: BoolArray) -> BoolArray:
    multiplex = picture.multiplex
    first, second = multiplex.pairs[:, 0], multiplex.pairs[:, 1]
    joins = (some[first] & others[second]) | (others[first] & some[second])
    enough = joins & (picture.mean_contact >= _contact_cut(picture, level))
    return np.asarray(picture.count(multiplex.pairs[enough]) > 0)


def _is_known(picture: Picture, covered: BoolArray, sides: list[BoolArray]) -> BoolArray:
    """Say whose coverage is known: covered, answered, or everybody opposite answered."""
    complete = picture.multiplex.complete
    opposite_told = np.zeros(len(complete), dtype=bool)
    for side, other in (sides, sides[::-1]):
        opposite_told[side] = complete[other].all()
    return np.asarray(covered | complete | opposite_told)


def _contact_cut(picture: Picture, level: str) -> float:
    steps = picture.multiplex.source[Layer.COMMUNICATION].measure is Measure.STEPS
    cuts = picture.settings.table("counterpart.frequency")
    return cuts.get(level, 1.0) if steps else float(np.nextafter(0.0, 1.0))


def _levels(picture: Picture) -> list[str]:
    order = {level.value: position for position, level in enumerate(reversed(Level))}
    return sorted(picture.at_level, key=lambda level: (order.get(level, len(order)), level))


def _is_shown(case: Case, coverage: Coverage) -> bool:
    return coverage.share is not None and coverage.smallest >= case.settings.whole("counterpart.min_people")


def _why_hidden(case: Case, coverage: Coverage) -> str:
    least = case.settings.whole("counterpart.min_people")
    return coverage.reason or f"{coverage.smallest} people on the smaller side; {least} are needed for a share"


def _role_pairs(case: Case) -> list[RolePair]:
    return [pair for pair in case.register.role_pairs if pair.alliance == case.alliance.id]


def contact_of(case: Case, picture: Picture, person: PersonId, partner: PersonId) -> int:
    """State of the contact between two people: 1 contact, 0 none, -1 unknown."""
    position = {one: place for place, one in enumerate(case.wave.people)}
    if person not in position or partner not in position:
        return ties.TieState.UNKNOWN
    i, j = sorted((position[person], position[partner]))
    pairs = picture.multiplex.pairs
    row = np.flatnonzero((pairs[:, 0] == i) & (pairs[:, 1] == j))
    if len(row):
        return int(picture.contact[row[0]])
    told = picture.multiplex.complete[i] or picture.multiplex.complete[j]
    return ties.TieState.ABSENT if told else ties.TieState.UNKNOWN
