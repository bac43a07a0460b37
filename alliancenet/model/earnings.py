"""What the relationships earn, as one record: what the command works out and the pages tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from alliancenet.model.audit import ProjectMark
from alliancenet.model.currencies import CURRENCIES
from alliancenet.model.customers import Keeping, ModelNote, PartnerValue
from alliancenet.model.economics import Earned, PartnerStatement
from alliancenet.model.finding import Finding, NotLooked
from alliancenet.model.impact import ImpactReview
from alliancenet.model.levers import LeversBoard
from alliancenet.model.limits import Limits
from alliancenet.model.profit import (
    LossArithmetic,
    MatrixPoint,
    PartnerBehaviours,
    ProfitMatrix,
    ResourceUse,
    StopGain,
    WhaleCurve,
)
from alliancenet.model.sheets import LedgerSheet
from alliancenet.model.strength import BaseReview


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerEarnings:
    """Everything about one partner; money in minor units, but in `periods`.

    Parameters
    ----------
    id, name : of the organisation.
    alliances : ids of the alliances with it.
    periods : every closed period, oldest first.
    loss : None where it does not lose.
    stop : what ending the relationship would change; None where the contribution is unknown.
    value : from here on; None where nothing is on record.
    owner : who answers for the account; "" where nobody is on record.
    """

    id: str
    name: str
    alliances: tuple[str, ...]
    statement: PartnerStatement
    periods: tuple[Earned, ...]
    behaviours: PartnerBehaviours
    loss: LossArithmetic | None = None
    stop: StopGain | None = None
    value: PartnerValue | None = None
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarningsReview:
    """What all partners earned over a span of closed periods, who stays, and what was found.

    Internal to the own firm: it is for those who may see money, and for nobody else.

    Parameters
    ----------
    currency : ISO 4217 code of all amounts.
    first, last : names of the periods; "" when none is closed.
    silent : names of partners no file has a row of.
    uses : of resources; `period_names` names their periods, by number.
    unassigned : minor units of resources no activity takes; never allocated.
    base : by strength of relationship; None where neither states nor sales are on record.
    impact : what matters to whom; None without answers on qualities.
    levers : programmes by goal and lever; None without programmes.
    sheets : every further section of the two commands, in their order.
    years : horizon of the values from here on.
    limits : of the project; `least_kept` is the share of partners, or of their sales, below which it is a finding.
    remarks : counted warnings of the files.
    findings : of the rules about money, worst first.
    """

    as_of: date
    currency: str
    first: str
    last: str
    partners: tuple[PartnerEarnings, ...]
    silent: tuple[str, ...]
    curve: WhaleCurve
    matrix: ProfitMatrix
    uses: tuple[ResourceUse, ...]
    period_names: Mapping[str, str]
    unassigned: int
    keeping: Keeping
    models: tuple[ModelNote, ...]
    years: float
    limits: Limits
    least_kept: float
    settings_digest: str
    tool_version: str
    remarks: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    not_looked: tuple[NotLooked, ...] = ()
    project: ProjectMark | None = None
    base: BaseReview | None = None
    impact: ImpactReview | None = None
    levers: LeversBoard | None = None
    sheets: tuple[LedgerSheet, ...] = ()

    @property
    def span(self) -> str:
        """The periods in words."""
        if not self.first:
            return "no closed period"
        return self.first if self.first == self.last else f"{self.first} to {self.last}"

    @property
    def minor_units(self) -> int:
        """Minor units in one unit of the currency."""
        return int(10 ** CURRENCIES[self.currency])

    @property
    def names(self) -> dict[str, str]:
        """Names of the partners by id."""
        return {partner.id: partner.name for partner in self.partners}

    def partner(self, name: str) -> PartnerEarnings | None:
        """The partner of an id, or None."""
        return next((partner for partner in self.partners if partner.id == name), None)

    def place(self, name: str) -> MatrixPoint | None:
        """Where a partner stands in the matrix; None where it has no place."""
        return next((point for point in self.matrix.points if point.partner == name), None)

    def sheet(self, name: str) -> LedgerSheet | None:
        """The section of a name; None where the file was written without it."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)
