"""First sentences and tiles of the pages about tests and about how relationships are run."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from alliancenet.model.execution import Negotiation, TrialStage, TrialVerdict
from alliancenet.model.finding import Severity
from alliancenet.privacy.execution_view import OF_EXECUTION, ExecutionView
from alliancenet.report import words
from alliancenet.report.advice import Advice

_CLEAR = frozenset({TrialVerdict.WORKS, TrialVerdict.NO_USE})
_LEADING = re.compile(r"^\d+(?= )")


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberTile:
    """A number with what it counts and what stands behind it; `standing` is a word the page paints by."""

    what: str
    big: str
    small: str = ""
    behind: str = ""
    standing: str = ""
    anchor: str = ""


def headline_of_tests(view: ExecutionView) -> str:
    """What the tests say, in a sentence or two."""
    over = [test for test in view.review.tests if test.stage is TrialStage.OVER]
    before = [test for test in over if not test.is_afterwards]
    afterwards = len(over) - len(before)
    if not view.review.tests:
        return "No test is on record."
    if not before:
        told = "No test that was written before its start is over yet."
    else:
        counts = (
            (sum(test.verdict is TrialVerdict.WORKS for test in before), "works", "work"),
            (sum(test.verdict is TrialVerdict.NO_USE for test in before), "is of no use", "are of no use"),
            (sum(test.verdict not in _CLEAR for test in before), "tells nothing yet", "tell nothing yet"),
        )
        parts = [f"{words.counted(count)} {one if count == 1 else many}" for count, one, many in counts if count]
        count = words.capital(words.counted(len(before)))
        told = f"{count} {'test is' if len(before) == 1 else 'tests are'} over: {words.listed(parts)}."
    if not afterwards:
        return told
    more = f"{words.capital(words.counted(afterwards))} more {'was' if afterwards == 1 else 'were'}"
    return f"{told} {more} written afterwards."


def undecided(view: ExecutionView) -> str:
    """What waits for a decision, or ""."""
    waiting = {finding.subject for finding in view.review.findings if finding.code == "M-TEST"}
    if not waiting:
        return ""
    told = [f"\u201c{test.hypothesis.rstrip('.')}\u201d" for test in view.review.tests if test.id in waiting]
    return f"Decide on {words.listed(list(dict.fromkeys(told)))}: the verdict is told and no decision is on record."


def headline(view: ExecutionView) -> str:
    """What matters first, in a sentence."""
    found = view.review.findings
    if not found:
        return "Nothing of what is on record calls for something to be done."
    spelt = _LEADING.sub(lambda count: words.counted(int(count.group())), found[0].sentence)
    first = words.sentence(spelt)
    rest = len(found) - 1
    return (
        first if not rest else f"{first[:-1]}; {words.counted(rest)} more {'thing' if rest == 1 else 'things'} to do."
    )


def tiles(view: ExecutionView) -> tuple[NumberTile, ...]:
    """Up to four numbers, of what this reader may read."""
    found = []
    satisfaction, review = view.review.satisfaction, view.review
    if satisfaction is not None:
        mean = satisfaction.overall[0]
        found.append(
            NumberTile(
                what="Satisfaction of partners, mean of five drivers",
                big=words.value_of(mean),
                small="of 5" if mean.value is not None else "",
                behind=f"{words.interval_of(mean)}, {words.plural(mean.n, 'partner')}" if mean.value else mean.reason,
                anchor="#satisfaction",
            )
        )
        found.append(
            NumberTile(
                what="Satisfied, with a complaint handled badly",
                big=str(satisfaction.at_risk),
                small="people" if satisfaction.at_risk != 1 else "person",
                behind=f"of {satisfaction.responses:,} who answered",
                standing="act" if satisfaction.at_risk else "on track",
                anchor="#satisfaction",
            )
        )
    if review.rewards:
        wrong = sum(role.is_misaligned for role in review.rewards)
        found.append(
            NumberTile(
                what="Roles paid away from the relationship",
                big=str(wrong),
                small=f"of {len(review.rewards)}",
                standing="watch" if wrong else "on track",
                anchor="#rewards",
            )
        )
    if review.loop is not None and review.loop.steps:
        decided = review.loop.steps[0]
        found.append(
            NumberTile(
                what="Proposals decided on",
                big=str(decided.count),
                small=f"of {decided.of}",
                behind="none measured afterwards"
                if not review.loop.steps[-1].count
                else f"{review.loop.steps[-1].count} measured afterwards",
                standing="" if decided.count * 2 >= decided.of else "watch",
                anchor="#loop",
            )
        )
    return tuple(found[:4])


def known(view: ExecutionView) -> tuple[str, ...]:
    """How well people say they know the strategy, a sentence for each firm that may be told."""
    telling = view.review.telling
    name = view.review.names.get
    return tuple(
        f"{name(score.subject.id, score.subject.id)} ({words.short(name(alliance, alliance))}): "
        f"{words.plural(score.n, 'person says', 'people say')} how well they know it, {words.value_of(score)} of 100."
        for alliance, score in (telling.known if telling else ())
        if "." not in score.metric and score.value is not None
    )


def negotiated(view: ExecutionView) -> tuple[str, ...]:
    """A sentence or two for each negotiation."""
    return tuple(" ".join(_negotiated(view, found)) for found in view.review.negotiations)


def _negotiated(view: ExecutionView, found: Negotiation) -> Iterator[str]:
    name = words.short(view.review.names.get(found.id, found.id))
    match = next(score for score in found.scores if score.metric == "negotiation.role_match")
    signed = f"signed on {found.signed_on}" if found.signed_on else "not signed"
    if match.value is None:
        yield f"{name} ({signed}): whether counterparts met is not known, {match.reason}."
    else:
        yield f"{name} ({signed}): {words.value_of(match)} of the encounters joined people of the same function."
    formed = words.plural(found.formed, "tie")
    if found.carried is None:
        yield f"Managers of both firms formed {formed}; whether they last is not told."
    else:
        still = f"{words.counted(found.carried)} {'is' if found.carried == 1 else 'are'} still in touch"
        yield f"Managers of both firms formed {formed}; {still} in {found.wave}."


def decisions(view: ExecutionView) -> tuple[Advice, ...]:
    """What to decide about how relationships are run: one for each thing that was found, the worst first."""
    return tuple(
        Advice(
            key=f"{OF_EXECUTION}{found.code}|{found.subject}",
            title=found.recommendation.rstrip("."),
            why=words.sentence(found.sentence),
            target=("tests",) if found.part == "tests" else ("execution",),
            code=found.code,
            subject=found.subject,
            wave=view.review.as_of.isoformat(),
            limits=view.review.limits,
            severity=Severity(found.severity),
        )
        for found in view.review.findings
        if found.code != "M-LOOP"  # it asks for the decisions this stands among
    )
