"""A case: one alliance in one wave, with everything on record and everything answered."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from alliancenet.arrays import BoolArray, FloatArray
from alliancenet.graph.core_periphery import cores_near
from alliancenet.instruments.ratings import Rating, ratings_of
from alliancenet.instruments.reading import read_shipped
from alliancenet.metrics.noise import EXACT, UNTOLD, Noise
from alliancenet.metrics.picture import Picture
from alliancenet.metrics.scoring import answer_table
from alliancenet.model.facts import StatedFacts, Statement, facts_on_file
from alliancenet.model.instrument import Instrument, View
from alliancenet.model.multiplex import Layer
from alliancenet.model.portfolio import PortfolioRecords
from alliancenet.model.register import Alliance, Organisation, Person, Register
from alliancenet.model.score import Band, Score, Subject, SubjectKind
from alliancenet.model.wave import Wave
from alliancenet.multiplex.resampling import silent_prominence
from alliancenet.settings import Settings

T = TypeVar("T")
Scores = tuple[Score, ...]


Values = Mapping[tuple[str, Subject], float]


"""Values of one drawn picture, by metric and subject."""


ON_RECORD = frozenset(
    {"sponsor_score", "sponsor_load", "reviews_held", "issues_settled", "performance", "response_rate", "roles"}
)
"""Families read off registers: nobody's answers enter them, and a difference is a change."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One alliance in one wave, with everything on record and everything answered.

    Parameters
    ----------
    picture : the network as observed.
    draws : the network completed by resampling, empty when nothing is missing or none were asked for.
    answered_again : the network as the same people may have reported it in a second round; empty
        where no other wave is there to compare with.
    earlier : the same alliance in the wave before, if there was one.
    others : waves of other alliances that closed before and that some of the same people answered.
    measured, drawn : scores, and values of each draw, by metric; filled as metrics are asked for.
    noise : how far off each score may be, filled beside `measured`.
    estimates : what each number read off the network would be told as, also where it is withheld because too
        little is known of people one by one: numbers made of several may hold it, with its uncertainty.
    tables : answers by instrument; filled as they are asked for.
    instruments : what may have been asked.
    records, answered : the portfolio's files, and what surveys state of facts that are kept on file too.
    shifts : shift common to all perception gaps, by firms; the same for every picture.
    rhythms : shares of periods with a meeting, by name: the same for every picture.
    points : points per person by instrument, dimension and view; filled as they are asked for.
    hidden : whether nothing of a firm's answers may be told, by what was answered and the firm;
        filled as it is asked for.
    """

    register: Register
    alliance: Alliance
    wave: Wave
    settings: Settings
    picture: Picture
    draws: tuple[Picture, ...] = ()
    answered_again: tuple[Picture, ...] = ()
    earlier: "Case | None" = None
    others: "tuple[Case, ...]" = ()
    measured: dict[str, Scores] = field(default_factory=dict)
    drawn: dict[str, list[Values]] = field(default_factory=dict)
    noise: dict[tuple[str, Subject], Noise] = field(default_factory=dict)
    estimates: dict[tuple[str, Subject], Score] = field(default_factory=dict)
    shifts: dict[tuple[int, int], Any] = field(default_factory=dict)
    rhythms: dict[str, float] = field(default_factory=dict)
    tables: dict[str, FloatArray] = field(default_factory=dict)
    instruments: tuple[Instrument, ...] = field(default_factory=read_shipped)
    records: PortfolioRecords = field(default_factory=PortfolioRecords)
    answered: StatedFacts = field(default_factory=StatedFacts)
    # not handed to a case made of this one by `replace`: they rest on its wave, instruments and earlier wave
    points: dict[tuple[str, str, View | None], FloatArray | None] = field(init=False, default_factory=dict)
    hidden: dict[tuple[Any, int], bool] = field(init=False, default_factory=dict)

    @cached_property
    def facts(self) -> StatedFacts:
        """Facts as files and surveys state them, each with its source."""
        on_file = facts_on_file(self.register, self.records, self.settings.numbers("tier.dedicated_steps"))
        return on_file.beside(self.answered)

    @property
    def seen_before(self) -> Iterator["Case"]:
        """Waves whose numbers were there before this one's: the alliance's earlier ones, then other alliances'."""
        for case in (self.earlier, *self.others):
            if case is not None:
                yield case
                yield from case.seen_before

    @property
    def day(self) -> date:
        """Day the wave closed; the last one there is where an edge list does not say."""
        return self.wave.closes or date.max - timedelta(days=400)

    def is_of_this_wave(self, stated: Statement[T]) -> bool:
        """The statement was made in this wave, so that its raters are known one by one."""
        return stated.is_survey and stated.day == self.wave.closes

    @cached_property
    def nothing_is_missing(self) -> bool:
        """Everybody's reports are known, so that structure is counted and not estimated."""
        return self.all_is_known_of(frozenset(self.picture.multiplex.reports))

    def all_is_known_of(self, layers: frozenset[Layer]) -> bool:
        """Everybody's reports on these layers are known; of layers nobody was asked there are none to know."""
        multiplex = self.picture.multiplex
        is_open = any(np.isnan(both).any() for layer, both in multiplex.reports.items() if layer in layers)
        return bool(multiplex.complete.all()) and not is_open

    def instrument(self, name: str) -> Instrument | None:
        """The instrument of this id, or None."""
        return next((instrument for instrument in self.instruments if instrument.id == name), None)

    def answer_table(self, asked: Instrument) -> FloatArray | None:
        """Answers of people to an instrument (n_people, n_items), made once; None without any."""
        if self.wave.opinions is None:
            return None
        if asked.id not in self.tables:
            self.tables[asked.id] = answer_table(asked, self.wave.opinions, len(self.wave.people))
        return self.tables[asked.id]

    def ratings(self, name: str) -> tuple[Rating, ...]:
        """What firms as a whole answered to an instrument, one rating per firm and rater."""
        asked = self.instrument(name)
        return () if asked is None else ratings_of(asked, self.wave.organisation_answers)

    def noise_of(self, score: Score) -> Noise:
        """How far off a score may be: none of what is on record, unknown where nothing tells."""
        found = self.noise.get((score.metric, score.subject))
        if found is not None:
            return found
        return EXACT if score.metric.partition(".")[0] in ON_RECORD else UNTOLD

    @cached_property
    def silent_prominence(self) -> float | None:
        """How often people who did not answer are named, over how often respondents are; None for nobody."""
        return silent_prominence(self.picture.multiplex)

    @property
    def subject(self) -> Subject:
        """The alliance itself."""
        return Subject(kind=SubjectKind.ALLIANCE, id=self.alliance.id)

    @cached_property
    def firms(self) -> tuple[Organisation, ...]:
        """The alliance's firms, own firm first."""
        return tuple(self.register.organisations[firm] for firm in self.alliance.organisations)

    @cached_property
    def drawn_splits(self) -> BoolArray:
        """Bool array (n, n_people): best core of each of the first completed pictures, `resamples.slow` of them.

        Climbed to from the best one of the observed picture and from the core by rule.
        """
        drawn = self.draws[: self.settings.whole("resamples.slow")]
        linked = np.stack([picture.core_linked for picture in drawn])
        return cores_near(linked, np.stack([[self.picture.core_split, picture.is_core] for picture in drawn]))

    @cached_property
    def roster(self) -> tuple[Person, ...]:
        """Records of the people of this wave, in the order of the network."""
        return tuple(self.register.people[person] for person in self.wave.people)

    @property
    def tier(self) -> str:
        """Tier as settings tables name it; the assumed one where none was given."""
        return str(self.alliance.tier or self.settings.whole("tier.assumed"))

    def roster_size(self, firm: str) -> int:
        """People of a firm on the roster of this wave."""
        return sum(person.organisation == firm for person in self.roster)

    def pair(self, a: int, b: int) -> Subject:
        """Two firms by position."""
        return Subject(kind=SubjectKind.PAIR, id="|".join(sorted((self.firms[a].id, self.firms[b].id))))


def band_of(case: Case, points: float) -> Band:
    """Band of points 0-100: red below 55, green from 75 (`bands`)."""
    limits = case.settings.table("bands")
    if points < limits["red_below"]:
        return Band.RED
    return Band.GREEN if points >= limits["green_from"] else Band.AMBER
