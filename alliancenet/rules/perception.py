"""P: where the firms see it differently."""

from collections.abc import Iterator

from alliancenet.language import stored
from alliancenet.metrics.grades import Grade
from alliancenet.model.finding import Audience, Concern, Severity
from alliancenet.model.score import Score, SubjectKind
from alliancenet.rules.rule import Hit, Look, NotEnough, rule

_SOURCE = "Benjamini & Hochberg 1995 for the test; limits: own limit"


@rule(
    code="P-SCALE",
    audience=Audience.EVERYBODY,
    concern=Concern.DATA,
    title="The firms use the scale differently",
    severity=Severity.LOW,
    recommendation="Ask two or three people of each firm what a 4 stands for, before reading any single gap.",
    source="own limit",
)
def firms_use_the_scale_differently(look: Look) -> Iterator[Hit]:
    """One firm answers lower than the other on nearly everything, by about as much, and not by chance.

    Gaps on single topics are then told beyond this shift, and absolutely beside it.

    Why it matters
    --------------
    A habit of answering would otherwise be told a dozen times, as a gap on every topic.

    When it is wrong
    ----------------
    When this firm really sees everything worse: answers alone cannot tell the two apart, examples can.
    """
    for score, value in look.each("scale_shift", SubjectKind.PAIR):
        if score.label == Grade.ESTABLISHED:
            first, second = (look.measured.firm_names.get(firm, firm) for firm in score.subject.id.split("|"))
            higher, lower = (first, second) if value > 0 else (second, first)
            yield Hit(
                subject=score.subject,
                sentence=stored(
                    "{lower} answers {steps} steps lower than {higher} on nearly everything: a habit of "
                    "answering, or a view of the whole; single gaps are told beyond it",
                    lower=lower,
                    steps=f"{abs(value):.1f}",
                    higher=higher,
                ),
                evidence=(score,),
            )


@rule(
    code="P-GAP",
    audience=Audience.EVERYBODY,
    title="The firms see it differently: established",
    severity=Severity.MEDIUM,
    recommendation="Put both views side by side in the next steering meeting and ask each side for an example.",
    source=_SOURCE,
)
def firms_see_it_differently(look: Look) -> Iterator[Hit]:
    """Two firms' means differ by half a step or more, and chance is ruled out.

    Why it matters
    --------------
    What one side takes for granted the other side may not even see.

    When it is wrong
    ----------------
    When the two firms use scales differently and it could not be established: look whether all gaps
    point one way.
    """
    yield from _gaps(look, Grade.ESTABLISHED, stored("established"))


@rule(
    code="P-DISCUSS",
    audience=Audience.EVERYBODY,
    title="The firms may see it differently",
    severity=Severity.LOW,
    recommendation="Ask about it; do not argue from it.",
    source=_SOURCE,
)
def firms_may_see_it_differently(look: Look) -> Iterator[Hit]:
    """Two firms' means differ by .8 or more, but chance is not ruled out.

    Why it matters
    --------------
    With eight people a side only one true gap in four can be established.

    When it is wrong
    ----------------
    In four of ten audits without any true gap, at least one such gap shows by chance.
    """
    yield from _gaps(look, Grade.TO_DISCUSS, stored("to discuss, not established"))


@rule(
    code="P-BLIND",
    audience=Audience.EVERYBODY,
    title="A firm sees itself better than its partner does",
    severity=Severity.LOW,
    recommendation="Ask the partner for one thing the firm could do differently.",
    source="own limit",
)
def firm_sees_itself_better(look: Look) -> Iterator[Hit]:
    """A firm rates its own behaviour a full step above the partner's rating of it.

    Why it matters
    --------------
    Nobody mends what nobody sees.

    When it is wrong
    ----------------
    When the behaviour cannot be seen from outside.
    """
    limit = look.settings.number("gap.blind_spot")
    for score in _told(look, "blind_spot"):
        value = (score.value or 0.0) - _shift_of(look, score.subject.id)
        if value >= limit:
            name = look.measured.firm_names.get(score.subject.id, score.subject.id)
            yield Hit(
                subject=score.subject,
                sentence=stored(
                    "{firm} rates its own {part_word} {steps} steps above its partner's view",
                    firm=name,
                    part_word=_dimension(score),
                    steps=f"{value:.1f}",
                ),
                evidence=(score,),
            )


