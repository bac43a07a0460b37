"""N: counterparts, and contact between levels and functions."""

from collections.abc import Iterator

from alliancenet.language import stored, stored_n
from alliancenet.model.finding import Audience, Severity
from alliancenet.model.score import SubjectKind
from alliancenet.rules.rule import Hit, Look, NotEnough, rule


@rule(
    code="N-COUNTERPART",
    audience=Audience.EVERYBODY,
    title="A level without counterparts",
    severity=Severity.MEDIUM,
    recommendation="Name a counterpart for each person of this level and let them meet within the month.",
    source="Hutt & Speh, ch. 4; contact steps: own limit",
    high_when="it is the senior level",
)
def level_without_counterparts(look: Look) -> Iterator[Hit]:
    """No two people of a level at which both firms have people are in touch often enough to be counterparts.

    There may be contact between them; it is below the step from which two people of that level count
    as counterparts.

    Why it matters
    --------------
    Ties at each level carry other things: seniors the goals, project leaders the plans,
    operating people the daily work. Without senior ties the others lose backing.

    When it is wrong
    ----------------
    When one side's level labels are wrong, or the only counterpart did not answer.
    """
    found = []
    for level in _levels(look):
        # a level nobody can tell of does not hide the others
        try:
            found.extend(look.each(f"counterpart_covered.{level}", SubjectKind.PAIR))
        except NotEnough as reason:
            look.skipped.append(f"{level.replace('_', ' ')} people: {reason}")
    for score, value in found:
        level = score.metric.rpartition(".")[2]
        if value == 0:
            yield Hit(
                subject=score.subject,
                sentence=stored(
                    "nobody among the {level_words} people of {firms_pair} "
                    "is in touch across the two firms often enough to be a counterpart",
                    level_words=level.replace("_", " "),
                    firms_pair=look.firms(score.subject),
                ),
                evidence=(score,),
                is_urgent=level == "senior",
            )


@rule(
    code="N-FUNCTION",
    audience=Audience.EVERYBODY,
    title="A function without any contact with the partner",
    severity=Severity.MEDIUM,
    recommendation="Ask which work of this function touches the partner, and introduce the two who do it.",
    source="Hutt & Speh, ch. 4; smallest function: own limit",
)
def function_without_partner_contact(look: Look) -> Iterator[Hit]:
    """Nobody of a function of three people or more is in contact with anybody of the other firm.

    Why it matters
    --------------
    What this function knows and needs then crosses the boundary at second hand, or not at all.

    When it is wrong
    ----------------
    When the function is on the roster for work that never touches the partner.
    """
    for score, value in look.each("functions_apart", SubjectKind.FIRM):
        if value >= 1:
            name = look.measured.firm_names.get(score.subject.id, score.subject.id)
            apart = ", ".join(score.inputs)
            yield Hit(
                subject=score.subject,
                sentence=stored(
                    "nobody of {functions} at {firm} is in contact with the other firm", functions=apart, firm=name
                )
                if apart
                else stored(
                    "nobody of {count} of {total} functions at {firm} is in contact with the other firm",
                    count=f"{value:.0f}",
                    total=score.n,
                    firm=name,
                ),
                evidence=(score,),
            )


@rule(
    code="N-SKIP",
    audience=Audience.EVERYBODY,
    title="Contacts that skip a level",
    severity=Severity.LOW,
    recommendation="Bring the project leaders of both sides into these conversations.",
    source="Hutt & Speh, ch. 4; own limit",
)
def contacts_that_skip_a_level(look: Look) -> Iterator[Hit]:
    """Seniors and operating people talk across firms whose project leaders do not talk at all.

    Why it matters
    --------------
    Decisions then bypass the people who plan the work.

    When it is wrong
    ----------------
    In an alliance without project leaders on one side.
    """
    skips = look.measured.level_skips
    if skips:
        yield Hit(
            subject=look.measured.subject,
            sentence=stored_n(
                "{n} senior-to-operating contact across firms, and no contact between project leaders",
                "{n} senior-to-operating contacts across firms, and no contact between project leaders",
                len(skips),
            ),
            people=sorted({person for pair in skips for person in pair}),
        )


@rule(
    code="N-ROLEPAIR",
    audience=Audience.EVERYBODY,
    title="Counterparts on paper only",
    severity=Severity.LOW,
    recommendation="Let the registered counterparts meet, or correct the register.",
    source="Hutt & Speh, ch. 4",
)
def counterparts_on_paper_only(look: Look) -> Iterator[Hit]:
    """Registered role pairs without contact, or roles without a counterpart.

    Why it matters
    --------------
    A pair on the organisation chart that never talks is a gap that looks closed.

    When it is wrong
    ----------------
    When the register is older than the last change of people.
    """
    unmatched, silent = look.measured.unmatched_roles, look.measured.silent_role_pairs
    if unmatched or silent:
        yield Hit(
            subject=look.measured.subject,
            sentence=_on_paper(_silent(len(silent)), _unmatched(len(unmatched))),
            people=sorted({pair.person for pair in (*unmatched, *silent)}),
        )


def _on_paper(silent: str, unmatched: str) -> str:
    if not (silent and unmatched):
        return silent or unmatched
    return stored("{silent_said} and {unmatched_said}", silent_said=silent, unmatched_said=unmatched)


def _silent(count: int) -> str:
    if not count:
        return ""
    return stored_n("{n} registered role pair is not in contact", "{n} registered role pairs are not in contact", count)


def _unmatched(count: int) -> str:
    return stored_n("{n} role has no counterpart", "{n} roles have no counterpart", count) if count else ""


def _levels(look: Look) -> list[str]:
    prefix = "counterpart_covered."
    found = {name.removeprefix(prefix) for name, _ in look.measured.scores if name.startswith(prefix)}
    if not found:
        look.score("counterpart_covered")
    return sorted(found)
