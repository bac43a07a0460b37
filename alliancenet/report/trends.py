"""What changed between the waves of one alliance, by more than answering again would move."""

from collections.abc import Sequence

from alliancenet.language import marked, say
from alliancenet.model.comparison import ScoreChange, Verdict
from alliancenet.model.score import SubjectKind
from alliancenet.privacy import AuditView
from alliancenet.report import words
from alliancenet.report.cells import score_cell
from alliancenet.report.table import Cell, Column, Table
from alliancenet.score_changes import score_changes

_VERDICT = {
    Verdict.ROSE: (marked("rose"), "↑"),
    Verdict.FELL: (marked("fell"), "↓"),
    Verdict.SAME: (marked("the same"), "="),
    Verdict.PERHAPS: (marked("perhaps; one such among many is chance"), "≈"),
    Verdict.WITHIN_NOISE: (marked("no more than answering again"), "≈"),
    Verdict.NO_INTERVAL: (marked("nothing tells whether it changed"), "?"),
    Verdict.NOT_COMPARABLE: (marked("cannot be compared"), "–"),
}


def trends(waves: Sequence[AuditView]) -> Table:
    """Scores of an alliance over its waves, oldest first, with the last change in words.

    Parameters
    ----------
    waves : views of one alliance, oldest first.
    """
    metrics = dict.fromkeys(
        score.metric
        for view in waves
        for score in view.scores
        if score.subject.kind is SubjectKind.ALLIANCE and score.metric.count(".") < 2
    )
    columns = (
        Column(key="measure", title=say("Measure")),
        *(
            Column(key=f"wave_{position}", title=f"{view.wave.id}", is_number=True)
            for position, view in enumerate(waves)
        ),
        Column(key="change", title=say("Last change"), width="wide"),
    )
    changes = _last_changes(waves)
    rows = tuple(
        (
            Cell(text=words.title_of(metric)),
            *(score_cell(view.score(metric)) for view in waves),
            change_cell(changes.get(metric), len(waves)),
        )
        for metric in metrics
    )
    return Table(
        name="trends",
        caption=say("Measures over the waves"),
        columns=columns,
        rows=rows,
        empty=say("Nothing was measured."),
    )


def _last_changes(waves: Sequence[AuditView]) -> dict[str, ScoreChange]:
    if len(waves) < 2:
        return {}
    found = score_changes(waves[-2], waves[-1])
    return {change.metric: change for change in found if change.subject.kind is SubjectKind.ALLIANCE}


def change_cell(change: ScoreChange | None, n_waves: int) -> Cell:
    """Say what the last two waves tell about each other."""
    if n_waves < 2:
        return Cell(text=say("one wave only"), tone="withheld")
    if change is None:
        return Cell(text=words.NONE, tone="withheld")
    title, mark = _VERDICT[change.verdict]
    text = say(title)
    by = (
        ""
        if change.difference is None
        else say("by {difference}", difference=words.difference(change.difference, words.unit_of(change.metric)))
    )
    moved = change.verdict in {Verdict.ROSE, Verdict.FELL}
    return Cell(
        text=f"{text} {by}".strip() if moved else text, order=change.difference, mark=mark, detail=_detail(change)
    )


def _detail(change: ScoreChange) -> str:
    if change.interval is None:
        return ""
    low, high = (words.number(end, words.unit_of(change.metric)) for end in change.interval)
    return say(
        "90 % interval of the change {low} to {high}, answered again ({method})",
        low=low,
        high=high,
        method=words.listed([words.retold(part) for part in change.method.split(", ")]),
    )
