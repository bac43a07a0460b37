"""Sections of `economics` and `customers`: each is worked out from the ledger, told as text and as a document."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from alliancenet.economics.by_alliance import alliance_shares_of
from alliancenet.economics.growth.depth import depth_of
from alliancenet.economics.growth.offers import offer_lines, offers_of
from alliancenet.economics.growth.screen import screen_lines, screen_of
from alliancenet.economics.growth.spread import spreads_of
from alliancenet.economics.growth.told import depth_lines, spread_lines, wallet_lines
from alliancenet.economics.growth.wallet import wallets_of
from alliancenet.economics.impact.told import impact_lines
from alliancenet.economics.layout import plain
from alliancenet.economics.ledger import MoneyLedger
from alliancenet.economics.lifetime.acquiring import acquisition_of
from alliancenet.economics.lifetime.acquiring_told import acquisition_lines
from alliancenet.economics.lifetime.leaving import leaving_lines, leaving_of
from alliancenet.economics.lifetime.staying import staying_lines, staying_of
from alliancenet.economics.plans.levers import lever_lines, levers_of
from alliancenet.economics.plans.next_acts import next_acts_of, next_lines
from alliancenet.economics.plans.repair_steps import repair_lines, repair_sheet, repair_steps_of
from alliancenet.economics.relations.candidates import candidate_lines, candidates_of
from alliancenet.economics.relations.coverage import coverage_lines, coverage_of
from alliancenet.economics.relations.demand import demand_lines, demand_of
from alliancenet.economics.relations.joint import joint_lines, joint_values_of
from alliancenet.economics.relations.ladder import ladder_lines, ladder_of
from alliancenet.economics.relations.switching import bond_lines, bonds_of
from alliancenet.economics.relations.teams import carried_lines, carried_of, team_lines, teams_of
from alliancenet.economics.relations.value import driver_lines, proposition_lines, propositions_of, value_drivers_of
from alliancenet.economics.sheets.building import SheetContent, SheetNames, names_of
from alliancenet.economics.sheets.by_alliance import share_lines, share_sheet
from alliancenet.economics.sheets.customers import (
    acquisition_sheet,
    coverage_sheet,
    demand_sheet,
    leaving_sheet,
    next_sheet,
    staying_sheet,
    strength_sheet,
    team_sheet,
)
from alliancenet.economics.sheets.growth import depth_sheet, offer_sheet, prospect_sheet, spread_sheet, wallet_sheet
from alliancenet.economics.sheets.relations import (
    candidate_sheet,
    carried_sheet,
    driver_sheet,
    joint_sheet,
    ladder_sheet,
    proposition_sheet,
    switching_sheet,
)
from alliancenet.economics.strength.review import strength_review
from alliancenet.economics.strength.told import strength_lines
from alliancenet.economics.unit_costs import unit_cost_lines, unit_cost_sheet, unit_costs_of
from alliancenet.language import stored
from alliancenet.model.sheets import LedgerSheet


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerSection:
    """One section.

    Parameters
    ----------
    name : on the command line and in the document.
    title : above it.
    needs : files it is made of, in words.
    work : what it holds; None where nothing is on record for it.
    tell : lines of what `work` gave, by the currency.
    sheet : the same as a record for pages and files; None where these have a record of their own.
    """

    name: str
    title: str
    needs: str
    work: Callable[[MoneyLedger], Any]
    tell: Callable[[Any, str], Iterator[str]]
    sheet: Callable[[Any, SheetNames], SheetContent] | None = None


ECONOMICS: Sequence[LedgerSection] = (
    LedgerSection(
        name="steps",
        title=stored("Repairing losses, step by step"),
        needs=stored("a partner that loses; portfolio/decisions.csv for what was done"),
        work=repair_steps_of,
        tell=repair_lines,
        sheet=repair_sheet,
    ),
    LedgerSection(
        name="units",
        title=stored("What an order and a ticket cost"),
        needs=stored("activities of the groups order and postsales, and events.csv"),
        work=unit_costs_of,
        tell=unit_cost_lines,
        sheet=unit_cost_sheet,
    ),
    LedgerSection(
        name="alliances",
        title=stored("By alliance"),
        needs=stored("a column alliance in sales.csv, costs.csv or events.csv"),
        work=alliance_shares_of,
        tell=share_lines,
        sheet=share_sheet,
    ),
    LedgerSection(
        name="wallet",
        title=stored("Share of wallet, and what growing would bring"),
        needs=stored("wallet.csv"),
        work=wallets_of,
        tell=wallet_lines,
        sheet=wallet_sheet,
    ),
    LedgerSection(
        name="depth",
        title=stored("Depth: what partners buy of what they could"),
        needs=stored("sales.csv with category"),
        work=depth_of,
        tell=depth_lines,
        sheet=depth_sheet,
    ),
    LedgerSection(
        name="spread",
        title=stored("Spread of sales"),
        needs=stored("sales.csv; categories.csv for more ways of cutting"),
        work=spreads_of,
        tell=spread_lines,
        sheet=spread_sheet,
    ),
    LedgerSection(
        name="value",
        title=stored("Value drivers, as both sides see them"),
        needs=stored("answers to the survey `value`"),
        work=value_drivers_of,
        tell=driver_lines,
        sheet=driver_sheet,
    ),
    LedgerSection(
        name="proposition",
        title=stored("What of the offer is worth naming"),
        needs=stored("value_elements.csv"),
        work=propositions_of,
        tell=proposition_lines,
        sheet=proposition_sheet,
    ),
    LedgerSection(
        name="offers",
        title=stored("Bandwidth and menu prices"),
        needs=stored("offers.csv, or relationships rated on the spectrum"),
        work=offers_of,
        tell=offer_lines,
        sheet=offer_sheet,
    ),
    LedgerSection(
        name="switching",
        title=stored("What it would take to leave"),
        needs=stored("answers to the survey `switching`"),
        work=bonds_of,
        tell=bond_lines,
        sheet=switching_sheet,
    ),
    LedgerSection(
        name="joint",
        title=stored("Joint value"),
        needs=stored("joint_value.csv"),
        work=joint_values_of,
        tell=joint_lines,
        sheet=joint_sheet,
    ),
    LedgerSection(
        name="carried",
        title=stored("What leaves with the person who carries it"),
        needs=stored("audits in the folder audits"),
        work=carried_of,
        tell=carried_lines,
        sheet=carried_sheet,
    ),
)
"""Sections of `alliancenet economics`, in order."""
CUSTOMERS: Sequence[LedgerSection] = (
    LedgerSection(
        name="strength",
        title=stored("The base by strength of relationship"),
        needs=stored("states.csv, or sales.csv"),
        work=strength_review,
        tell=strength_lines,
        sheet=strength_sheet,
    ),
    LedgerSection(
        name="staying",
        title=stored("Who stays, by group"),
        needs=stored("sales.csv or contracts.csv; wallet.csv and qualities.csv for the loyal and the satisfied"),
        work=staying_of,
        tell=staying_lines,
        sheet=staying_sheet,
    ),
    LedgerSection(
        name="leaving",
        title=stored("Losses"),
        needs=stored("defections.csv"),
        work=leaving_of,
        tell=leaving_lines,
        sheet=leaving_sheet,
    ),
    LedgerSection(
        name="acquisition",
        title=stored("Won by which channel, at which size, when"),
        needs=stored("acquisition.csv"),
        work=acquisition_of,
        tell=acquisition_lines,
        sheet=acquisition_sheet,
    ),
    LedgerSection(
        name="impact",
        title=stored("What matters to whom, and how it is met"),
        needs=stored("qualities.csv"),
        work=lambda ledger: ledger.impact,
        tell=impact_lines,
    ),
    LedgerSection(
        name="ladder",
        title=stored("Steps up and down"),
        needs=stored("ladder.csv or joint_goals.csv"),
        work=ladder_of,
        tell=ladder_lines,
        sheet=ladder_sheet,
    ),
    LedgerSection(
        name="demand",
        title=stored("Kinds of demand"),
        needs=stored("demands.csv"),
        work=demand_of,
        tell=demand_lines,
        sheet=demand_sheet,
    ),
    LedgerSection(
        name="coverage",
        title=stored("Who serves whom"),
        needs=stored("served.csv"),
        work=coverage_of,
        tell=coverage_lines,
        sheet=coverage_sheet,
    ),
    LedgerSection(
        name="teams",
        title=stored("Account teams and what they know"),
        needs=stored("account_teams.csv or insights.csv"),
        work=teams_of,
        tell=team_lines,
        sheet=team_sheet,
    ),
    LedgerSection(
        name="levers",
        title=stored("Programmes by goal and lever"),
        needs=stored("levers.csv"),
        work=levers_of,
        tell=lever_lines,
    ),
    LedgerSection(
        name="next",
        title=stored("Who is next, with what, and when"),
        needs=stored("values of partners"),
        work=next_acts_of,
        tell=next_lines,
        sheet=next_sheet,
    ),
    LedgerSection(
        name="prospects",
        title=stored("Prospects"),
        needs=stored("prospects.csv"),
        work=screen_of,
        tell=screen_lines,
        sheet=prospect_sheet,
    ),
    LedgerSection(
        name="candidates",
        title=stored("Candidates for an alliance"),
        needs=stored("alliance_candidates.csv"),
        work=candidates_of,
        tell=candidate_lines,
        sheet=candidate_sheet,
    ),
)
"""Sections of `alliancenet customers`, in order."""


def worked_out(sections: Sequence[LedgerSection], ledger: MoneyLedger, only: Sequence[str] = ()) -> dict[str, Any]:
    """Content by name of each section wanted; None where nothing is on record for it."""
    return {section.name: section.work(ledger) for section in sections if not only or section.name in only}


def section_lines(
    sections: Sequence[LedgerSection], found: dict[str, Any], currency: str, *, is_asked: bool
) -> Iterator[str]:
    """Lines of what was worked out, then which sections have nothing on record.

    Parameters
    ----------
    is_asked : single sections were asked for: each says what it lacks.
    """
    nothing = []
    for section in sections:
        if section.name not in found:
            continue
        content = found[section.name]
        if content is None:
            nothing.append(section)
            continue
        yield ""
        yield section.title
        yield from section.tell(content, currency)
    if nothing and is_asked:
        yield from (f"{section.title}: nothing on record; it needs {section.needs}" for section in nothing)
    elif nothing:
        yield ""
        yield f"Nothing on record for: {', '.join(section.name for section in nothing)} (`alliancenet help economics`)"


def document_of(found: dict[str, Any]) -> dict[str, Any]:
    """The same as plain data; money in minor units."""
    return {name: plain(content) for name, content in found.items()}


def sheets_of(command: str, sections: Sequence[LedgerSection], ledger: MoneyLedger) -> Iterator[LedgerSheet]:
    """Each section as a record, for pages and files; those nothing is on record for say what they need.

    Parameters
    ----------
    command : which the sections belong to.
    """
    names = names_of(ledger.project)
    for section in sections:
        if section.sheet is None:
            continue
        found = section.work(ledger)
        content = SheetContent(columns=()) if found is None else section.sheet(found, names)
        yield LedgerSheet(
            name=section.name,
            title=content.title or section.title,
            command=command,
            needs=section.needs,
            is_known=found is not None,
            columns=content.columns,
            rows=content.rows,
            notes=content.notes,
        )
