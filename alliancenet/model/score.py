"""A number that knows its unit, count, interval and whether it may be shown."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """May this number be read."""

    OK = "ok"
    SUPPRESSED = "suppressed"
    NOT_ENOUGH_EVIDENCE = "not_enough_evidence"


class SubjectKind(StrEnum):
    """What a score is about."""

    ALLIANCE = "alliance"
    FIRM = "firm"
    LEVEL = "level"
    PERSON = "person"
    PAIR = "pair"


class Band(StrEnum):
    """Words for 0-100 points; colours are the page's business."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    GREY = "grey"  # too little is known for a colour


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Subject:
    """What a score or finding is about; a pair's id joins the two ids with ``|``."""

    kind: SubjectKind
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One measured number.

    Parameters
    ----------
    metric : id of the metric, with its part after a dot.
    value : None exactly when `state` is not ok.
    unit : unit, with the direction when it is not points 0-100 (higher is better).
    n : count behind the value, of what `unit` or the metric's card says.
    interval : 90 % interval for who is missing, the value inside; both ends are the value where
        everybody answered. None where the value is, where the label says why there is none, and in
        old audits.
    answering_error : standard error of answering again, by the same people, with nobody else missing;
        0 of what is on record. None where nothing tells it, and in old audits.
    inputs : what it was computed from, in words or metric ids.
    reason : why it is withheld, or "".
    label : how it was measured when that limits it ("by ties only"), or "".
    band : red, amber, green or grey where points have a colour, or "".
    """

    metric: str
    subject: Subject
    value: float | None
    unit: str
    n: int
    interval: tuple[float, float] | None = None
    state: State = State.OK
    inputs: tuple[str, ...] = ()
    reason: str = ""
    label: str = ""
    band: str = ""
    answering_error: float | None = None

    def __post_init__(self) -> None:
        """Refuse a value without state ok, a state ok without value, and NaN."""
        if (self.value is None) == (self.state is State.OK) or self.value != self.value:
            raise ValueError(f"{self.metric}: value {self.value!r} does not fit state {self.state}")

    @property
    def is_ok(self) -> bool:
        """The number may be read."""
        return self.state is State.OK
