"""M: what the records of execution say is amiss."""

import inspect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from alliancenet.model.execution import (
    ExecutionFinding,
    ExecutionReview,
    TellingReach,
    TestedIntervention,
    TrialStage,
    TrialVerdict,
)
from alliancenet.model.finding import Severity
from alliancenet.model.numbers import title_of
from alliancenet.model.score import Band
from alliancenet.model.settings import Settings

TELLING = "strategy_known"
"""Measure of audits on how well people know the strategy; its parts are levels."""
_SAYS = {TrialVerdict.WORKS: "works", TrialVerdict.NO_USE: "is of no use"}
Hits = Iterator[tuple[str, str]]
Look = Callable[[ExecutionReview, Settings], Hits]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionRule:
    """A rule with its card; `part` names the field of the review it looks at, and so who may read it."""

    code: str
    title: str
    severity: Severity
    part: str
    recommendation: str
    source: str
    look: Look

    @property
    def text(self) -> str:
        """Why it matters, and when it is wrong."""
        return inspect.getdoc(self.look) or ""


EXECUTION_RULES: dict[str, ExecutionRule] = {}


def _rule(
    *, code: str, title: str, severity: Severity, part: str, recommendation: str, source: str
) -> Callable[[Look], Look]:
    def register(look: Look) -> Look:
        EXECUTION_RULES[code] = ExecutionRule(
            code=code,
            title=title,
            severity=severity,
            part=part,
            recommendation=recommendation,
            source=source,
            look=look,
        )
        return look

    return register


def with_findings(review: ExecutionReview, settings: Settings) -> ExecutionReview:
    """The review with what every rule finds in it, the worst first."""
    found = [
        ExecutionFinding(
            code=rule.code,
            severity=rule.severity.value,
            title=rule.title,
            part=rule.part,
            subject=subject,
            sentence=sentence,
            recommendation=rule.recommendation,
        )
        for rule in EXECUTION_RULES.values()
        for subject, sentence in rule.look(review, settings)
    ]
    found.sort(key=lambda finding: (-Severity(finding.severity).rank, finding.code, finding.subject))
    return replace(review, findings=tuple(found))


@_rule(
    code="M-TEST",
    title="A test has told something and nobody decided",
    severity=Severity.MEDIUM,
    part="tests",
    recommendation="Roll out what works, stop what is of no use, and write the decision into interventions.csv.",
    source="own limit",
)
def tests_without_decision(review: ExecutionReview, _: Settings) -> Hits:
    """A test that was written before its start is over, its verdict is told, and no decision is on record.

    Why it matters
    --------------
    Learning that changes nothing was paid for and thrown away.

    When it is wrong
    ----------------
    When it was decided elsewhere and not written down.
    """
    for test in review.tests:
        is_told = test.verdict in (TrialVerdict.WORKS, TrialVerdict.NO_USE)
        if is_told and test.stage is TrialStage.OVER and not test.is_afterwards and not test.decision:
            yield (
                test.id,
                f"{_quoted(test)} was tested until {test.end} and {_SAYS[test.verdict]}; nobody decided",
            )


@_rule(
    code="M-SMALL",
    title="A test is too small for the effect it looks for",
    severity=Severity.MEDIUM,
    part="tests",
    recommendation="Add units, lengthen the window, or look for a larger effect, before it starts.",
    source="Cohen 1988; limit: own limit",
)
def tests_too_small(review: ExecutionReview, _: Settings) -> Hits:
    """A planned test would see the smallest effect that is worth it less than four times of five.

    Why it matters
    --------------
    Such a test mostly ends with *not told yet*, and then the act is judged by taste.

    When it is wrong
    ----------------
    When units differ less from each other from now on than they did before.
    """
    for test in review.tests:
        if test.stage is not TrialStage.PLANNED or test.detectable is None or test.minimum_effect is None:
            continue
        if test.detectable > test.minimum_effect:
            enough = f"; {test.needed} partners or alliances an arm would do" if test.needed else ""
            sees, looks_for = f"{test.detectable:.3g}", f"{test.minimum_effect:g}"
            yield (
                test.id,
                f"{_quoted(test)}: the test is to find a change of {looks_for} in \u201c{title_of(test.metric)}\u201d "
                f"and can see no less than {sees}{enough}",
            )


