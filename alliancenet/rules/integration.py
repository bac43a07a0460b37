"""G: gaps in the five integration levels."""

from collections.abc import Iterator

from alliancenet.language import stored
from alliancenet.metrics.grades import Grade
from alliancenet.metrics.integration import IntegrationLevel
from alliancenet.metrics.shares import wilson_interval
from alliancenet.model.finding import Audience, Severity
from alliancenet.model.score import Score
from alliancenet.rules.perception import beyond_shift
from alliancenet.rules.rule import Hit, Look, NotEnough, rule

_SOURCE = "Hutt & Speh, ch. 4 (after Kanter 1994); limit: own limit"

_ZERO = {
    "senior_meetings": stored("no meeting of seniors of both sides was logged in four quarters"),
    "joint_planning": stored("no joint planning session was logged in six months"),
    "senior_coverage": stored("no senior has a counterpart in contact"),
    "project_leader_coverage": stored("no project leader has a counterpart in frequent contact"),
    "operating_coverage": stored("no operating person has a counterpart in daily contact"),
    "linkages_in_place": stored("not one of the operational linkages needed is in place"),
    "advice_across": stored("no project leader asks or is asked for advice across the boundary"),
    "need_match": stored("not one cross-firm dependency is met by contact and good information"),
    "personal_ties": stored("nobody has two personal ties across the boundary"),
    "learning_balance": stored("advice flows in one direction only"),
    "onboarding": stored("nobody had an onboarding with the partner"),
    "boundary_penalty": stored("information across the boundary is rated far worse than inside"),
}


@rule(
    code="G-FLOOR",
    audience=Audience.TITLE_FOR_PARTNERS,
    title="An integration level below what the tier asks",
    severity=Severity.MEDIUM,
    recommendation="Start with the weakest part of this level; agree on one step with the partner this quarter.",
    source=_SOURCE,
    high_when="the level is red (below 55, `bands`)",
)
def level_below_tier_floor(look: Look) -> Iterator[Hit]:
    """An integration level is below the floor of the alliance's tier (75, 65, 55).

    Why it matters
    --------------
    Successful alliances achieve all five levels; a strong one cannot stand in for a weak one.

    When it is wrong
    ----------------
    When the tier is only assumed, or the alliance is meant to be shallow at this level.
    """
    floor, red = look.settings.table("tier.floor")[look.measured.tier], look.settings.table("bands")["red_below"]
    for level, score, value in _levels(look, "integration"):
        if value < floor:
            yield Hit(
                subject=score.subject,
                sentence=stored(
                    "{level_words} integration is {points}; tier {tier} asks for {floor}",
                    level_words=level,
                    points=f"{value:.{0 if round(value) < floor else 1}f}",
                    tier=look.measured.tier,
                    floor=f"{floor:.0f}",
                ),
                evidence=(score,),
                is_urgent=value < red,
            )


@rule(
    code="G-ZERO",
    audience=Audience.EVERYBODY,
    title="A part of integration is missing altogether",
    severity=Severity.MEDIUM,
    recommendation="Begin with one: a meeting, a planning session, an introduction. Log it.",
    source=_SOURCE,
)
def seen_part_is_zero(look: Look) -> Iterator[Hit]:
    """A seen part of an integration level is zero.

    Why it matters
    --------------
    What people say can hide for a while that nothing happens.

    When it is wrong
    ----------------
    When meetings take place and nobody logs them.
    """
    found = [score for score in look.measured.scores.values() if _is_part(score)]
    if not any(score.is_ok for score in found):
        raise NotEnough("no seen part of any level can be told")
    for score in sorted(found, key=lambda one: one.metric):
        if score.value == 0:
            _, level, part = score.metric.split(".")
            sentence = stored("{level_words}: {part_said}", level_words=level, part_said=_ZERO.get(part, part))
            yield Hit(subject=score.subject, sentence=sentence, evidence=(score,))


