"""Role-based execution (S18): what owners of roles did, and beside it the partner's rating, never one number.

A role's acts are counted from the role log (with touchpoints.csv for meetings and issues.csv for
problems); of a firm without one, from what its owners answered in the survey.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from alliancenet.metrics.case import Case
from alliancenet.metrics.governance import issues_judged
from alliancenet.metrics.noise import Z90
from alliancenet.metrics.registry import metric, withheld
from alliancenet.metrics.release import TOO_FEW_OR_ALIKE_TOGETHER, few_moved, too_alike
from alliancenet.model.catalogue import CARDS
from alliancenet.model.facts import counting
from alliancenet.model.register import Organisation, PersonId, Record
from alliancenet.model.roles import OWNERS, ActKind, OwnerRole, RoleAct, RoleReport
from alliancenet.model.score import Score, State, Subject, SubjectKind

WINDOW = timedelta(days=365)
_UNIT, _OWNED, _STEPS = (CARDS[card].says for card in ("roles", "roles.owned", "role_ratings"))
_LOG, _SURVEY = "source: role_log.csv", "source: the owners' answers"
_NOTHING = {
    OwnerRole.RELATIONSHIP: "the alliance is younger than twelve months",
    OwnerRole.PROJECT: "no project was closed in the last twelve months",
    OwnerRole.PROBLEM: "no problem was due in the last twelve months",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Compliance:
    """How often a role's owner did all that was due.

    Parameters
    ----------
    met, due : partners, projects or problems.
    open : what is missing, in words.
    reason : why nothing was due.
    """

    met: int
    due: int
    open: tuple[str, ...]
    reason: str = ""


@metric("roles")
def roles(case: Case) -> Iterator[Score]:
    """Compliance of each role of each firm that keeps a log or answered, over the twelve months before the close.

    Notes
    -----
    Relationship: per partner, meetings on two different days or more, expectations written down and
    an action plan dated. Project: per project closed, conditions agreed on or before the start and
    feedback asked on or after the close. Problem: closed in seven days or its action plan met; open
    ones count once their time is over. Exact: records are counted, not sampled. Under `roles.owned`
    how many of the three roles have an owner on record.
    """
    closes = case.wave.closes
    if closes is None:
        return
    for firm in case.firms:
        subject = Subject(kind=SubjectKind.FIRM, id=firm.id)
        found, source = _compliances(case, firm, closes)
        for role, compliance in found.items():
            name = f"roles.{role}"
            if not compliance.due:
                yield withheld(name, subject, _UNIT, 0, compliance.reason or _NOTHING[role])
                continue
            value = 100 * compliance.met / compliance.due
            yield _exact(name, subject, value, _UNIT, compliance.due, (*compliance.open, source))
        if found and firm.own and Record.ROLES in case.register.kept:
            missing = _without_owner(case, firm, closes)
            parts = tuple(f"no owner: {role}" for role in missing)
            yield _exact("roles.owned", subject, len(OwnerRole) - len(missing), _OWNED, len(OwnerRole), parts)


def _exact(name: str, subject: Subject, value: float, unit: str, n: int, inputs: tuple[str, ...]) -> Score:
    return Score(
        metric=name, subject=subject, value=float(value), unit=unit, n=n, interval=(value, value), inputs=inputs
    )


def _compliances(case: Case, firm: Organisation, closes: date) -> tuple[dict[OwnerRole, Compliance], str]:
    if firm.own and case.register.role_acts is not None:
        acts = [act for act in case.register.role_acts if act.alliance == case.alliance.id and act.day <= closes]
        found = {
            OwnerRole.RELATIONSHIP: _relationship(case, acts, closes),
            OwnerRole.PROJECT: _projects(acts, closes),
        }
        if Record.ISSUES in case.register.kept:
            found[OwnerRole.PROBLEM] = _counted(issues_judged(case, closes), "not solved in time")
        return found, _LOG
    reports = _reports(case, firm.id)
    answered = {
        OwnerRole.RELATIONSHIP: _relationship_answered(case, reports, closes),
        OwnerRole.PROJECT: _projects_answered(reports),
        OwnerRole.PROBLEM: _problems_answered(reports),
    }
    return {role: compliance for role, compliance in answered.items() if compliance is not None}, _SURVEY


def _relationship(case: Case, acts: list[RoleAct], closes: date) -> Compliance:
    """Each partner whose relationship somebody owns; a young alliance is judged only once all is done."""
    if Record.ROLES in case.register.kept and OwnerRole.RELATIONSHIP in _without_owner(case, case.firms[0], closes):
        return Compliance(met=0, due=0, open=(), reason="nobody is on record as owner of the relationship")
    is_young = case.alliance.start is not None and case.alliance.start > closes - WINDOW
    met, due, missing = 0, 0, list[str]()
    for partner in case.firms[1:]:
        lacks = _lacking(case, acts, partner, closes)
        if lacks and is_young:
            continue
        due += 1
        met += not lacks
        several = f"{partner.name}: " if len(case.firms) > 2 else ""
        missing += [f"open: {several}{line}" for line in lacks]
    return Compliance(met=met, due=due, open=tuple(missing))


def _lacking(case: Case, acts: list[RoleAct], partner: Organisation, closes: date) -> tuple[str, ...]:
    begins = closes - WINDOW
    days: dict[ActKind, set[date]] = defaultdict(set)
    for act in acts:
        if act.role is OwnerRole.RELATIONSHIP and act.day > begins and act.partner in {None, partner.id}:
            days[act.kind].add(act.day)
    for point in case.register.touchpoints_of(case.alliance.id, begins + timedelta(days=1), closes):
        present = {case.register.people[attendee].organisation for attendee in point.attendees}
        if point.type != "working" and {case.firms[0].id, partner.id} <= present:
            days[ActKind.MEETING].add(point.date)
    least = case.settings.whole("roles.meetings")
    return _open_lines(
        len(days[ActKind.MEETING]), least, bool(days[ActKind.EXPECTATIONS]), bool(days[ActKind.ACTION_PLAN])
    )


def _open_lines(meetings: int, least: int, expectations: bool, plan: bool) -> tuple[str, ...]:
    lines = (
        (meetings >= least, f"{meetings} of {least} meetings on different days"),
        (expectations, "the partner’s expectations are not written down"),
        (plan, "no action plan is dated"),
    )
    return tuple(line for is_met, line in lines if not is_met)


def _projects(acts: list[RoleAct], closes: date) -> Compliance:
    steps: dict[str, dict[ActKind, date]] = defaultdict(dict)
    for act in acts:
        if act.role is OwnerRole.PROJECT and act.kind is not ActKind.RATING:
            steps[act.project][act.kind] = act.day
    judged = {
        project: _project_lacks(days)
        for project, days in sorted(steps.items())
        if ActKind.CLOSED in days and days[ActKind.CLOSED] > closes - WINDOW
    }
    missing = tuple(f"open: {project}: {line}" for project, lines in judged.items() for line in lines)
    return Compliance(met=sum(not lines for lines in judged.values()), due=len(judged), open=missing)


def _project_lacks(days: Mapping[ActKind, date]) -> tuple[str, ...]:
    conditions, feedback = days.get(ActKind.CONDITIONS), days.get(ActKind.FEEDBACK)
    lines = (
        (conditions is not None and conditions <= days[ActKind.START], "conditions were not agreed before the start"),
        (feedback is not None and feedback >= days[ActKind.CLOSED], "feedback was not asked after the end"),
    )
    return tuple(line for is_met, line in lines if not is_met)


def _counted(judged: list[bool], words: str) -> Compliance:
    late = len(judged) - sum(judged)
    return Compliance(met=sum(judged), due=len(judged), open=(f"open: {late} {words}",) if late else ())


def _relationship_answered(case: Case, reports: tuple[RoleReport, ...], closes: date) -> Compliance | None:
    """One relationship per alliance; met where every owner who answered says so."""
    whole = [
        report
        for report in reports
        if report.meetings is not None and (report.expectations is not None or report.plan is not None)
    ]
    if not whole:
        return None
    least = case.settings.whole("roles.meetings")
    lines = [
        line
        for report in whole
        for line in _open_lines(
            report.meetings or 0,
            least,
            bool(report.expectations),
            bool(report.plan and closes - WINDOW < report.plan <= closes),
        )
    ]
    return Compliance(met=int(not lines), due=1, open=tuple(f"open: {line}" for line in dict.fromkeys(lines)))


def _projects_answered(reports: tuple[RoleReport, ...]) -> Compliance | None:
    """Each owner answers for one piece of work; one left open in part is not judged."""
    known = [report for report in reports if report.conditions is not None and report.feedback is not None]
    met = [bool(report.conditions and report.feedback) for report in known]
    return _counted(met, "without one of the two") if known else None


def _problems_answered(reports: tuple[RoleReport, ...]) -> Compliance | None:
    known = [
        (report.opened, report.solved) for report in reports if report.opened is not None and report.solved is not None
    ]
    if not known:
        return None
    opened, solved = (sum(counts) for counts in zip(*known, strict=True))
    return _counted([True] * solved + [False] * (opened - solved), "not solved in time")


def _reports(case: Case, firm: str) -> tuple[RoleReport, ...]:
    """What a firm's people answered in this wave."""
    stated = counting(case.facts.roles, case.alliance.id, firm, case.day)
    return stated.value if stated is not None and case.is_of_this_wave(stated) else ()


