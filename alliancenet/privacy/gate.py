"""The privacy gate: what of an audit exists for a reader."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from alliancenet.errors import NotPermitted
from alliancenet.language import stored
from alliancenet.model.audit import AllianceSummary, Audit, DrawnTie, ParticipantRole
from alliancenet.model.catalogue import COUNTS, Card, Exposure, card_of
from alliancenet.model.change import Change
from alliancenet.model.finding import Audience, Finding
from alliancenet.model.limits import Limits, banded, is_of_too_few
from alliancenet.model.multiplex import RESTRICTED_LAYERS
from alliancenet.model.score import Score, State, Subject, SubjectKind
from alliancenet.model.wave import LogMonth
from alliancenet.privacy import unit_view
from alliancenet.privacy.naming import Naming, naming_for
from alliancenet.privacy.open_answers import tellable
from alliancenet.privacy.reader import Reader
from alliancenet.privacy.suppression import Cell, hidden_cells
from alliancenet.privacy.view import AuditView, FindingView, GroupCount, PersonView


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
    smallest = audit.limits.min_n
    naming = naming_for(audit, reader, smallest)
    return AuditView(
        reader=reader,
        alliance=_alliance(audit, reader),
        wave=audit.wave,
        confidence=audit.confidence,
        settings_digest=audit.settings_digest,
        tool_version=audit.tool_version,
        inputs=audit.inputs if reader.is_own_firm else (),
        limits=audit.limits if reader.is_own_firm else replace(audit.limits, tier_floor={}, sponsored_tiers=None),
        scores=_scores(audit, audit.scores, reader, naming),
        changed_since=audit.changed_since,
        changes=tuple(_changes(audit, reader, naming)),
        role_counts=() if audit.people_removed else _role_counts(audit, reader, smallest),
        spanner_counts=() if audit.people_removed else _spanner_counts(audit, reader, smallest),
        people=_people(audit, reader, naming),
        findings=_findings(audit, reader, naming),
        not_looked=tuple(replace(unlooked, reason=naming.reword(unlooked.reason)) for unlooked in audit.not_looked),
        ties=_ties(audit, reader),
        label=audit.label,
        assumptions=tuple(naming.reword(sentence) for sentence in audit.assumptions),
        open_answers=tellable(audit.open_answers, smallest),
        log_trend=_log_trend(audit, reader, smallest),
        withheld=_withheld(audit, reader),
        unit_contacts=unit_view.unit_contacts(audit, reader, smallest),
        introductions=unit_view.introductions(audit, reader, naming),
        core_ties=audit.core_ties if reader.knows_people else (),
        unmet_needs=audit.unmet_needs if reader.knows_people else (),
    )


def _alliance(audit: Audit, reader: Reader) -> AllianceSummary:
    """The tier is how the own firm ranks its partners, so a partner does not see it."""
    return audit.alliance if reader.is_own_firm else replace(audit.alliance, tier=None)


def _scores(audit: Audit, scores: Iterable[Score], reader: Reader, naming: Naming) -> tuple[Score, ...]:
    kept = (_score(audit, score, reader, naming) for score in scores)
    return tuple(score for score in kept if score is not None)


def _changes(audit: Audit, reader: Reader, naming: Naming) -> Iterator[Change]:
    """Changes of scores a reader sees as they are, in this wave and in the one before: a change tells both."""
    kept = {(score.metric, score.subject): score for score in audit.scores if score.is_ok}
    for change in audit.changes:
        after = kept.get((change.metric, change.subject))
        if after is None:
            continue
        waves = (after, replace(after, value=change.before, interval=None, n=change.n))
        if all(_is_shown(score, _score(audit, score, reader, naming)) for score in waves):
            yield change


def _is_shown(score: Score, seen: Score | None) -> bool:
    """The reader sees the number itself, and not a band of it."""
    return seen is not None and seen.is_ok and seen.value == score.value


def _score(audit: Audit, score: Score, reader: Reader, naming: Naming) -> Score | None:
    """What a reader may see of a score; nothing of a measure without a card, or of an exposure nobody knows."""
    card = card_of(score.metric)
    told = _TOLD.get(card.exposure) if card is not None else None
    if card is None or told is None:
        return None
    people = naming.people_in(score.subject)
    if people and not naming.identifies(score.subject):
        return None
    seen = told(card, score, _Case(audit=audit, reader=reader, is_about_people=bool(people)))
    if seen is not None and seen.is_ok and unit_view.is_of_one_person(audit, score) and not reader.knows_people:
        seen = _suppressed(
            seen, stored("one person of a firm at the level: it would tell whom this person is in touch with")
        )
    if seen is None:
        return None
    seen = banded(seen, audit.limits)
    return replace(seen, subject=naming.subject(seen.subject)) if people else seen


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """Who asks for a score, and of what audit."""

    audit: Audit
    reader: Reader
    is_about_people: bool

    @property
    def smallest(self) -> int:
        return self.audit.limits.min_n


def _to_everybody(_card: Card, score: Score, _case: _Case) -> Score | None:
    return score


def _from_the_smallest_group(_card: Card, score: Score, case: _Case) -> Score | None:
    if case.is_about_people:
        return None
    if score.is_ok and is_of_too_few(score, len(case.audit.alliance.firms), case.audit.limits):
        return _suppressed(score, stored("fewer than {count} answers", count=case.smallest))
    return score


def _where_no_handful_moved(_card: Card, score: Score, case: _Case) -> Score | None:
    """A report of the same logs with or without the few who moved would tell their messages by subtraction."""
    if score.is_ok and not case.reader.knows_people and _few_moved(case.audit):
        return _suppressed(score, stored("fewer than {count} people opted out, joined or left", count=case.smallest))
    return score


def _in_the_table_of_roles(_card: Card, score: Score, case: _Case) -> Score | None:
    by_group = score.subject.kind in {SubjectKind.FIRM, SubjectKind.LEVEL}
    if score.is_ok and by_group and not case.reader.knows_people:
        return _suppressed(score, stored("shown only in the table of roles, for groups large enough"))
    return score


def _to_the_firm_itself(_card: Card, score: Score, case: _Case) -> Score | None:
    """What a firm says of itself alone stays its own: the partner gets the shared report."""
    return score if case.reader.is_own_firm or score.subject.id == case.reader.firm else None


def _to_the_own_firm(_card: Card, score: Score, case: _Case) -> Score | None:
    return score if case.reader.is_own_firm else None


def _to_those_who_see_money(_card: Card, score: Score, case: _Case) -> Score | None:
    return score if case.reader.sees_money else None


def _as_a_large_count(card: Card, score: Score, case: _Case) -> Score | None:
    """Friendship: never of a person or a pair, and a share would tell everybody's where it is 0 or 1."""
    if case.is_about_people:
        return None
    is_large = card.unit in COUNTS and score.value is not None and score.value >= case.smallest
    if score.is_ok and not is_large:
        return _suppressed(score, stored("friendship is shown only as a count of {n} or more", n=case.smallest))
    return score


