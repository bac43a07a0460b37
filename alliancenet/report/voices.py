"""What people and firms said: climate, open answers, expectations, and how far answers carry."""

from dataclasses import dataclass

from alliancenet.model.score import SubjectKind
from alliancenet.privacy import AuditView
from alliancenet.report import alliance_tables, words
from alliancenet.report.cells import score_cell
from alliancenet.report.table import Cell, Column, Table

FIRM_MEASURES = ("contract_congruence", "spectrum", "capability", "checklist", "trust_transfer", "performance")
QUALITY = ("quality", "response_rate", "log_agreement")
CLIMATE = ("climate", "outcome", "task_debate", "asked")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check of the answers, as it stands in the strip."""

    title: str
    text: str


def quality_strip(view: AuditView) -> tuple[Check, ...]:
    """How far the answers carry, in a line: who answered, and what is odd about the answers."""
    answered = [Check(title=firm.name, text=words.present(firm, view.alliance)) for firm in view.alliance.firms]
    found = (
        ("Two reports of one contact differ", "quality.discrepancies"),
        ("One answer to nearly everything", "quality.straight_lines"),
        ("Longest roster over shortest", "quality.roster_ratio"),
    )
    known = ((title, view.score(metric)) for title, metric in found)
    checks = [
        Check(
            title=title, text=f"{words.value_of(score)} of {score.n}" if _counts(score.unit) else words.value_of(score)
        )
        for title, score in known
        if score is not None and score.is_ok
    ]
    return (*answered, *checks)


def _counts(unit: str) -> bool:
    return unit == "people" or unit.startswith("share")


def climate(view: AuditView) -> Table:
    """Climate dimensions, the outcome people report, and a project's own questions, by firm."""
    firms = [firm.id for firm in view.alliance.firms]
    metrics = dict.fromkeys(score.metric for score in view.scores if score.metric.partition(".")[0] in CLIMATE)
    return Table(
        name="climate",
        caption="Climate, points 0-100, higher is better; relationship conflict is turned round",
        columns=(
            Column(key="dimension", title="Dimension"),
            Column(key="both", title="All firms, each weighing the same", is_number=True),
            *(Column(key=f"firm_{i}", title=view.firm_name(firm), is_number=True) for i, firm in enumerate(firms)),
        ),
        rows=tuple(
            (
                Cell(text=words.title_of(metric)),
                score_cell(view.score(metric)),
                *(score_cell(view.score(metric, firm)) for firm in firms),
            )
            for metric in metrics
        ),
        empty="Nobody was asked about the climate.",
    )


def firm_measures(view: AuditView) -> Table:
    """What the firms expect, have built and can do: contract, spectrum, capability, lists, results."""
    found = [
        score
        for score in view.scores
        if score.metric.partition(".")[0] in FIRM_MEASURES
        # the own firm's capability stands for the alliance in the portfolio; here it would stand twice
        and (score.metric, score.subject.kind) != ("capability", SubjectKind.ALLIANCE)
    ]
    return alliance_tables.measures("firm_measures", "Expectations, fit, capability, lists and results", found, view)


def expectations(view: AuditView) -> Table:
    """Obligations only one firm believes in; majorities, never single people."""
    pairs = [score for score in view.family("contract_congruence") if score.subject.kind is SubjectKind.PAIR]
    return Table(
        name="expectations",
        caption="Expectations only one side believes in",
        columns=(Column(key="pair", title="Firms"), Column(key="expectation", title="Expectation", width="wide")),
        rows=tuple(
            (Cell(text=alliance_tables.subject_of(score, view)), Cell(text=sentence))
            for score in pairs
            for sentence in score.inputs
        ),
        empty="None is known.",
    )


def quality(view: AuditView) -> Table:
    """Checks of the answers, with the counts behind them."""
    found = [score for score in view.scores if score.metric.partition(".")[0] in QUALITY]
    return alliance_tables.measures("quality", "How far the answers carry", found, view)


def open_answers(view: AuditView) -> Table:
    """What people wrote, in an order that tells nothing; the firm only where it tells nobody."""
    return Table(
        name="open_answers",
        caption="Open answers, without names, in random order",
        columns=(
            Column(key="answer", title="Answer", width="wide"),
            Column(key="firm", title="Firm"),
            Column(key="question", title="Question", width="wide"),
        ),
        rows=tuple(
            (
                Cell(text=one.text),
                Cell(text=view.firm_name(one.firm) if one.firm else words.NONE),
                Cell(text=one.question),
            )
            for one in view.open_answers
        ),
        empty="Fewer than five people wrote something.",
    )
