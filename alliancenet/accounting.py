"""Accounting: a project's books read, worked out and looked at by the rules about money, as one record."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from alliancenet.economics.books import last_day_on_record
from alliancenet.economics.entered.plans import TeamMember
from alliancenet.economics.for_portfolio import contributions_apart
from alliancenet.economics.ledger import MoneyLedger, open_ledger
from alliancenet.economics.lifetime.valuing import CustomerReview
from alliancenet.economics.overview import EconomicsReview, review_of_totals
from alliancenet.economics.plans.levers import levers_of
from alliancenet.economics.reading import read_books
from alliancenet.economics.relations.teams import account_owner
from alliancenet.economics.scores import scores_of
from alliancenet.economics.sections import CUSTOMERS, ECONOMICS, sheets_of
from alliancenet.economics.sheets.building import SheetNames, names_of
from alliancenet.economics.strength.record import record_of
from alliancenet.economics.strength.review import strength_review
from alliancenet.model.earnings import EarningsReview, PartnerEarnings
from alliancenet.model.finding import Audience, Finding, NotLooked
from alliancenet.model.limits import Limits
from alliancenet.model.register import OrganisationId
from alliancenet.model.score import Score, Subject, SubjectKind
from alliancenet.model.strength import BaseReview
from alliancenet.rules.rule import RULES, Measured, apply_rule
from alliancenet.sources.loaded import Project


def account_for(
    project: Project, folder: Path, tool_version: str, as_of: date | None = None, periods: int = 1, steps: int = 4
) -> EarningsReview:
    """Everything the pages about money tell.

    Parameters
    ----------
    project, folder : the project, and where it was read from.
    as_of : only periods that ended by this day are used; by default all on record.
    periods : last closed periods to sum up.
    steps : periods looked back, for who stays and what each partner is worth.

    Raises
    ------
    InputError
        With every fault of every file of economics.
    """
    books = read_books(folder, project.register, project.settings)
    day = as_of or last_day_on_record(books, date.today())
    span = open_ledger(project, folder, books, day, periods)
    ledger = span.looking_back(steps)
    review = review_of_totals(span.totals, project.settings)
    customers, strength = ledger.customers, strength_review(ledger)
    base = record_of(strength) if strength else None
    findings, not_looked = _findings(project, span, review, customers, base)
    return EarningsReview(
        as_of=day,
        currency=review.currency,
        first=review.first,
        last=review.last,
        partners=tuple(_partners(project, review, customers, books.entered.teams or ())),
        silent=tuple(project.register.organisations[OrganisationId(name)].name for name in review.nothing_on_record),
        curve=review.curve,
        matrix=review.matrix,
        uses=review.uses,
        period_names={str(number): name for number, name in review.names.items()},
        unassigned=review.unassigned,
        keeping=customers.keeping,
        models=customers.notes,
        years=customers.years,
        limits=Limits.of(project.settings),
        least_kept=project.settings.number("money.kept"),
        settings_digest=project.settings.digest,
        tool_version=tool_version,
        remarks=tuple(str(remark) for remark in review.remarks),
        findings=findings,
        not_looked=not_looked,
        project=project.mark,
        base=base,
        impact=ledger.impact,
        levers=levers_of(ledger),
        sheets=(*sheets_of("economics", ECONOMICS, span), *sheets_of("customers", CUSTOMERS, ledger)),
    )


def _partners(
    project: Project, review: EconomicsReview, customers: CustomerReview, teams: Sequence[TeamMember]
) -> list[PartnerEarnings]:
    register, names = project.register, names_of(project)
    behaviours = {found.partner: found for found in review.behaviours}
    losses = {loss.partner: loss for loss in review.losses}
    values = {value.partner: value for value in customers.values}
    alliances: dict[str, list[str]] = {}
    for alliance in register.alliances.values():
        for firm in alliance.organisations:
            alliances.setdefault(firm, []).append(alliance.id)
    return [
        PartnerEarnings(
            id=statement.partner,
            name=register.organisations[OrganisationId(statement.partner)].name,
            alliances=tuple(alliances.get(statement.partner, ())),
            statement=statement,
            periods=review.earned.get(statement.partner, ()),
            behaviours=behaviours[statement.partner],
            loss=losses.get(statement.partner),
            stop=review.stop.get(statement.partner),
            value=values.get(statement.partner),
            owner=_owner(names, account_owner(teams, statement.partner)),
        )
        for statement in review.statements
    ]


def _owner(names: SheetNames, person: str) -> str:
    return names.owner(person) if person else ""


def _findings(
    project: Project,
    span: MoneyLedger,
    review: EconomicsReview,
    customers: CustomerReview,
    base: BaseReview | None,
) -> tuple[tuple[Finding, ...], tuple[NotLooked, ...]]:
    register = project.register
    own = next((firm.id for firm in register.organisations.values() if firm.own), "")
    apart = contributions_apart(register, project.records.economics, review, span.books.plan.periods)
    measured = _measured(project, review, scores_of(review, customers, base, own, apart, span), own)
    findings: list[Finding] = []
    not_looked: list[NotLooked] = []
    for rule in RULES.values():
        if rule.audience is Audience.MONEY:
            found, skipped = apply_rule(rule, measured)
            findings += found
            not_looked += skipped
    order = sorted(findings, key=lambda one: (-one.severity.rank, one.code, one.subject))
    return tuple(order), tuple(sorted(not_looked, key=lambda one: (one.code, one.reason)))


def _measured(project: Project, review: EconomicsReview, scores: Sequence[Score], own: str) -> Measured:
    names: dict[str, str] = {firm.id: firm.name for firm in project.register.organisations.values()}
    names |= {alliance.id: alliance.name for alliance in project.register.alliances.values()}
    span = review.first if review.first == review.last else f"{review.first} to {review.last}"
    return Measured(
        subject=Subject(kind=SubjectKind.FIRM, id=own),
        tier="",
        settings=project.settings,
        scores={(score.metric, score.subject): score for score in scores},
        firm_names=names,
        currency=review.currency,
        span=span,
    )