_TOLD: Mapping[Exposure, Callable[[Card, Score, _Case], Score | None]] = {
    Exposure.STRUCTURE: _to_everybody,
    Exposure.SAID: _from_the_smallest_group,
    Exposure.LOGS: _where_no_handful_moved,
    Exposure.ROLES: _in_the_table_of_roles,
    Exposure.OWN_FIRM: _to_the_firm_itself,
    Exposure.TIER: _to_the_own_firm,
    Exposure.RESTRICTED: _as_a_large_count,
    Exposure.MONEY: _to_those_who_see_money,
}
"""What each exposure lets through; what does not stand here is hidden."""


def _suppressed(score: Score, reason: str) -> Score:
    return replace(
        score,
        value=None,
        interval=None,
        answering_error=None,
        state=State.SUPPRESSED,
        inputs=(),
        label="",
        reason=reason,
    )


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
                function=person.function if reader.knows_people else "",
                site=person.site if reader.knows_people else "",
                share_of_time=person.share_of_time if reader.knows_people else None,
                leaves=person.leaves if reader.knows_people else None,
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
    firms = dict.fromkeys([firm.id for firm in audit.alliance.firms] + [person.firm for person in audit.people])
    counts = {(firm, str(name)): 0 for firm in firms for name in names}
    for person in audit.people:
        counts[person.firm, groups[person.id]] += 1
    silent = {(firm.id, "unknown"): firm.people - firm.answered for firm in audit.alliance.firms}
    hidden = frozenset[Cell]() if reader.sees_rows_of_people else hidden_cells(counts, smallest, most=silent)
    return tuple(
        GroupCount(firm=firm, group=group, people=None if (firm, group) in hidden else count)
        for (firm, group), count in counts.items()
    )


def _findings(audit: Audit, reader: Reader, naming: Naming) -> tuple[FindingView, ...]:
    """Findings in the reader's words; those that tell the same once a number is hidden are told once."""
    kept = [found for found in audit.findings if _is_for(found, reader) and not _is_of_one_person(audit, found, reader)]
    views = [_finding(audit, found, reader, naming) for found in kept]
    told = {(view.code, view.subject, view.sentence, view.evidence): view for view in reversed(views)}
    return tuple(view for view in views if any(view is kept for kept in told.values()))


def _is_of_one_person(audit: Audit, found: Finding, reader: Reader) -> bool:
    """That there is such a finding already tells readers of groups whom one person is in touch with."""
    return not reader.knows_people and any(unit_view.is_of_one_person(audit, score) for score in found.evidence)


def _finding(audit: Audit, found: Finding, reader: Reader, naming: Naming) -> FindingView:
    evidence = _scores(audit, found.evidence, reader, naming)
    # a number hidden as evidence must not stand in the sentence, nor follow from the firm it is found in
    hides = _count_hidden(evidence) > _count_hidden(found.evidence) or any(map(_is_never_told, found.evidence))
    subject = Subject(kind=SubjectKind.ALLIANCE, id=audit.alliance.id) if hides else found.subject
    evidence = tuple(score for score in evidence if score.is_ok) if hides else evidence
    return FindingView(
        code=found.code,
        severity=found.severity,
        subject=naming.subject(subject),
        title=found.title,
        about=_about(audit, subject, naming),
        people=tuple(naming.label(person) for person in found.people if naming.key(person)),
        sentence=found.title if hides or not _tells_how_much(found, reader) else naming.reword(found.sentence),
        evidence=evidence,
        recommendation=naming.reword(found.recommendation),
        source=found.source,
        holds=found.holds,
        to_check=found.to_check,
        concern=found.concern,
    )


