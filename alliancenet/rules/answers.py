"""D: what the answers themselves say about their worth."""

from collections.abc import Iterator

from alliancenet.language import stored
from alliancenet.model.finding import Audience, Concern, Severity
from alliancenet.model.score import Score
from alliancenet.rules.rule import Hit, Look, rule

_SOURCE = "C17; limits: own limit"


@rule(
    code="D-REPORTS",
    audience=Audience.EVERYBODY,
    concern=Concern.DATA,
    title="People report the same contact differently",
    severity=Severity.LOW,
    recommendation="Ask two or three of these pairs what each counted as contact, and word the question accordingly.",
    source=_SOURCE,
)
def people_report_contact_differently(look: Look) -> Iterator[Hit]:
    """More than one pair in five tells two steps or more apart how often they are in contact.

    Why it matters
    --------------
    Ties that need both reports are then lost or won by the wording of a question.

    When it is wrong
    ----------------
    When one side counts large meetings and the other does not: both are right.
    """
    score = look.score("quality.discrepancies")
    if (score.value or 0.0) > look.settings.number("quality.discrepant"):
        yield Hit(
            subject=score.subject,
            sentence=stored(
                "{share} of {pairs} pairs with two reports tell their contact two steps or more apart",
                share=f"{score.value:.0%}",
                pairs=score.n,
            ),
            evidence=(score,),
        )


@rule(
    code="D-STRAIGHT",
    audience=Audience.EVERYBODY,
    concern=Concern.DATA,
    title="Some gave one answer to nearly everything",
    severity=Severity.LOW,
    recommendation="Shorten the form, and read means of this wave with care.",
    source=_SOURCE,
)
def some_gave_one_answer_to_everything(look: Look) -> Iterator[Hit]:
    """A tenth of the respondents gave the same answer to nearly all questions of a questionnaire.

    Why it matters
    --------------
    Answers given without reading pull every mean to the middle of one person's habit.

    When it is wrong
    ----------------
    When somebody really is content, or discontent, with everything alike.
    """
    score = look.score("quality.straight_lines")
    if (score.value or 0.0) >= max(1.0, look.settings.number("quality.straight_share") * score.n):
        yield Hit(
            subject=score.subject,
            sentence=_alike(look, score),
            evidence=(score,),
        )


def _alike(look: Look, score: Score) -> str:
    """How many gave one answer, and how many of them confirm no tie."""
    careless = look.measured.scores.get(("quality.careless", look.measured.subject))
    if careless is None or not careless.value:
        return stored(
            "{count} of {people} respondents gave one answer to nearly everything",
            count=f"{score.value:.0f}",
            people=score.n,
        )
    return stored(
        "{count} of {people} respondents gave one answer to nearly everything; "
        "what {careless} of them say of colleagues confirms no tie",
        count=f"{score.value:.0f}",
        people=score.n,
        careless=f"{careless.value:.0f}",
    )


@rule(
    code="D-ROSTER",
    audience=Audience.EVERYBODY,
    concern=Concern.DATA,
    title="The roster is one-sided",
    severity=Severity.LOW,
    recommendation="Go through the smaller side's list with somebody of that firm: who is missing?",
    source=_SOURCE,
)
def roster_is_one_sided(look: Look) -> Iterator[Hit]:
    """One firm has more than twice as many people on the roster as another.

    Why it matters
    --------------
    People who are not on the list can be named by nobody, so their side looks less connected.

    When it is wrong
    ----------------
    When the smaller firm really puts so few people to work on the alliance.
    """
    score = look.score("quality.roster_ratio")
    if (score.value or 0.0) > look.settings.number("checks.roster_ratio"):
        yield Hit(
            subject=score.subject,
            sentence=stored(
                "one firm has {times} times as many people on the roster as another", times=f"{score.value:.1f}"
            ),
            evidence=(score,),
        )