def _without_owner(case: Case, firm: Organisation, closes: date) -> tuple[OwnerRole, ...]:
    """Roles nobody of the firm owns: by the roster's roles; problems also by the owners of issues."""
    mine = [person for person in case.roster if person.organisation == firm.id]
    held = {role for person in mine for role in person.roles}
    ids = {person.id for person in mine}
    owned = any(
        issue.alliance == case.alliance.id and issue.owner in ids and closes - WINDOW < issue.opened <= closes
        for issue in case.register.issues
    )
    return tuple(
        role for role in OwnerRole if not held & set(OWNERS[role]) and not (role is OwnerRole.PROBLEM and owned)
    )


@metric("role_ratings")
def role_ratings(case: Case) -> Iterator[Score]:
    """Mean rating of each role of a firm by people of the other, each rater once.

    Notes
    -----
    From the role log for the own firm where it holds any, else from the survey. Withheld under the
    smallest group, where ratings are too alike, and where so few joined or left since an earlier
    wave that the difference would tell theirs. Interval: raters as a sample, 90 %.
    """
    if case.wave.closes is None:
        return
    for firm in case.firms:
        for role in OwnerRole:
            told = _ratings(case, firm.id, role)
            if told:
                yield _rated(case, Subject(kind=SubjectKind.FIRM, id=firm.id), role, told)


