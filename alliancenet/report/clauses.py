"""What a finding says in a few words, as a part of a longer sentence; first what a reader must hear first."""

from collections.abc import Callable, Mapping, Sequence

from alliancenet.privacy import AuditView, FindingView
from alliancenet.report import words
from alliancenet.report.tables.alliance import LEVEL_NAMES

Clause = Callable[[AuditView, Sequence[FindingView]], str]
_CLIMATE = {
    "trust": "trust",
    "fairness": "fairness",
    "flexibility": "flexibility",
    "measuring": "how success is measured",
    "commitment": "commitment",
    "openness": "openness",
    "roles": "who does what",
    "decisions": "how decisions are made",
}

_TEAMS = {"senior": "senior teams", "project_leader": "project leaders", "operating": "operating teams"}


def clauses(view: AuditView, findings: Sequence[FindingView]) -> tuple[str, ...]:
    """One clause for each kind of finding, in the order of `CLAUSES`, each once."""
    codes = {found.code for found in findings}
    known = [code for code in CLAUSES if code in codes]
    rest = [found.code for found in findings if found.code not in CLAUSES]
    return tuple(dict.fromkeys(clause_of(view, code, findings) for code in (*known, *rest)))


def clause_of(view: AuditView, code: str, findings: Sequence[FindingView]) -> str:
    """Clause of one kind of finding; where none is written, its title."""
    same = [found for found in findings if found.code == code]
    made = CLAUSES[code](view, same) if code in CLAUSES else ""
    title = same[0].title or same[0].sentence
    return made or title[:1].lower() + title[1:]


def levels_below(view: AuditView, findings: Sequence[FindingView]) -> tuple[str, ...]:
    """Levels of integration the findings rest on, in the order people know them."""
    named = {score.metric.rpartition(".")[2] for found in findings for score in found.evidence}
    return tuple(level for level in LEVEL_NAMES if level in named and view.score(f"integration.{level}"))


def teams_in(findings: Sequence[FindingView]) -> str:
    """Levels the findings rest on as people speak of them: "senior teams"; "" for none known."""
    found = {score.metric.rpartition(".")[2] for finding in findings for score in finding.evidence}
    return words.listed([words_of for level, words_of in _TEAMS.items() if level in found])


def _says(text: str) -> Clause:
    return lambda _view, _findings: text


def _counterparts(_view: AuditView, findings: Sequence[FindingView]) -> str:
    teams = teams_in(findings)
    return f"the two {teams} are hardly in touch" if teams else "a level has no counterparts"


def _floor(view: AuditView, findings: Sequence[FindingView]) -> str:
    worst = [found for found in findings if found.severity is findings[0].severity]
    levels = levels_below(view, worst)
    if not levels:
        return "integration is lower than it should be"
    are = "is" if len(levels) == 1 else "are"
    depth = "low" if findings[0].severity.rank > 2 else "lower than asked"
    return f"{words.listed(levels)} integration {are} {depth}"


def _climate(_view: AuditView, findings: Sequence[FindingView]) -> str:
    scores = [score for found in findings for score in found.evidence if score.value is not None]
    named = [
        _CLIMATE.get(score.metric.rpartition(".")[2], "") for score in sorted(scores, key=lambda one: one.value or 0)
    ]
    told = list(filter(None, named))
    if not told or len(told) > 3:
        return "people on both sides rate the way the firms work together as poor"
    return f"people rate {words.listed(told)} as poor"


def _bridge(_view: AuditView, findings: Sequence[FindingView]) -> str:
    sizes = [
        score.value
        for found in findings
        for score in found.evidence
        if score.metric.startswith("redundancy") and score.value is not None
    ]
    if not sizes:
        return "the bridge between the firms is thin"
    people = "person" if min(sizes) == 1 else "people"
    return f"the bridge between the firms hangs on {words.counted(int(min(sizes)))} {people}"


def _asymmetry(view: AuditView, _findings: Sequence[FindingView]) -> str:
    """Which firm sees less, by what each says of the five levels."""
    means = []
    for firm in view.alliance.firms:
        said = [view.score(f"integration_said.{level}", firm.id) for level in LEVEL_NAMES]
        values = [score.value for score in said if score is not None and score.value is not None]
        if values:
            means.append((sum(values) / len(values), firm.name))
    if len(means) < 2:
        return "one side sees far less of it than the other"
    return f"{min(means)[1]} sees far less integration than {max(means)[1]}"


def _idle(view: AuditView, findings: Sequence[FindingView]) -> str:
    names = dict.fromkeys(view.firm_name(found.subject.id) for found in findings)
    if len(names) != 1 or findings[0].subject.id == view.alliance.id:
        return "the sponsors have not met in time"
    return f"the sponsor of {next(iter(names))} has not met the partner in time"


CLAUSES: Mapping[str, Clause] = {
    "N-NOBRIDGE": _says("no core tie joins the two firms"),
    "N-ONEBRIDGE": _says("everything between the firms hangs on one person"),
    "H-CONFLICT": _says("disagreements have become personal"),
    "N-COUNTERPART": _counterparts,
    "N-SPLIT": _says("the network falls apart into groups"),
    "H-LOW": _says("health is low"),
    "G-FLOOR": _floor,
    "H-CLIMATE": _climate,
    "N-THINBRIDGE": _bridge,
    "G-ASYM": _asymmetry,
    "N-DROP": _says("the core was rebuilt or the bridge shrank"),
    "G-DROP": _says("integration is falling"),
    "G-NEED": _says("work waits for people it does not reach"),
    "V-ISSUES": _says("issues stay open"),
    "V-CONTRACT": _says("the two contracts do not fit each other"),
    "G-SEEN": _says("there is far more contact than people find useful"),
    "P-GAP": _says("the two firms see it differently"),
    "G-ZERO": _says("a part of integration is missing altogether"),
    "H-NOKPI": _says("nobody measures what it brings"),
    "S-NONE": _says("a sponsor is missing"),
    "S-LEAVING": _says("a sponsor leaves without a successor"),
    "S-IDLE": _idle,
    "D-THIN": _says("too few people answered"),
    "D-KEY": _says("people in key roles did not answer"),
}
"""In the order in which a sentence takes them up."""
