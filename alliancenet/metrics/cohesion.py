"""Counts and shape of the network: ties within and across, E-I, density, components, distance."""

from collections.abc import Iterator

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from alliancenet.arrays import BoolArray, IntArray
from alliancenet.graph.distances import steps_between
from alliancenet.graph.network import Network
from alliancenet.metrics.case import Case
from alliancenet.metrics.picture import Picture
from alliancenet.metrics.registry import Reading, structural
from alliancenet.metrics.release import few_moved
from alliancenet.model.audit import Confidence
from alliancenet.model.multiplex import CONTACT_LAYERS, CORE_LAYERS, FRIENDSHIP_LAYERS, Layer
from alliancenet.model.register import PersonId
from alliancenet.model.score import Subject, SubjectKind
from alliancenet.multiplex import ties


@structural("core_ties", needs=Confidence.MEDIUM, reads=CORE_LAYERS)
def core_ties(case: Case, picture: Picture) -> Iterator[Reading]:
    """Core ties within each firm and between every two firms."""
    n_pairs = len(picture.multiplex.pairs)
    for position, firm in enumerate(case.firms):
        inside = len(picture.between(picture.core_pairs, position, position)) / 2
        yield Reading(subject=Subject(kind=SubjectKind.FIRM, id=firm.id), value=inside, n=n_pairs)
    for a, b in picture.firm_pairs:
        across = float(len(picture.between(picture.core_pairs, a, b)))
        yield Reading(subject=case.pair(a, b), value=across, n=n_pairs)


@structural("ei_index", needs=Confidence.MEDIUM, withheld_above="silent.central", reads=CORE_LAYERS)
def ei_index(case: Case, picture: Picture) -> Iterator[Reading]:
    """External minus internal core ties over all core ties.

    Notes
    -----
    With answers missing and few core ties its 90 % interval is too short (`alliancenet help
    uncertainty`): below `ei.ties_when_missing` it is withheld then.
    """
    n_ties, across = len(picture.core_pairs), len(picture.cross_core_pairs)
    least = 1 if case.all_is_known_of(CORE_LAYERS) else case.settings.whole("ei.ties_when_missing")
    enough = len(case.picture.core_pairs) >= least
    yield Reading(
        subject=case.subject,
        value=(2 * across - n_ties) / n_ties if n_ties and enough else None,
        n=n_ties,
        inputs=("core ties",),
        reason="there is no core tie"
        if n_ties == 0
        else f"{n_ties} core ties; with answers missing {least} are needed",
    )


@structural("friendships", needs=Confidence.HIGH, reads=FRIENDSHIP_LAYERS)
def friendships(case: Case, picture: Picture) -> Iterator[Reading]:
    """Friendships between people of different firms; the one number that is made of friendship.

    Notes
    -----
    Whoever is left out, at least `suppression.min_n` friendships and as many pairs in contact that are none have
    to be left, lest somebody who knows the own answers read the others' off it; and it is not told where the
    change since an earlier wave would tell what a few people said.
    """
    reason = _why_no_friendships(case) if picture is case.picture else ""
    is_asked = picture.multiplex.has(Layer.FRIENDSHIP)
    yield Reading(
        subject=case.subject,
        value=None if reason or not is_asked else float(len(_friends_across(picture))),
        n=len(picture.cross_contact_pairs),
        inputs=("friendship layer",),
        reason=reason,
    )


def _why_no_friendships(case: Case) -> str:
    """Why friendships are not even counted, or "": the same for all that would tell of few people."""
    picture, least = case.picture, case.settings.whole("suppression.min_n")
    if not picture.multiplex.has(Layer.FRIENDSHIP):
        return "nobody was asked about friendship"
    friends = _friends_across(picture)
    contacts = picture.count(picture.cross_contact_pairs)
    with_friends = picture.count(friends)
    left = len(friends) - with_friends
    others = len(picture.cross_contact_pairs) - contacts - left
    if min(left.min(), others.min()) < least or few_moved(case, _friends_of_each, least):
        return "too few, or nearly all, or few who moved: it would tell of people"
    return ""


def _friends_across(picture: Picture) -> IntArray:
    return picture.multiplex.pairs[picture.is_cross & ties.friendships(picture.multiplex, picture.settings).holds]


def _friends_of_each(wave: Case) -> dict[PersonId, float]:
    """Friends across of everybody who answered, a step of 25 points each; nobody where it was not asked."""
    if not wave.picture.multiplex.has(Layer.FRIENDSHIP):
        return {}
    counts, answered = wave.picture.count(_friends_across(wave.picture)), wave.picture.multiplex.answered
    return {
        person: 25.0 * float(count)
        for person, count, told in zip(wave.wave.people, counts, answered, strict=True)
        if told
    }


