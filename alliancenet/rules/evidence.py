"""D: what the data can bear."""

from collections.abc import Iterator

from alliancenet.language import stored
from alliancenet.model.finding import Audience, Concern, Severity
from alliancenet.model.score import Subject, SubjectKind
from alliancenet.rules.rule import Hit, Look, rule


@rule(
    code="D-THIN",
    audience=Audience.EVERYBODY,
    concern=Concern.DATA,
    title="Too few answered",
    severity=Severity.MEDIUM,
    recommendation="Ask those who did not answer once more, through their own alliance manager, before acting on "
    "the rest of this audit; with logs alone, add the logs and the addresses that are missing.",
    source="C10: agreement of role lists with full data falls below 60 % answers; own limit",
)
def too_few_answered(look: Look) -> Iterator[Hit]:
    """Fewer than 60 % of a firm's roster answered, so roles and scores are withheld.

    Why it matters
    --------------
    With fewer answers the list of core people and of bridges is more guess than finding.

    When it is wrong
    ----------------
    When people stand on the roster who do not work for the alliance: correct the roster first.
    """
    limit = look.settings.table("confidence")["medium"]
    for score, share in look.each("response_rate", SubjectKind.FIRM):
        if share < limit:
            name = look.measured.firm_names.get(score.subject.id, score.subject.id)
            yield Hit(
                subject=score.subject,
                sentence=stored(
                    "{share} of {people} people of {firm} are {label_said}; {limit} are needed",
                    share=f"{share:.0%}",
                    people=score.n,
                    firm=name,
                    label_said=score.label,
                    limit=f"{limit:.0%}",
                )
                if score.label
                else stored(
                    "{share} of {people} people of {firm} answered; {limit} are needed",
                    share=f"{share:.0%}",
                    people=score.n,
                    firm=name,
                    limit=f"{limit:.0%}",
                ),
                evidence=(score,),
            )


@rule(
    code="D-KEY",
    audience=Audience.EVERYBODY,
    concern=Concern.DATA,
    title="Most key people of a firm did not answer",
    severity=Severity.LOW,
    recommendation="Ask the missing sponsor, alliance manager or project leader for ten minutes; with logs alone, "
    "look whether their addresses are on the roster.",
    source="C10; own limit",
)
def key_person_did_not_answer(look: Look) -> Iterator[Hit]:
    """More than half of a firm's sponsors, alliance managers and project leaders did not answer.

    A single one who did not answer is no finding: who is missing stands with the completeness of the
    audit, and boundary spanners are withheld with that reason.

    Why it matters
    --------------
    Central people missing costs far more than others missing: agreement of the list of boundary
    spanners with full data falls to .68 at 70 % answers. Spanners are withheld.

    When it is wrong
    ----------------
    When the role on record is out of date.
    """
    rates = [score for (name, _), score in look.measured.scores.items() if name == "response_rate"]
    label = next((score.label for score in rates), "")
    for firm, missing in look.measured.missing_key_people.items():
        of = look.measured.key_people[firm]
        if 2 * len(missing) > of:
            name = look.measured.firm_names.get(firm, firm)
            yield Hit(
                subject=Subject(kind=SubjectKind.FIRM, id=firm),
                sentence=stored(
                    "{count} of {total} people in key roles at {firm} are not {label_said}; "
                    "boundary spanners are withheld",
                    count=len(missing),
                    total=of,
                    firm=name,
                    label_said=label,
                )
                if label
                else stored(
                    "{count} of {total} people in key roles at {firm} did not answer; boundary spanners are withheld",
                    count=len(missing),
                    total=of,
                    firm=name,
                ),
                people=missing,
            )


@rule(
    code="D-GUARD",
    audience=Audience.EVERYBODY,
    concern=Concern.DATA,
    title="The cut does not separate a core",
    severity=Severity.LOW,
    recommendation="Read redundancy and the network instead of the core list, or raise the cuts in the settings.",
    source="own limit",
)
def cut_does_not_separate_a_core(look: Look) -> Iterator[Hit]:
    """More than 70 % or fewer than 10 % of the roster count as core.

    Why it matters
    --------------
    A list that holds nearly everybody, or nearly nobody, tells no one apart.

    When it is wrong
    ----------------
    In a small team that really works as one; and where importance and closeness were not asked,
    so that contact alone decides.
    """
    low, high = look.settings.numbers("core.guard_share")
    score = look.score("core_share")
    share = score.value or 0.0
    if not low <= share <= high:
        yield Hit(
            subject=score.subject,
            sentence=stored(
                "{share} of {people} people count as core; this cut does not separate ({label_said})",
                share=f"{share:.0%}",
                people=score.n,
                label_said=score.label,
            )
            if score.label
            else stored(
                "{share} of {people} people count as core; this cut does not separate",
                share=f"{share:.0%}",
                people=score.n,
            ),
            evidence=(score,),
        )


@rule(
    code="D-LOGS",
    audience=Audience.EVERYBODY,
    concern=Concern.DATA,
    title="Survey and logs tell different things",
    severity=Severity.LOW,
    recommendation="Look through the domains the build lists as on no roster, add the missing addresses as aliases, "
    "and build again; what still differs, ask two or three of the pairs about.",
    source="C3, C17; limits: own limit",
)
def survey_and_logs_tell_different_things(look: Look) -> Iterator[Hit]:
    """Survey and logs order the pairs' contact alike only weakly, or the logs miss people the survey knows.

    Why it matters
    --------------
    Logs fill in for people who did not answer, and show the months between two surveys. Where the two
    disagree, one of them does not see what the alliance lives from.

    When it is wrong
    ----------------
    When people meet, telephone or use a tool nobody logged; and in small alliances, where few pairs
    decide the correlation.
    """
    limits = look.settings.table("logs.agreement")
    score, missed = look.score("log_agreement"), look.score("log_agreement.people_only_survey")
    if missed.n and (missed.value or 0.0) > limits["missed"] * missed.n:
        yield Hit(
            subject=missed.subject,
            sentence=stored(
                "the logs did not see {count} of the {total} people with contact in the survey",
                count=f"{missed.value:.0f}",
                total=missed.n,
            ),
            evidence=(missed,),
        )
    if (score.value or 0.0) < limits["correlation"]:
        yield Hit(
            subject=score.subject,
            sentence=stored(
                "over {pairs} pairs survey and logs agree with a rank correlation of {correlation}",
                pairs=score.n,
                correlation=f"{score.value:.2f}",
            ),
            evidence=(score, look.score("log_agreement.only_survey"), look.score("log_agreement.only_logs")),
        )
