"""First sentences and tiles of the pages about tests and about how relationships are run."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from alliancenet.language import digits, is_english, say, say_n
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
        return say("No test is on record.")
    if not before:
        told = say("No test that was written before its start is over yet.")
    else:
        counts = (
            (
                sum(test.verdict is TrialVerdict.WORKS for test in before),
                say("works", context="test"),
                say("work", context="test"),
            ),
            (sum(test.verdict is TrialVerdict.NO_USE for test in before), say("is of no use"), say("are of no use")),
            (sum(test.verdict not in _CLEAR for test in before), say("tells nothing yet"), say("tell nothing yet")),
        )
        parts = [
            f"{words.counted_masculine(count)} {one if count == 1 else many}" for count, one, many in counts if count
        ]
        told = words.capital(
            say_n(
                "{n} test is over: {verdicts}.",
                "{n} tests are over: {verdicts}.",
                len(before),
                n=words.counted_masculine(len(before)),
                verdicts=words.listed(parts),
            )
        )
    if not afterwards:
        return told
    more = say_n(
        "{n} more was written afterwards.",
        "{n} more were written afterwards.",
        afterwards,
        n=words.counted_masculine(afterwards),
    )
    return f"{told} {words.capital(more)}"


def undecided(view: ExecutionView) -> str:
    """What waits for a decision, or ""."""
    waiting = {finding.subject for finding in view.review.findings if finding.code == "M-TEST"}
    if not waiting:
        return ""
    told = [f"\u201c{test.hypothesis.rstrip('.')}\u201d" for test in view.review.tests if test.id in waiting]
    return say(
        "Decide on {names}: the verdict is told and no decision is on record.",
        names=words.listed(list(dict.fromkeys(told))),
    )


def headline(view: ExecutionView) -> str:
    """What matters first, in a sentence."""
    found = view.review.findings
    if not found:
        return say("Nothing of what is on record calls for something to be done.")
    spelt = _LEADING.sub(lambda count: words.counted(int(count.group())), found[0].sentence)
    first = words.sentence(spelt if is_english() else words.retold(found[0].sentence))
    rest = len(found) - 1
    return (
        first
        if not rest
        else say_n(
            "{first}; {n} more thing to do.",
            "{first}; {n} more things to do.",
            rest,
            n=words.counted(rest),
            first=first[:-1],
        )
    )


def tiles(view: ExecutionView) -> tuple[NumberTile, ...]:
    """Up to four numbers, of what this reader may read."""
    found = []
    satisfaction, review = view.review.satisfaction, view.review
    if satisfaction is not None:
        mean = satisfaction.overall[0]
        found.append(
            NumberTile(
                what=say("Satisfaction of partners, mean of five drivers"),
                big=words.value_of(mean),
                small=say("of 5") if mean.value is not None else "",
                behind=f"{words.interval_of(mean)}, {words.plural(mean.n, 'partner')}"
                if mean.value
                else words.retold(mean.reason),
                anchor="#satisfaction",
            )
        )
        found.append(
            NumberTile(
                what=say("Satisfied, with a complaint handled badly"),
                big=str(satisfaction.at_risk),
                small="people" if satisfaction.at_risk != 1 else "person",
                behind=say("of {responses} who answered", responses=digits(f"{satisfaction.responses:,}")),
                standing="act" if satisfaction.at_risk else say("on track"),
                anchor="#satisfaction",
            )
        )
    if review.rewards:
        wrong = sum(role.is_misaligned for role in review.rewards)
        found.append(
            NumberTile(
                what=say("Roles paid away from the relationship"),
                big=str(wrong),
                small=say("of {count}", count=len(review.rewards)),
                standing="watch" if wrong else say("on track"),
                anchor="#rewards",
            )
        )
    if review.loop is not None and review.loop.steps:
        decided = review.loop.steps[0]
        found.append(
            NumberTile(
                what=say("Proposals decided on"),
                big=str(decided.count),
                small=say("of {of}", of=decided.of),
                behind=say("none measured afterwards")
                if not review.loop.steps[-1].count
                else say("{count} measured afterwards", count=review.loop.steps[-1].count),
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
        say(
            "{name} ({name2}): {sayss} how well they know it, {score} of 100.",
            name=name(score.subject.id, score.subject.id),
            name2=words.short(name(alliance, alliance)),
            sayss=words.plural(score.n, "person says", "people say"),
            score=words.value_of(score),
        )
        for alliance, score in (telling.known if telling else ())
        if "." not in score.metric and score.value is not None
    )


def negotiated(view: ExecutionView) -> tuple[str, ...]:
    """A sentence or two for each negotiation."""
    return tuple(" ".join(_negotiated(view, found)) for found in view.review.negotiations)


def _negotiated(view: ExecutionView, found: Negotiation) -> Iterator[str]:
    name = words.short(view.review.names.get(found.id, found.id))
    match = next(score for score in found.scores if score.metric == "negotiation.role_match")
    signed = say("signed on {day}", day=words.table_day(found.signed_on)) if found.signed_on else say("not signed")
    if match.value is None:
        yield say(
            "{name} ({signed}): whether counterparts met is not known, {reason}.",
            name=name,
            signed=signed,
            reason=words.retold(match.reason),
        )
    else:
        yield say(
            "{name} ({signed}): {match} of the encounters joined people of the same function.",
            name=name,
            signed=signed,
            match=words.value_of(match),
        )
    formed = words.plural(found.formed, "tie")
    if found.carried is None:
        yield say("Managers of both firms formed {formed}; whether they last is not told.", formed=formed)
    else:
        still = say_n(
            "{n} is still in touch",
            "{n} are still in touch",
            found.carried,
            n=words.counted_masculine(found.carried),
        )
        yield say(
            "Managers of both firms formed {formed}; {still} in {wave}.", formed=formed, still=still, wave=found.wave
        )


def decisions(view: ExecutionView) -> tuple[Advice, ...]:
    """What to decide about how relationships are run: one for each thing that was found, the worst first."""
    return tuple(
        Advice(
            key=f"{OF_EXECUTION}{found.code}|{found.subject}",
            title=words.retold(found.recommendation).rstrip("."),
            why=words.sentence(words.retold(found.sentence)),
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