def _quoted(test: TestedIntervention) -> str:
    """What was tried, as it was written down."""
    told = test.hypothesis.strip().rstrip(".")
    return f"\u201c{told[:1].upper()}{told[1:]}\u201d"


@_rule(
    code="M-COMPLAINT",
    title="Satisfied people whose complaint was handled badly",
    severity=Severity.HIGH,
    part="satisfaction",
    recommendation="Call them, settle the complaint, and say what was changed so that it does not come back.",
    source="Homburg & Fürst 2005",
)
def at_risk_although_satisfied(review: ExecutionReview, _: Settings) -> Hits:
    """Somebody says to be satisfied all in all, and that a complaint was handled badly.

    Why it matters
    --------------
    A badly handled complaint loses even satisfied customers, and no average shows them.

    When it is wrong
    ----------------
    When the complaint was settled after the answer.
    """
    found = review.satisfaction
    if found and found.at_risk:
        people = "person is" if found.at_risk == 1 else "people are"
        yield "", f"{found.at_risk} {people} satisfied and had a complaint handled badly"


@_rule(
    code="M-PASTDUE",
    title="Complaints are past their day",
    severity=Severity.MEDIUM,
    part="satisfaction",
    recommendation="Name an owner and a new day for each, and tell the partner before it asks.",
    source="Homburg & Fürst 2005",
)
def past_due(review: ExecutionReview, _: Settings) -> Hits:
    """Issues on record are open and their day has passed.

    Why it matters
    --------------
    A promise that lapsed in silence is a second complaint.

    When it is wrong
    ----------------
    When closing is done and not recorded.
    """
    open_ones = review.satisfaction.past_due if review.satisfaction else ()
    for alliance in dict.fromkeys(issue.alliance for issue in open_ones):
        own = [issue for issue in open_ones if issue.alliance == alliance]
        count = "1 issue is" if len(own) == 1 else f"{len(own)} issues are"
        yield alliance, f"{count} past due, the oldest opened {own[0].age} days ago"


@_rule(
    code="M-REWARD",
    title="Pay points away from the relationship",
    severity=Severity.MEDIUM,
    part="rewards",
    recommendation="Move the share on volume to margin, customers kept, or satisfaction, with the role's next plan.",
    source="Hutt & Speh, table 4.3 (Square D); weights: own limit",
)
def pay_points_away(review: ExecutionReview, _: Settings) -> Hits:
    """More than half of a role's variable pay is on volume, or its alignment is below 50 of 100.

    Why it matters
    --------------
    People do what is paid: volume with any customer instead of margin with the valued ones.

    When it is wrong
    ----------------
    When the role has no say in which partners it serves.
    """
    for role in review.rewards:
        if role.is_misaligned:
            yield (
                role.role,
                f"{100 * role.on_volume:.0f} % of the variable pay of {role.role} is on volume; alignment "
                f"{role.alignment.value or 0:.0f} of 100",
            )


@_rule(
    code="M-PAIRING",
    title="Counterparts did not meet in the negotiation",
    severity=Severity.MEDIUM,
    part="negotiations",
    recommendation="Let managers meet managers before the signature, lawyers beside them; plan the next sessions so.",
    source="Ring & Rands 1989; Ring & Van de Ven 1992",
)
def counterparts_did_not_meet(review: ExecutionReview, _: Settings) -> Hits:
    """Fewer than half of the encounters joined people of one function, or managers of both firms formed no tie.

    Why it matters
    --------------
    Those who negotiated are those who must make it work. Lawyers write the contract, managers form the tie.

    When it is wrong
    ----------------
    When people met between sessions and nobody wrote it down.
    """
    for negotiation in review.negotiations:
        match = next((score.value for score in negotiation.scores if score.metric == "negotiation.role_match"), None)
        if match is not None and match < 0.5:
            yield negotiation.id, f"{100 * match:.0f} % of the encounters joined people of the same function"
        if negotiation.signed_on and not negotiation.formed and match is not None:
            yield negotiation.id, f"signed on {negotiation.signed_on} without one tie between managers of both firms"


