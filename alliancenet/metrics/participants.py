"""Roles of people: core, peripheral, isolate or unknown; boundary spanners."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from alliancenet.arrays import BoolArray, FloatArray, IntArray
from alliancenet.metrics.case import Case
from alliancenet.metrics.picture import Picture
from alliancenet.metrics.registry import Reading, structural
from alliancenet.metrics.withholding import confidence_of, why_no_contact
from alliancenet.model.audit import Confidence, ParticipantRole
from alliancenet.model.multiplex import CORE_LAYERS
from alliancenet.model.score import Subject, SubjectKind
from alliancenet.settings import Settings


def participant_roles(case: Case) -> list[ParticipantRole]:
    """Role of each person, in the order of the roster (C4).

    Notes
    -----
    Somebody who did not answer and is named by fewer than two is unknown; with low confidence
    everybody's role is, because the core list would be a guess.
    """
    if confidence_of(case) is Confidence.LOW or why_no_contact(case):
        return [ParticipantRole.UNKNOWN] * len(case.wave.people)
    picture = case.picture
    silent = ~picture.multiplex.answered & (picture.count(picture.contact_pairs) < 2)
    codes = np.select(
        [silent, picture.is_core, picture.has_contact],
        [ParticipantRole.UNKNOWN, ParticipantRole.CORE, ParticipantRole.PERIPHERAL],
        default=ParticipantRole.ISOLATE,
    )
    return [ParticipantRole(str(code)) for code in codes]


def is_spanner(picture: Picture) -> BoolArray:
    """Bool array (n_people,): boundary spanners of one picture (C4).

    Notes
    -----
    Enough strong communication and close ties inside the own firm, and to at least one partner firm;
    never by friendship. Where closeness was not asked, communication alone decides.
    """
    communication, closeness = picture.communication_by_firm, picture.closeness_by_firm
    enough = np.asarray(communication >= picture.settings.whole("spanner.communication"))
    if closeness is not None:
        enough &= closeness >= picture.settings.whole("spanner.closeness")
    own = _own_column(picture)
    inside = enough[own]
    across = enough.copy()
    across[own] = False
    return np.asarray(inside & across.any(axis=1))


def spanner_flags(case: Case) -> list[bool | None]:
    """Boundary spanner or not for each person; None where it cannot be told.

    Notes
    -----
    Names need high confidence. Somebody who did not answer may still be shown to be one by the
    reports of others, but never shown not to be.
    """
    if confidence_of(case) is not Confidence.HIGH or why_no_contact(case):
        return [None] * len(case.wave.people)
    answered = case.picture.multiplex.answered
    return [
        bool(spans) if spans or has_answered else None
        for spans, has_answered in zip(is_spanner(case.picture), answered, strict=True)
    ]


def spanner_label(case: Case) -> str:
    """How spanners were judged, when not by communication and closeness."""
    return case.picture.strong_communication.label if case.picture.closeness else "by ties only, without closeness"


@structural("core_share", needs=Confidence.MEDIUM, withheld_above="silent.very_central", reads=CORE_LAYERS)
def core_share(case: Case, picture: Picture) -> Iterator[Reading]:
    """Core participants over the roster, for the alliance and for each firm.

    Notes
    -----
    A core participant has at least two core ties (`core.min_ties`). Outside 10-70 % the cut does
    not separate a core from the rest, and finding D-GUARD says so.
    """
    core = picture.is_core
    yield _share(case.subject, core)
    for position, firm in enumerate(case.firms):
        yield _share(Subject(kind=SubjectKind.FIRM, id=firm.id), core[picture.multiplex.firm == position])


@structural("core_split_agreement", needs=Confidence.MEDIUM, slow=True, reads=CORE_LAYERS)
def core_split_agreement(case: Case, picture: Picture) -> Iterator[Reading]:
    """Agreement of the core by rule with the best core-periphery split of the core ties.

    Notes
    -----
    Jaccard of the two lists of people. The split is searched from eight starting cores, each
    shaken four times, and only up to `core.split_largest` people; in completed networks from the
    split of the observed one and the core by rule. Cost: O(100 n²), a fiftieth of it for
    each completed network. With answers missing it has no interval: on simulated alliances it held
    the value of all answers in 81 % instead of 90.
    """
    n_people, largest = len(case.wave.people), case.settings.whole("core.split_largest")
    is_looked_for = n_people <= largest and bool(picture.is_core.any())
    yield Reading(
        subject=case.subject,
        value=_split_agreement(case, picture) if is_looked_for else None,
        n=n_people,
        inputs=("core ties",),
        no_interval="the best split jumps with single ties, and held the value too seldom",
        reason="nobody is core" if n_people <= largest else f"not looked for above {largest} people",
    )


@structural("boundary_spanners", needs=Confidence.HIGH, reads=CORE_LAYERS)
def boundary_spanners(case: Case, picture: Picture) -> Iterator[Reading]:
    """Number of boundary spanners in each firm."""
    spans = is_spanner(picture)
    for position, firm in enumerate(case.firms):
        members = picture.multiplex.firm == position
        yield Reading(
            subject=Subject(kind=SubjectKind.FIRM, id=firm.id),
            value=float(spans[members].sum()),
            n=int(members.sum()),
            inputs=("strong communication ties", spanner_label(case) or "close ties"),
        )


@structural("spanner_score", needs=Confidence.HIGH, reads=CORE_LAYERS)
def spanner_score(case: Case, picture: Picture) -> Iterator[Reading]:
    """Geometric mean of a spanner's saturated ties inside and across, for boundary spanners.

    Notes
    -----
    100 · [min(1, c_in/3) · min(1, c_out/3) · min(1, k_in/2) · min(1, k_out/2)]^¼ of strong communication (c)
    and close ties (k); without closeness the parts of it are left out. Across is the best partner firm.
    """
    points, contacts = _spanner_points(picture), picture.count(picture.contact_pairs)
    inputs = ("strong communication ties", spanner_label(case) or "close ties")
    for position in np.flatnonzero(is_spanner(case.picture)):
        yield Reading(
            subject=Subject(kind=SubjectKind.PERSON, id=case.wave.people[position]),
            value=float(points[position]),
            n=int(contacts[position]),
            inputs=inputs,
        )


def _split_agreement(case: Case, picture: Picture) -> float:
    is_observed = picture is case.picture
    split = picture.core_split if is_observed else case.drawn_splits[case.draws.index(picture)]
    return float((split & picture.is_core).sum() / (split | picture.is_core).sum())


def _share(subject: Subject, core: BoolArray) -> Reading:
    return Reading(
        subject=subject,
        value=float(core.mean()) if len(core) else None,
        n=len(core),
        inputs=("core ties",),
        reason="nobody on the roster",
    )


def _own_column(picture: Picture) -> tuple[NDArray[np.intp], IntArray]:
    return np.arange(len(picture.multiplex.people)), picture.multiplex.firm


def _spanner_points(picture: Picture) -> FloatArray:
    communication, closeness = picture.communication_by_firm, picture.closeness_by_firm
    parts = [_saturated(communication, "communication", picture.settings)]
    if closeness is not None:
        parts.append(_saturated(closeness, "closeness", picture.settings))
    product = np.prod(parts, axis=0)
    own = _own_column(picture)
    inside = product[own]
    across = product.copy()
    across[own] = 0.0
    return np.asarray(100 * (inside * across.max(axis=1)) ** (1 / (2 * len(parts))))


def _saturated(counts: IntArray, part: str, settings: Settings) -> FloatArray:
    return np.minimum(1.0, counts / settings.table("spanner.saturation")[part])