def _ratings(case: Case, firm: str, role: OwnerRole) -> dict[PersonId, float]:
    """Mean step of each rater of a firm's role."""
    found: dict[PersonId, list[float]] = defaultdict(list)
    is_own, closes = case.firms[0].id == firm, case.day
    for act in case.register.role_acts or () if is_own else ():
        is_due = act.alliance == case.alliance.id and closes - WINDOW < act.day <= closes
        if is_due and act.role is role and act.rating is not None:
            found[PersonId(act.rater)].append(act.rating)
    if not found and (is_own or len(case.firms) == 2):
        for other in case.firms:
            for report in _reports(case, other.id) if other.id != firm else ():
                if role in report.ratings:
                    found[PersonId(report.respondent)].append(report.ratings[role])
    return {rater: sum(steps) / len(steps) for rater, steps in found.items()}


def _rated(case: Case, subject: Subject, role: OwnerRole, told: Mapping[PersonId, float]) -> Score:
    name, least = f"role_ratings.{role}", case.settings.whole("suppression.min_n")
    steps = np.array(list(told.values()))
    if len(told) < least or too_alike(25 * (steps - 1), case.settings) or _few_moved(case, subject.id, role, least):
        return Score(
            metric=name,
            subject=subject,
            value=None,
            unit=_STEPS,
            n=len(told),
            state=State.SUPPRESSED,
            reason=TOO_FEW_OR_ALIKE_TOGETHER,
        )
    mean, error = float(steps.mean()), float(steps.std(ddof=1) / np.sqrt(len(steps)))
    interval = (max(1.0, mean - Z90 * error), min(5.0, mean + Z90 * error))
    return Score(metric=name, subject=subject, value=mean, unit=_STEPS, n=len(told), interval=interval)


def _few_moved(case: Case, firm: str, role: OwnerRole, least: int) -> bool:
    def points(other: Case) -> Mapping[PersonId, float]:
        if other.alliance.id != case.alliance.id:
            return {}
        return {rater: 25 * (step - 1) for rater, step in _ratings(other, firm, role).items()}

    return few_moved(case, points, least)