@rule(
    code="G-SAID",
    audience=Audience.EVERYBODY,
    title="Said far more than seen",
    severity=Severity.MEDIUM,
    recommendation="Turn goodwill into structure: counterparts, a rhythm of meetings, a second bridge.",
    source=_SOURCE,
)
def said_exceeds_seen(look: Look) -> Iterator[Hit]:
    """People rate a level 25 points or more above what structure shows.

    Why it matters
    --------------
    People feel integrated while the structure is thin: it depends on goodwill.

    When it is wrong
    ----------------
    When contacts run through channels that neither survey nor log covers.
    """
    yield from _halves_apart(look, "gap.said_over_seen", 1, stored("people feel integrated, the structure is thin"))


@rule(
    code="G-SEEN",
    audience=Audience.EVERYBODY,
    title="Seen far more than said",
    severity=Severity.MEDIUM,
    recommendation="Ask what these contacts are for; drop meetings without effect.",
    source=_SOURCE,
)
def seen_exceeds_said(look: Look) -> Iterator[Hit]:
    """Structure shows a level 25 points or more above what people rate, and they rate it in the red band.

    Why it matters
    --------------
    Many contacts of little use cost time and goodwill.

    When it is wrong
    ----------------
    Shortly after a change that people have not felt yet.
    """
    poor = look.settings.table("bands")["red_below"]
    for hit in _halves_apart(look, "gap.seen_over_said", -1, stored("many contacts, little use")):
        # where everybody has a counterpart structure shows 100, and content people say 75
        if (hit.evidence[0].value or 0.0) < poor:
            yield hit


@rule(
    code="G-ASYM",
    audience=Audience.EVERYBODY,
    title="One side sees far less of it",
    severity=Severity.MEDIUM,
    recommendation="Ask the side that sees less what it would take; do not explain it away.",
    source=_SOURCE,
)
def one_side_sees_far_less(look: Look) -> Iterator[Hit]:
    """Two firms' said means of a level differ by 20 points or more, and it is at least to discuss.

    Why it matters
    --------------
    One partner sees a partnership where the other sees a supplier.

    When it is wrong
    ----------------
    When only one side's people work at this level.
    """
    limit = look.settings.number("gap.firms_differ")
    for level, _, _ in _levels(look, "integration_said"):
        gaps = [
            score
            for (name, _), score in look.measured.scores.items()
            if name == f"perception_gap.{level}" and score.is_ok
        ]
        for gap in gaps:
            beyond = beyond_shift(look, gap)
            if gap.label == Grade.NONE_SHOWN or abs(beyond) * 25 < limit:
                continue
            more, less = gap.subject.id.split("|") if beyond > 0 else gap.subject.id.split("|")[::-1]
            names = look.measured.firm_names
            yield Hit(
                subject=gap.subject,
                sentence=stored(
                    "{firm} sees {points} points less {level_words} integration than {other} ({grade_words})",
                    firm=names.get(less, less),
                    points=f"{abs(beyond) * 25:.0f}",
                    level_words=level,
                    other=names.get(more, more),
                    grade_words=gap.label,
                ),
                evidence=(gap,),
            )


@rule(
    code="G-DROP",
    audience=Audience.EVERYBODY,
    title="An integration level is falling",
    severity=Severity.MEDIUM,
    recommendation="Ask both sides what changed since the last audit, starting with the weakest part.",
    source=_SOURCE,
)
def level_is_falling(look: Look) -> Iterator[Hit]:
    """A level fell by ten points or more since the last wave, by more than answering again would make it.

    Why it matters
    --------------
    A fall is visible in these numbers before it is visible in results.

    When it is wrong
    ----------------
    When other people answered than last time.
    """
    limit = look.settings.number("gap.drop")
    changes = [
        score
        for (name, subject), score in sorted(look.measured.scores.items(), key=lambda entry: entry[0])
        if name.startswith("integration_change.") and subject == look.measured.subject
    ]
    if not any(score.is_ok for score in changes):
        raise NotEnough(changes[0].reason if changes else "there is no earlier wave of this alliance")
    for score in changes:
        fell = score.value is not None and score.value <= -limit
        if fell and score.interval is not None and score.interval[1] < 0:
            level = score.metric.partition(".")[2]
            yield Hit(
                subject=score.subject,
                sentence=stored(
                    "{level_words} integration fell by {points} points since the last wave",
                    level_words=level,
                    points=f"{-(score.value or 0.0):.0f}",
                ),
                evidence=(score,),
            )