@structural("density", withheld_above="silent.very_central", reads=CONTACT_LAYERS)
def density(case: Case, picture: Picture) -> Iterator[Reading]:
    """Pairs in contact over pairs whose contact is known, for the alliance and between firms.

    Notes
    -----
    A pair is known when at least one of the two answered, or the contact was measured.
    """
    firm = picture.multiplex.firm
    everybody = np.ones(len(firm), dtype=bool)
    yield _density(case.subject, len(picture.contact_pairs), _known_pairs(picture, everybody, everybody))
    for a, b in picture.firm_pairs:
        in_contact = len(picture.between(picture.contact_pairs, a, b))
        yield _density(case.pair(a, b), in_contact, _known_pairs(picture, firm == a, firm == b))


@structural("reciprocity", reads=CONTACT_LAYERS)
def reciprocity(case: Case, picture: Picture) -> Iterator[Reading]:
    """Pairs in which both report contact, over pairs in which at least one does."""
    multiplex = picture.multiplex
    if not multiplex.has(Layer.COMMUNICATION) or multiplex.source[Layer.COMMUNICATION].measured_once:
        yield Reading(subject=case.subject, value=None, n=0, reason="contact was measured once per pair, not reported")
        return
    reports = multiplex.reports[Layer.COMMUNICATION]
    named = reports[~np.isnan(reports).any(axis=1)] > 0
    n_named = int(named.any(axis=1).sum())
    yield Reading(
        subject=case.subject,
        value=float(named.all(axis=1).sum() / n_named) if n_named else None,
        n=n_named,
        inputs=("communication layer",),
        reason="no pair was named where both answered",
    )


@structural("components", reads=CONTACT_LAYERS)
def components(case: Case, picture: Picture) -> Iterator[Reading]:
    """Number of separate groups in the contact network."""
    n_groups, group = connected_components(_adjacency(picture, picture.contact_pairs), directed=False)
    sizes = np.bincount(group, minlength=n_groups)
    yield Reading(
        subject=case.subject,
        value=float((sizes > 1).sum()) if (sizes > 1).any() else None,
        n=int(picture.has_contact.sum()),
        inputs=("communication layer",),
        reason="nobody reports any contact",
    )


@structural("distance", slow=True, reads=CONTACT_LAYERS)
def distance(case: Case, picture: Picture) -> Iterator[Reading]:
    """Mean steps of contact from a person of one firm to a person of the other.

    Notes
    -----
    Over the pairs that can be reached; `n` counts them. Cost: O(people · ties / 64 · longest
    distance) for each pair of firms.
    """
    half = _adjacency(picture, picture.contact_pairs)
    network = Network(ids=picture.multiplex.people, weights=csr_array(half + half.T), directed=False)
    firm = picture.multiplex.firm
    for a, b in picture.firm_pairs:
        steps, n_reached = steps_between(network, firm == a, firm == b)
        yield Reading(
            subject=case.pair(a, b),
            value=steps / n_reached if n_reached else None,
            n=n_reached,
            inputs=("communication layer",),
            reason="no person of one firm reaches one of the other",
        )


def _adjacency(picture: Picture, pairs: IntArray) -> coo_array:
    n_people = len(picture.multiplex.people)
    ones = np.ones(len(pairs), dtype=np.int8)
    return coo_array((ones, (pairs[:, 0], pairs[:, 1])), shape=(n_people, n_people))


def _known_pairs(picture: Picture, some: BoolArray, others: BoolArray) -> int:
    """Count the pairs between two groups (the same group twice, or disjoint) whose contact is known."""
    multiplex = picture.multiplex
    silent = ~multiplex.complete
    first, second = multiplex.pairs[:, 0], multiplex.pairs[:, 1]
    listed = (some[first] & others[second]) | (others[first] & some[second])
    unknown_listed = listed & (picture.contact == ties.TieState.UNKNOWN)
    both_silent_listed = listed & silent[first] & silent[second]
    both_silent = _pair_count(some & silent, others & silent)
    unknown = both_silent - int(both_silent_listed.sum()) + int(unknown_listed.sum())
    return _pair_count(some, others) - unknown


def _pair_count(some: BoolArray, others: BoolArray) -> int:
    if np.array_equal(some, others):
        return int(some.sum()) * (int(some.sum()) - 1) // 2
    return int(some.sum()) * int(others.sum())


def _density(subject: Subject, n_contacts: int, n_known: int) -> Reading:
    return Reading(
        subject=subject,
        value=n_contacts / n_known if n_known else None,
        n=n_known,
        inputs=("communication layer",),
        reason="no pair is known",
    )
