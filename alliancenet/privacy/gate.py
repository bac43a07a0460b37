"""The privacy gate: what of an audit exists for a reader."""

from collections.abc import Iterable
from dataclasses import replace

from alliancenet.errors import NotPermitted
from alliancenet.model.audit import AllianceSummary, Audit, DrawnTie, ParticipantRole
from alliancenet.model.finding import Finding
from alliancenet.model.multiplex import RESTRICTED_LAYERS
from alliancenet.model.score import Score, State, Subject, SubjectKind
from alliancenet.model.wave import LogMonth
from alliancenet.privacy import unit_view
from alliancenet.privacy.naming import Naming, naming_for
from alliancenet.privacy.open_answers import tellable
from alliancenet.privacy.reader import Reader
from alliancenet.privacy.suppression import Cell, hidden_cells
from alliancenet.privacy.view import AuditView, FindingView, GroupCount, PersonView
from alliancenet.settings import default_settings

_ABOUT_ROLES = ("core", "peripheral", "isolate", "spanner", "boundary_spanner", "overload", "quality.answered")
_BY_TIER = ("redundancy_target", "health_part.network", "sponsor_load")
_OF_OTHER_ALLIANCES = frozenset({"S-LOAD"})
_SAID = (
    "integration_said",
    "climate",
    "perception",
    "blind_spot",
    "inside_spread",
    "outcome",
    "task_debate",
    "sponsor_visibility",
    "contract",
    "asked",
    "trust_transfer",
)
_OF_A_FIRM = ("capability", "checklist.crm_priorities", "checklist.manager_tasks")


def views_for(audits: Iterable[Audit], reader: Reader) -> tuple[AuditView, ...]:
    """Views of the audits this reader may open at all, in the order given."""
    return tuple(view_for(audit, reader) for audit in audits if may_open(audit, reader))


def may_open(audit: Audit, reader: Reader) -> bool:
    """Readers of the own firm open every audit; a partner only those of the own alliances."""
    return reader.is_own_firm or reader.firm in {firm.id for firm in audit.alliance.firms}


def view_for(audit: Audit, reader: Reader) -> AuditView:
    """What one reader may see of an audit.

    Parameters
    ----------
    audit : the audit, with everything.
    reader : who asks.

    Raises
    ------
    NotPermitted
        For a partner whose firm does not belong to the alliance.

    Notes
    -----
    Friendship never leaves as a pair or a person, whoever reads. Executives and partners see
    groups: counts of at least `suppression.min_n` people, with complementary suppression, and
    findings that speak of "senior, Nordwind". HR sees a row for each person, with the name only
    where that was announced before the survey and the person agreed. Alliance managers, analysts
    and facilitators see pseudonyms, and names under the same two conditions.
    """
    if not may_open(audit, reader):
        raise NotPermitted(f"firm '{reader.firm}' does not belong to alliance '{audit.alliance.id}'")
    smallest = default_settings().whole("suppression.min_n")
    naming = naming_for(audit, reader, smallest)
    return AuditView(
        reader=reader,
        alliance=_alliance(audit, reader),
        wave=audit.wave,
        confidence=audit.confidence,
        settings_digest=audit.settings_digest,
        tool_version=audit.tool_version,
        inputs=audit.inputs if reader.is_own_firm else (),
        scores=_scores(audit.scores, reader, naming, smallest),
        role_counts=_role_counts(audit, reader, smallest),
        spanner_counts=_spanner_counts(audit, reader, smallest),
        people=_people(audit, reader, naming),
        findings=_findings(audit, reader, naming, smallest),
        not_looked=tuple(replace(one, reason=naming.reword(one.reason)) for one in audit.not_looked),
        ties=_ties(audit, reader),
        label=audit.label,
        assumptions=tuple(naming.reword(sentence) for sentence in audit.assumptions),
        open_answers=tellable(audit.open_answers, smallest),
        log_trend=_log_trend(audit, reader, smallest),
        withheld=_withheld(audit, reader, smallest),
        unit_contacts=unit_view.unit_contacts(audit, reader, smallest),
        introductions=unit_view.introductions(audit, reader, naming),
        core_ties=audit.core_ties if reader.knows_people else (),
    )


