"""Sheets of who is served how, who stays and who is next."""

from collections.abc import Iterator, Sequence

from alliancenet.economics.lifetime.acquiring import Acquisition, Won
from alliancenet.economics.lifetime.leaving import KnownShare, Leaving
from alliancenet.economics.lifetime.staying import Staying, loyalty_words
from alliancenet.economics.plans.next_acts import NextAct, NextActs
from alliancenet.economics.relations.coverage import CoverageModel, ServiceShift
from alliancenet.economics.relations.demand import Demand, DemandGroup, DemandType
from alliancenet.economics.relations.teams import TeamPlan
from alliancenet.economics.sheets.building import (
    DRAWN,
    SheetContent,
    SheetNames,
    columns,
    listed,
    note,
    number,
    on,
    row,
    words,
)
from alliancenet.economics.strength.moves import MoveRate
from alliancenet.economics.strength.review import StrengthReview
from alliancenet.model.sheets import SheetCell, SheetNote, SheetRow
from alliancenet.sources.checks import counted

_RATES = {"conversion": "moved up", "defence": "not lost", "downgrade": "moved down"}


def strength_sheet(review: StrengthReview, names: SheetNames) -> SheetContent:  # noqa: ARG001
    """Rates of the moves with their goals."""
    moves = review.moves
    rates = [rate for rate in moves.rates if rate.of] if moves else []
    leverage = moves.leverage if moves else None
    rows = [_rate_row(rate) for rate in rates]
    if leverage is not None:
        rows.append(
            row(
                words("friend and partner", "those that stayed"),
                words("contribution grew"),
                number(leverage.growth, why=leverage.reason, detail=counted(leverage.n, "partner", "partners")),
                number(leverage.goal, why="-"),
                words(leverage.verdict or "-"),
            )
        )
    notes = [note(f"Earlier against later half of the periods: {moves.stability.verdict}.")] if moves else []
    if moves and moves.skipped:
        skipped = counted(moves.skipped, "move is", "moves are")
        notes.append(note(f"{skipped} left out, since a state is not known."))
    return SheetContent(
        columns=columns("state:State", "rate:Rate", "value:Of the moves%", "goal:Goal%", "verdict:Against the goal"),
        rows=tuple(rows),
        notes=tuple(notes),
        title="How partners move between states, against the goals",
    )


def _rate_row(rate: MoveRate) -> SheetRow:
    count = f"{rate.count} of {counted(rate.of, 'move', 'moves')}"
    value = number(rate.value, rate.low, rate.high, interval=DRAWN, detail=count)
    if rate.value is None and rate.low is not None and rate.high is not None:
        ends = f"between {100 * rate.low:.0f} and {100 * rate.high:.0f} %, 90 % interval"
        value = number(None, why="too few moves for a rate", detail=f"{count}; {ends}")
    return row(
        words(rate.state),
        words(_RATES.get(rate.name, rate.name), rate.name),
        value,
        number(rate.goal, why="-"),
        words(rate.verdict or "-"),
    )


def staying_sheet(staying: Staying, names: SheetNames) -> SheetContent:  # noqa: ARG001
    """A row for each group; the loyal and the satisfied as a note."""
    rows = [
        row(
            words(found.way),
            words(found.group),
            number(found.rate, found.low, found.high, interval=DRAWN, why="too few for a rate"),
            words(f"{found.kept} of {counted(found.at_start, 'partner', 'partners')}"),
        )
        for found in staying.groups
    ]
    return SheetContent(
        columns=columns("way:By", "group:Group", "rate:Kept%", "count:Of how many"),
        rows=tuple(rows),
        notes=(note(loyalty_words(staying.loyalty)),) if staying.loyalty else (),
        title=f"Who stayed from {staying.first} to {staying.last}, by group",
    )