def _count_hidden(scores: Iterable[Score]) -> int:
    return sum(score.state is State.SUPPRESSED for score in scores)


def _is_never_told(score: Score) -> bool:
    """A number nobody may read: of a measure nobody knows, or a person's friendships."""
    return _is_unknown(score) or _exposure_of(score) is Exposure.RESTRICTED


def _is_for(found: Finding, reader: Reader) -> bool:
    """A partner reads neither what is for the own firm only, nor what another firm says of itself alone."""
    if found.audience is Audience.MONEY:
        return reader.sees_money
    if reader.is_own_firm:
        return True
    own = [score for score in found.evidence if _exposure_of(score) is Exposure.OWN_FIRM]
    is_of_another = any(score.subject.id != reader.firm for score in own)
    return found.audience in {Audience.EVERYBODY, Audience.TITLE_FOR_PARTNERS} and not is_of_another


def _exposure_of(score: Score) -> Exposure | None:
    card = card_of(score.metric)
    return None if card is None else card.exposure


def _tells_how_much(found: Finding, reader: Reader) -> bool:
    """A partner reads what is missing, and not what the own firm asks of an alliance by its tier."""
    return reader.is_own_firm or found.audience is Audience.EVERYBODY


def _about(audit: Audit, subject: Subject, naming: Naming) -> str:
    if subject.kind is SubjectKind.ALLIANCE:
        return audit.alliance.name
    if people := naming.people_in(subject):
        return " and ".join(naming.label(person) for person in people)
    firms = {firm.id: firm.name for firm in audit.alliance.firms}
    return " and ".join(firms.get(part, part.replace("_", " ")) for part in subject.id.split("|"))


def _log_trend(audit: Audit, reader: Reader, smallest: int) -> tuple[LogMonth, ...]:
    """Months of contact between the firms; a handful of people would be told apart by it.

    So would a handful who opted out, joined or left: another report of the same months, with or without
    them, is all it takes.
    """
    firms = audit.alliance.firms
    is_group = all((firm.people if firm.seen is None else firm.seen) >= smallest for firm in firms)
    return audit.log_trend if reader.knows_people or (is_group and not _few_moved(audit)) else ()


def _few_moved(audit: Audit) -> bool:
    """A handful of a firm opted out, joined or left since another report of the same people."""
    return any(0 < firm.moved < audit.limits.min_n for firm in audit.alliance.firms)


def _ties(audit: Audit, reader: Reader) -> tuple[DrawnTie, ...]:
    if not reader.knows_people:
        return ()
    return tuple(tie for tie in audit.ties if tie.layer not in RESTRICTED_LAYERS)


def _withheld(audit: Audit, reader: Reader) -> tuple[str, ...]:
    sentences = [stored("Friendship answers are never shown for a person or a pair.")]
    limits = audit.limits
    if audit.people_removed:
        sentences.append(stored("Single people were removed after the promised time; what was told of groups stayed."))
    if not reader.sees_rows_of_people:
        sentences.append(
            stored(
                "This reader sees groups of at least {n} people; smaller ones are hidden, "
                "and so is the next group where it would give them away.",
                n=limits.min_n,
            )
        )
    elif not limits.named_for and limits.known:
        sentences.append(
            stored("No names of people in the network: the project names them to nobody (privacy.named_for).")
        )
    elif reader.role not in limits.named_for:
        sentences.append(stored("No names of people in the network: {why_said}", why_said=_who_sees_names(limits)))
    else:
        sentences.append(stored("Names are shown only of people who agreed to it."))
        if not reader.knows_people:
            sentences.append(
                stored(
                    "Where fewer than {n} of a firm did not agree, nobody of that firm is named: "
                    "they would be known by having no name.",
                    n=limits.min_n,
                )
            )
    if not limits.known:
        sentences.append(
            stored(
                "The audit was made by an earlier version and does not say its limits: "
                "groups of fewer than {n} are hidden and nobody is named. Make it again to change that.",
                n=limits.min_n,
            )
        )
    if unknown := len({score.metric for score in audit.scores if _is_unknown(score)}):
        sentences.append(stored("Measures this version does not know, shown to nobody: {n}.", n=unknown))
    return tuple(sentences)


def _who_sees_names(limits: Limits) -> str:
    if not limits.named_for:
        return stored("the audit does not say to whom people were told they are named.")
    roles = ", ".join(role.replace("_", " ") for role in limits.named_for)
    return stored("people were told before they answered that only these see names: {role_words}.", role_words=roles)


def _is_unknown(score: Score) -> bool:
    card = card_of(score.metric)
    return card is None or card.exposure not in _TOLD
