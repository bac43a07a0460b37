"""Files about relationships: candidates, joint value, demand types, qualities."""

from dataclasses import dataclass
from datetime import date

from alliancenet.economics.entered.table import Day, EnteredColumn, EnteredFile, Id, Money, Number, Text, Word
from alliancenet.language import stored

CRITERIA = ("cultures", "people", "priorities", "skills", "benefit")
SIDES = ("own", "theirs")
BENEFIT_KINDS = (stored("economic"), stored("technical"), stored("service"), stored("social"))
OVERALL = "overall"


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateRating:
    """One side's rating 1-5 of a candidate alliance under a criterion; None where it is an open question."""

    candidate: str
    criterion: str
    side: str
    rating: float | None = None
    reason: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JointBenefit:
    """A benefit that one side has of a relationship; `worth` in minor units of a period."""

    partner: str
    side: str
    kind: str
    benefit: str
    worth: int | None = None
    source: str = ""
    evaluated: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandRating:
    """What a partner wants of us, 1-5: values service; pays for it; presses for the lowest price."""

    partner: str
    values_service: float
    pays_for_service: float
    presses_price: float
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityAnswer:
    """A respondent's answer on one quality of ours, `overall` for the outcome."""

    respondent: str
    partner: str
    quality: str
    performance: float
    importance: float | None = None


CANDIDATES = EnteredFile(
    name="alliance_candidates.csv",
    record=CandidateRating,
    columns=(
        EnteredColumn(name="candidate", kind=Text(), needed=True),
        EnteredColumn(name="criterion", kind=Word(CRITERIA), needed=True),
        EnteredColumn(name="side", kind=Word(SIDES), needed=True),
        EnteredColumn(name="rating", kind=Number(1, 5)),
        EnteredColumn(name="reason", kind=Text(), empty=""),
        EnteredColumn(name="question", kind=Text(), empty=""),
    ),
    key=("candidate", "criterion", "side"),
    check=lambda row: (
        ("rating", "neither a rating nor a question", "a rating from 1 to 5, or what has to be found out")
        if row.rating is None and not row.question
        else None
    ),
)
JOINT_VALUE = EnteredFile(
    name="joint_value.csv",
    record=JointBenefit,
    columns=(
        EnteredColumn(name="partner", kind=Id(), needed=True),
        EnteredColumn(name="side", kind=Word(SIDES), needed=True),
        EnteredColumn(name="kind", kind=Word(BENEFIT_KINDS), needed=True),
        EnteredColumn(name="benefit", kind=Text(), needed=True),
        EnteredColumn(name="worth", kind=Money()),
        EnteredColumn(name="source", kind=Text(), empty=""),
        EnteredColumn(name="evaluated_on", field="evaluated", kind=Day()),
    ),
    key=("partner", "side", "benefit"),
)
DEMANDS = EnteredFile(
    name="demands.csv",
    record=DemandRating,
    columns=(
        EnteredColumn(name="partner", kind=Id(), needed=True),
        EnteredColumn(name="values_service", kind=Number(1, 5), needed=True),
        EnteredColumn(name="pays_for_service", kind=Number(1, 5), needed=True),
        EnteredColumn(name="presses_price", kind=Number(1, 5), needed=True),
        EnteredColumn(name="date", field="day", kind=Day()),
    ),
    key=("partner",),
)
QUALITIES = EnteredFile(
    name="qualities.csv",
    record=QualityAnswer,
    columns=(
        EnteredColumn(name="respondent", kind=Text(), needed=True),
        EnteredColumn(name="partner", kind=Id(), needed=True),
        EnteredColumn(name="quality", kind=Text(), needed=True),
        EnteredColumn(name="performance", kind=Number(0, 10), needed=True),
        EnteredColumn(name="importance", kind=Number(0, 10)),
    ),
    key=("respondent", "partner", "quality"),
)
