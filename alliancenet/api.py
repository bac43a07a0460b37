"""The library for Python: what `import alliancenet` offers, for notebooks and for programs."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from alliancenet.errors import InputError, Problem
from alliancenet.model.register import AllianceId
from alliancenet.privacy import LOCAL_READER, Reader, ReaderRole, view_for, views_for
from alliancenet.reading import read_project
from alliancenet.results import (
    Audit,
    Audits,
    Compared,
    Faults,
    NetworkMetrics,
    Place,
    Project,
    Review,
    View,
    WhatIf,
    readable,
)

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

    from alliancenet.networks import Groups


def audit(
    project: Project | Place,
    *,
    alliance: str | None = None,
    wave: str | None = None,
    resamples: int | None = None,
    seed: int = 0,
    progress: Callable[[int, int, str], None] | None = None,
) -> Audits:
    """Audit every alliance and wave of a project.

    Parameters
    ----------
    project : from `read_project` or `read_edge_list`, or the folder itself.
    alliance, wave : only these; all by default.
    resamples : completed networks drawn for each audit where answers are missing; as the settings say by default.
    seed : of every draw: the same project and seed give the same audits.
    progress : told before each audit how many are done, of how many, and which comes next.

    Raises
    ------
    InputError
        For faults of the files, and for an alliance or wave the project does not have.

    Examples
    --------
    >>> import alliancenet as an
    >>> audits = an.audit(an.example("healthy"), seed=1)
    >>> lantern = audits["lantern", "2026-04"]
    >>> list(lantern.scores.to_frame().columns[:6])
    ['metric', 'subject_kind', 'subject', 'value', 'low', 'high']
    >>> bool((lantern.findings.to_frame().severity == "high").any())
    False
    """
    from alliancenet.auditing import audit_project

    chosen = project if isinstance(project, Project) else read_project(project)
    _must_be_there(chosen, alliance, wave)
    with readable():
        made = audit_project(
            chosen.record,
            alliance=None if alliance is None else AllianceId(alliance),
            wave=wave,
            resamples=resamples,
            seed=seed,
            progress=progress,
        )
    return Audits(map(Audit, made))


def view(audits: Audit | Iterable[Audit], *, role: str, firm: str = "") -> View:
    """What one reader may see: the gate everything that is handed on passes.

    Parameters
    ----------
    audits : one audit or several; those the reader may not open at all are left out.
    role : alliance_manager, analyst, facilitator, hr, executive or partner.
    firm : id of a partner's own firm.

    Raises
    ------
    InputError
        For a role that does not exist, or a partner without a firm.
    NotPermitted
        For a partner that asks for one audit of an alliance it does not belong to.

    Examples
    --------
    >>> import alliancenet as an
    >>> audits = an.audit(an.example("healthy"), resamples=0)
    >>> page = an.view(audits, role="executive").report()
    >>> page.startswith("<!doctype html>")
    True
    """
    reader = _reader(role, firm)
    if isinstance(audits, Audit):
        return View([view_for(audits.record, reader)])
    return View(views_for((audit.record for audit in audits), reader))


def compare(before: Audit, after: Audit) -> Compared:
    """What changed between two audits of one alliance, and what of it is more than noise.

    Raises
    ------
    InputError
        When they are of two alliances or of two projects.

    Examples
    --------
    >>> import alliancenet as an
    >>> north = an.audit(an.example("portfolio"), alliance="kestrel", resamples=0)
    >>> changes = an.compare(north[0], north[1]).to_frame()
    >>> list(changes.columns[3:9])
    ['before', 'after', 'difference', 'low', 'high', 'p']
    """
    from alliancenet.compare import compare as compared

    with readable():
        return Compared(compared(before.record, after.record))


def review(project: Project | Place, audits: Iterable[Audit] | None = None, *, as_of: date | None = None) -> Review:
    """Review the portfolio of a project: tiers, health beside performance, sponsors, proposals.

    Parameters
    ----------
    project : from `read_project`, or the folder itself.
    audits : its audits; made here by default.
    as_of : day of the review; the last day on record by default.

    Raises
    ------
    InputError
        For faults of the files, for an edge list, which has no portfolio, and when nothing has a day.

    Examples
    --------
    >>> import alliancenet as an
    >>> project = an.read_project(an.example("healthy"))
    >>> table = an.review(project, an.audit(project, resamples=0)).to_frame()
    >>> table.alliance.tolist()
    ['lantern']
    """
    from alliancenet.economics.for_portfolio import with_computed
    from alliancenet.economics.relations.switching import with_bonds
    from alliancenet.portfolio.opening import holdings_of, shelf_of
    from alliancenet.portfolio.review import last_day_on_record
    from alliancenet.portfolio.review import review as reviewed
    from alliancenet.sources.portfolio_register import read_portfolio_records

    chosen = project if isinstance(project, Project) else read_project(project)
    record = chosen.record
    if chosen.folder is None:
        raise Faults([Problem(file="project", found="an edge list", needed="a project folder, which has a portfolio")])
    with readable():
        records, warnings = read_portfolio_records(chosen.folder, record.register)
        shelf = shelf_of([known.record for known in (audit(chosen) if audits is None else audits)], as_of)
        closes = [wave.closes for wave in record.waves if wave.closes is not None]
        day = as_of or last_day_on_record(records, shelf.audits) or max(closes, default=None)
        computed: tuple[Problem, ...] = ()
        if day is not None:
            records = with_bonds(record, records, day)
            records, computed = with_computed(chosen.folder, record.register, records, record.settings, day)
        holdings, unread = holdings_of(record.register, records, record.settings, shelf, day, record.mark)
        told = (*warnings, *unread)
        return Review(reviewed(holdings, _version(), tuple(map(str, told)), tuple(map(str, computed))))


def what_if(audit: Audit, *, leaves: Collection[str] = (), introduced: Iterable[tuple[str, str]] = ()) -> WhatIf:
    """Simulate that people leave or are introduced: what breaks and what heals. No forecast.

    Parameters
    ----------
    leaves : ids of people who leave; nobody takes over their ties.
    introduced : pairs of ids who get into frequent contact.

    Raises
    ------
    InputError
        For ids that are not in the audit.

    Examples
    --------
    >>> import alliancenet as an
    >>> causeway = an.audit(an.example("one_bridge"), resamples=0)[0]
    >>> bridge = next(finding.people[0] for finding in causeway.findings if finding.code == "N-ONEBRIDGE")
    >>> without = an.what_if(causeway, leaves=[bridge])
    >>> without.to_frame().set_index("measure").after.loc["core_ties.across"].item()
    0.0
    """
    from alliancenet.report.simulation import simulated

    pairs = list(introduced)
    known = {person.id for person in audit.people}
    strangers = sorted({*leaves, *(person for pair in pairs for person in pair)} - known)
    if strangers:
        needed = "ids of people of this audit: audit.people.to_frame().id"
        raise Faults(
            [Problem(file="people", found=f"nobody has the id '{stranger}'", needed=needed) for stranger in strangers]
        )
    return WhatIf(simulated(view_for(audit.record, LOCAL_READER), leaves, pairs))


def metrics(
    graph: Any,
    by: "Groups" = None,
    *,
    people: "pd.DataFrame | None" = None,
    weighted: bool = False,
    directed: bool | None = None,
    layers: Sequence[str] = (),
    wave: str | None = None,
    min_weight: float | None = None,
    symmetrize: str | None = None,
    drop_ungrouped: bool = False,
    only: Sequence[str] = (),
    permutations: int | None = None,
    seed: int | None = None,
) -> NetworkMetrics:
    """Metrics of any network: the numbers ``alliancenet metrics`` prints.

    Parameters
    ----------
    graph : a networkx or igraph graph, a pandas edge list (`source`, `target`, if there are any `weight`,
        `layer`, `wave`), or a square scipy or numpy matrix, its people being "0", "1", …
    by : attribute that holds the group, or group by person, or groups in the order of the people.
    people : for an edge list: a table with `id` and attributes; without it, everybody who has a tie.
    weighted : use the strength of ties where a metric can.
    directed : as the graph is by default; edge lists and matrices are directed.
    layers, wave, min_weight : which ties to keep.
    symmetrize : "max" (a tie in either direction) or "min" (only mutual ties).
    drop_ungrouped : leave out people without group.
    only : names of the metrics wanted; all by default.
    permutations : draws of every test, 0 for none; as the settings say by default.
    seed : of every draw.

    Raises
    ------
    InputError
        With every fault of the people and ties.
    MissingExtra
        When key players are asked for by name and the compiled loops are not installed.

    Examples
    --------
    >>> import alliancenet as an
    >>> import networkx as nx
    >>> karate = nx.karate_club_graph()
    >>> found = an.metrics(karate, by="club", only=["density", "redundancy"])
    >>> round(found.document["network"]["density"], 3)
    0.139
    """
    from alliancenet.graph.cut import Cut, cut_network
    from alliancenet.networks import document_of, rows_of, usual_metrics

    with readable():
        if symmetrize not in (None, "max", "min"):
            raise InputError([Problem(file="symmetrize", found=f"'{symmetrize}'", needed='"max", "min" or None')])
        rows, as_it_is = rows_of(graph, by, people)
        rules = Cut(
            layers=tuple(layers),
            wave=wave,
            min_weight=min_weight,
            symmetrize="max" if symmetrize == "max" else "min" if symmetrize else None,
            directed=as_it_is if directed is None else directed,
            weighted=weighted,
            drop_ungrouped=drop_ungrouped,
        )
        built = cut_network(rows, rules)
        found = usual_metrics(built.network, permutations=permutations, seed=seed)
        return NetworkMetrics(document_of(built, found, tuple(only)))


def to_networkx(audit: Audit, layer: str = "communication") -> "nx.Graph":
    """One layer of an audit as an undirected networkx graph; people without tie are nodes too.

    Nodes are ids with `firm`, `level`, `role`, `spanner`; ties have `status` (confirmed, one_sided,
    unanswered, unknown) and, where it is known, `weight`. A tie of status unknown is neither there nor absent.

    Parameters
    ----------
    layer : communication, importance, closeness, trust, advice … as far as it was asked.

    Raises
    ------
    NotPermitted
        For friendship, which never leaves as ties.
    InputError
        For a layer that was not asked.

    Examples
    --------
    >>> import alliancenet as an
    >>> lantern = an.audit(an.example("healthy"), resamples=0)[0]
    >>> an.to_networkx(lantern, layer="communication").number_of_nodes()
    46
    """
    from alliancenet.networks import networkx_of

    people = (
        (person.id, {"firm": person.firm, "level": person.level, "role": person.role.value, "spanner": person.spanner})
        for person in audit.people
    )
    with readable():
        return networkx_of(people, audit.record.ties, layer, f"{audit.alliance.id} {audit.wave.id}")


def _reader(role: str, firm: str) -> Reader:
    if role not in list(ReaderRole):
        raise Faults([Problem(file="role", found=f"'{role}'", needed=f"one of {', '.join(ReaderRole)}")])
    reader = Reader(role=ReaderRole(role), firm=firm)
    if not reader.is_own_firm and not firm:
        raise Faults([Problem(file="firm", found="a partner without a firm", needed="the id of the partner's firm")])
    return reader


def _must_be_there(project: Project, alliance: str | None, wave: str | None) -> None:
    known = {"alliance": project.alliances, "wave": tuple(sorted({wave for _, wave in project.waves}))}
    problems = [
        Problem(
            file=project.record.name, found=f"there is no {kind} '{value}'", needed=f"one of {', '.join(known[kind])}"
        )
        for kind, value in (("alliance", alliance), ("wave", wave))
        if value is not None and value not in known[kind]
    ]
    if problems:
        raise Faults(problems)


def _version() -> str:
    from importlib.metadata import version

    return version("alliancenet")
