"""Pictures for notebooks: what an audit looks like in a cell, as HTML without scripts."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Protocol

from alliancenet.model.audit import AllianceSummary, WaveSummary
from alliancenet.model.comparison import Comparison, ScoreChange, Verdict
from alliancenet.model.finding import Severity
from alliancenet.model.score import Band, Score
from alliancenet.what_if import Simulation, WhatIfMeasure

# Okabe and Ito's colours; the word always stands beside them
_COLOURS = {Band.RED: "#d55e00", Band.AMBER: "#e69f00", Band.GREEN: "#009e73"}
_GREY = "#999999"
_WIDTH, _HEIGHT = 200, 14
LEVELS = ("strategic", "tactical", "operational", "interpersonal", "cultural")
_SHOWN = 8
_MOVES = 20


class FindingLike(Protocol):
    """What a line about a finding needs."""

    @property
    def code(self) -> str:
        """Code of the rule."""

    @property
    def severity(self) -> Severity:
        """How much it matters."""

    @property
    def sentence(self) -> str:
        """What was found."""

    @property
    def to_check(self) -> bool:
        """Too unsure to be called a fact."""


class Told(Protocol):
    """What is drawn: an audit, or what one reader may see of it."""

    @property
    def alliance(self) -> AllianceSummary:
        """The alliance."""

    @property
    def wave(self) -> WaveSummary:
        """The round of asking."""

    @property
    def scores(self) -> Sequence[Score]:
        """Scores."""

    @property
    def findings(self) -> Sequence[FindingLike]:
        """Findings."""


def line(told: Told) -> str:
    """One line about an audit: health with its colour in words, findings."""
    health = score_of(told, "health")
    if health is None or health.value is None:
        words = "health unknown"
    else:
        words = f"health {health.value:.0f}{f' ({health.band})' if health.band else ''}"
    sure = [finding for finding in told.findings if not finding.to_check]
    high = sum(finding.severity is Severity.HIGH for finding in sure)
    noun = "finding" if len(sure) == 1 else "findings"
    return f"{told.alliance.id} {told.wave.id}: {words}, {len(sure)} {noun}, {high} of high severity"


def score_of(told: Told, metric: str) -> Score | None:
    """Score of a metric about the alliance, None where there is none."""
    about = told.alliance.id
    return next((score for score in told.scores if score.metric == metric and score.subject.id == about), None)


def card(told: Told) -> str:
    """HTML of one audit: health and the five levels as bars with their intervals, then the findings."""
    rows = [("health", score_of(told, "health")), *((name, _level(told, name)) for name in LEVELS)]
    bars = "".join(f"<tr><th>{escape(name)}</th>{_cells(score)}</tr>" for name, score in rows)
    return f"<h4>{escape(told.alliance.name)}, {escape(told.wave.id)}</h4><table>{bars}</table>{_list(told.findings)}"


def table(several: Iterable[Told]) -> str:
    """HTML of several audits: one row with a bar for each."""
    rows = "".join(
        f"<tr><th>{escape(told.alliance.name)}</th><td>{escape(told.wave.id)}</td>{_cells(score_of(told, 'health'))}"
        f"<td>{escape(line(told).partition(', ')[2])}</td></tr>"
        for told in several
    )
    return f"<table><tr><th>alliance</th><th>wave</th><th colspan='2'>health</th><th>findings</th></tr>{rows}</table>"


def _level(told: Told, name: str) -> Score | None:
    """The whole level; the half seen in structure where nobody was asked."""
    whole = score_of(told, f"integration.{name}")
    return whole if whole is not None and whole.is_ok else score_of(told, f"integration_seen.{name}") or whole


def _cells(score: Score | None) -> str:
    if score is None or score.value is None:
        why = "not measured" if score is None else score.reason or score.state.value
        return f"<td colspan='2'>unknown: {escape(why)}</td>"
    words = f"{score.value:.0f}"
    if score.interval is not None:
        words += f" ({score.interval[0]:.0f} to {score.interval[1]:.0f})"
    if score.band:
        words += f", {score.band}"
    return f"<td>{_bar(score)}</td><td>{escape(words)}</td>"


def _bar(score: Score) -> str:
    colour = next((colour for band, colour in _COLOURS.items() if band == score.band), _GREY)
    return (
        f"<svg width='{_WIDTH}' height='{_HEIGHT}' role='img' aria-label='{score.value:.0f} of 100'>"
        f"<rect width='{_WIDTH}' height='{_HEIGHT}' fill='#eeeeee'/>"
        f"<rect width='{_along(score.value)}' height='{_HEIGHT}' fill='{colour}'/>{''.join(_whisker(score))}</svg>"
    )


def _whisker(score: Score) -> Iterator[str]:
    if score.interval is not None:
        low, high = map(_along, score.interval)
        middle = _HEIGHT // 2
        yield f"<line x1='{low}' x2='{high}' y1='{middle}' y2='{middle}' stroke='#222222' stroke-width='2'/>"


def _along(value: float | None) -> str:
    return f"{min(max(value or 0.0, 0.0), 100.0) / 100 * _WIDTH:.1f}"


def _list(findings: Sequence[FindingLike]) -> str:
    lines = [
        f"<li>{'to check: ' if finding.to_check else ''}<b>{escape(finding.code)}</b> ({finding.severity.value}) "
        f"{escape(finding.sentence)}</li>"
        for finding in findings[:_SHOWN]
    ]
    more = len(findings) - len(lines)
    rest = f"<p>and {more} more: .findings.to_frame()</p>" if more > 0 else ""
    return f"<ul>{''.join(lines)}</ul>{rest}"


def moves(compared: Comparison) -> str:
    """HTML of a comparison: every score that moved beyond noise, from where to where, the widest move first."""
    told = [change for change in compared.scores if change.verdict in {Verdict.ROSE, Verdict.FELL}]
    told.sort(key=lambda change: -abs(change.difference or 0.0))
    rows = "".join(
        f"<tr><th>{escape(change.metric)}</th><td>{escape(change.subject.id)}</td>"
        f"{_from_to(_value(change.before), _value(change.after), _is_of_100(change))}</tr>"
        for change in told[:_MOVES]
    )
    head = f"<h4>{escape(compared.alliance.name)}, {escape(compared.before.id)} to {escape(compared.after.id)}</h4>"
    more = f"<p>and {len(told) - _MOVES} more: .to_frame()</p>" if len(told) > _MOVES else ""
    return f"{head}<table>{rows}</table>{more}" if told else f"{head}<p>nothing moved beyond noise</p>"


def before_and_after(simulation: Simulation) -> str:
    """HTML of a simulated change: each measure before and after."""
    rows = "".join(
        f"<tr><th>{escape(measure.name)}</th><td>{escape(', '.join(measure.about))}</td>"
        f"{_from_to(_of_100(measure, measure.before), _of_100(measure, measure.after), measure.is_share)}</tr>"
        for measure in simulation.measures
    )
    return f"<p>A simulation, no forecast.</p><table>{rows}</table>"


def _of_100(measure: WhatIfMeasure, value: float | None) -> float | None:
    return value * 100 if measure.is_share and value is not None else value


def _value(score: Score | None) -> float | None:
    return None if score is None else score.value


def _is_of_100(change: ScoreChange) -> bool:
    return any(score is not None and score.unit == "points 0-100" for score in (change.before, change.after))


def _from_to(before: float | None, after: float | None, of_100: bool) -> str:
    """Cells with a line from before to after, where both lie on 0-100, and the numbers."""
    words = " to ".join("unknown" if value is None else f"{value:.4g}" for value in (before, after))
    if before is None or after is None or not of_100:
        return f"<td></td><td>{words}</td>"
    start, end, middle = _along(before), _along(after), _HEIGHT // 2
    return (
        f"<td><svg width='{_WIDTH}' height='{_HEIGHT}' role='img' aria-label='{words} of 100'>"
        f"<rect width='{_WIDTH}' height='{_HEIGHT}' fill='#eeeeee'/>"
        f"<line x1='{start}' x2='{end}' y1='{middle}' y2='{middle}' stroke='#222222' stroke-width='2'/>"
        f"<circle cx='{end}' cy='{middle}' r='5' fill='#222222'/></svg></td><td>{words}</td>"
    )
