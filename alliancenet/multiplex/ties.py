"""Reports become ties: three-valued judgements, confirmed, one-sided or unknown."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from alliancenet.arrays import BoolArray, FloatArray
from alliancenet.model.multiplex import Layer, Measure, Multiplex
from alliancenet.model.register import Level
from alliancenet.settings import Settings

Judgement = NDArray[np.int8]


class TieState(IntEnum):
    """What two reports make of a pair."""

    UNKNOWN = -1
    ABSENT = 0
    ONE_SIDED = 1
    CONFIRMED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """One kind of strong tie.

    Parameters
    ----------
    state : int8 array (n_pairs,) of `TieState`.
    label : how the tie was judged, when not by the full rule.
    """

    state: Judgement
    label: str = ""

    @property
    def holds(self) -> BoolArray:
        """Bool array (n_pairs,): confirmed, or one-sided because the other end is unknown."""
        return np.asarray(self.state >= TieState.ONE_SIDED)

    @property
    def is_unknown(self) -> BoolArray:
        """Bool array (n_pairs,): nobody can tell."""
        return np.asarray(self.state == TieState.UNKNOWN)


def reaches(reports: FloatArray, cut: FloatArray | float) -> Judgement:
    """1 where a report reaches the cut, 0 where it does not, -1 where it is unknown."""
    return np.where(np.isnan(reports), -1, reports >= cut).astype(np.int8)


def all_of(*judgements: Judgement) -> Judgement:
    """Kleene's "and": a known no decides, else an unknown leaves it open."""
    stacked = np.stack(judgements)
    return np.where((stacked == 0).any(axis=0), 0, stacked.min(axis=0)).astype(np.int8)


def joined(judgement: Judgement, *, accept_unconfirmed: bool) -> Judgement:
    """Two reports per pair become one state.

    Parameters
    ----------
    judgement : int8 array (n_pairs, 2), what each end says.
    accept_unconfirmed : a yes whose other end is unknown is `ONE_SIDED`; else unknown.

    Notes
    -----
    A single known "no" makes the tie absent: the rule asks both.
    """
    yes = (judgement == 1).sum(axis=1)
    denied = (judgement == 0).any(axis=1)
    half = TieState.ONE_SIDED if accept_unconfirmed else TieState.UNKNOWN
    state = np.select(
        [denied, yes == 2, yes == 1], [TieState.ABSENT, TieState.CONFIRMED, half], default=TieState.UNKNOWN
    )
    return state.astype(np.int8)


def core_ties(multiplex: Multiplex, settings: Settings) -> Ties:
    """Frequent, important and close in both reports (C4).

    Notes
    -----
    Without importance or closeness answers the rule falls back to contact that both ends
    report, above the stated weight where it is weighted, and the label says so.

    References
    ----------
    Hutt & Speh, Business Marketing Management, ch. 4 (after Hutt et al. 2000); cuts: own limit.
    """
    judgement, label = core_reports(multiplex, settings)
    return Ties(state=joined(judgement, accept_unconfirmed=_accepts(settings)), label=label)


def core_reports(multiplex: Multiplex, settings: Settings) -> tuple[Judgement, str]:
    """What each report makes of a core tie, int8 array (n_pairs, 2), and how it was judged; see `core_ties`."""
    judgement, label = _frequent(multiplex, settings)
    if not multiplex.by_ties_only:
        judgement = all_of(
            judgement,
            reaches(multiplex.reports[Layer.IMPORTANCE], settings.number("core_tie.importance")),
            reaches(multiplex.reports[Layer.CLOSENESS], settings.number("core_tie.closeness")),
        )
    return judgement, label


def strong_communication(multiplex: Multiplex, settings: Settings) -> Ties:
    """Frequent and important contact; contact alone where importance was not asked."""
    judgement, label = _frequent(multiplex, settings)
    if multiplex.has(Layer.IMPORTANCE):
        importance = reaches(multiplex.reports[Layer.IMPORTANCE], settings.number("core_tie.importance"))
        judgement = all_of(judgement, importance)
    return Ties(state=joined(judgement, accept_unconfirmed=_accepts(settings)), label=label)


def closeness(multiplex: Multiplex, settings: Settings) -> Ties | None:
    """Close in both reports; None where nobody was asked.

    Notes
    -----
    Of the boundary spanner's rule (C4) it stands for friendship: who is one follows from nothing that may
    not be told of a person or a pair.
    """
    if not multiplex.has(Layer.CLOSENESS):
        return None
    judgement = reaches(multiplex.reports[Layer.CLOSENESS], _closeness_cut(multiplex, settings))
    return Ties(state=joined(judgement, accept_unconfirmed=_accepts(settings)))


def friendships(multiplex: Multiplex, settings: Settings) -> Ties:
    """Friends in both reports, or in the one there is; only ever counted."""
    steps = multiplex.source[Layer.FRIENDSHIP].measure is Measure.STEPS
    cut = settings.number("friendship.cut") if steps else np.nextafter(0.0, 1.0)
    judgement = reaches(multiplex.reports[Layer.FRIENDSHIP], cut)
    return Ties(state=joined(judgement, accept_unconfirmed=_accepts(settings)))


def contact(multiplex: Multiplex) -> Judgement:
    """Per pair: 1 when any report says contact, 0 when a known report denies it, -1 unknown."""
    judged = reaches(multiplex.reports[Layer.COMMUNICATION], np.nextafter(0.0, 1.0))
    any_yes = (judged == 1).any(axis=1)
    return np.where(any_yes, 1, np.where((judged == 0).any(axis=1), 0, -1)).astype(np.int8)


def weight_cut(multiplex: Multiplex, settings: Settings) -> float:
    """Weight above which a weighted contact is strong: a quantile of the layer's own weights."""
    weights = multiplex.mean_report(Layer.COMMUNICATION)
    positive = weights[weights > 0]
    if not len(positive) or positive.min() == positive.max():
        return 0.0
    return float(np.quantile(positive, settings.number("core_tie.weight_quantile")))


def _frequent(multiplex: Multiplex, settings: Settings) -> tuple[Judgement, str]:
    reports = multiplex.reports[Layer.COMMUNICATION]
    source = multiplex.source[Layer.COMMUNICATION]
    if source.measure is Measure.TIES:
        rule, cut = "by ties only", np.full(len(reports), 1.0)
    elif source.measure is Measure.WEIGHTS:
        least = weight_cut(multiplex, settings)
        rule, cut = (
            f"by ties only, weight above {least:g}",
            np.full(len(reports), np.nextafter(least, np.inf)),
        )
    else:
        rule, cut = "by ties only, by contact step", _frequency_cut(multiplex, settings)
    return reaches(reports, cut[:, None]), rule if multiplex.by_ties_only else ""


def _frequency_cut(multiplex: Multiplex, settings: Settings) -> FloatArray:
    senior = np.array([level == Level.SENIOR for level in multiplex.level], dtype=bool)
    either_senior = senior[multiplex.pairs].any(axis=1)
    low, high = settings.number("frequent.with_senior"), settings.number("frequent.default")
    return np.where(either_senior, low, high)


def _closeness_cut(multiplex: Multiplex, settings: Settings) -> float:
    steps = multiplex.source[Layer.CLOSENESS].measure is Measure.STEPS
    return settings.number("spanner.closeness_cut") if steps else float(np.nextafter(0.0, 1.0))


def _accepts(settings: Settings) -> bool:
    return settings.is_on("core_tie.accept_unconfirmed")