def _alliance(audit: Audit, reader: Reader) -> AllianceSummary:
    """The tier is how the own firm ranks its partners, so a partner does not see it."""
    return audit.alliance if reader.is_own_firm else replace(audit.alliance, tier=None)


def _scores(scores: Iterable[Score], reader: Reader, naming: Naming, smallest: int) -> tuple[Score, ...]:
    kept = (_score(score, reader, naming, smallest) for score in scores)
    return tuple(score for score in kept if score is not None)


def _score(score: Score, reader: Reader, naming: Naming, smallest: int) -> Score | None:
    is_friendship = "friendship" in score.metric
    if _is_of_another_firm(score, reader):
        return None
    if score.metric.startswith(_BY_TIER) and not reader.is_own_firm:
        return None
    if naming.people_in(score.subject):
        if is_friendship or _counts_friends(score) or not naming.identifies(score.subject):
            return None
        return replace(score, subject=naming.subject(score.subject))
    if not score.is_ok:
        return score
    if is_friendship and score.value is not None and score.value < smallest:
        return _suppressed(score, f"friendship is shown only for {smallest} or more")
    if score.n < smallest and score.metric.startswith(_SAID):
        return _suppressed(score, f"fewer than {smallest} answers")
    by_group = score.subject.kind in {SubjectKind.FIRM, SubjectKind.LEVEL}
    if by_group and not reader.knows_people and score.metric.startswith(_ABOUT_ROLES):
        return _suppressed(score, "shown only in the table of roles, for groups large enough")
    return score


def _is_of_another_firm(score: Score, reader: Reader) -> bool:
    """What a firm says of itself alone stays its own: the partner gets the shared report."""
    return not reader.is_own_firm and score.metric.startswith(_OF_A_FIRM) and score.subject.id != reader.firm


def _counts_friends(score: Score) -> bool:
    """A person's points from ties the reader sees and friendships the reader must not: those would follow."""
    return score.metric.startswith("spanner_score") and "friendship ties" in score.inputs


def _suppressed(score: Score, reason: str) -> Score:
    return replace(score, value=None, interval=None, state=State.SUPPRESSED, inputs=(), label="", reason=reason)


def _people(audit: Audit, reader: Reader, naming: Naming) -> tuple[PersonView, ...]:
    if not reader.sees_rows_of_people:
        return ()
    views = []
    for person in audit.people:
        known = naming.identifies(Subject(kind=SubjectKind.PERSON, id=person.id))
        views.append(
            PersonView(
                key=naming.key(person.id),
                label=naming.label(person.id),
                firm=person.firm,
                level=person.level if known else "",
                role=person.role,
                spanner=person.spanner,
                core_ties=person.core_ties if known else None,
                cross_firm_core_ties=person.cross_firm_core_ties if known else None,
                duties=person.roles if known else (),
                core_probability=person.core_probability if known else None,
                spanner_probability=person.spanner_probability if known else None,
                position=person.position if reader.knows_people else None,
            )
        )
    # the order of the audit is the order of ids, which would tell who is who
    return tuple(views if reader.knows_people else sorted(views, key=_by_group))


def _by_group(person: PersonView) -> tuple[str, str, str, bool]:
    return (person.firm, person.label, person.role, bool(person.spanner))


def _role_counts(audit: Audit, reader: Reader, smallest: int) -> tuple[GroupCount, ...]:
    groups = {person.id: str(person.role) for person in audit.people}
    return _group_counts(audit, groups, tuple(map(str, ParticipantRole)), reader, smallest)


def _spanner_counts(audit: Audit, reader: Reader, smallest: int) -> tuple[GroupCount, ...]:
    words = {True: "spanner", False: "other", None: "unknown"}
    groups = {person.id: words[person.spanner] for person in audit.people}
    return _group_counts(audit, groups, tuple(words.values()), reader, smallest)


def _group_counts(
    audit: Audit, groups: dict[str, str], names: tuple[str, ...], reader: Reader, smallest: int
) -> tuple[GroupCount, ...]:
    firms = dict.fromkeys([firm.id for firm in audit.alliance.firms] + [one.firm for one in audit.people])
    counts = {(firm, str(name)): 0 for firm in firms for name in names}
    for person in audit.people:
        counts[person.firm, groups[person.id]] += 1
    silent = {(firm.id, "unknown"): firm.people - firm.answered for firm in audit.alliance.firms}
    hidden = frozenset[Cell]() if reader.sees_rows_of_people else hidden_cells(counts, smallest, most=silent)
    return tuple(
        GroupCount(firm=firm, group=group, people=None if (firm, group) in hidden else count)
        for (firm, group), count in counts.items()
    )


