"""M: what partners bring and cost. Looked at over the review of economics, never over an audit."""

from collections.abc import Iterator

from alliancenet.language import stored, stored_n
from alliancenet.model.currencies import CURRENCIES, in_words
from alliancenet.model.finding import Audience, Concern, Severity
from alliancenet.model.score import Score, Subject, SubjectKind
from alliancenet.rules.rule import Hit, Look, NotEnough, rule


@rule(
    code="M-LOSS",
    audience=Audience.MONEY,
    concern=Concern.MONEY,
    title="A partner costs more than it brings",
    severity=Severity.MEDIUM,
    high_when="ending it would save money",
    recommendation="Start by looking at our own cost of serving it; then lower it, show the partner openly what its "
    "behaviour costs, and charge for it or ask a minimum order. Stopping comes last, and only where it would gain.",
    source="Kaplan & Narayanan 2001; Kaplan & Cooper 1998",
)
def partner_loses_money(look: Look) -> Iterator[Hit]:
    """A partner's contribution after cost to serve lies below zero, at best.

    Why it matters
    --------------
    The best partners pay for it, and more sales to it lose more.

    When it is wrong
    ----------------
    When standard times are too long, or a large cost of one quarter was bought for years. And a loss on paper
    is no gain from stopping: where most of its cost belongs to people who stay, ending it costs money.
    """
    for score, value in look.each("contribution", SubjectKind.FIRM):
        best = score.interval[1] if score.interval else value
        if best >= 0:
            continue
        stop = _known(look, "stop_gain", score.subject)
        since = _known(look, "losing_periods", score.subject)
        lost = {"firm": _name(look, score), "lost_amount": _money(look, -value), "period_span": look.measured.span}
        if best == value:
            told = stored("{firm} lost {lost_amount} in {period_span}", **lost)
        else:
            at_best = _money(look, -best)
            told = stored(
                "{firm} lost {lost_amount} in {period_span} (at best {best_amount})", **lost, best_amount=at_best
            )
        yield Hit(
            subject=score.subject,
            sentence=_stopping(look, _running(told, since), stop),
            evidence=tuple(filter(None, (score, since, stop))),
            is_urgent=stop is not None and (stop.value or 0) > 0,
        )


@rule(
    code="M-OVERUSE",
    audience=Audience.MONEY,
    concern=Concern.DATA,
    title="More time was booked than there is",
    severity=Severity.MEDIUM,
    recommendation="Check the standard times of its activities and its capacity before any number that rests on it.",
    source="Kaplan & Anderson 2004; limit: own limit",
)
def resource_is_overused(look: Look) -> Iterator[Hit]:
    """Activities took more minutes of a resource than it has, beyond what overtime explains.

    Why it matters
    --------------
    Times or capacity are wrong, and so is the cost to serve of every partner that uses it.

    When it is wrong
    ----------------
    When people really worked far more than they were paid for in that period.
    """
    limit = look.settings.number("capacity.overuse")
    for score, value in look.parts("utilisation"):
        if value > limit:
            resource = score.metric.partition(".")[2].replace("_", " ")
            yield Hit(
                subject=score.subject,
                sentence=stored(
                    "{share} of the minutes of {resource_text} were used in {period_span}: its times or its capacity "
                    "are wrong",
                    share=f"{value:.0%}",
                    resource_text=resource,
                    period_span=look.measured.span,
                ),
                evidence=(score,),
            )


@rule(
    code="M-BEHAVIOUR",
    audience=Audience.MONEY,
    concern=Concern.MONEY,
    title="One behaviour of a partner costs much",
    severity=Severity.MEDIUM,
    recommendation="Show the partner what it costs, in events and not in our margin; then charge for it, or change "
    "how it is done.",
    source="Kaplan & Cooper 1998; limit: own limit",
)
def behaviour_costs_much(look: Look) -> Iterator[Hit]:
    """A behaviour costs more than it does with the median partner, by a large part of the partner's sales.

    Why it matters
    --------------
    It is the part of a loss that both sides can change, and a price can be put on it.

    When it is wrong
    ----------------
    When we cause it: a delivery changed because ours was late is no behaviour of the partner.
    """
    limit = look.settings.number("money.behaviour")
    for score, value in look.parts("behaviour_cost"):
        sales = _known(look, "net_sales", score.subject)
        if sales is None or not sales.value or value <= limit * sales.value:
            continue
        yield Hit(
            subject=score.subject,
            sentence=stored(
                "{behaviour_said} costs {more_amount} more with {firm} than with the median partner, {share} of what "
                "it bought in {period_span}",
                behaviour_said=score.label,
                more_amount=_money(look, value),
                firm=_name(look, score),
                share=f"{value / sales.value:.0%}",
                period_span=look.measured.span,
            ),
            evidence=(score, sales),
        )