@rule(
    code="G-NEED",
    audience=Audience.EVERYBODY,
    title="Work waits for somebody it does not reach",
    severity=Severity.MEDIUM,
    recommendation="Introduce the two, agree on what is needed by when, and look again in a month.",
    source="Cataldo et al. 2006; cuts: own limit",
)
def dependency_is_unmet(look: Look) -> Iterator[Hit]:
    """Too large a share of the cross-firm dependencies lacks contact or timely, right information.

    At least two, and more than a tenth beyond what chance may do with so few: the lower end of the
    share's 90 % interval (Wilson) is above `needs.unmet_share`.

    Why it matters
    --------------
    Work that depends on somebody it does not reach is where delay begins.

    When it is wrong
    ----------------
    When a third person passes things on reliably.
    """
    unmet, known = look.measured.unmet_needs, look.measured.known_needs
    if unmet is None:
        raise NotEnough("work flow was not asked and no needs are on record")
    if len(unmet) < 2:
        return
    low, high = wilson_interval(len(unmet), known)
    if low > look.settings.number("needs.unmet_share"):
        yield Hit(
            subject=look.measured.subject,
            sentence=stored(
                "{count} of {known} cross-firm dependencies ({share}, 90 % interval {low}-{high}) "
                "are not met by contact and good information",
                count=len(unmet),
                known=known,
                share=f"{len(unmet) / known:.0%}",
                low=f"{low:.0%}",
                high=f"{high:.0%}",
            ),
            people=sorted({person for pair in unmet for person in pair}),
        )


@rule(
    code="G-GOALS",
    audience=Audience.EVERYBODY,
    title="The firms pursue different goals",
    severity=Severity.MEDIUM,
    recommendation="Put the goals each firm chose side by side in the next steering meeting, and agree on three.",
    source="C6; limit: own limit",
)
def firms_pursue_different_goals(look: Look) -> Iterator[Hit]:
    """People of the two firms choose the same goals hardly more often than chance would have it.

    Why it matters
    --------------
    Where each side works towards something else, good contact and good will lead nowhere together.

    When it is wrong
    ----------------
    When the list holds several wordings of one goal, or each firm rightly pursues its own half of a deal.
    """
    score = look.score("integration_said.strategic.goal_agreement")
    if (score.value or 0.0) < look.settings.number("goals.apart"):
        yield Hit(
            subject=score.subject,
            sentence=stored(
                "the three goals people chose hardly agree between the firms: {points} points of 100",
                points=f"{score.value:.0f}",
            ),
            evidence=(score,),
        )


def _levels(look: Look, metric: str) -> list[tuple[IntegrationLevel, Score, float]]:
    found, reasons = [], []
    for level in IntegrationLevel:
        try:
            score = look.score(f"{metric}.{level}")
        except NotEnough as reason:
            reasons.append(f"{level}: {reason}")
            continue
        found.append((level, score, score.value or 0.0))
    if not found:
        raise NotEnough("; ".join(reasons))
    look.skipped.extend(reasons)
    return found


def _halves_apart(look: Look, key: str, sign: int, meaning: str) -> Iterator[Hit]:
    limit = look.settings.number(key)
    said = {level: (score, value) for level, score, value in _levels(look, "integration_said")}
    for level, seen_score, seen in _levels(look, "integration_seen"):
        if level in said and sign * (said[level][1] - seen) >= limit:
            said_score, value = said[level]
            yield Hit(
                subject=seen_score.subject,
                sentence=stored(
                    "{level_words} integration: said {said}, seen {seen}; {meaning_said}",
                    level_words=level,
                    said=f"{value:.0f}",
                    seen=f"{seen:.0f}",
                    meaning_said=meaning,
                ),
                evidence=(said_score, seen_score),
            )


def _is_part(score: Score) -> bool:
    return score.metric.startswith("integration_seen.") and score.metric.count(".") == 2
