"""What people and firms said: climate, open answers, expectations, and how far answers carry."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from alliancenet.language import marked, say
from alliancenet.model.catalogue import Section, Unit, is_in
from alliancenet.model.score import Score, SubjectKind
from alliancenet.privacy import AuditView
from alliancenet.report import words
from alliancenet.report.cells import score_cell
from alliancenet.report.figures.profile import profile_table
from alliancenet.report.table import Cell, Column, Table
from alliancenet.report.tables import alliance as alliance_tables

SPECTRUM = (
    ("spectrum.position", marked("Place: 0 transactional to 100 collaborative")),
    ("spectrum.situation", marked("Situation asks for, 1-5")),
    ("spectrum.connection", marked("Connection, 1-5")),
    ("spectrum.fit", marked("Connection less situation")),
)
CAPABILITY = (
    ("capability", marked("Index, 0-100")),
    ("capability.level", marked("Level, 0-4")),
    ("capability.gap", marked("Levels above or below target")),
    ("capability.benchmark", marked("Points above or below the benchmark")),
    ("capability.change", marked("Points since the wave before")),
    ("capability.function", marked("Alliance function, 0-100")),
    ("capability.disputes", marked("Parts two raters see apart")),
)


ROLES = {"relationship": marked("the relationship"), "project": marked("projects"), "problem": marked("problems")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check of the answers, as it stands in the strip."""

    title: str
    text: str


def quality_strip(view: AuditView) -> tuple[Check, ...]:
    """How far the answers carry, in a line: who answered, and what is odd about the answers."""
    answered = [Check(title=firm.name, text=words.present(firm, view.alliance)) for firm in view.alliance.firms]
    found = (
        (say("Two reports of one contact differ"), "quality.discrepancies"),
        (say("One answer to nearly everything"), "quality.straight_lines"),
        (say("Answers about colleagues that confirm no tie"), "quality.careless"),
        (say("Larger roster to smaller"), "quality.roster_ratio"),
    )
    known = ((title, view.score(metric)) for title, metric in found)
    checks = [
        Check(
            title=title, text=f"{words.value_of(score)} {(say('of {n}', n=score.n) if _counts(score) else say('to 1'))}"
        )
        for title, score in known
        if score is not None and score.is_ok
    ]
    if any(map(words.is_estimated, view.scores)):
        checks.append(
            Check(
                title=say("“Reported” beside a number"),
                text=say("what the answers alone give; the number counts silent people in"),
            )
        )
    return (*answered, *checks)


def _counts(score: Score) -> bool:
    return words.unit_of(score.metric) in {Unit.PEOPLE, Unit.SHARE}


def told(view: AuditView) -> tuple[Table, ...]:
    """What people and firms say, a table each; those of which nothing is known have no rows."""
    return (
        climate(view),
        open_answers(view),
        spectrum(view),
        profile_table(view),
        capability(view),
        roles(view),
        firm_measures(view),
        expectations(view),
    )


