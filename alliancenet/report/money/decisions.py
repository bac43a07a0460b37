"""What to decide about money."""

from collections.abc import Sequence

from alliancenet.language import digits, say
from alliancenet.model.earnings import EarningsReview, PartnerEarnings
from alliancenet.model.finding import Finding
from alliancenet.model.profit import BEHAVIOURS, LossArithmetic
from alliancenet.model.score import SubjectKind
from alliancenet.privacy.earnings_view import EarningsView
from alliancenet.privacy.money import OF_ECONOMICS
from alliancenet.privacy.review_view import ReviewView
from alliancenet.report import words
from alliancenet.report.advice import Advice
from alliancenet.report.money.economics import contribution_of, span_of


def decisions(view: EarningsView, portfolio: ReviewView | None = None) -> tuple[Advice, ...]:
    """What to decide about money: one for each partner or thing that was found, the worst first.

    Among equals a loss that stopping would end comes first: it goes on every period.

    Parameters
    ----------
    portfolio : says who answers for an alliance.
    """
    review = view.review
    by_subject: dict[str, list[Finding]] = {}
    for finding in review.findings:
        about = finding.subject.id if review.partner(finding.subject.id) else f"{finding.code} {finding.subject.id}"
        by_subject.setdefault(about, []).append(finding)
    owners = _owners(portfolio)
    made = [_decision(review, same, owners) for same in by_subject.values()]
    gains = {partner.id for partner in review.partners if partner.stop is not None and partner.stop.value > 0}
    return tuple(
        sorted(made, key=lambda one: (-one.severity.rank, not (one.code == "M-LOSS" and one.subject in gains)))
    )


def in_place(of_portfolio: Sequence[Advice], about_money: Sequence[Advice]) -> tuple[Advice, ...]:
    """What to do over the portfolio, where the books say more of a loss: theirs in place of the review's.

    Notes
    -----
    Both tell of the same loss, and the review's first step is the first of the ladder whatever the books show. Two
    pages that disagree on what to do about one partner are no advice.
    """
    known = {advice.alliance: advice for advice in about_money if advice.code == "M-LOSS" and advice.alliance}
    return tuple(
        known.get(advice.alliance, advice) if advice.key.endswith(":A8") else advice for advice in of_portfolio
    )


def _owners(portfolio: ReviewView | None) -> dict[str, str]:
    alliances = portfolio.review.alliances if portfolio else ()
    return {alliance.id: alliance.action.owner for alliance in alliances if alliance.action}


def _decision(review: EarningsReview, same: Sequence[Finding], owners: dict[str, str]) -> Advice:
    first = next((finding for finding in same if finding.code == "M-LOSS"), same[0])
    partner = review.partner(first.subject.id) if first.subject.kind is SubjectKind.FIRM else None
    title = words.retold(first.recommendation).partition(". ")[0].partition(";")[0].rstrip(".")
    why = words.sentence(words.retold(first.sentence))
    alliance = partner.alliances[0] if partner and partner.alliances else ""
    if partner is not None and first.code == "M-LOSS":
        title, why = _of_loss(review, partner)
    elif first.code == "M-CONVERT":
        title = _of_step(review, first)
    elif partner is not None:
        title = f"{partner.name}: {words.lower_first_letter(title)}"
    return Advice(
        key=f"{OF_ECONOMICS}{first.code}|{first.subject.id}",
        title=title,
        why=why,
        alliance=alliance,
        name="",
        target=("partner", partner.id) if partner else ("customers",) if first.code in _OF_BASE else ("economics",),
        code=first.code,
        subject=first.subject.id,
        wave=review.span,
        limits=review.limits,
        owner=owners.get(alliance, "") or (partner.owner if partner else ""),
        severity=max((found.severity for found in same), key=lambda level: level.rank),
    )


_OF_BASE = frozenset({"M-CONVERT", "M-LEAVING"})
"""Findings told on the page of customers."""


def _of_step(review: EarningsReview, finding: Finding) -> str:
    """Whom to move up: the partners in the state the finding is about."""
    state = finding.evidence[0].metric.partition(".")[2]
    held = next((found.partners for found in review.base.states if found.state == state), ()) if review.base else ()
    count = words.counted(len(held))
    return say(
        "Choose which of {count} {state}s to make a {higher}: the step pays",
        count=count,
        state=words.retold(state),
        higher=words.retold(finding.evidence[0].label),
    )


def _of_loss(review: EarningsReview, partner: PartnerEarnings) -> tuple[str, str]:
    """What to do about a loss: by whether stopping would gain, and whose process it is."""
    lost = words.amount(-contribution_of(partner), review.currency)
    stop, loss = partner.stop, partner.loss
    known = ways_out(review, loss)[:2] if loss else []
    ways = f" {say('{ways} would end it.', ways=words.capital(say(' or ').join(known)))}" if known else ""
    span = span_of(review)
    if stop is not None and stop.value <= 0:
        cost = words.amount(-stop.value, review.currency)
        return (
            say(
                "{name} only seems to lose money: keep it, and find other work for the people it takes",
                name=partner.name,
            ),
            say(
                "It lost {lost} in {span} on paper. Ending it would cost {cost} over {years} years: {stranded} of its "
                "cost to serve would stay.",
                lost=lost,
                span=span,
                cost=cost,
                years=digits(f"{stop.years:g}"),
                stranded=words.amount(stop.stranded, review.currency),
            ),
        )
    gain = (
        say(
            " Ending it would gain {amount} over {years} years.",
            amount=words.amount(stop.value, review.currency),
            years=digits(f"{stop.years:g}"),
        )
        if stop
        else ""
    )
    title = say("{name} loses money: {step}", name=partner.name, step=_first_step(loss))
    return title, say("It lost {lost} in {span}.{ways}{gain}", lost=lost, span=span, ways=ways, gain=gain)


def _first_step(loss: LossArithmetic | None) -> str:
    whose = loss.whose if loss else ""
    if whose.startswith("the partner's behaviour"):
        return say("show it what its behaviour costs, then charge for it")
    if whose.startswith("price or mix"):
        return say("raise the price or change what it buys")
    return say("start by looking at our own cost of serving it")


def ways_out(review: EarningsReview, loss: LossArithmetic) -> list[str]:
    """What alone would end a loss, each in a few words."""
    found = []
    if loss.price is not None:
        found.append(say("prices {share} higher", share=digits(f"{100 * loss.price:.1f} %")))
    if loss.cost_removed is not None and loss.cost_removed <= 1:
        found.append(say("{share} less cost to serve", share=digits(f"{100 * loss.cost_removed:.0f} %")))
    if loss.surcharge is not None:
        charge = words.amount(loss.surcharge, review.currency)
        what = words.retold(BEHAVIOURS[loss.surcharge_on])
        found.append(say("a charge of {charge} for each event of “{what}”", charge=charge, what=what))
    if loss.minimum_order is not None:
        found.append(say("orders of at least {amount}", amount=words.amount(loss.minimum_order, review.currency)))
    return found


def no_way_out(loss: LossArithmetic) -> str:
    """What would not end a loss, in a sentence; "" where nothing is ruled out."""
    ruled_out = [words.retold(loss.no_order_size)] if loss.no_order_size else []
    if loss.cost_removed is not None and loss.cost_removed > 1:
        ruled_out.append(say("no saving in what serving it costs is enough"))
    return words.sentence("; ".join(ruled_out)) if ruled_out else ""