@rule(
    code="P-SPREAD",
    audience=Audience.EVERYBODY,
    concern=Concern.FIRM,
    title="People inside a firm disagree",
    severity=Severity.INFO,
    recommendation="Talk inside the firm first.",
    source="O'Neill 2017; a prompt, not a test",
)
def people_inside_a_firm_disagree(look: Look) -> Iterator[Hit]:
    """Answers inside a firm spread so widely that its mean says little.

    Why it matters
    --------------
    A mean of people who disagree is nobody's view.

    When it is wrong
    ----------------
    When people of one firm work on different parts of the alliance.
    """
    limit = look.settings.number("spread.prompt_below")
    wide: dict[str, list[Score]] = {}
    for score in _told(look, "inside_spread"):
        if (score.value or 0.0) < limit:
            wide.setdefault(score.subject.id, []).append(score)
    for firm, scores in sorted(wide.items()):
        name = look.measured.firm_names.get(firm, firm)
        yield Hit(
            subject=scores[0].subject,
            sentence=stored(
                "people of {firm} disagree among themselves on {parts_words}",
                firm=name,
                parts_words=", ".join(map(_dimension, scores)),
            ),
            evidence=tuple(scores),
        )


def _gaps(look: Look, grade: Grade, words: str) -> Iterator[Hit]:
    for score in _told(look, "perception_gap"):
        if score.label == grade:
            first, second = (look.measured.firm_names.get(firm, firm) for firm in score.subject.id.split("|"))
            value, beyond = score.value or 0.0, beyond_shift(look, score)
            higher, lower = (first, second) if beyond > 0 else (second, first)
            told = stored(
                "{higher} sees {part_word} {steps} steps better than {lower}",
                higher=higher,
                part_word=_dimension(score),
                steps=f"{abs(beyond):.1f}",
                lower=lower,
            )
            if beyond != value:
                told = stored(
                    "{gap_said} beyond the shift common to all ({steps} in all, {firm} first)",
                    gap_said=told,
                    steps=f"{value:+.1f}",
                    firm=first,
                )
            yield Hit(
                subject=score.subject,
                sentence=stored("{gap_said}: {grade_said}", gap_said=told, grade_said=words),
                evidence=(score,),
            )


def beyond_shift(look: Look, gap: Score) -> float:
    """Perception gap beyond the shift common to all dimensions, in steps; the gap itself without one."""
    name = gap.metric.replace("perception_gap.", "gap_beyond_shift.", 1)
    found = look.measured.scores.get((name, gap.subject))
    return (gap.value if found is None else found.value) or 0.0


def _shift_of(look: Look, firm: str) -> float:
    """How many steps higher this firm answers everything than its only partner, where that is established."""
    for (name, subject), score in look.measured.scores.items():
        if name == "scale_shift" and score.label == Grade.ESTABLISHED and firm in subject.id.split("|"):
            return (score.value or 0.0) * (1 if subject.id.split("|")[0] == firm else -1)
    return 0.0


def _told(look: Look, metric: str) -> list[Score]:
    found = [one for (name, _), one in look.measured.scores.items() if name.startswith(f"{metric}.")]
    readable = [score for score in found if score.is_ok]
    if not readable:
        raise NotEnough(found[0].reason if found else "nobody was asked")
    look.skipped.extend(dict.fromkeys(score.reason for score in found if not score.is_ok))
    return sorted(readable, key=lambda one: (one.metric, one.subject))


def _dimension(score: Score) -> str:
    return score.metric.partition(".")[2].replace("_", " ")