def climate(view: AuditView) -> Table:
    """Climate dimensions, the outcome people report, and a project's own questions, by firm."""
    firms = [firm.id for firm in view.alliance.firms]
    metrics = dict.fromkeys(score.metric for score in view.scores if is_in(score.metric, Section.CLIMATE))
    return Table(
        name="climate",
        caption=say("Climate, points 0-100, higher is better"),
        columns=(
            Column(key="dimension", title=say("Dimension")),
            Column(key="both", title=say("All firms, each weighing the same"), is_number=True),
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
        empty=say("Nobody was asked about the climate."),
    )


def firm_measures(view: AuditView) -> Table:
    """What the firms expect and have built: contract, lists, results, and what `by_side` does not show."""
    apart = {metric for metric, _ in (*SPECTRUM, *CAPABILITY)}
    pairs_too = len(view.alliance.firms) > 2  # the only pair of two firms says what the alliance says
    found = [
        score
        for score in view.scores
        if is_in(score.metric, Section.FIRMS)
        and not (score.metric in apart and score.subject.kind is SubjectKind.FIRM)
        # the own firm's capability stands for the alliance in the portfolio; here it would stand twice
        and (score.metric, score.subject.kind) != ("capability", SubjectKind.ALLIANCE)
        and (pairs_too or score.subject.kind is not SubjectKind.PAIR)
    ]
    return alliance_tables.measures("firm_measures", say("Expectations, lists and results"), found, view)


def spectrum(view: AuditView) -> Table:
    """What kind of relationship each side sees, and whether it fits the situation."""
    return _by_side("spectrum", say("What kind of relationship it is, as each side rates it"), SPECTRUM, view)


def capability(view: AuditView) -> Table:
    """How well each firm that rated itself manages alliances."""
    return _by_side("capability", say("How well each firm manages alliances, by its own rating"), CAPABILITY, view)


def roles(view: AuditView) -> Table:
    """The three roles of each firm: what their owners did beside what the partner says, never one number of both."""
    rows = []
    for firm in view.alliance.firms:
        owned = view.score("roles.owned", firm.id)
        lacking = {line.removeprefix("no owner: ") for line in owned.inputs} if owned is not None else set()
        for role, title in ROLES.items():
            done, felt = (view.score(f"{name}.{role}", firm.id) for name in ("roles", "role_ratings"))
            if done is None and felt is None and role not in lacking:
                continue
            lines = [line.removeprefix("open: ") for line in (done.inputs if done else ()) if line.startswith("open: ")]
            missing = "; ".join([*([say("nobody owns it")] if role in lacking else []), *lines])
            rows.append(
                (
                    Cell(text=firm.name),
                    Cell(text=say(title)),
                    _rated(done),
                    _rated(felt),
                    Cell(text=words.capital(missing) or words.NONE),
                )
            )
    return Table(
        name="owner_roles",
        caption=say("Three roles: what their owners did in twelve months, and what people of the partner say"),
        columns=(
            Column(key="firm", title=say("Firm")),
            Column(key="role", title=say("Owner of")),
            Column(key="done", title=say("All due was done, of 100"), is_number=True),
            Column(key="felt", title=say("Rating by the partner, 1-5"), is_number=True),
            Column(key="open", title=say("Open"), width="wide"),
        ),
        rows=tuple(rows),
        empty=say("No role log is kept (role_log.csv), and nobody was asked (instrument roles)."),
    )


def _by_side(name: str, caption: str, metrics: Sequence[tuple[str, str]], view: AuditView) -> Table:
    """Firms that told any of these as rows; the alliance itself where it has a value of its own."""
    firms = {firm.id: firm.name for firm in view.alliance.firms}
    told = {
        (score.metric, score.subject.id): score
        for score in view.scores
        if score.metric in dict(metrics) and score.subject.id in firms
    }
    known = [(metric, title) for metric, title in metrics if any((metric, firm) in told for firm in firms)]
    return Table(
        name=name,
        caption=caption,
        columns=(
            Column(key="firm", title=say("As rated by")),
            *(Column(key=metric.rpartition(".")[2], title=say(title), is_number=True) for metric, title in known),
        ),
        rows=tuple(
            (Cell(text=title), *(_rated(told.get((metric, firm))) for metric, _ in known))
            for firm, title in firms.items()
            if any((metric, firm) in told for metric, _ in known)
        ),
        empty=say("Nobody was asked."),
    )


def _rated(score: Score | None) -> Cell:
    return Cell(text=words.NONE) if score is None else score_cell(score)


def expectations(view: AuditView) -> Table:
    """Obligations only one firm believes in; majorities, never single people."""
    pairs = [score for score in view.family("contract_congruence") if score.subject.kind is SubjectKind.PAIR]
    table = Table(
        name="expectations",
        caption=say("Expectations only one side believes in"),
        columns=(
            Column(key="pair", title=say("Firms")),
            Column(key="expectation", title=say("What is owed"), width="wide"),
        ),
        rows=tuple(
            (Cell(text=alliance_tables.subject_of(score, view)), Cell(text=sentence))
            for score in pairs
            for sentence in score.inputs
        ),
        empty=say("None is known."),
    )
    return table if len(view.alliance.firms) > 2 else table.without("pair")


def quality(view: AuditView) -> Table:
    """Checks of the answers, with the counts behind them."""
    found = [score for score in view.scores if is_in(score.metric, Section.QUALITY)]
    return alliance_tables.measures("quality", say("How far the answers carry"), found, view)


def open_answers(view: AuditView) -> Table:
    """What people wrote, in an order that tells nothing; the firm only where it tells nobody."""
    return Table(
        name="open_answers",
        caption=say("Open answers, without names, in random order"),
        columns=(
            Column(key="answer", title=say("Answer"), width="wide"),
            Column(key="firm", title=say("Firm")),
            Column(key="question", title=say("Question"), width="wide"),
        ),
        rows=tuple(
            (
                Cell(text=answer.text),
                Cell(text=view.firm_name(answer.firm) if answer.firm else words.NONE),
                Cell(text=answer.question),
            )
            for answer in view.open_answers
        ),
        empty=say("Fewer than {min_n} people wrote something.", min_n=view.limits.min_n),
    )


def answers_to_each_question(view: AuditView) -> dict[str, Table]:
    """Open answers by question, so that a page need not repeat it in every row."""
    table = open_answers(view)
    at = next(place for place, column in enumerate(table.columns) if column.key == "question")
    return {
        question: replace(table, rows=tuple(row for row in table.rows if row[at].text == question)).without("question")
        for question in dict.fromkeys(row[at].text for row in table.rows)
    }
