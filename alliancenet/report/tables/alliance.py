"""Tables about one alliance in one wave."""

from collections.abc import Iterable, Sequence

from alliancenet.language import digits, marked, say
from alliancenet.model.catalogue import Section, is_in
from alliancenet.model.score import Score, SubjectKind
from alliancenet.privacy import AuditView, GroupCount, PersonView
from alliancenet.report import words
from alliancenet.report.cells import score_cell
from alliancenet.report.table import Cell, Column, Row, Table

_TREATMENTS = {
    "observed": marked("Answers given alone"),
    "one_sided": marked("One-sided reports kept"),
    "reconstruction": marked("Reconstructed from the other side"),
    "imputation": marked("Drawn from respondents"),
    "spread": marked("Spread between them"),
}
_WHO_SAYS = {
    "confirmed": marked("both", context="reported by"),
    "one_sided": marked("one of them", context="reported by"),
    "unanswered": marked("one of them, the other did not say", context="reported by"),
}
LEVEL_NAMES = ("strategic", "tactical", "operational", "interpersonal", "cultural")


def levels(view: AuditView) -> Table:
    """The five integration levels, what is seen and what is said."""
    columns = (
        Column(key="level", title=say("Level")),
        Column(key="score", title=say("Integration"), is_number=True),
        Column(key="seen", title=say("Seen in structure"), is_number=True),
        Column(key="said", title=say("Said by people"), is_number=True),
    )
    rows = [
        (
            Cell(text=words.level(level), order=float(position)),
            score_cell(view.score(f"integration.{level}")),
            score_cell(view.score(f"integration_seen.{level}")),
            score_cell(view.score(f"integration_said.{level}")),
        )
        for position, level in enumerate(LEVEL_NAMES)
    ]
    return Table(
        name="levels",
        caption=say("Five integration levels, points 0-100, higher is better"),
        columns=columns,
        rows=tuple(rows),
    )


def measures(name: str, caption: str, scores: Iterable[Score], view: AuditView) -> Table:
    """Scores as rows: what, about whom, value with interval and n, unit."""
    return Table(
        name=name,
        caption=caption,
        columns=(
            Column(key="measure", title=say("Measure")),
            Column(key="about", title=say("About")),
            Column(key="value", title=say("Value"), is_number=True),
            Column(key="unit", title=say("Unit"), width="unit"),
        ),
        rows=tuple(
            (
                Cell(text=words.title_of(score.metric)),
                Cell(text=subject_of(score, view)),
                score_cell(score),
                Cell(text=words.retold(score.unit)),
            )
            for score in scores
        ),
        empty=say("Nothing was measured here."),
    )


def subject_of(score: Score, view: AuditView) -> str:
    """What a score is about, in words."""
    if score.subject.kind is SubjectKind.ALLIANCE:
        return say("whole alliance")
    labels = {person.key: person.label for person in view.people}
    parts = (labels.get(part) or view.firm_name(part) for part in score.subject.id.split("|"))
    return words.listed([words.unit(part) for part in parts])


def structure(view: AuditView) -> Table:
    """Structure of the network, for the alliance and for each pair of firms."""
    kinds = {SubjectKind.ALLIANCE, SubjectKind.PAIR, SubjectKind.FIRM}
    found = [score for score in view.scores if score.subject.kind in kinds and is_in(score.metric, Section.STRUCTURE)]
    return measures("structure", say("Structure of the network"), found, view)


def counterparts(view: AuditView) -> Table:
    """Who has a counterpart on the other side, level by level."""
    found = [score for score in view.scores if is_in(score.metric, Section.COUNTERPARTS)]
    return measures("counterparts", say("Counterparts by level"), found, view)


def seen_parts(view: AuditView) -> Table:
    """Seen parts of the five levels: where the structure is thin."""
    found = [score for score in view.family("integration_seen") if score.metric.count(".") == 2]
    return measures("seen_parts", say("What is seen, part by part"), found, view)


def said_parts(view: AuditView) -> Table:
    """What people say of the five levels, firm by firm."""
    found = [score for score in view.family("integration_said") if score.subject.kind is SubjectKind.FIRM]
    return measures("said_parts", say("What people say, firm by firm"), found, view)