@rule(
    code="M-LEAVING",
    audience=Audience.MONEY,
    concern=Concern.MONEY,
    title="Partners are leaving, or buy less",
    severity=Severity.MEDIUM,
    recommendation="Ask those who left or buy less why, and look at who of those who stay does the same.",
    source="Reichheld & Sasser 1990; limit: own limit",
)
def partners_leave(look: Look) -> Iterator[Hit]:
    """Fewer partners stayed, or less of their sales, than the limit asks for.

    Why it matters
    --------------
    Whoever leaves takes all later contributions along, and a new partner costs before it brings.

    When it is wrong
    ----------------
    When those who left lost money and were let go on purpose, or when sales come once in years.
    """
    limit = look.settings.number("money.kept")
    kept, sales = look.each("customers_kept", SubjectKind.FIRM), _known_each(look, "sales_kept")
    for score, value in kept:
        best = score.interval[1] if score.interval else value
        if best < limit:
            yield Hit(
                subject=score.subject,
                sentence=stored(
                    "{kept_said}: {share}, at best {best}",
                    kept_said=score.label,
                    share=f"{value:.0%}",
                    best=f"{best:.0%}",
                ),
                evidence=(score,),
            )
    for score, value in sales:
        if value < limit:
            yield Hit(
                subject=score.subject,
                sentence=stored(
                    "sales to the same partners fell to {share} {between_said}",
                    share=f"{value:.0%}",
                    between_said=score.label,
                ),
                evidence=(score,),
            )


@rule(
    code="M-CONVERT",
    audience=Audience.MONEY,
    concern=Concern.MONEY,
    title="Moving partners up a state pays",
    severity=Severity.LOW,
    recommendation="Choose those in this state that could go further, and agree on one step with each; what a step may "
    "cost at most is its worth at the low end.",
    source="Johnson & Selnes 2004; Pfeifer & Carraway 2000",
)
def step_up_pays(look: Look) -> Iterator[Hit]:
    """Moving one partner up to the next state of relationship is worth more than nothing, whole interval above it.

    Why it matters
    --------------
    It says how much a step may cost, and that weak relationships are where strong ones come from.

    When it is wrong
    ----------------
    When those who moved up by themselves differ from those who would have to be moved: it is what they are worth,
    not what pushing them brings.
    """
    for score, value in look.parts("conversion_worth"):
        if score.interval is None or score.interval[0] <= 0 or not score.n:
            continue
        state = score.metric.partition(".")[2]
        low, high = (_money(look, end) for end in score.interval)
        yield Hit(
            subject=score.subject,
            sentence=stored_n(
                "one {state_word} that becomes a {higher_word} is worth {worth_amount} more from then on (90 % "
                "interval {low_amount} to {high_amount}), before what the step costs; {n} partner is in this state",
                "one {state_word} that becomes a {higher_word} is worth {worth_amount} more from then on (90 % "
                "interval {low_amount} to {high_amount}), before what the step costs; {n} partners are in this state",
                score.n,
                state_word=state,
                higher_word=score.label,
                worth_amount=_money(look, value),
                low_amount=low,
                high_amount=high,
            ),
            evidence=(score,),
        )


@rule(
    code="M-PRICE",
    audience=Audience.MONEY,
    concern=Concern.MONEY,
    title="The menu costs no more than the bundle",
    severity=Severity.LOW,
    recommendation="Raise the prices of single elements, or ask less for the bundle, until whoever orders one by one "
    "pays more; then look at elements that are priced below their cost.",
    source="Anderson & Narus 1995",
)
def menu_undercuts_the_bundle(look: Look) -> Iterator[Hit]:
    """All optional elements of an offering together cost no more than the premium asked for its bundle.

    Why it matters
    --------------
    Customers then order element by element what they need and pay less than for the bundle: nobody buys it, and
    what the rest of it costs us is paid by nobody.

    When it is wrong
    ----------------
    When the bundle holds more than its elements, such as one contact for all, and the premium pays for that.
    """
    for score, value in look.parts("menu_over"):
        if value <= 0:
            told = (
                stored(
                    "the optional elements of “{offer_text}” ordered one by one cost {less_amount} less than the "
                    "premium of the bundle",
                    offer_text=score.label,
                    less_amount=_money(look, -value),
                )
                if value < 0
                else stored(
                    "the optional elements of “{offer_text}” ordered one by one cost no more than the premium of the "
                    "bundle",
                    offer_text=score.label,
                )
            )
            yield Hit(
                subject=score.subject,
                sentence=told,
                evidence=(score,),
            )


