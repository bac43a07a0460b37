"""V: what the firms built, owe each other and can do: contract, spectrum, capability, lists."""

from collections.abc import Iterator, Sequence

from alliancenet.language import stored, stored_n
from alliancenet.model.finding import Audience, Concern, Severity
from alliancenet.model.score import Score, SubjectKind
from alliancenet.rules.rule import Hit, Look, rule

_LISTED = 3


@rule(
    code="V-CONTRACT",
    audience=Audience.EVERYBODY,
    title="The firms expect different things of each other",
    severity=Severity.MEDIUM,
    recommendation="Put the one-sided expectations on the next steering meeting, and write down what is agreed.",
    source="Ring & Van de Ven 1992; limit: own limit",
)
def firms_expect_different_things(look: Look) -> Iterator[Hit]:
    """Less than 60 % of the unwritten obligations asked about are seen alike by both firms' majorities.

    Why it matters
    --------------
    What one side takes for promised and the other does not, is broken without anybody noticing.

    When it is wrong
    ----------------
    When the contract settles the matter and people only do not know it: tell them.
    """
    for score, value in look.each("contract_congruence", SubjectKind.PAIR):
        if value < look.settings.number("contract.flag_below"):
            yield Hit(
                subject=score.subject,
                sentence=_with_lines(
                    stored(
                        "{firms_pair} see {share} % of the unwritten expectations alike",
                        firms_pair=look.firms(score.subject),
                        share=f"{value:.0f}",
                    ),
                    _first_of(score.inputs),
                ),
                evidence=(score,),
            )


@rule(
    code="V-SPECTRUM",
    audience=Audience.EVERYBODY,
    title="The relationship does not fit its situation",
    severity=Severity.MEDIUM,
    recommendation="Ask what the market demands first, then build or take away linkages and commitments to match.",
    source="Bensaou 1999; limit: own limit",
)
def relationship_does_not_fit(look: Look) -> Iterator[Hit]:
    """A side sees clearly more, or clearly less, connection than its situation warrants.

    Why it matters
    --------------
    An over-designed relationship costs more than it brings; an under-designed one is at risk.

    When it is wrong
    ----------------
    When the situation is about to change and the connection was built ahead of it.
    """
    limit = look.settings.number("spectrum.fit")
    for score, value in look.each("spectrum.fit", SubjectKind.FIRM):
        if abs(value) > limit:
            steps, firm = f"{abs(value):.1f}", _firm(look, score)
            yield Hit(
                subject=score.subject,
                sentence=stored(
                    "as {firm} sees it the relationship is over-designed: "
                    "{steps} steps more connection than the situation asks for",
                    firm=firm,
                    steps=steps,
                )
                if value > 0
                else stored(
                    "as {firm} sees it the relationship is under-designed: "
                    "{steps} steps less connection than the situation asks for",
                    firm=firm,
                    steps=steps,
                ),
                evidence=(score,),
            )


@rule(
    code="V-MODE",
    audience=Audience.EVERYBODY,
    title="The sides are in different kinds of relationship",
    severity=Severity.MEDIUM,
    recommendation="Let both relationship owners tell each other what they are ready to invest.",
    source="Day 2000; cuts: own limit",
)
def sides_are_in_different_relationships(look: Look) -> Iterator[Hit]:
    """The two sides' answers put the relationship into different classes.

    Why it matters
    --------------
    One side acts as a partner while the other responds in a transaction mode.

    When it is wrong
    ----------------
    When both answers lie close to the same cut: look at the positions.
    """
    score = look.score("spectrum.mismatch")
    if (score.value or 0.0) >= 0.5:  # in a draw it lies between no and yes
        yield Hit(
            subject=score.subject,
            sentence=stored(
                "the sides see different kinds of relationship ({kinds_lines})", kinds_lines="; ".join(score.inputs)
            ),
            evidence=(score,),
        )


@rule(
    code="V-CAPABILITY",
    audience=Audience.EVERYBODY,
    concern=Concern.FIRM,
    title="Alliance capability is below what the portfolio asks for",
    severity=Severity.MEDIUM,
    recommendation="Take the lowest of the ten parts and plan one step for the next twelve months.",
    source="Schilke & Goerzen 2010; target: own limit",
)
def capability_is_below_target(look: Look) -> Iterator[Hit]:
    """The own firm's capability level lies below the one a portfolio of its size asks for.

    Why it matters
    --------------
    Without a common way of working every alliance is learned from scratch.

    When it is wrong
    ----------------
    When few people rated it, or the target is not the firm's: not everybody needs the top level.
    """
    for score, value in look.each("capability.gap", SubjectKind.FIRM):
        if value < 0:
            yield Hit(
                subject=score.subject,
                sentence=stored_n(
                    "alliance capability is {n} level below target ({label_said})",
                    "alliance capability is {n} levels below target ({label_said})",
                    1 if value == -1 else 2,
                    n=f"{abs(value):.0f}",
                    label_said=score.label,
                ),
                evidence=(score,),
            )


