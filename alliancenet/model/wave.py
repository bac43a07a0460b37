"""One round of asking and logging for one alliance, in columns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from alliancenet.model.multiplex import Layer, LayerSource
from alliancenet.model.register import AllianceId, OrganisationId, PersonId

WHAT_LOGS_CANNOT_SHOW = (
    "Logs show that people reached each other, not what about, how well, or what was said in "
    "corridors, on telephones and in other tools."
)
"""Stands beside every figure made from logs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """What respondents said about other people on one layer, one row per report.

    Parameters
    ----------
    respondent, alter : int arrays (n,), index into the wave's `people`.
    value : float array (n,); NaN for "prefer not to say" and for questions left open.
    source : how the layer was measured.
    """

    respondent: NDArray[np.int64]
    alter: NDArray[np.int64]
    value: NDArray[np.float64]
    source: LayerSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinions:
    """Answers of people to questions about the alliance, one row per answer.

    Parameters
    ----------
    respondent : int array (n,), index into the wave's `people`.
    item : int array (n,), index into `items`.
    value : float array (n,); NaN for "cannot say" and for questions left open.
    """

    items: tuple[str, ...]
    respondent: NDArray[np.int64]
    item: NDArray[np.int64]
    value: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationAnswer:
    """A firm's answer to an organisation-level item, with its evidence."""

    organisation: OrganisationId
    respondent: PersonId | None
    item: str
    value: str
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogMonth:
    """One month of cross-firm contact in the logs; groups only.

    Parameters
    ----------
    month : yyyymm.
    volume : sum of 1/recipients and of small-meeting hours between people of different firms.
    alive : cross-firm pairs whose contact both ways reaches the tie limit.
    share_alive : of all cross-firm pairs of known people, 0-1; None when there are none.
    new, fading : alive now and not before, alive before and not now; None in the first months.
    """

    month: int
    volume: float
    alive: int
    share_alive: float | None
    new: int | None
    fading: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogContact:
    """What logs tell of the people of a wave.

    Parameters
    ----------
    known : bool array (n_people,); False for people without an address in the logs or opted out.
    pairs : int array (n_pairs, 2), first < second, pairs of known people with any contact.
    step : float array (n_pairs,), contact on the scale of NET1.
    trend : months of the whole build, oldest first.
    """

    known: NDArray[np.bool_]
    pairs: NDArray[np.int64]
    step: NDArray[np.float64]
    trend: tuple[LogMonth, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """One alliance, one window.

    Parameters
    ----------
    people : everybody on the roster, sorted by id; non-respondents included.
    opens, closes : first and last day of the survey, or of the log window; None when an edge
        list does not say.
    window_days : days before `closes` the questions speak of.
    responded : bool array (n_people,); False for non-respondents.
    complete : bool array (n_people,); True when everybody the respondent did not name is
        thereby reported as no contact; False after a half-finished response.
    logs : what communication logs tell of the same people, if there are any.
    assumptions : what had to be assumed to read the input, in sentences.
    """

    id: str
    alliance: AllianceId
    people: tuple[PersonId, ...]
    opens: date | None
    closes: date | None
    window_days: int
    responded: NDArray[np.bool_]
    complete: NDArray[np.bool_]
    reports: Mapping[Layer, Reports] = field(default_factory=dict)
    opinions: Opinions | None = None
    choices: Mapping[str, Mapping[PersonId, tuple[str, ...]]] = field(default_factory=dict)
    texts: Mapping[str, tuple[tuple[PersonId, str], ...]] = field(default_factory=dict)
    organisation_answers: tuple[OrganisationAnswer, ...] = ()
    logs: LogContact | None = None
    assumptions: tuple[str, ...] = ()

    @property
    def window_start(self) -> date | None:
        """First day the answers speak of."""
        return None if self.closes is None else self.closes - timedelta(days=self.window_days)
