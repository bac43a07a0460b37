"""What a finding says in a few words, as a part of a longer sentence; first what a reader must hear first."""

from collections.abc import Callable, Mapping, Sequence

from alliancenet.language import marked, say, say_n
from alliancenet.privacy import AuditView, FindingView
from alliancenet.report import words
from alliancenet.report.tables.alliance import LEVEL_NAMES

Clause = Callable[[AuditView, Sequence[FindingView]], str]
_CLIMATE = {
    "trust": marked("trust"),
    "fairness": marked("fairness"),
    "flexibility": marked("flexibility"),
    "measuring": marked("how success is measured"),
    "commitment": marked("commitment"),
    "openness": marked("openness"),
    "roles": marked("who does what"),
    "decisions": marked("how decisions are made"),
}

TEAMS = {  # the three levels of people, as people speak of them
    "senior": marked("senior teams"),
    "project_leader": marked("project leaders"),
    "operating": marked("operating teams"),
}


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
    return made or words.lower_first_letter(words.retold(same[0].title or same[0].sentence))


def levels_below(view: AuditView, findings: Sequence[FindingView]) -> tuple[str, ...]:
    """Levels of integration the findings rest on, in the order people know them."""
    named = {score.metric.rpartition(".")[2] for found in findings for score in found.evidence}
    return tuple(level for level in LEVEL_NAMES if level in named and view.score(f"integration.{level}"))


def teams_in(findings: Sequence[FindingView]) -> str:
    """Levels the findings rest on as people speak of them: "senior teams"; "" for none known."""
    found = {score.metric.rpartition(".")[2] for finding in findings for score in finding.evidence}
    return words.listed([say(words_of) for level, words_of in TEAMS.items() if level in found])


def team(level: str) -> str:
    """People of a level as a group of people: "senior teams"; a level of the project's own as it is called there."""
    return say(TEAMS[level]) if level in TEAMS else words.unit(level)


def _says(text: str) -> Clause:
    return lambda _view, _findings: say(text)


def _counterparts(_view: AuditView, findings: Sequence[FindingView]) -> str:
    teams = teams_in(findings)
    return say("the two {teams} are hardly in touch", teams=teams) if teams else say("a level has no counterparts")


def _floor(view: AuditView, findings: Sequence[FindingView]) -> str:
    worst = [found for found in findings if found.severity is findings[0].severity]
    levels = levels_below(view, worst)
    if not levels:
        return say("integration is lower than it should be")
    names = words.listed([words.level_in(level) for level in levels])
    if findings[0].severity.rank > 2:
        return say_n("{levels} integration is low", "{levels} integration are low", len(levels), levels=names)
    return say_n(
        "{levels} integration is lower than asked",
        "{levels} integration are lower than asked",
        len(levels),
        levels=names,
    )


def _climate(_view: AuditView, findings: Sequence[FindingView]) -> str:
    scores = [score for found in findings for score in found.evidence if score.value is not None]
    named = [
        _CLIMATE.get(score.metric.rpartition(".")[2], "") for score in sorted(scores, key=lambda one: one.value or 0)
    ]
    told = [say(name) for name in named if name]
    if not told or len(told) > 3:
        return say("people on both sides rate the way the firms work together as poor")
    return say("people rate {parts} as poor", parts=words.listed(told))


def _bridge(_view: AuditView, findings: Sequence[FindingView]) -> str:
    sizes = [
        score.value
        for found in findings
        for score in found.evidence
        if score.metric.startswith("redundancy") and score.value is not None
    ]
    if not sizes:
        return say("the bridge between the firms is thin")
    return say_n(
        "the bridge between the firms hangs on {n} person",
        "the bridge between the firms hangs on {n} people",
        1 if min(sizes) == 1 else 2,
        n=words.counted(int(min(sizes))),
    )


def _asymmetry(view: AuditView, _findings: Sequence[FindingView]) -> str:
    """Which firm sees less, by what each says of the five levels."""
    means = []
    for firm in view.alliance.firms:
        said = [view.score(f"integration_said.{level}", firm.id) for level in LEVEL_NAMES]
        values = [score.value for score in said if score is not None and score.value is not None]
        if values:
            means.append((sum(values) / len(values), firm.name))
    if len(means) < 2:
        return say("one side sees far less of it than the other")
    return say("{firm} sees far less integration than {other}", firm=min(means)[1], other=max(means)[1])


def _idle(view: AuditView, findings: Sequence[FindingView]) -> str:
    names = dict.fromkeys(view.firm_name(found.subject.id) for found in findings)
    if len(names) != 1 or findings[0].subject.id == view.alliance.id:
        return say("the sponsors have not met in time")
    return say("the sponsor of {firm} has not met the partner in time", firm=next(iter(names)))


CLAUSES: Mapping[str, Clause] = {
    "N-NOBRIDGE": _says(marked("no core tie joins the two firms")),
    "N-ONEBRIDGE": _says(marked("everything between the firms hangs on one person")),
    "H-CONFLICT": _says(marked("disagreements have become personal")),
    "N-COUNTERPART": _counterparts,
    "N-SPLIT": _says(marked("the network falls apart into groups")),
    "H-LOW": _says(marked("health is low")),
    "G-FLOOR": _floor,
    "H-CLIMATE": _climate,
    "N-THINBRIDGE": _bridge,
    "G-ASYM": _asymmetry,
    "N-DROP": _says(marked("the core was rebuilt or the bridge shrank")),
    "G-DROP": _says(marked("integration is falling")),
    "G-NEED": _says(marked("work waits for people it does not reach")),
    "V-ISSUES": _says(marked("issues stay open")),
    "V-CONTRACT": _says(marked("the two contracts do not fit each other")),
    "G-SEEN": _says(marked("there is far more contact than people find useful")),
    "P-GAP": _says(marked("the two firms see it differently")),
    "G-ZERO": _says(marked("a part of integration is missing altogether")),
    "H-NOKPI": _says(marked("nobody measures what it brings")),
    "S-NONE": _says(marked("a sponsor is missing")),
    "S-LEAVING": _says(marked("a sponsor leaves without a successor")),
    "S-IDLE": _idle,
    "D-THIN": _says(marked("too few people answered")),
    "D-KEY": _says(marked("people in key roles did not answer")),
}
"""In the order in which a sentence takes them up."""
