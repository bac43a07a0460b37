"""What was asked: scales, items, instruments. Plain records, read elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from alliancenet.model.multiplex import Layer

Texts = Mapping[str, str]
"""One text per language code: ``{"en": "disagree", "de": "stimme nicht zu"}``."""


class Kind(StrEnum):
    """Who answers, and about whom."""

    ROSTER = "roster"  # every respondent, about each person on a list
    PEOPLE = "people"  # every respondent, about the alliance
    ORGANISATION = "organisation"  # one answer per firm
    CHECKLIST = "checklist"  # one answer per alliance, line by line
    GUIDE = "guide"  # a conversation; notes, no scores


class AnswerType(StrEnum):
    """Form of one answer."""

    SCALE = "scale"
    PICK = "pick"  # a fixed number of entries from a list the alliance brings along
    TEXT = "text"
    DATE = "date"
    NUMBER = "number"


class Direction(StrEnum):
    """Whom a roster answer points to."""

    SYMMETRIC = "symmetric"
    RESPONDENT_TO_ALTER = "respondent_to_alter"
    ALTER_TO_RESPONDENT = "alter_to_respondent"
    RESPONDENT_VIEW = "respondent_view"


class View(StrEnum):
    """Whose behaviour an item is about, seen from the person who answers."""

    OWN = "own"
    PARTNER = "partner"
    ALLIANCE = "alliance"


class Escape(StrEnum):
    """A way to decline a scale: an answer, but never a number."""

    PREFER_NOT_TO_SAY = "prefer_not_to_say"
    CANNOT_SAY = "cannot_say"
    NOT_NEEDED = "not_needed"


class Mode(StrEnum):
    """Who will see names; decided before anybody is asked."""

    GROUPS_ONLY = "groups_only"
    NAMED_FOR_FACILITATOR = "named_for_facilitator"
    NAMED_FOR_ROLES = "named_for_roles"


class ExtraField(StrEnum):
    """A free field asked beside an item; comes back as a column of its own."""

    EVIDENCE = "evidence"
    OWNER = "owner"
    DATE = "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One step of a scale.

    Parameters
    ----------
    value : the number the engine counts with.
    code : the word that stands for it in files: ``4``, ``yes``.
    label : text per language; empty for a step between two labelled ones.
    """

    value: float
    code: str
    label: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The steps an answer can take.

    Parameters
    ----------
    points : at least two, in the order shown.
    ordered : False when the steps are names without an order; no mean exists then.
    """

    points: tuple[Point, ...]
    ordered: bool = True

    @property
    def low(self) -> float:
        """Smallest value."""
        return min(point.value for point in self.points)

    @property
    def high(self) -> float:
        """Largest value."""
        return max(point.value for point in self.points)

    @property
    def span(self) -> float:
        """Largest less smallest value; above 0."""
        return self.high - self.low

    @property
    def is_fully_labelled(self) -> bool:
        """True when every step has words."""
        return all(point.label for point in self.points)

    def point_of(self, code: str) -> Point | None:
        """The step with this code, or None."""
        return next((point for point in self.points if point.code == code), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskIf:
    """An item is asked only when ``item`` was answered with ``code``."""

    item: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Implied:
    """Answering ``code`` settles ``item`` at ``value`` without asking it."""

    code: str
    item: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSection:
    """A part of a form with its own heading."""

    id: str
    title: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question.

    Parameters
    ----------
    id : code of the column that comes back, ``CLI-TRU2``.
    version : raised when the wording changes in meaning.
    text, hint : question and explanation, per language.
    answer : form of the answer; ``scale`` is given exactly when it is SCALE.
    pick : how many entries to choose, for PICK; else 0.
    pick_from : the list chosen from, ``objectives``; else empty.
    layer : network layer of a roster item, else None.
    dimension : what the item measures, or empty.
    facet : which side of the dimension: importance, performance, need; or empty.
    direction : of a roster item, else None.
    view : whose behaviour is meant, else None.
    reversed : high values mean a worse state; turned round before scoring.
    scored : False: its mean is shown but never enters a score.
    allow : ways to decline.
    ask_if, implies : gates.
    restricted : never shown as a pair and never exported.
    once : about the person, not the alliance: somebody met in two alliances is asked about once.
    purposes : the only uses allowed.
    fields : free fields asked beside it.
    section : id of the form section, or empty.
    """

    id: str
    text: Texts
    version: int = 1
    hint: Texts | None = None
    answer: AnswerType = AnswerType.SCALE
    scale: Scale | None = None
    pick: int = 0
    pick_from: str = ""
    layer: Layer | None = None
    dimension: str = ""
    facet: str = ""
    direction: Direction | None = None
    view: View | None = None
    reversed: bool = False
    scored: bool = True
    allow: tuple[Escape, ...] = ()
    ask_if: AskIf | None = None
    implies: tuple[Implied, ...] = ()
    restricted: bool = False
    once: bool = False
    purposes: tuple[str, ...] = ()
    short_form: bool = False
    fields: tuple[ExtraField, ...] = ()
    section: str = ""

    @property
    def is_measured(self) -> bool:
        """True when a mean of answers exists: an ordered scale and a dimension."""
        return bool(self.dimension) and self.scale is not None and self.scale.ordered


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """One questionnaire, in all its languages.

    Parameters
    ----------
    id : name of the instrument, ``climate``.
    version : raised when items or scales change; answers carry it.
    languages : codes; every text exists in each of them.
    title, intro, answered_by : per language.
    minutes, minutes_short : time aim; 0 where not stated.
    window_days : the time the questions ask about, before the close; 0 for none.
    added_names : people a respondent may add to the roster.
    purposes : the only uses allowed, unless an item says otherwise.
    sections, items : in the order asked.
    phrases : words of the form the file brings along for languages of its own.
    """

    id: str
    version: int
    kind: Kind
    languages: tuple[str, ...]
    title: Texts
    intro: Texts
    answered_by: Texts
    items: tuple[Item, ...]
    minutes: int = 0
    minutes_short: int = 0
    window_days: int = 0
    added_names: int = 0
    purposes: tuple[str, ...] = ()
    sections: tuple[ItemSection, ...] = ()
    phrases: Mapping[str, Texts] | None = None

    def item(self, item_id: str) -> Item | None:
        """The item with this id, or None."""
        return next((item for item in self.items if item.id == item_id), None)

    @property
    def short_items(self) -> tuple[Item, ...]:
        """Items of the short form; empty when there is none."""
        return tuple(item for item in self.items if item.short_form)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Measured dimensions, in the order they first appear."""
        return tuple(dict.fromkeys(item.dimension for item in self.items if item.is_measured))

    @property
    def scored_dimensions(self) -> tuple[str, ...]:
        """Measured dimensions that enter a score."""
        return tuple(dict.fromkeys(i.dimension for i in self.items if i.is_measured and i.scored))

    @property
    def layers(self) -> tuple[Layer, ...]:
        """Network layers, in the order they first appear."""
        return tuple(dict.fromkeys(item.layer for item in self.items if item.layer is not None))
