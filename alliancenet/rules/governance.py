"""V: governance on record."""

from collections.abc import Iterator

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
            sentence=f"{score.n} {'review or steering meeting' if score.n == 1 else 'reviews or steering meetings'} "
            f"on record in twelve months, {score.value:.0f} % of what tier {look.measured.tier} asks for",
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
            sentence=f"{score.value:.0f} % of {score.n} issues were settled in time",
            evidence=(score,),
        )