@_rule(
    code="M-BEHIND",
    title="Behind a benchmark",
    severity=Severity.LOW,
    part="benchmarks",
    recommendation="Ask first whether the dimension is worth it; then look at how the other one does it.",
    source="own limit",
)
def behind_a_benchmark(review: ExecutionReview, _: Settings) -> Hits:
    """Our number lies on the worse side of a benchmark, with the whole interval.

    Why it matters
    --------------
    Where others are better it can be done better.

    When it is wrong
    ----------------
    When the other number was counted in another way, of other firms, or long ago.
    """
    for gap in review.benchmarks:
        if gap.is_behind and not gap.is_old:
            name = review.names.get(gap.subject, gap.subject)
            about = f"{gap.title} of {name}" if name else gap.title
            yield gap.subject, f"{about}: {gap.ours:.3g} {gap.unit}, and {gap.theirs:.3g} at {gap.who}"


@_rule(
    code="M-LOOP",
    title="Proposals are not decided on",
    severity=Severity.MEDIUM,
    part="loop",
    recommendation="Go through the open proposals in the next review: decide, put off, or drop each with a reason.",
    source="own limit",
)
def loop_is_open(review: ExecutionReview, settings: Settings) -> Hits:
    """Fewer than half of the proposals have a decision.

    Why it matters
    --------------
    An audit nobody acts on teaches people that answering is in vain.

    When it is wrong
    ----------------
    When decisions are kept elsewhere.
    """
    steps = review.loop.steps if review.loop else ()
    for step in steps:
        if step.step == "decided" and step.of and step.count / step.of < settings.number("loop.decided"):
            yield "", f"{step.count} of {step.of} proposals have a decision"


@_rule(
    code="M-TOLD",
    title="The strategy did not reach a group",
    severity=Severity.LOW,
    part="telling",
    recommendation="Let a leader of that firm tell them what the alliance is for and what their part in it is.",
    source="Jagersma; Hutt & Speh, ch. 4; limit: own limit",
)
def not_told(review: ExecutionReview, settings: Settings) -> Hits:
    """No telling of the last year reached half of a level of a firm, or people say they do not know the strategy.

    Why it matters
    --------------
    Who does not know what the alliance is for works for the own department.

    When it is wrong
    ----------------
    When it is told at other occasions that nobody records.
    """
    telling = review.telling
    if telling is None:
        return
    for alliance in dict.fromkeys([*(reach.alliance for reach in telling.reach), *(name for name, _ in telling.known)]):
        groups = [reach for reach in telling.reach if reach.alliance == alliance]
        least = settings.number("telling.reach")
        missed = [reach for reach in groups if reach.share.value is not None and reach.share.value < least]
        unsure = [
            f"people of {review.names.get(score.subject.id, score.subject.id)} say they know it little "
            f"({score.value:.0f} of 100)"
            for name, score in telling.known
            if (name, score.metric) == (alliance, TELLING) and score.band == Band.RED and score.value is not None
        ]
        clauses = [*([_missed(review, missed, len(groups))] if missed else []), *unsure]
        if clauses:
            yield alliance, f"{review.names.get(alliance, alliance)}: {'; '.join(clauses)}"


def _missed(review: ExecutionReview, missed: Sequence[TellingReach], groups: int) -> str:
    """Whom the strategy did not reach, firm by firm, in one clause."""
    if len(missed) == groups and not any(reach.acts for reach in missed):
        return "the strategy was told to nobody in the last year"
    by_firm: dict[str, list[str]] = {}
    for reach in missed:
        how_far = f"{100 * (reach.share.value or 0):.0f} % reached" if reach.acts else "not told in the last year"
        by_firm.setdefault(reach.firm, []).append(f"{reach.level.replace('_', ' ')} {how_far}")
    told = [f"{review.names.get(firm, firm)} ({', '.join(levels)})" for firm, levels in by_firm.items()]
    return f"the strategy reached less than half of {' and '.join(told)}"


@_rule(
    code="M-FORM",
    title="The register names another form than the log",
    severity=Severity.LOW,
    part="forms",
    recommendation="Correct the register or the log: every rule that asks for the form reads the register.",
    source="own limit",
)
def form_differs(review: ExecutionReview, _: Settings) -> Hits:
    """The form in alliances.yaml is another one than the newest row of forms.csv.

    Why it matters
    --------------
    Contracts, launch lists and lessons are chosen by the form.

    When it is wrong
    ----------------
    When the change is agreed and not in force yet.
    """
    for history in review.forms:
        if history.differs:
            form = history.steps[-1].form.replace("_", " ")
            yield history.alliance, f"forms.csv says {form}, alliances.yaml says {history.differs.replace('_', ' ')}"
