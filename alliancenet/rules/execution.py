"""M: how the owners of roles carry them out, and whether the partner feels it."""

from collections.abc import Iterator

from alliancenet.language import stored
from alliancenet.model.finding import Audience, Concern, Severity
from alliancenet.model.score import SubjectKind
from alliancenet.rules.rule import Hit, Look, NotEnough, rule

_SOURCE = "Schiff 2001 (Hutt & Speh, table 4.4); limits: own limit"
_WHAT = {"relationship": "the relationship", "project": "projects", "problem": "problems"}


@rule(
    code="M-ROLE",
    audience=Audience.OWN_FIRM,
    title="What a role does and what the partner feels lie apart",
    severity=Severity.LOW,
    recommendation="Ask the partner which act is missed or empty, and change the role's list of acts accordingly.",
    source=_SOURCE,
)
def acts_and_rating_lie_apart(look: Look) -> Iterator[Hit]:
    """A role is carried out by the book and the partner is not satisfied, or the other way round.

    Why it matters
    --------------
    Acts that nobody feels are paper; satisfaction without acts hangs on a person and leaves with them.

    When it is wrong
    ----------------
    When the ratings are of other people or another time than the acts.
    """
    done, felt = look.settings.number("roles.done"), look.settings.number("roles.felt")
    for role, what in _WHAT.items():
        try:
            acts = look.each(f"roles.{role}", SubjectKind.FIRM)
            ratings = {score.subject: score for score, _ in look.each(f"role_ratings.{role}", SubjectKind.FIRM)}
        except NotEnough as reason:
            look.skipped.append(f"{what}: {reason}")
            continue
        for score, value in acts:
            rating = ratings.get(score.subject)
            if rating is None or rating.value is None or (value >= done) == (rating.value >= felt):
                continue
            judged = stored("done by the book, not felt") if value >= done else stored("felt, not done")
            yield Hit(
                subject=score.subject,
                sentence=stored(
                    "the role for {role_said} is {judged_said}: {share} % of {acts} met, "
                    "rated {rating} of 5 by {people} people of the partner",
                    role_said=what,
                    judged_said=judged,
                    share=f"{value:.0f}",
                    acts=score.n,
                    rating=f"{rating.value:.1f}",
                    people=rating.n,
                ),
                evidence=(score, rating),
            )


@rule(
    code="M-OWNER",
    audience=Audience.OWN_FIRM,
    concern=Concern.FIRM,
    title="A role has no owner",
    severity=Severity.LOW,
    recommendation="Name one person for each role, and put the role beside the name in people.csv.",
    source=_SOURCE,
)
def role_has_no_owner(look: Look) -> Iterator[Hit]:
    """The firm keeps a log of the three roles, and nobody owns one of them.

    Why it matters
    --------------
    What belongs to nobody is done when somebody happens to think of it.

    When it is wrong
    ----------------
    When the owner is known to everybody and only not on record.
    """
    for score, value in look.each("roles.owned", SubjectKind.FIRM):
        if value < score.n:
            missing = [line.removeprefix("no owner: ") for line in score.inputs]
            names = " and ".join(_WHAT.get(role, role) for role in missing)
            sentence = stored("nobody owns the role for {roles_said}", roles_said=names)
            yield Hit(subject=score.subject, sentence=sentence, evidence=(score,))
