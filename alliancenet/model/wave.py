"""One round of asking and logging for one alliance, in columns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from alliancenet.model.multiplex import Layer, LayerSource
from alliancenet.model.register import AllianceId, OrganisationId, PersonId
from alliancenet.model.score import Subject

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
    share_alive : of all cross-firm pairs the logs of all months can tell of, 0-1, the same pairs in
        every month; None when there are none: that is unknown, not silence.
    new, fading : alive now and not before, alive before and not now; None in the first months.
    """

    month: int
    volume: float
    alive: int
    share_alive: float | None
    new: int | None
    fading: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """How one group of people writes to the other firms of the alliance; groups only.

    Parameters
    ----------
    subject : a pair of firms (both directions), a firm, or a level (of all firms).
    messages : messages from a person of the group to a person of another firm.
    delays : replies by delay in quarter hours, shortest first: (delay, replies).
    timed, after_hours : messages whose sender's time zone was declared, and of these those written
        outside working hours.
    writers : people of the wave who wrote.
    fewest : people who wrote, or who were written to, whichever are fewer; of a pair of firms in
        the direction that has fewer.
    """

    subject: Subject
    messages: int
    delays: tuple[tuple[int, int], ...]
    timed: int
    after_hours: int
    writers: int
    fewest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LogCoverage:
    """Of whom the logs of a window can tell; what they cannot tell is unknown, not absent.

    Parameters
    ----------
    seen : bool array (n_people,), people the logs saw write to anybody.
    listed : bool array (n_people,), people with an address, who did not opt out.
    dark : int array (n_people,), the place of a person's firm where the logs hold no traffic inside
        that firm, so that it handed in none of its own; else −1.
    """

    seen: NDArray[np.bool_]
    listed: NDArray[np.bool_]
    dark: NDArray[np.int64]

    def tells_of(self, first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Would the logs show contact of each of these pairs, had there been any.

        Parameters
        ----------
        first, second : int arrays (n,), places of people.

        Notes
        -----
        Two people seen are told of, unless both belong to one dark firm. Somebody not seen of a
        dark firm is told of beside people seen of another: their own logs would hold the mail.
        Somebody not seen of a firm that did hand in logs has an address they do not know.
        """
        same_dark = (self.dark[first] >= 0) & (self.dark[first] == self.dark[second])
        both_seen = self.seen[first] & self.seen[second] & ~same_dark
        told = both_seen | self._would_show(first, second) | self._would_show(second, first)
        return np.asarray(told)

    def _would_show(self, owner: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.bool_]:
        return np.asarray(self.seen[owner] & (self.dark[owner] < 0) & self.listed[other] & (self.dark[other] >= 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class LogContact:
    """What logs tell of the people of a wave.

    Parameters
    ----------
    pairs : int array (n_pairs, 2), first < second, pairs of people with any contact.
    step : float array (n_pairs,), contact on the scale of NET1.
    trend : months of the whole build, oldest first.
    answering : how firms and levels write to each other in the window.
    """

    coverage: LogCoverage
    pairs: NDArray[np.int64]
    step: NDArray[np.float64]
    trend: tuple[LogMonth, ...] = ()
    answering: tuple[Answering, ...] = ()

    @property
    def known(self) -> NDArray[np.bool_]:
        """Bool array (n_people,), people the logs saw write."""
        return self.coverage.seen


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
    by_logs_alone : nobody answered anything: `responded` says whom logs of the own firm saw.
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
    by_logs_alone: bool = False
    assumptions: tuple[str, ...] = ()

    @property
    def window_start(self) -> date | None:
        """First day the answers speak of."""
        return None if self.closes is None else self.closes - timedelta(days=self.window_days)
