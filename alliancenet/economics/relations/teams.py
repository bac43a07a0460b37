"""Account teams, what they know of the customer, and what leaves with the person who carries it (S72, S76)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from alliancenet.economics.entered.plans import FUNCTIONS, TOPICS, TeamMember
from alliancenet.economics.layout import in_columns
from alliancenet.economics.ledger import MoneyLedger
from alliancenet.language import in_percent, stored
from alliancenet.model.currencies import in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPlan:
    """One partner's team and insight plan.

    Parameters
    ----------
    functions : covered, of sales, service and technical.
    known : topics known, of business, goals, rivals and plans.
    in_planning : somebody takes part in the customer's planning; None where nobody has said.
    completeness : share 0-1 of the eight parts that are there; parts nobody has said of count as missing.
    questions : topic, question, owner and date.
    """

    partner: str
    functions: tuple[str, ...]
    known: tuple[str, ...]
    in_planning: bool | None
    completeness: float
    questions: tuple[tuple[str, str, str, date | None], ...]


def account_owner(teams: Sequence[TeamMember], partner: str) -> str:
    """Who answers for an account: its sales person, or the first of its team; "" where nobody is on record."""
    mine = [row for row in teams if row.partner == partner and row.person]
    return next((row.person for row in mine if row.function == "sales"), mine[0].person if mine else "")


def teams_of(ledger: MoneyLedger) -> tuple[TeamPlan, ...] | None:
    """Plans of all partners with a team or an insight; None with neither file."""
    teams, insights = ledger.books.entered.teams, ledger.books.entered.insights
    if teams is None and insights is None:
        return None
    names = dict.fromkeys([*(row.partner for row in teams or ()), *(row.partner for row in insights or ())])
    found = []
    for partner in names:
        members = [row for row in teams or () if row.partner == partner]
        notes = [row for row in insights or () if row.partner == partner]
        functions = tuple(name for name in FUNCTIONS if any(row.function == name for row in members))
        known = tuple(name for name in TOPICS if any(row.topic == name and row.known for row in notes))
        said = [row.in_planning for row in members if row.in_planning is not None]
        planning = any(said) if said else None
        questions = [
            (row.topic, row.question or "what is there to know?", row.owner, row.day) for row in notes if not row.known
        ]
        noted = {row.topic for row in notes}
        questions += [(topic, "nothing on record", "", None) for topic in TOPICS if topic not in noted]
        found.append(
            TeamPlan(
                partner=partner,
                functions=functions,
                known=known,
                in_planning=planning,
                completeness=(len(functions) + len(known) + bool(planning)) / (len(FUNCTIONS) + len(TOPICS) + 1),
                questions=tuple(questions),
            )
        )
    return tuple(sorted(found, key=lambda plan: (plan.completeness, plan.partner)))


def team_lines(plans: Sequence[TeamPlan], currency: str) -> Iterator[str]:  # noqa: ARG001
    """One row a partner, least complete first, then open questions."""
    rows = [("partner", "complete", "team", "known", "in its planning")]
    for plan in plans:
        planning = {True: "yes", False: "no", None: "not said"}[plan.in_planning]
        team, known = (", ".join(names) or "nobody" for names in (plan.functions, plan.known))
        rows.append((plan.partner, in_percent(plan.completeness), team, known.replace("nobody", "nothing"), planning))
    yield from in_columns(rows)
    for plan in plans:
        for topic, question, owner, day in plan.questions:
            yield f"  {plan.partner}, {topic}: {question} ({owner or 'no owner'}{'' if day is None else f', {day}'})"


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedContribution:
    """What hangs on the busiest carrier of an alliance.

    Parameters
    ----------
    share, low, high : of the contact across the firms that the busiest person carries, 0-1, as audited.
    contribution : of the partner in the span, minor units; None where unknown.
    at_stake, stake_low, stake_high : contribution · share; None where one of them is unknown.
    successor : somebody else of the team is on record for the partner.
    """

    partner: str
    alliance: str
    wave: str
    share: float | None
    low: float | None
    high: float | None
    contribution: int | None
    at_stake: int | None
    stake_low: int | None
    stake_high: int | None
    has_successor: bool
    reason: str = ""


def carried_of(ledger: MoneyLedger) -> tuple[CarriedContribution, ...] | None:
    """Contribution joined with the concentration of contact, by alliance; None without audits of any partner."""
    audits = ledger.newest_audits
    if not audits:
        return None
    found = [
        _carried(ledger, partner, alliance.id)
        for partner in ledger.books.partners
        for alliance in ledger.project.register.alliances.values()
        if partner in alliance.organisations and alliance.id in audits
    ]
    return tuple(sorted(found, key=lambda stake: -(stake.at_stake or 0))) or None


def _carried(ledger: MoneyLedger, partner: str, alliance: str) -> CarriedContribution:
    audit, totals, place = ledger.newest_audits[alliance], ledger.totals, ledger.place(partner)
    score = next((score for score in audit.scores if score.metric == "concentration"), None)
    known = score is not None and score.value is not None
    share = score.value if known and score is not None else None
    low, high = score.interval if known and score is not None and score.interval is not None else (share, share)
    contribution = int(totals.contribution[place]) if totals.is_known[place] else None
    stakes = [None if contribution is None or end is None else round(contribution * end) for end in (share, low, high)]
    team = [row for row in ledger.books.entered.teams or () if row.partner == partner and row.person]
    reason = "" if share is not None else stored("how far contact hangs on one person is not told by the audit")
    if contribution is None:
        reason = "; ".join(filter(None, (reason, stored("its contribution is not known"))))
    return CarriedContribution(
        partner=partner,
        alliance=alliance,
        wave=audit.wave.id,
        share=share,
        low=low,
        high=high,
        contribution=contribution,
        at_stake=stakes[0],
        stake_low=stakes[1],
        stake_high=stakes[2],
        has_successor=len({row.person for row in team}) > 1,
        reason=reason,
    )


def carried_lines(carried: Sequence[CarriedContribution], currency: str) -> Iterator[str]:
    """One row an alliance; nobody is named."""
    rows = [("partner", "alliance", "carried by one person", "contribution", "at stake", "somebody else")]
    for stake in carried:
        share = (
            stake.reason
            if stake.share is None or stake.low is None or stake.high is None
            else f"{in_percent(stake.share)} ({in_percent(stake.low)} to {in_percent(stake.high)})"
        )
        earned = "unknown" if stake.contribution is None else in_words(stake.contribution, currency)
        told = "not told"
        if stake.contribution is not None and stake.contribution < 0:
            told = "nothing: it loses money"
        elif stake.at_stake is not None and stake.stake_low is not None and stake.stake_high is not None:
            ends = f"{in_words(stake.stake_low, currency)} to {in_words(stake.stake_high, currency)}"
            told = f"{in_words(stake.at_stake, currency)} (bounds {ends})"
        other = "yes" if stake.has_successor else "nobody on record"
        rows.append((stake.partner, stake.alliance, share, earned, told, other))
    yield from in_columns(rows)
    yield "Share of the core ties, not of the sales: what a customer would do when the person goes nobody knows."