@rule(
    code="M-WALLET",
    audience=Audience.MONEY,
    concern=Concern.MONEY,
    title="There is room to sell a partner more, and it pays",
    severity=Severity.LOW,
    recommendation="Ask what it buys elsewhere and why; then offer that, and look at the share again in two periods.",
    source="Anderson & Narus 2003; target: own limit",
)
def wallet_has_room(look: Look) -> Iterator[Hit]:
    """A larger share of what a partner spends would bring more than it costs, at its low end too.

    Why it matters
    --------------
    Who buys from us already costs little to win, and what more it would bring is known better than of anybody else.

    When it is wrong
    ----------------
    When the partner keeps two suppliers on purpose, or the estimate of its spend holds what we do not sell.
    """
    for score, value in look.each("wallet_gain", SubjectKind.FIRM):
        if score.interval is None or score.interval[0] <= 0:
            continue
        low, high = (_money(look, end) for end in score.interval)
        said = {"share_said": score.label, "gain_amount": _money(look, value), "firm": _name(look, score)}
        told = (
            stored(
                "{share_said} would bring {gain_amount} (bounds {low_amount} to {high_amount}) more in a period with "
                "{firm}",
                **said,
                low_amount=low,
                high_amount=high,
            )
            if score.interval[0] != score.interval[1]
            else stored("{share_said} would bring {gain_amount} more in a period with {firm}", **said)
        )
        yield Hit(
            subject=score.subject,
            sentence=told,
            evidence=(score,),
        )


@rule(
    code="M-SPREAD",
    audience=Audience.MONEY,
    concern=Concern.MONEY,
    title="Sales hang on few",
    severity=Severity.LOW,
    recommendation="Say what would be done if the largest left, and where the next sales are to come from.",
    source="Herfindahl's index; limit: own limit",
)
def sales_hang_on_few(look: Look) -> Iterator[Hit]:
    """Sales are concentrated on few partners, regions or other categories, where there are enough to spread over.

    Why it matters
    --------------
    Customers are assets: whoever holds few of them loses much at once when one goes.

    When it is wrong
    ----------------
    When the cut has few categories by its nature, or the large one is bound by contract for years.
    """
    limits = look.settings.table("spread.limits")
    for score, value in look.parts("sales_spread"):
        if score.n >= limits["least_categories"] and value > limits["warn"]:
            scheme = score.metric.partition(".")[2].replace("_", " ")
            yield Hit(
                subject=score.subject,
                sentence=stored(
                    "by {scheme_text}, sales are spread as over {equal} equal ones of {count} (index {index}, limit "
                    "{limit}); {largest_said}",
                    scheme_text=scheme,
                    equal=f"{1 / value:.1f}",
                    count=score.n,
                    index=f"{value:.2f}",
                    limit=f"{limits['warn']:.2f}",
                    largest_said=score.label,
                ),
                evidence=(score,),
            )


@rule(
    code="D-MONEY",
    audience=Audience.MONEY,
    concern=Concern.DATA,
    title="A contribution was typed in that the books do not show",
    severity=Severity.LOW,
    recommendation="Correct the number that is wrong, or leave the cell in portfolio/economics.csv empty: the "
    "computed one counts.",
    source="own limit",
)
def contribution_differs(look: Look) -> Iterator[Hit]:
    """A contribution typed in for an alliance differs from the one computed for the same period.

    Why it matters
    --------------
    Two numbers for one thing: whoever decided by the typed one decided by another alliance.

    When it is wrong
    ----------------
    When the typed number is meant to hold more than the books: then it needs another name.
    """
    limit = look.settings.number("economics.entered_differs")
    for score, value in look.each("contribution_apart", SubjectKind.ALLIANCE):
        if value > limit:
            yield Hit(
                subject=score.subject,
                sentence=stored(
                    "the contribution typed in for {firm} lies {share} from the computed one ({period_text})",
                    firm=_name(look, score),
                    share=f"{value:.0%}",
                    period_text=score.label,
                ),
                evidence=(score,),
            )


def _known(look: Look, metric: str, subject: Subject) -> Score | None:
    try:
        return look.score(metric, subject)
    except NotEnough:
        return None


def _known_each(look: Look, metric: str) -> list[tuple[Score, float]]:
    try:
        return look.each(metric, SubjectKind.FIRM)
    except NotEnough:
        return []


def _name(look: Look, score: Score) -> str:
    return look.measured.firm_names.get(score.subject.id, score.subject.id)


def _money(look: Look, value: float) -> str:
    currency = look.measured.currency
    return in_words(value * 10 ** CURRENCIES[currency], currency)


def _running(lost: str, since: Score | None) -> str:
    """The loss, and for how long it goes on."""
    count = int(since.value or 0) if since is not None else 0
    if count < 2:
        return lost
    return stored("{lost_said}, as in each of the last {count} closed periods", lost_said=lost, count=count)


def _stopping(look: Look, lost: str, stop: Score | None) -> str:
    """The loss, and what stopping would change."""
    if stop is None or stop.value is None:
        return lost
    if stop.value > 0:
        return stored(
            "{lost_said}; ending the relationship would gain {gain_amount} {horizon_said}",
            lost_said=lost,
            gain_amount=_money(look, stop.value),
            horizon_said=stop.label,
        )
    return stored(
        "{lost_said}; ending the relationship would still cost {cost_amount} {horizon_said}, since most of what "
        "serving it takes would stay",
        lost_said=lost,
        cost_amount=_money(look, -stop.value),
        horizon_said=stop.label,
    )