def sponsors(view: AuditView) -> Table:
    """Sponsor coverage of each side and load of each sponsor."""
    found = [score for score in view.scores if is_in(score.metric, Section.SPONSORS)]
    return measures("sponsors", say("Sponsors"), found, view)


def silence(view: AuditView) -> Table:
    """What each way to treat people who did not answer makes of the same numbers, and their spread."""
    named = ((say("Density of reported contact"), "density"), (say("E-I index of reported contact"), "ei"))
    rows = [
        (Cell(text=title), *(score_cell(view.score(f"nonresponse.{name}.{kind}")) for kind in _TREATMENTS))
        for title, name in named
        if view.score(f"nonresponse.{name}.spread")
    ]
    return Table(
        name="silence",
        caption=say(
            "The same number with silent people treated in four ways; where the spread is wide it rests on how"
        ),
        columns=(
            Column(key="measure", title=say("Measure")),
            *(Column(key=kind, title=say(title), is_number=True) for kind, title in _TREATMENTS.items()),
        ),
        rows=tuple(rows),
        empty=say("Everybody answered, or contact was not reported person by person."),
    )


def other_measures(view: AuditView) -> Table:
    """Scores about the alliance or a firm that stand in no table of their own."""
    found = [
        score
        for score in view.scores
        if is_in(score.metric, Section.OTHER) and score.subject.kind is not SubjectKind.PERSON
    ]
    return measures("other", say("Other measures"), found, view)


def role_counts(view: AuditView) -> Table:
    """People by firm and place in the network; a group that is too small is withheld."""
    return _counts("roles", say("People by firm and place in the network"), view.role_counts, view)


def spanner_counts(view: AuditView) -> Table:
    """Boundary spanners by firm."""
    return _counts("spanners", say("Boundary spanners by firm"), view.spanner_counts, view)


def _counts(name: str, caption: str, counts: Sequence[GroupCount], view: AuditView) -> Table:
    groups = tuple(dict.fromkeys(count.group for count in counts))
    found = {(count.firm, count.group): count.people for count in counts}
    firms = dict.fromkeys(count.firm for count in counts)
    return Table(
        name=name,
        caption=caption,
        columns=(
            Column(key="firm", title=say("Firm")),
            *(Column(key=group, title=words.group_of_people(group), is_number=True) for group in groups),
        ),
        rows=tuple(
            (Cell(text=view.firm_name(firm)), *(_count_cell(found[firm, group]) for group in groups)) for firm in firms
        ),
    )


def _count_cell(people: int | None) -> Cell:
    if people is None:
        return Cell(text=say("withheld"), tone="withheld", detail=say("group too small, or hidden to protect one"))
    return Cell(text=str(people), order=people)


def people(view: AuditView, around: frozenset[str] = frozenset()) -> Table:
    """People with their place in the network; never a ranking: by firm and level.

    Where people may not be told apart there is no row: the tables of roles hold the counts.

    Parameters
    ----------
    around : only these people, by key; everybody by default.
    """
    chosen = (person for person in view.people if person.key and (not around or person.key in around))
    ranked = sorted(chosen, key=lambda one: (one.firm, one.level, one.label, one.role, str(one.spanner)))
    return Table(
        name="people",
        caption=say("People and their place in the network"),
        columns=(
            Column(key="person", title=say("Person")),
            Column(key="firm", title=say("Firm")),
            Column(key="level", title=say("Level")),
            Column(key="role", title=say("Place"), width="nowrap"),
            Column(key="spanner", title=say("Boundary spanner")),
            Column(key="core_ties", title=say("Core ties"), is_number=True),
            Column(key="across", title=say("of these across"), is_number=True),
            Column(key="duties", title=say("Duties")),
        ),
        rows=tuple(_person_row(view, person) for person in ranked),
        empty=say("Nobody may be told apart by this reader; the tables of roles count everybody."),
    )


