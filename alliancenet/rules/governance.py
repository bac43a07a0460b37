"""V: governance on record."""

from collections.abc import Iterator

from alliancenet.language import stored, stored_n
from alliancenet.model.finding import Audience, Severity
from alliancenet.rules.rule import Hit, Look, rule

_SOURCE = "Hutt & Speh, table 4.4; limits: own limit"


@rule(
    code="V-REVIEW",
    audience=Audience.TITLE_FOR_PARTNERS,
    title="Reviews are not held",
    severity=Severity.MEDIUM,
    recommendation="Put the reviews of the next twelve months in both sides' calendars.",
    source=_SOURCE,
)
def reviews_are_not_held(look: Look) -> Iterator[Hit]:
    """Fewer than half of the reviews due in twelve months are on record.

    Why it matters
    --------------
    What is not reviewed is not steered.

    When it is wrong
    ----------------
    When reviews are held and not logged.
    """
    score = look.score("reviews_held")
    if (score.value or 0.0) < look.settings.number("reviews.low"):
        yield Hit(
            subject=score.subject,
            sentence=stored_n(
                "{n} review or steering meeting on record in twelve months, {share} % of what tier {tier} asks for",
                "{n} reviews or steering meetings on record in twelve months, {share} % of what tier {tier} asks for",
                score.n,
                share=f"{score.value:.0f}",
                tier=look.measured.tier,
            ),
            evidence=(score,),
        )


@rule(
    code="V-ISSUES",
    audience=Audience.EVERYBODY,
    title="Issues stay open",
    severity=Severity.MEDIUM,
    recommendation="Name an owner and a day for each open issue, and who decides when it is missed.",
    source=_SOURCE,
)
def issues_stay_open(look: Look) -> Iterator[Hit]:
    """Fewer than half of the last year's issues were settled in seven days or as planned.

    Why it matters
    --------------
    Badly handled complaints lose even satisfied partners.

    When it is wrong
    ----------------
    When closing is done and not recorded.
    """
    score = look.score("issues_settled")
    if (score.value or 0.0) < look.settings.number("issues.low"):
        yield Hit(
            subject=score.subject,
            sentence=stored(
                "{share} % of {issues} issues were settled in time", share=f"{score.value:.0f}", issues=score.n
            ),
            evidence=(score,),
        )
