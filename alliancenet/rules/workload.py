"""N: who carries too much, and who should be in touch more."""

from collections.abc import Iterator

from alliancenet.language import stored_n
from alliancenet.model.finding import Audience, Concern, Severity
from alliancenet.rules.rule import Hit, Look, rule


@rule(
    code="N-OVERLOAD",
    audience=Audience.EVERYBODY,
    concern=Concern.PERSON,
    title="Too much hangs on some people",
    severity=Severity.MEDIUM,
    recommendation="Name a second person for what these people are asked most, and tell both firms.",
    source="own limit",
)
def too_much_hangs_on_some_people(look: Look) -> Iterator[Hit]:
    """People above the 90th percentile of requests and waiting, of whom more is wanted than of others.

    Three or more want more contact with them, and more than chance explains (`overload.chance`).

    Why it matters
    --------------
    Work waits in their in-tray, and leaves with them.

    When it is wrong
    ----------------
    Right after a hand-over, when everybody asks the newcomer.
    """
    score = look.score("overload")
    if (score.value or 0.0) >= 1:
        yield Hit(
            subject=score.subject,
            sentence=stored_n(
                "{n} of {people} people is asked or waited for more than nearly all others, "
                "and several want still more contact with them",
                "{n} of {people} people are asked or waited for more than nearly all others, "
                "and several want still more contact with them",
                1 if score.value == 1 else 2,
                n=f"{score.value:.0f}",
                people=score.n,
            ),
            evidence=(score,),
            people=look.measured.overloaded,
        )