@rule(
    code="V-RATERS",
    audience=Audience.EVERYBODY,
    concern=Concern.FIRM,
    title="Two raters see the firm's capability differently",
    severity=Severity.INFO,
    recommendation="Ask both for the evidence, part by part.",
    source="C12; own limit",
)
def raters_see_capability_differently(look: Look) -> Iterator[Hit]:
    """Two raters lie two steps or more apart on a part of the capability.

    Why it matters
    --------------
    A self-assessment nobody can confirm is a wish.

    When it is wrong
    ----------------
    When they rated different divisions.
    """
    for score, value in look.each("capability.disputes", SubjectKind.FIRM):
        if value:
            yield Hit(
                subject=score.subject,
                sentence=stored(
                    "two raters of {firm} are far apart on {parts_words}",
                    firm=_firm(look, score),
                    parts_words=", ".join(score.inputs[:_LISTED]),
                ),
                evidence=(score,),
            )


@rule(
    code="V-LINKAGES",
    audience=Audience.EVERYBODY,
    title="Operational linkages are missing",
    severity=Severity.MEDIUM,
    recommendation="Choose the one missing linkage that costs most time each week, and name who builds it.",
    source="Cannon & Perreault 1999; list and limit: own limit",
)
def linkages_are_missing(look: Look) -> Iterator[Hit]:
    """Fewer than 60 of 100 linkages that are needed are in place.

    Why it matters
    --------------
    Where systems and routines do not meet, people carry data by hand.

    When it is wrong
    ----------------
    When lines are marked as needed that this alliance does not need.
    """
    yield from _list_is_low(look, "checklist.linkages", stored("needed linkages are in place"))


@rule(
    code="V-LAUNCH",
    audience=Audience.EVERYBODY,
    title="The launch list is not done",
    severity=Severity.MEDIUM,
    recommendation="Give each open line an owner and a day.",
    source="Segil 2004; list and limit: own limit",
)
def launch_list_is_not_done(look: Look) -> Iterator[Hit]:
    """Fewer than 60 of 100 lines of the launch or re-launch list are done.

    Why it matters
    --------------
    What is not settled at the start is settled later, in a conflict.

    When it is wrong
    ----------------
    In the first weeks of a launch.
    """
    yield from _list_is_low(look, "checklist.launch", stored("lines of the launch list are done"))


@rule(
    code="V-HANDSHAKE",
    audience=Audience.EVERYBODY,
    title="The ground for negotiation is not laid",
    severity=Severity.LOW,
    recommendation="Settle the open lines with the partner before terms are discussed.",
    source="Hutt & Speh, fig. 4.6; list and limit: own limit",
)
def ground_is_not_laid(look: Look) -> Iterator[Hit]:
    """Fewer than 60 of 100 lines of the list before the handshake are done.

    Why it matters
    --------------
    A deal without a shared strategy map is a bargain about an unknown thing.

    When it is wrong
    ----------------
    When the alliance was signed long ago and nobody fills the list in any more.
    """
    yield from _list_is_low(look, "checklist.handshake", stored("lines of the list before the handshake are done"))


@rule(
    code="V-TASKS",
    audience=Audience.EVERYBODY,
    title="Tasks of the portfolio have no owner",
    severity=Severity.LOW,
    recommendation="Name one person for each open task, the most important first.",
    source="Segil 2004; own limit",
)
def tasks_have_no_owner(look: Look) -> Iterator[Hit]:
    """Fewer than 60 of 100 tasks of a portfolio manager have one named owner.

    Why it matters
    --------------
    A task of several people is a task of nobody.

    When it is wrong
    ----------------
    When a small portfolio does not need the task.
    """
    limit = look.settings.number("checklist.low")
    for score, value in look.each("checklist.manager_tasks", SubjectKind.FIRM):
        if value < limit:
            yield Hit(
                subject=score.subject,
                sentence=stored(
                    "{share} % of {tasks} portfolio tasks have one named owner at {firm}",
                    share=f"{value:.0f}",
                    tasks=score.n,
                    firm=_firm(look, score),
                ),
                evidence=(score,),
            )


def _list_is_low(look: Look, metric: str, words: str) -> Iterator[Hit]:
    score = look.score(metric)
    if (score.value or 0.0) < look.settings.number("checklist.low"):
        lines = [line.removeprefix("open: ").rstrip(".") for line in score.inputs if line.startswith("open: ")]
        yield Hit(
            subject=score.subject,
            sentence=_with_open(
                stored(
                    "{share} % of {count} {lines_said}", share=f"{score.value:.0f}", count=score.n, lines_said=words
                ),
                lines,
            ),
            evidence=(score,),
        )


def _first_of(lines: Sequence[str]) -> str:
    """The first lines, and how many more there are."""
    told = "; ".join(lines[:_LISTED])
    if len(lines) <= _LISTED:
        return told
    return stored("{told_lines}; and {count} more", told_lines=told, count=len(lines) - _LISTED)


def _with_lines(sentence: str, lines: str) -> str:
    if not lines:
        return sentence
    return stored("{sentence_said} ({lines_lines})", sentence_said=sentence, lines_lines=lines)


def _with_open(sentence: str, lines: Sequence[str]) -> str:
    """A sentence with the first of the open lines of a list, which are the project's own words."""
    listed, more = "; ".join(lines[:_LISTED]), len(lines) - _LISTED
    if more > 0:
        return stored(
            "{sentence_said} (open: {lines_text}; and {count} more)",
            sentence_said=sentence,
            lines_text=listed,
            count=more,
        )
    return (
        stored("{sentence_said} (open: {lines_text})", sentence_said=sentence, lines_text=listed) if lines else sentence
    )


def _firm(look: Look, score: Score) -> str:
    return look.measured.firm_names.get(score.subject.id, score.subject.id)