def leaving_sheet(leaving: Leaving, names: SheetNames) -> SheetContent:  # noqa: ARG001
    """Counts and shares; reasons; cost to serve by tenure."""
    shares = (
        (f"won back within {counted(leaving.within, 'period', 'periods')}", leaving.back_in_time),
        ("could have been prevented", leaving.preventable),
        ("went to a rival", leaving.to_rival),
    )
    rows = [_share_row(told, share) for told, share in shares]
    rows += [
        row(words(f"because of {reason}"), number(None, why="-"), words(counted(count, "loss", "losses")))
        for reason, count in leaving.reasons
    ]
    rows += [
        row(
            words(f"cost to serve in year {tenure.year}", "median share of sales; partners that stay differ: no cause"),
            number(tenure.rate),
            words(counted(tenure.n, "partner", "partners")),
        )
        for tenure in leaving.tenures
    ]
    left, less = counted(leaving.left, "partner left", "partners left"), f"{leaving.reduced} took less"
    return SheetContent(
        columns=columns("what:Losses", "share:Share%", "count:Of how many"),
        rows=tuple(rows),
        notes=(note(f"{left}, {less}, {leaving.won_back} came back."),),
    )


def _share_row(told: str, share: KnownShare) -> SheetRow:
    value = share.count / share.of if share.of else None
    count = f"{share.count} of {share.of} of whom it is known" if share.of else "known of nobody"
    return row(words(told), number(value, share.low, share.high, interval=DRAWN), words(count))


def acquisition_sheet(found: Acquisition, names: SheetNames) -> SheetContent:
    """One row a channel, size and year."""
    return SheetContent(
        columns=columns(
            "by:Won by",
            "group:Which",
            "partners:Partners#",
            "cost:Cost of winning$",
            "mean:Value less that$",
            "told:Verdict",
        ),
        rows=tuple(_won_row(group) for group in found.groups),
        notes=tuple(_acquisition_notes(found, names)),
    )


def _won_row(group: Won) -> SheetRow:
    verdict = "not yet" if group.verdict else "pays" if group.low is not None and group.low > 0 else "-"
    return row(
        words(group.by),
        words(group.group),
        number(group.n),
        number(group.cost),
        number(group.mean, group.low, group.high, interval=DRAWN, why=f"withheld: {group.reason}"),
        words(verdict, "each costs more than it brings" if group.verdict else ""),
    )


def _acquisition_notes(found: Acquisition, names: SheetNames) -> Iterator[SheetNote]:
    for apart in found.differences:
        if not apart.low <= 0 <= apart.high:
            better, worse = (apart.first, apart.second) if apart.difference > 0 else (apart.second, apart.first)
            yield note(f"By {apart.by}: {better} brings more than {worse}, whole 90 % interval on one side.")
    if found.without_value:
        firms = listed([names.of(partner) for partner in found.without_value[:12]])
        yield note(f"In no mean, since their value is not known: {firms}.")


def demand_sheet(demand: Demand, names: SheetNames) -> SheetContent:
    """One row a partner that was rated, by kind."""
    return SheetContent(
        columns=columns(
            "partner:Partner", "kind:Kind of demand", "why:Rated~", "discount:Discounts%", "strategy:What to do~"
        ),
        rows=tuple(
            _demand_row(found, group, names)
            for group in demand.groups
            for found in demand.types
            if found.partner in group.partners
        ),
        notes=tuple(
            note(f"{group.kind[:1].upper()}{group.kind[1:]}: {counted(len(group.partners), 'partner', 'partners')}.")
            for group in demand.groups
            if group.partners
        ),
    )


def _demand_row(found: DemandType, group: DemandGroup, names: SheetNames) -> SheetRow:
    odd = "rated as paying, yet among the highest discounts" if found.disagrees else ""
    return row(
        names.cell(found.partner),
        words(found.kind, odd),
        words(found.reason),
        number(found.discount),
        words(group.strategy, group.switching),
        partner=found.partner,
    )


