"""What moved between the waves of one alliance, and whether it is more than noise."""

from collections.abc import Sequence

from alliancenet.compare import score_change
from alliancenet.model.comparison import Verdict
from alliancenet.model.score import Score, SubjectKind
from alliancenet.privacy import AuditView
from alliancenet.report import words
from alliancenet.report.cells import score_cell
from alliancenet.report.table import Cell, Column, Table

_VERDICT = {
    Verdict.ROSE: ("rose", "↑"),
    Verdict.FELL: ("fell", "↓"),
    Verdict.SAME: ("the same", "="),
    Verdict.WITHIN_NOISE: ("not distinguishable from noise", "≈"),
    Verdict.NO_INTERVAL: ("no interval to judge by", "?"),
    Verdict.NOT_COMPARABLE: ("cannot be compared", "–"),
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
        Column(key="measure", title="Measure"),
        *(
            Column(key=f"wave_{position}", title=f"{view.wave.id}", is_number=True)
            for position, view in enumerate(waves)
        ),
        Column(key="change", title="Last change", width="wide"),
    )
    rows = tuple(_row(metric, [view.score(metric) for view in waves]) for metric in metrics)
    return Table(
        name="trends",
        caption="Measures over the waves",
        columns=columns,
        rows=rows,
        empty="Nothing was measured.",
    )


def _row(metric: str, scores: Sequence[Score | None]) -> tuple[Cell, ...]:
    return (Cell(text=words.title_of(metric)), *map(score_cell, scores), change_cell(scores))


def change_cell(scores: Sequence[Score | None]) -> Cell:
    """Say what the last two waves tell about each other."""
    if len(scores) < 2:
        return Cell(text="one wave only", tone="withheld")
    before, after = scores[-2], scores[-1]
    known = before or after
    if known is None:
        return Cell(text=words.NONE, tone="withheld")
    change = score_change((known.metric, known.subject), before, after)
    text, mark = _VERDICT[change.verdict]
    by = "" if change.difference is None else f"by {words.number(abs(change.difference), words.unit_of(known.metric))}"
    moved = change.verdict in {Verdict.ROSE, Verdict.FELL}
    return Cell(text=f"{text} {by}".strip() if moved else text, order=change.difference, mark=mark)
