"""H: the health of the working relationship, and whether its ends are measured."""

from collections.abc import Iterator

from alliancenet.language import stored
from alliancenet.model.finding import Audience, Severity
from alliancenet.model.score import SubjectKind
from alliancenet.rules.rule import Hit, Look, NotEnough, rule

_SOURCE = "C10; own limit"


@rule(
    code="H-LOW",
    audience=Audience.EVERYBODY,
    title="The working relationship is in poor health",
    severity=Severity.HIGH,
    recommendation="Start with the weakest part; consider a relaunch with both sponsors.",
    source=_SOURCE,
)
def relationship_is_in_poor_health(look: Look) -> Iterator[Hit]:
    """H is below the red band.

    Why it matters
    --------------
    H speaks of means, not ends: it does not predict success, but a poor one names where to work.

    When it is wrong
    ----------------
    When a part that would lift it could not be told.
    """
    score = look.score("health")
    if (score.value or 0.0) < look.settings.table("bands")["red_below"]:
        sentence = stored("health {points} of 100", points=f"{score.value:.0f}")
        yield Hit(subject=score.subject, sentence=sentence, evidence=(score,))


@rule(
    code="H-CONFLICT",
    audience=Audience.EVERYBODY,
    title="Disagreements become personal",
    severity=Severity.HIGH,
    recommendation="Let a neutral person talk with both sides before the next joint meeting.",
    source=_SOURCE,
)
def disagreements_become_personal(look: Look) -> Iterator[Hit]:
    """A firm's mean of the conflict questions is 4 of 5 or more.

    Why it matters
    --------------
    Relationship conflict harms, other than debate about the work, which is shown and not scored.

    When it is wrong
    ----------------
    When it is about two people only: open answers and the manager know.
    """
    limit = look.settings.number("conflict.red")
    for score, points in look.each("climate.relationship_conflict", SubjectKind.FIRM):
        mean = 5 - points / 25
        if mean >= limit:
            name = look.measured.firm_names.get(score.subject.id, score.subject.id)
            yield Hit(
                subject=score.subject,
                sentence=stored(
                    "people of {firm} rate relationship conflict {mean} of 5", firm=name, mean=f"{mean:.1f}"
                ),
                evidence=(score,),
            )


@rule(
    code="H-CLIMATE",
    audience=Audience.EVERYBODY,
    title="A climate dimension is poor",
    severity=Severity.MEDIUM,
    recommendation="Ask both sides for one example and one change.",
    source=_SOURCE,
)
def climate_dimension_is_poor(look: Look) -> Iterator[Hit]:
    """Scored climate dimensions are below the red band.

    Why it matters
    --------------
    Commitment, trust, fairness and openness carry an alliance through what no contract foresees.

    When it is wrong
    ----------------
    Right after bad news that has nothing to do with the relationship.
    """
    limit = look.settings.table("bands")["red_below"]
    scores = [
        one
        for (name, subject), one in sorted(look.measured.scores.items(), key=lambda entry: entry[0])
        if name.startswith("climate.") and subject == look.measured.subject
    ]
    told = [score for score in scores if score.value is not None]
    if not told:
        raise NotEnough(scores[0].reason if scores else "nobody was asked")
    poor = [score for score in told if (score.value or 0.0) < limit and score.metric != "climate.relationship_conflict"]
    if poor:
        names = ", ".join(
            stored("{part_word} {points}", part_word=score.metric.partition(".")[2], points=f"{score.value:.0f}")
            for score in poor
        )
        sentence = stored("poor climate: {parts_words} of 100", parts_words=names)
        yield Hit(subject=look.measured.subject, sentence=sentence, evidence=tuple(poor))


@rule(
    code="H-NOKPI",
    audience=Audience.EVERYBODY,
    title="Results are not measured",
    severity=Severity.MEDIUM,
    recommendation="Agree three measures of at least two kinds with the partner, with a floor and a target each.",
    source="Bamford & Ernst 2002; least numbers: own limit",
)
def results_are_not_measured(look: Look) -> Iterator[Hit]:
    """Fewer than three objectives of two kinds have an actual value on record.

    Why it matters
    --------------
    Health speaks of means. Without results nobody knows what the relationship is worth.

    When it is wrong
    ----------------
    When actuals are kept with the portfolio's records only, or the alliance is too young for any.
    """
    score = look.measured.scores.get(("performance", look.measured.subject))
    if score is None:
        raise NotEnough("performance was not measured")
    if not score.is_ok:
        sentence = stored("performance is {reason_said}", reason_said=score.reason)
        yield Hit(subject=score.subject, sentence=sentence, evidence=(score,))