def who(view: AuditView, label: str) -> Cell:
    """A person by name; where the reader sees a pseudonym, by what they do, and the pseudonym last and small."""
    person = next((person for person in view.people if person.key and person.label == label), None)
    return Cell(text=label) if person is None else _who(view, person)


def called(view: AuditView, label: str) -> str:
    """A person inside a sentence: a name, or what they do with the pseudonym after it."""
    person = next((person for person in view.people if person.key and person.label == label), None)
    does = _does(person) if person is not None and person.label == person.key else ""
    return f"{does} ({label})" if does else label


def _who(view: AuditView, one: PersonView) -> Cell:
    does = _does(one)
    if one.label == one.key and does:
        firm = view.firm_name(one.firm)
        return Cell(text=words.capital(does), order=one.label, detail=f"{one.label}, {firm}")
    return Cell(text=one.label, detail=does)


def _does(one: PersonView) -> str:
    return ", ".join([words.plain(one.function)] * bool(one.function) + [words.unit(one.level)] * bool(one.level))


def _person_row(view: AuditView, one: PersonView) -> Row:
    is_named = one.label != one.key or not (one.function or one.level)
    return (
        Cell(text=one.label)
        if is_named
        else Cell(
            text=words.capital(words.plain(one.function) or words.unit(one.level)), order=one.label, detail=one.label
        ),
        Cell(text=view.firm_name(one.firm)),
        Cell(text=words.unit(one.level) if one.level else words.NONE),
        Cell(text=words.place(one.role), mark=words.ROLE_MARK[one.role], detail=_chance(view, one.core_probability)),
        Cell(text=words.spanner_word(one.spanner), detail=_chance(view, one.spanner_probability)),
        _tie_count(one.core_ties),
        _tie_count(one.cross_firm_core_ties),
        Cell(text=", ".join(map(words.duty, one.duties))),
    )


def _chance(view: AuditView, share: float | None) -> str:
    """How sure a place is where answers are missing, in three words: a percentage would claim more than holds."""
    chances = view.limits.chances
    if share is None or not 1 - chances["certain"] < share < chances["certain"]:
        return ""
    if share >= chances["likely"]:
        return say("likely")
    return say("possible") if share >= chances["possible"] else say("unlikely")


def _tie_count(ties: int | None) -> Cell:
    return Cell(text=words.NONE, tone="withheld") if ties is None else Cell(text=str(ties), order=ties)


def ties(view: AuditView, layer: str = "", around: frozenset[str] = frozenset()) -> Table:
    """Ties of the drawing, by the same labels.

    Parameters
    ----------
    layer : only this layer; all of them by default.
    around : only ties between these people; all of them by default.
    """
    labels = {person.key: person for person in view.people}
    shown = [
        tie
        for tie in view.ties
        if (not layer or tie.layer == layer) and (not around or {tie.source, tie.target} <= around)
    ]
    return Table(
        name="ties",
        caption=say("Ties of the drawing"),
        columns=(
            Column(key="source", title=say("From")),
            Column(key="target", title=say("To")),
            Column(key="firms", title=say("Firms")),
            Column(key="layer", title=say("Layer")),
            Column(key="status", title=say("Reported by")),
            Column(key="value", title=say("Value"), is_number=True),
        ),
        rows=tuple(
            (
                Cell(text=labels[tie.source].label),
                Cell(text=labels[tie.target].label),
                Cell(text=_firms_of(view, labels[tie.source].firm, labels[tie.target].firm)),
                Cell(text=words.layer(tie.layer)),
                Cell(text=say(_WHO_SAYS.get(tie.status, tie.status), context="reported by")),
                Cell(text=words.NONE) if tie.value is None else Cell(text=digits(f"{tie.value:.3g}"), order=tie.value),
            )
            for tie in shown
            if tie.source in labels and tie.target in labels
        ),
        empty=say("No tie to draw."),
    )


def _firms_of(view: AuditView, one: str, other: str) -> str:
    if one == other:
        return say("within {firm_name}", firm_name=view.firm_name(one))
    return say("{firm_name} and {firm_name2}", firm_name=view.firm_name(one), firm_name2=view.firm_name(other))
