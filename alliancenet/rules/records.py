"""D: facts that files and surveys tell differently."""

from collections.abc import Iterator

from alliancenet.language import stored
from alliancenet.model.finding import Audience, Concern, Severity
from alliancenet.model.score import Subject, SubjectKind
from alliancenet.rules.rule import Hit, Look, rule


@rule(
    code="D-SOURCES",
    title="A survey and a file say different things",
    severity=Severity.LOW,
    audience=Audience.TITLE_FOR_PARTNERS,
    concern=Concern.DATA,
    recommendation="Find out which of the two is right, and correct the file or ask again.",
    source="C17; least difference in steps: own limit",
)
def sources_say_different_things(look: Look) -> Iterator[Hit]:
    """A fact was answered in a survey and kept on file, and the two do not agree.

    The newer of the two is used, on file before surveyed on the same day; of importance always what
    the committee put on record.

    Why it matters
    --------------
    Tier, depth and sponsorship rest on one of the two, and somebody believes the other.

    When it is wrong
    ----------------
    When things changed in between: then the older one is out of date, and only has to be corrected.
    """
    for difference in look.measured.differences:
        fact = f"{difference.fact[0].upper()}{difference.fact[1:]}"
        about = f"{fact} of {difference.part}" if difference.part else fact
        yield Hit(
            subject=Subject(kind=SubjectKind.FIRM, id=difference.firm) if difference.firm else look.measured.subject,
            sentence=stored(
                "{fact_said}: {used_said} is used, {other_said} is not",
                fact_said=about,
                used_said=difference.used,
                other_said=difference.other,
            ),
            people=difference.people,
        )
