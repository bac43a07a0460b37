"""A staffing proposal in sentences and tables: positions in their order, never people by their points."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from alliancenet.language import digits, in_percent, marked, say
from alliancenet.model.staffing import (
    FitPart,
    NetworkEffect,
    OpenPosition,
    StaffingFit,
    StaffingPlacement,
    StaffingPlan,
)
from alliancenet.privacy.placement import StaffingProposalView
from alliancenet.report import words
from alliancenet.report.table import Cell, Column, Row, Table

NOT_A_DECISION = marked(
    "A plan to talk about, never a decision: somebody decides, hears those concerned, and "
    "may do otherwise. Friendship, climate and satisfaction were not looked at, and nobody "
    "is listed by points."
)
BAR = 60
_PARTS = (
    *(marked("skills", context="fit"), marked("relation", context="fit")),
    *(marked("working style", context="fit"), marked("availability", context="fit")),
)
_MEASURES = {
    "redundancy": marked("People the bridge rests on"),
    "counterpart_coverage": marked("Counterparts in touch"),
}


def heading(view: StaffingProposalView) -> str:
    """How many positions can be filled at once, and how sure that is."""
    proposal = view.proposal
    filled, all_of = len(proposal.best.placements), proposal.positions
    if not all_of:
        return say("No position is to be filled.")
    if not proposal.candidates:
        return say("Nobody has agreed to be considered, so no position can be filled.")
    count = (
        say("Every position")
        if filled == all_of
        else say(
            "{filled} of {all_of} positions", filled=words.capital(words.counted(filled)), all_of=words.counted(all_of)
        )
    )
    return say("{count} can be filled at once; {proof}.", count=count, proof=_proof(proposal.best))


def _proof(plan: StaffingPlan) -> str:
    if plan.is_proved:
        return say("proved best")
    return (
        say("within {gap} of best when time ran out", gap=in_percent(plan.gap, 1))
        if plan.aim
        else say("no plan was found in time")
    )


def proof(view: StaffingProposalView) -> str:
    """What was proved, with the bound, and what the next best plan would cost."""
    best, second = view.proposal.best, view.proposal.second
    several = len(best.placements) > 1
    fit = say(
        "{points} points of fit{what}", points=digits(f"{best.points:.1f}"), what=say(" in all") if several else ""
    )
    if best.is_proved:
        told = say("No plan fills more positions, and none that fills as many has more than {fit}.", fit=fit)
    else:
        told = say(
            "Not proved: {fit}; a better plan may exist, by at most {gap} of the solver’s aim.",
            fit=fit,
            gap=in_percent(best.gap, 1),
        )
    if second is None:
        return say("{told} There is no other plan.", told=told)
    fewer = len(best.placements) - len(second.placements)
    if fewer:
        return say(
            "{told} The next best plan fills {positions} fewer.", told=told, positions=words.plural(fewer, "position")
        )
    regret = best.points - second.points
    if abs(regret) < 0.05:
        return say("{told} Another plan is as good: choose between them.", told=told)
    return say(
        "{told} The next best plan fills as many and has {regret} points less.",
        told=told,
        regret=digits(f"{regret:.1f}"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PartBar:
    """One part of a fit as it is drawn, `BAR` wide at most; `width` is None where it is not known."""

    title: str
    width: float | None
    points: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionCard:
    """A position as it stands on the page: whom the plan proposes and why, or why it stays empty."""

    title: str
    alliance: str
    label: str = ""
    fit: str = ""
    bounds: str = ""
    parts: tuple[PartBar, ...] = ()
    why: str = ""


def cards(view: StaffingProposalView) -> tuple[PositionCard, ...]:
    """Positions that are filled, then those that stay empty, each in the order of positions.csv."""
    filled = tuple(
        PositionCard(
            title=placement.title,
            alliance=_alliance(view, placement.alliance),
            label=placement.label,
            fit=f"{placement.fit.points:.0f}",
            bounds=bounds(placement.fit),
            parts=tuple(map(_bar, placement.fit.parts)),
        )
        for placement in view.proposal.best.placements
    )
    empty = tuple(
        PositionCard(
            title=position.title,
            alliance=_alliance(view, position.alliance),
            why=" ".join(words.sentence(line) for line in (position.because, *_without(position))),
        )
        for position in view.proposal.best.open
    )
    return (*filled, *empty)


def _bar(part: FitPart) -> PartBar:
    return PartBar(
        title=words.capital(say(part.name, context="fit")),
        width=None if part.value is None else round(BAR * part.value, 1),
        points="" if part.value is None else f"{100 * part.value:.0f}",
        because=part.because,
    )


def placements(view: StaffingProposalView) -> Table:
    """Whom the plan proposes for each position, with the parts of the fit."""
    return Table(
        name="plan",
        caption=say("The plan: one row per position, in the order of positions.csv"),
        columns=(
            Column(key="position", title=say("Position")),
            Column(key="alliance", title=say("Alliance")),
            Column(key="person", title=say("Proposed")),
            Column(key="fit", title=say("Fit, of 100"), is_number=True),
            *(
                Column(key=part.replace(" ", "_"), title=words.capital(say(part, context="fit")), is_number=True)
                for part in _PARTS
            ),
        ),
        rows=tuple(_row(view, placement) for placement in view.proposal.best.placements),
        empty=say("No position can be filled."),
    )


def _row(view: StaffingProposalView, placement: StaffingPlacement) -> Row:
    parts = {part.name: part for part in placement.fit.parts}
    return (
        Cell(text=placement.title),
        Cell(text=_alliance(view, placement.alliance)),
        Cell(text=placement.label),
        Cell(text=f"{placement.fit.points:.0f}", detail=bounds(placement.fit), order=placement.fit.points),
        *(
            Cell(text=words.NONE, tone="withheld", detail=part.because)
            if part.value is None
            else Cell(text=f"{100 * part.value:.0f}", detail=part.because, order=part.value)
            for part in (parts[name] for name in _PARTS)
        ),
    )


def bounds(fit: StaffingFit) -> str:
    """What unknown parts could make of a fit; "" where all are known."""
    return (
        ""
        if fit.high - fit.low < 0.05
        else say("{low} to {high} by what is not known", low=digits(f"{fit.low:.0f}"), high=digits(f"{fit.high:.0f}"))
    )


def _alliance(view: StaffingProposalView, alliance: str) -> str:
    return words.short(view.proposal.alliances.get(alliance, alliance))


def open_positions(view: StaffingProposalView) -> Table:
    """Positions the plan leaves empty, and what keeps them so."""
    return Table(
        name="open_positions",
        caption=say("Positions nobody is proposed for, and what keeps them empty"),
        columns=(
            Column(key="position", title=say("Position")),
            Column(key="alliance", title=say("Alliance")),
            Column(key="because", title=say("Why"), width="wide"),
            Column(key="without", title=say("Without one condition alone"), width="wide"),
        ),
        rows=tuple(
            (
                Cell(text=position.title),
                Cell(text=_alliance(view, position.alliance)),
                Cell(text=words.capital(position.because)),
                Cell(text=words.capital("; ".join(_without(position))) or words.NONE),
            )
            for position in view.proposal.best.open
        ),
        empty=say("Every position can be filled."),
    )


def _without(position: OpenPosition) -> Iterator[str]:
    is_crowded = position.because == "who qualifies is needed elsewhere"
    for block in position.blocked:
        who = (
            say("it could be filled")
            if is_crowded
            else say("{persons} would qualify", persons=words.plural(block.people, "person", "people"))
        )
        yield say("{who} but for {condition}", who=who, condition=block.condition)


def second_best(view: StaffingProposalView) -> Table:
    """Positions the next best plan fills otherwise."""
    best, second = view.proposal.best, view.proposal.second
    ours = {placement.position: placement for placement in best.placements}
    theirs = {placement.position: placement for placement in second.placements} if second is not None else {}
    names = {filled.position: filled.title for filled in best.placements}
    names |= {empty.position: empty.title for empty in best.open}
    changed = [key for key in names if second is not None and _person(ours.get(key)) != _person(theirs.get(key))]
    return Table(
        name="second_plan",
        caption=say("Where the next best plan differs"),
        columns=(
            Column(key="position", title=say("Position")),
            Column(key="best", title=say("The plan")),
            Column(key="second", title=say("The next best")),
        ),
        rows=tuple(
            (Cell(text=names[key]), Cell(text=_placed(ours.get(key))), Cell(text=_placed(theirs.get(key))))
            for key in changed
        ),
        empty=say("There is no other plan."),
    )


def _person(placement: StaffingPlacement | None) -> str:
    return "" if placement is None else placement.person


def _placed(placement: StaffingPlacement | None) -> str:
    return say("stays empty") if placement is None else f"{placement.label} ({placement.fit.points:.0f})"


def effects(view: StaffingProposalView) -> Table:
    """What the plan changes in the networks, recomputed."""
    told = view.proposal.best.effects
    return Table(
        name="effects",
        caption=say("What the plan changes: bridges, and counterparts in touch once those placed have met theirs"),
        columns=(
            Column(key="alliance", title=say("Alliance")),
            Column(key="measure", title=say("Measure")),
            Column(key="firms", title=say("Between")),
            Column(key="before", title=say("Before"), is_number=True),
            Column(key="after", title=say("After"), is_number=True),
        ),
        rows=tuple(_effect(effect) for effect in told if _matters(effect)),
        empty=say("The plan changes no network that is known."),
    )


def _matters(effect: NetworkEffect) -> bool:
    return effect.measure == "redundancy" or effect.before != effect.after


def _effect(effect: NetworkEffect) -> Row:
    level = f", {words.unit(effect.level)}" if effect.level else ""
    share = effect.measure == "counterpart_coverage"
    values = [in_percent(value) if share else f"{value:.0f}" for value in (effect.before, effect.after)]
    return (
        Cell(text=words.short(effect.name)),
        Cell(text=say(_MEASURES[effect.measure]) + level),
        Cell(text=effect.firms),
        Cell(text=values[0], order=effect.before),
        Cell(text=values[1], order=effect.after),
    )


def all_tables(view: StaffingProposalView) -> tuple[Table, ...]:
    """Every table, in reading order."""
    return (placements(view), open_positions(view), second_best(view), effects(view))


def lines(view: StaffingProposalView) -> Iterator[str]:
    """The proposal for a terminal."""
    yield heading(view)
    yield proof(view)
    for placement in view.proposal.best.placements:
        yield ""
        where = _alliance(view, placement.alliance)
        spread = bounds(placement.fit)
        yield f"{placement.title} ({where}): {placement.label}"
        yield say(
            "  fit {points} of 100{what}",
            points=digits(f"{placement.fit.points:.0f}"),
            what=f" ({spread})" if spread else "",
        )
        for part in placement.fit.parts:
            value = say("not known") if part.value is None else f"{100 * part.value:.0f}"
            yield say(
                "  {name} {value} (weight {weight}): {because}",
                name=say(part.name, context="fit"),
                value=value,
                weight=digits(f"{part.weight:g}"),
                because=part.because,
            )
    for position in view.proposal.best.open:
        yield ""
        yield say(
            "{title} ({alliance}): nobody. {because}",
            title=position.title,
            alliance=_alliance(view, position.alliance),
            because=words.sentence(position.because),
        )
        yield from (f"  {line}" for line in _without(position))
    yield from _as_lines(second_best(view), (say("The next best plan differs:"),))
    yield from _as_lines(effects(view), (say("What the plan changes:"),))
    yield ""
    yield from view.proposal.notes
    yield say(NOT_A_DECISION)


def _as_lines(table: Table, title: Sequence[str]) -> Iterator[str]:
    if not table.rows:
        return
    yield ""
    yield from title
    for row in table.rows:
        first, *others = (cell.text for cell in row)
        yield f"  {first}: {', '.join(others[:-2])}{', ' if others[:-2] else ''}{others[-2]} → {others[-1]}"