def coverage_sheet(model: CoverageModel, names: SheetNames) -> SheetContent:
    """One row a class, then who is served otherwise than planned."""
    return SheetContent(
        columns=columns(
            "class:Class of accounts",
            "planned:To be served by",
            "dedicated:Dedicated#",
            "team:Team#",
            "remote:Remote#",
            "web:Web#",
            "distributor:Distributor#",
            "cost:Cost to serve, of sales%",
        ),
        rows=tuple(
            row(
                words(found.account_class),
                words(found.planned or "not said"),
                *(number(count) for _, count in found.counts),
                number(found.serving, detail=counted(found.n, "partner", "partners") if found.n else ""),
            )
            for found in model.classes
        ),
        notes=(
            *(
                note(f"{names.of(partner)} is served by {now}; its class is to be served by {planned}.", partner)
                for partner, now, planned in model.mismatches
            ),
            *(note(_shifted(shift, names), shift.partner) for shift in model.shifts),
            *(note(f"Nobody on record serves {names.of(partner)}.", partner) for partner in model.without),
        ),
    )


def _shifted(shift: ServiceShift, names: SheetNames) -> str:
    served = f"{names.of(shift.partner)} is served by {shift.served_by} since {on(shift.since)}"
    if shift.before is None or shift.after is None:
        return f"{served}; what that changed cannot be told: {shift.reason}."
    periods = counted(shift.periods, "period", "periods")
    return (
        f"{served}: cost to serve {100 * shift.before:.1f} % of sales before, {100 * shift.after:.1f} % after "
        f"({periods} each; a change, not its effect)."
    )


def team_sheet(plans: Sequence[TeamPlan], names: SheetNames) -> SheetContent:
    """One row a partner, the least complete first."""
    planning = {True: "yes", False: "no", None: "not said"}
    return SheetContent(
        columns=columns(
            "partner:Partner",
            "complete:Complete%",
            "team:On the team",
            "known:Known of it",
            "planning:Part of its planning",
            "open:Still to be found out~",
        ),
        rows=tuple(
            row(
                names.cell(plan.partner),
                number(plan.completeness),
                words(listed(plan.functions) or "nobody"),
                words(listed(plan.known) or "nothing"),
                words(planning[plan.in_planning]),
                words("; ".join(_questions(plan, names)) or "nothing"),
                partner=plan.partner,
            )
            for plan in plans
        ),
    )


def _questions(plan: TeamPlan, names: SheetNames) -> Iterator[str]:
    for topic, question, owner, day in plan.questions:
        by = f", by {on(day)}" if day else ""
        yield f"{topic}: {question} ({names.owner(owner)}{by})"


def next_sheet(found: NextActs, names: SheetNames) -> SheetContent:
    """One row a partner, the best potential first."""
    told = []
    if found.top_share is not None:
        told.append(note(f"The best fifth of the partners hold {100 * found.top_share:.0f} % of the potential."))
    if found.unknown:
        firms = listed([names.of(partner) for partner in found.unknown[:12]])
        told.append(note(f"Their potential is not known: {firms}."))
    return SheetContent(
        columns=columns(
            "partner:Partner",
            "potential:Potential$",
            "state:State",
            "act:What",
            "programmes:Programmes",
            "why:Why now~",
            "owner:Owner",
            "by:By",
        ),
        rows=tuple(_next_row(act, names) for act in found.acts),
        notes=tuple(told),
    )


def _next_row(act: NextAct, names: SheetNames) -> SheetRow:
    potential: SheetCell = number(act.potential, detail="best fifth" if act.is_top else "")
    return row(
        names.cell(act.partner),
        potential,
        words(act.state or "not known"),
        words(act.act),
        words(listed(act.programmes) or "none"),
        words("; ".join(act.triggers) or "nothing is about to happen"),
        words(names.owner(act.owner)),
        words(on(act.by) or "-"),
        partner=act.partner,
    )