def _findings(audit: Audit, reader: Reader, naming: Naming, smallest: int) -> tuple[FindingView, ...]:
    """Findings in the reader's words; those that tell the same once a number is hidden are told once."""
    views = [
        _finding(audit, found, reader, naming, smallest) for found in audit.findings if not _is_of_others(found, reader)
    ]
    told = {(view.code, view.subject, view.sentence, view.evidence): view for view in reversed(views)}
    return tuple(view for view in views if any(view is kept for kept in told.values()))


def _finding(audit: Audit, found: Finding, reader: Reader, naming: Naming, smallest: int) -> FindingView:
    evidence = _scores(found.evidence, reader, naming, smallest)
    # a number hidden as evidence must not stand in the sentence, nor follow from the firm it is found in
    hides = _count_hidden(evidence) > _count_hidden(found.evidence)
    subject = Subject(kind=SubjectKind.ALLIANCE, id=audit.alliance.id) if hides else found.subject
    evidence = tuple(one for one in evidence if one.is_ok) if hides else evidence
    return FindingView(
        code=found.code,
        severity=found.severity,
        subject=naming.subject(subject),
        title=found.title,
        about=_about(audit, subject, naming),
        people=tuple(map(naming.label, found.people)) if reader.sees_rows_of_people else (),
        sentence=found.title if hides or _is_internal(found, reader) else naming.reword(found.sentence),
        evidence=evidence,
        recommendation=naming.reword(found.recommendation),
        source=found.source,
        holds=found.holds,
        to_check=found.to_check,
    )


def _count_hidden(scores: Iterable[Score]) -> int:
    return sum(one.state is State.SUPPRESSED for one in scores)


def _is_of_others(found: Finding, reader: Reader) -> bool:
    """What another firm says of itself alone, or how its sponsors are tied up in other alliances."""
    is_elsewhere = found.code in _OF_OTHER_ALLIANCES and not reader.is_own_firm
    return is_elsewhere or any(_is_of_another_firm(score, reader) for score in found.evidence)


def _is_internal(found: Finding, reader: Reader) -> bool:
    """What the own firm asks of an alliance by its tier, or keeps on file; a partner reads that it is so, not what."""
    is_kept = found.code.startswith("S-") or found.code == "D-SOURCES"
    return not reader.is_own_firm and (is_kept or "tier" in found.sentence)


def _about(audit: Audit, subject: Subject, naming: Naming) -> str:
    if subject.kind is SubjectKind.ALLIANCE:
        return audit.alliance.name
    if people := naming.people_in(subject):
        return " and ".join(naming.label(person) for person in people)
    firms = {firm.id: firm.name for firm in audit.alliance.firms}
    return " and ".join(firms.get(part, part.replace("_", " ")) for part in subject.id.split("|"))


def _log_trend(audit: Audit, reader: Reader, smallest: int) -> tuple[LogMonth, ...]:
    """Months of contact between the firms; a handful of people would be told apart by it."""
    is_group = all((firm.people if firm.seen is None else firm.seen) >= smallest for firm in audit.alliance.firms)
    return audit.log_trend if is_group or reader.knows_people else ()


def _ties(audit: Audit, reader: Reader) -> tuple[DrawnTie, ...]:
    if not reader.knows_people:
        return ()
    return tuple(tie for tie in audit.ties if tie.layer not in RESTRICTED_LAYERS)


def _withheld(audit: Audit, reader: Reader, smallest: int) -> tuple[str, ...]:
    sentences = ["Friendship answers are never shown for a person or a pair."]
    if not reader.sees_rows_of_people:
        sentences.append(
            f"This reader sees groups of at least {smallest} people; smaller ones are hidden, "
            "and so is the next group where it would give them away."
        )
    elif reader.role not in audit.named_for:
        sentences.append("No names: people were told before they answered that this reader sees none.")
    else:
        sentences.append("Names are shown only of people who agreed to it.")
    return tuple(sentences)
