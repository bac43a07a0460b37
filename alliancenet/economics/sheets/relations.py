"""Sheets of what ties a partner to us: value, proposition, switching costs, joint value, what one person carries."""

from collections.abc import Iterator, Sequence

from alliancenet.economics.relations.candidates import CandidateScreen
from alliancenet.economics.relations.joint import JointValue
from alliancenet.economics.relations.ladder import STEP_WORDS as LADDER
from alliancenet.economics.relations.ladder import LadderStep
from alliancenet.economics.relations.switching import Bonds
from alliancenet.economics.relations.teams import CarriedContribution
from alliancenet.economics.relations.value import BENEFITS, WORDS, DriverScores, Proposition, ValueDrivers
from alliancenet.economics.sheets.building import (
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
from alliancenet.language import stored, stored_n
from alliancenet.model.sheets import SheetCell, SheetNote, SheetRow
from alliancenet.sources.checks import counted

_PROOFS = {
    "": stored("none"),
    "none": stored("none"),
    "claimed": stored("claimed"),
    "documented": stored("documented"),
    "accepted_by_partner": stored("accepted by partner"),
}
_GATE = {True: stored("passed"), False: stored("not passed"), None: stored("cannot be told")}


def _side(firm: str, names: SheetNames, *, is_own: bool) -> SheetCell:
    return words(stored("our side") if is_own else names.of(firm))


def driver_sheet(drivers: ValueDrivers, names: SheetNames) -> SheetContent:
    """One row a side; 50 is as good as the next best alternative."""
    return SheetContent(
        columns=columns(
            "alliance:Alliance",
            "side:Seen by",
            "gate:Shortlist",
            "key:Key score 0-100^",
            "own:By its own weights^",
            "costs:Cost score 0-100^",
            "answers:Answers",
        ),
        rows=tuple(_driver_row(score, names) for score in drivers.scores),
        notes=(
            note(
                stored(
                    "50 is as good as the next best alternative. Benefits win key status, costs get a firm shortlisted."
                )
            ),
            *_driver_notes(drivers, names),
        ),
    )


def _driver_row(score: DriverScores, names: SheetNames) -> SheetRow:
    has_all = score.answered == len(BENEFITS)
    return row(
        words(names.of(score.alliance), score.wave),
        _side(score.firm, names, is_own=score.is_own),
        words(_GATE[score.passes]),
        number(
            score.key_score,
            None if has_all else score.low,
            None if has_all else score.high,
            why=stored("withheld: {why_said}", why_said=score.reason),
        ),
        number(score.key_by_own_weights, why="-"),
        number(score.cost_score, why="-"),
        words(str(score.raters), stored("{count} with evidence", count=score.evidence)),
        partner=names.partner_of.get(score.alliance, "") if score.is_own else score.firm,
    )


def _driver_notes(drivers: ValueDrivers, names: SheetNames) -> Iterator[SheetNote]:
    for alliance_id, gaps in drivers.gaps.items():
        apart = [f"{WORDS[item]} {gap:+.1f}" for item, gap in gaps.items() if abs(gap) >= 1]
        alliance = names.of(alliance_id)
        told = (
            stored(
                "We see {alliance_text} otherwise than its partner ({drivers_list} on a scale from -2 to +2).",
                alliance_text=alliance,
                drivers_list=listed(apart),
            )
            if apart
            else stored("We see {alliance_text} as its partner.", alliance_text=alliance)
        )
        yield note(told, names.partner_of.get(alliance_id, ""))
    if drivers.ranked_apart:
        firms = listed([names.of(name) for name in drivers.ranked_apart])
        yield note(stored("The firms' own weights put in another order: {firms_text}.", firms_text=firms))


def proposition_sheet(propositions: Sequence[Proposition], names: SheetNames) -> SheetContent:
    """One row an element."""
    return SheetContent(
        columns=columns(
            "partner:For",
            "element:Element",
            "kind:Against the next best",
            "difference:Difference#",
            "proof:Proof",
            "worth:Worth a period$",
            "told:In the talk",
        ),
        rows=tuple(
            row(
                names.cell(found.partner) if found.partner else words(stored("all partners")),
                words(judged.element.element),
                words(judged.kind),
                number(judged.element.difference),
                words(_PROOFS.get(judged.element.proof, judged.element.proof)),
                number(judged.element.worth),
                words(stored("name it") if judged.resonates else "-"),
                partner=found.partner,
            )
            for found in propositions
            for judged in found.elements
        ),
        notes=tuple(note(_proposition_note(found, names), found.partner) for found in propositions),
    )


def _proposition_note(found: Proposition, names: SheetNames) -> str:
    proved = stored_n("{n} proved difference", "{n} proved differences", found.proved)
    told = stored("{proved_said}, {count} worth naming", proved_said=proved, count=found.resonating)
    if found.remark:
        told = f"{told}; {found.remark}"
    if not found.partner:
        return stored("All partners: {told_said}.", told_said=told)
    return stored("{firm}: {told_said}.", firm=names.of(found.partner), told_said=told)


def switching_sheet(bonds: Sequence[Bonds], names: SheetNames) -> SheetContent:
    """One row a side, then who is more bound."""
    return SheetContent(
        columns=columns(
            "alliance:Alliance",
            "side:Side",
            "index:Switching cost 0-100^",
            "invested:Put in^",
            "exposed:Exposed^",
            "answered:Answered",
        ),
        rows=tuple(
            row(
                words(names.of(bond.alliance), side.wave),
                _side(side.firm, names, is_own=side.is_own),
                number(side.index, side.low, side.high, why=stored("withheld: {why_said}", why_said=side.reason)),
                number(side.investments, why="-"),
                number(side.exposure, why="-"),
                words(
                    stored("{count} of {total}", count=side.answered, total=7),
                    stored("{count} with evidence", count=side.evidence),
                ),
                partner=names.partner_of.get(bond.alliance, "") if side.is_own else side.firm,
            )
            for bond in bonds
            for side in bond.sides
        ),
        notes=tuple(
            note(
                stored("{firm}: {told_said}.", firm=names.of(bond.alliance), told_said=bond.verdict),
                names.partner_of.get(bond.alliance, ""),
            )
            for bond in bonds
        ),
    )


def joint_sheet(values: Sequence[JointValue], names: SheetNames) -> SheetContent:
    """Two rows a partner, then balance and evaluation."""
    return SheetContent(
        columns=columns(
            "partner:Partner",
            "side:Side",
            "economic:Economic#",
            "technical:Technical#",
            "service:Service#",
            "social:Social#",
            "worth:Worth a period$",
        ),
        rows=tuple(
            row(
                names.cell(value.partner),
                words(stored("our side") if side.side == "own" else stored("its side")),
                *(number(count) for _, count in side.counts),
                number(
                    side.worth,
                    why=stored_n(
                        "known of {known} of {n} benefit",
                        "known of {known} of {n} benefits",
                        len(side.benefits),
                        known=side.known,
                    )
                    if side.benefits
                    else stored("no benefit on record"),
                ),
                partner=value.partner,
            )
            for value in values
            for side in value.sides
        ),
        notes=tuple(note(_joint_note(value, names), value.partner) for value in values),
    )


def _joint_note(value: JointValue, names: SheetNames) -> str:
    parts = (
        []
        if value.balance is None
        else [stored("{share} of what is known in money is ours", share=f"{100 * value.balance:.0f} %")]
    )
    if value.one_sided:
        parts.append(stored("{kinds_list} benefits are with one side alone", kinds_list=listed(value.one_sided)))
    if value.evaluated is None:
        parts.append(stored("it was never evaluated together"))
    else:
        day = on(value.evaluated)
        parts.append(
            stored("last evaluated together on {when_date}, and due again", when_date=day)
            if value.is_due
            else stored("last evaluated together on {when_date}", when_date=day)
        )
    return stored("{firm}: {told_lines}.", firm=names.of(value.partner), told_lines="; ".join(parts))


def carried_sheet(carried: Sequence[CarriedContribution], names: SheetNames) -> SheetContent:
    """One row an alliance; nobody is named."""
    return SheetContent(
        columns=columns(
            "partner:Partner",
            "alliance:Alliance",
            "share:Contact one person carries%",
            "contribution:Contribution$",
            "stake:At stake$",
            "successor:Somebody else on record",
        ),
        rows=tuple(_carried_row(stake, names) for stake in carried),
        notes=(
            note(
                stored(
                    "A share of the core ties across the firms, not of the sales: what a customer would do when the "
                    "person goes, nobody knows."
                )
            ),
        ),
    )


def _carried_row(stake: CarriedContribution, names: SheetNames) -> SheetRow:
    loses = stake.contribution is not None and stake.contribution < 0
    at_stake = number(stake.at_stake, stake.stake_low, stake.stake_high, why=stake.reason)
    return row(
        names.cell(stake.partner),
        words(names.of(stake.alliance), stake.wave),
        number(stake.share, stake.low, stake.high, why=stake.reason),
        number(stake.contribution),
        number(None, why=stored("nothing: it loses money")) if loses else at_stake,
        words(stored("yes") if stake.has_successor else stored("nobody")),
        partner=stake.partner,
    )


def ladder_sheet(steps: Sequence[LadderStep], names: SheetNames) -> SheetContent:
    """One row a partner; a person decides."""
    return SheetContent(
        columns=columns("partner:Partner", "step:Step", "met:Joint goals met%", "proposal:Proposed", "reason:Because~"),
        rows=tuple(
            row(
                names.cell(step.partner),
                words(LADDER.get(step.step, "not known"), "" if step.entered or not step.step else "by the spectrum"),
                number(
                    step.met,
                    why="not said of any" if step.goals else "none due",
                    detail=f"of {counted(step.goals, 'goal', 'goals')} due"
                    f"{f', {step.unsaid} not said' if step.unsaid else ''}"
                    if step.goals
                    else "",
                ),
                words(step.proposal or "stay"),
                words("; ".join(step.reasons) or "-"),
                partner=step.partner,
            )
            for step in steps
        ),
        notes=(note("Proposals only: who decides has the partner's side of it. After a move, one review of grace."),),
    )


def candidate_sheet(screens: Sequence[CandidateScreen], names: SheetNames) -> SheetContent:  # noqa: ARG001
    """One row a candidate, its open questions beside it."""
    return SheetContent(
        columns=columns(
            "candidate:Candidate",
            "score:Score 0-100^",
            "cultures:Cultures^",
            "people:People^",
            "priorities:Priorities^",
            "skills:Skills^",
            "benefit:Benefit^",
            "weak:Weak",
            "open:Still open~",
        ),
        rows=tuple(
            row(
                words(screen.candidate),
                number(screen.score, screen.low, screen.high, why=f"withheld: {screen.reason}"),
                *(number(fit.points, why="-") for fit in screen.criteria),
                words(listed(screen.weak) or "-"),
                words("; ".join(_open(screen)) or "nothing"),
            )
            for screen in screens
        ),
    )


def _open(screen: CandidateScreen) -> Iterator[str]:
    for fit in screen.criteria:
        if fit.apart is not None and abs(fit.apart) >= 25:
            yield f"{fit.criterion}: the sides see it {abs(fit.apart):.0f} points apart"
        yield from (f"{fit.criterion}: {question}" for question in fit.questions)
    if screen.is_partner:
        yield "it is on the register by now: its first audit tests this screen"
