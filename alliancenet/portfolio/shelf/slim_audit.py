"""An audit without people and ties as rows of plain values, for the index beside the audits."""

from datetime import date
from typing import Any

from alliancenet.model.audit import AllianceSummary, Audit, Confidence, FirmSummary, ProjectMark, WaveSummary
from alliancenet.model.change import Change
from alliancenet.model.finding import Concern, Finding, NotLooked, Severity
from alliancenet.model.limits import Limits
from alliancenet.model.score import Score, State, Subject, SubjectKind
from alliancenet.store.records import as_plain, as_record

VERSION = 9


def as_rows(audit: Audit) -> list[Any]:
    """Everything of an audit but people, ties, inputs, evidence and assumptions."""
    return [
        [audit.alliance.id, audit.alliance.name, audit.alliance.tier, audit.alliance.stage],
        [
            [firm.id, firm.name, firm.own, firm.people, firm.answered, firm.seen, firm.moved]
            for firm in audit.alliance.firms
        ],
        [audit.wave.id, _day_text(audit.wave.opens), _day_text(audit.wave.closes), audit.wave.window_days],
        [audit.confidence.value, audit.settings_digest, audit.tool_version, audit.label],
        [audit.project.id, audit.project.name] if audit.project else None,
        as_plain(audit.limits),
        [_score_row(score) for score in audit.scores],
        [_finding_row(finding) for finding in audit.findings],
        [[entry.code, entry.reason] for entry in audit.not_looked],
        [audit.changed_since, [as_plain(change) for change in audit.changes]],
    ]


def from_rows(rows: list[Any]) -> Audit:
    """Return the audit of such rows."""
    alliance, firms, wave, made, project, limits, scores, findings, not_looked, (since, changes) = rows
    return Audit(
        alliance=AllianceSummary(
            id=alliance[0],
            name=alliance[1],
            tier=alliance[2],
            stage=alliance[3],
            firms=tuple(
                FirmSummary(
                    id=firm[0],
                    name=firm[1],
                    own=firm[2],
                    people=firm[3],
                    answered=firm[4],
                    seen=firm[5],
                    moved=firm[6],
                )
                for firm in firms
            ),
        ),
        wave=WaveSummary(id=wave[0], opens=_day(wave[1]), closes=_day(wave[2]), window_days=wave[3]),
        confidence=Confidence(made[0]),
        settings_digest=made[1],
        tool_version=made[2],
        label=made[3],
        project=None if project is None else ProjectMark(id=project[0], name=project[1]),
        limits=as_record(Limits, limits),
        inputs=(),
        scores=tuple(_score(row) for row in scores),
        people=(),
        findings=tuple(_finding(row) for row in findings),
        not_looked=tuple(NotLooked(code=code, reason=reason) for code, reason in not_looked),
        changed_since=since,
        changes=tuple(as_record(Change, change) for change in changes),
    )


def _day_text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _score_row(score: Score) -> list[Any]:
    low, high = score.interval or (None, None)
    subject = [score.subject.kind.value, score.subject.id]
    return [
        score.metric,
        *subject,
        as_plain(score.value),
        score.unit,
        score.n,
        as_plain(low),
        as_plain(high),
        score.state.value,
        score.reason,
        score.label,
        score.band,
        as_plain(score.answering_error),
    ]


def _score(row: list[Any]) -> Score:
    metric, kind, name, value, unit, n, low, high, state, reason, label, band, error = row
    return Score(
        metric=metric,
        subject=Subject(kind=SubjectKind(kind), id=name),
        value=value,
        unit=unit,
        n=n,
        interval=None if low is None else (low, high),
        state=State(state),
        reason=reason,
        label=label,
        band=band,
        answering_error=error,
    )


def _finding_row(finding: Finding) -> list[Any]:
    return [
        finding.code,
        finding.severity.value,
        finding.subject.kind.value,
        finding.subject.id,
        finding.sentence,
        finding.to_check,
        finding.concern.value,
        finding.title,
    ]


def _finding(row: list[Any]) -> Finding:
    code, severity, kind, name, sentence, to_check, concern, title = row
    return Finding(
        code=code,
        severity=Severity(severity),
        subject=Subject(kind=SubjectKind(kind), id=name),
        sentence=sentence,
        evidence=(),
        recommendation="",
        source="",
        to_check=to_check,
        concern=Concern(concern),
        title=title,
    )
