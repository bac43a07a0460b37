"""Tables about many audits: portfolio, findings, data quality, trends."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from alliancenet.files.digest import data_digest
from alliancenet.language import say
from alliancenet.model.audit import InputFile
from alliancenet.model.finding import NotLooked
from alliancenet.privacy import AuditView, FindingView
from alliancenet.report import words
from alliancenet.report.cells import confidence_cell, score_cell
from alliancenet.report.standing import Standing, standing_of
from alliancenet.report.table import Cell, Column, Row, Table
from alliancenet.report.tables.alliance import LEVEL_NAMES

SPONSORS = "S"  # family of findings


def portfolio(views: Sequence[AuditView]) -> Table:
    """One row per alliance, newest audit: tier, health parts, sponsors, top gaps."""
    parts = sorted({score.metric for view in views for score in view.family("health")})
    columns = [
        Column(key="alliance", title=say("Alliance")),
        Column(key="tier", title=say("Tier"), is_number=True),
        *(
            Column(key=part, title=words.title_of(part).removeprefix("Health, ").capitalize(), is_number=True)
            for part in parts
        ),
        Column(key="weakest", title=say("Weakest level"), is_number=True),
        Column(key="sponsors", title=say("Sponsor coverage"), is_number=True),
        Column(key="redundancy", title=say("Redundancy"), is_number=True),
        Column(key="gaps", title=say("Top gaps"), width="wide"),
        Column(key="confidence", title=say("Confidence")),
        Column(key="audit", title=say("Last audit"), width="nowrap"),
    ]
    return Table(
        name="portfolio",
        caption=say("Alliances of the portfolio"),
        columns=tuple(columns),
        rows=tuple(_portfolio_row(view, parts) for view in views),
        empty=say("No audit in this folder yet. Run `alliancenet audit PROJECT -o FOLDER` first."),
    )


def _portfolio_row(view: AuditView, parts: Sequence[str]) -> Row:
    return (
        Cell(text=view.alliance.name, target=("alliance", view.alliance.id, view.wave.id)),
        Cell(text=words.tier_of(view.alliance), order=view.alliance.tier or 9),
        *(score_cell(view.score(part)) for part in parts),
        _weakest_cell(view),
        score_cell(view.score("sponsor_score")),
        score_cell(view.score("redundancy")),
        _gaps_cell(view),
        confidence_cell(view),
        Cell(text=words.date_of(view.wave)),
    )


def _weakest_cell(view: AuditView) -> Cell:
    """The lowest level; by what is seen alone where nobody was asked."""
    whole = [score for level in LEVEL_NAMES if (score := view.score(f"integration.{level}"))]
    seen = [score for level in LEVEL_NAMES if (score := view.score(f"integration_seen.{level}"))]
    known = [score for score in whole if score.is_ok] or [score for score in seen if score.is_ok]
    if not known:
        # why stands beside health and redundancy, and at length in the section of the alliance
        return replace(score_cell(next(iter([*whole, *seen]), None)), detail="")
    lowest = min(known, key=lambda score: score.value or 0.0)
    half, _, level = lowest.metric.partition(".")
    return replace(
        score_cell(lowest), detail=say("{level}, seen half only", level=level) if half.endswith("seen") else level
    )


def most_urgent_first(views: Iterable[AuditView]) -> tuple[AuditView, ...]:
    """Audits by the severity of their findings; the order given among equals."""
    return tuple(sorted(views, key=_need, reverse=True))


def _need(view: AuditView) -> tuple[float, int]:
    """Findings that are facts by severity, one of a kind outweighing any number of the next."""
    facts = [found for found in view.findings if not found.to_check]
    return (sum(1000.0**found.severity.rank for found in facts), len(view.findings))


def _gaps_cell(view: AuditView) -> Cell:
    top = worst_first(view.findings)[:3]
    weight = _need(view)[0]
    if not top:
        return Cell(text=say("none found"), order=0.0, detail=_not_looked(view.not_looked))
    first = top[0]
    return Cell(
        text="; ".join(dict.fromkeys(found.title or found.code for found in top)),
        order=weight,
        mark=words.SEVERITY_MARK[first.severity],
        tone=first.severity,
        detail=words.plural(len(view.findings), "finding"),
    )


def _not_looked(rules: Sequence[NotLooked]) -> str:
    return say("{rules} could not look", rules=words.plural(len(rules), "rule")) if rules else ""


def worst_first(findings: Iterable[FindingView]) -> tuple[FindingView, ...]:
    """Findings by severity, facts before those to check, then by code."""
    return tuple(sorted(findings, key=weight))


def ranked_findings(views: Iterable[AuditView]) -> tuple[tuple[AuditView, FindingView], ...]:
    """Findings of all audits with their audit, worst first."""
    pairs = [(view, found) for view in views for found in view.findings]
    return tuple(sorted(pairs, key=lambda pair: weight(pair[1])))


def weight(found: FindingView) -> tuple[int, bool, str]:
    """Where a finding stands among others: severity, facts before those to check, code."""
    return (-found.severity.rank, found.to_check, found.code)


def newest(views: Iterable[AuditView]) -> tuple[AuditView, ...]:
    """The last wave of each alliance, by the day it closed, in the order alliances first appear."""
    last: dict[str, AuditView] = {}
    for view in views:
        known = last.get(view.alliance.id)
        if known is None or _age(known) <= _age(view):
            last[view.alliance.id] = view
    return tuple(last.values())


def _age(view: AuditView) -> tuple[str, str]:
    return (view.wave.closes.isoformat() if view.wave.closes else "", view.wave.id)


def headline(views: Sequence[AuditView]) -> str:
    """One sentence: how many alliances there are, and which of them need somebody now."""
    urgent = [view for view in views if standing_of(view) is Standing.ACT]
    total = words.plural(len(views), "alliance")
    if not urgent:
        unknown = sum(standing_of(view) is Standing.NOT_MEASURED for view in views)
        rest = say("; {unknown} cannot be judged yet", unknown=unknown) if unknown else ""
        return say("{total} audited; none is known to need attention now{rest}.", total=total, rest=rest)
    names = words.listed([view.alliance.name for view in urgent[:3]])
    more = say(" and {what} more", what=len(urgent) - 3) if len(urgent) > 3 else ""
    need = "needs" if len(urgent) == 1 else "need"
    return say(
        "{count} of {total} {need} attention now: {names}{more}.",
        count=len(urgent),
        total=total,
        need=need,
        names=names,
        more=more,
    )


def findings(views: Sequence[AuditView]) -> Table:
    """Findings of all audits, worst first."""
    return findings_of(ranked_findings(views))


def findings_of(ranked: Iterable[tuple[AuditView, FindingView]]) -> Table:
    """Findings with their audits, in the order given; the code stands last and small."""
    return Table(
        name="findings",
        caption=say("Findings, worst first"),
        columns=(
            Column(key="severity", title=say("Severity"), width="small"),
            Column(key="alliance", title=say("Alliance"), width="name"),
            Column(key="code", title=say("Gap"), width="name"),
            Column(key="about", title=say("About")),
            Column(key="finding", title=say("Finding"), width="wide"),
            Column(key="proposal", title=say("What is proposed"), width="wide"),
        ),
        rows=tuple(_finding_row(view, found) for view, found in ranked),
        empty=say("No finding here."),
    )


def only(table: Table, rows: tuple[Row, ...], caption: str) -> Table:
    """Some rows of a table under another caption."""
    return replace(table, rows=rows, caption=caption, empty=say("Nowhere in the newest audits."))


def _finding_row(view: AuditView, found: FindingView) -> Row:
    return (
        Cell(
            text=words.severity(found.severity),
            order=-found.severity.rank,
            mark=words.SEVERITY_MARK[found.severity],
            tone=found.severity,
        ),
        Cell(text=view.alliance.name, target=("alliance", view.alliance.id, view.wave.id)),
        Cell(
            text=words.retold(found.title) or found.code,
            target=("finding", found.code),
            detail=found.code if found.title else "",
        ),
        Cell(text=say("whole alliance") if found.about == view.alliance.name else words.about(found.about)),
        Cell(text=words.retold(found.sentence), detail=holds_in(found)),
        Cell(text=words.retold(found.recommendation)),
    )


def holds_in(found: FindingView) -> str:
    """How sure a finding is, where answers are missing."""
    if found.holds is None or (found.holds >= 0.995 and not found.to_check):
        return ""
    share = f"{100 * found.holds:.0f}"
    if found.to_check:
        return say("to check: true in {share} of 100 simulations of the missing answers", share=share)
    return say("still true in {share} of 100 simulations of the missing answers", share=share)


def quality(views: Sequence[AuditView]) -> Table:
    """Roster and answers of each firm: may this be believed."""
    return Table(
        name="quality",
        caption=say("Who answered, and whom the logs saw"),
        columns=(
            Column(key="alliance", title=say("Alliance")),
            Column(key="wave", title=say("Wave"), width="nowrap"),
            Column(key="firm", title=say("Firm")),
            Column(key="roster", title=say("On the roster"), is_number=True),
            Column(key="answered", title=say("Answered"), is_number=True),
            Column(key="seen", title=say("Seen in the logs"), is_number=True),
            Column(key="rate", title=say("Share"), is_number=True),
            Column(key="confidence", title=say("Confidence")),
        ),
        rows=tuple(
            (
                Cell(text=view.alliance.name, target=("alliance", view.alliance.id, view.wave.id)),
                Cell(text=view.wave.id),
                Cell(text=firm.name),
                Cell(text=str(firm.people), order=firm.people),
                Cell(text=str(firm.answered), order=firm.answered),
                Cell(text=words.NONE) if firm.seen is None else Cell(text=str(firm.seen), order=firm.seen),
                _rate_cell((firm.seen or 0) if view.alliance.by_logs_alone else firm.answered, firm.people),
                confidence_cell(view),
            )
            for view in views
            for firm in view.alliance.firms
        ),
    )


def _rate_cell(answered: int, people: int) -> Cell:
    if not people:
        return Cell(text=say("nobody on the roster"), tone="withheld")
    return Cell(text=f"{100 * answered / people:.0f} %", order=answered / people)


def audits(views: Sequence[AuditView]) -> Table:
    """Audits with what they were made from."""
    return Table(
        name="audits",
        caption=say("Audits"),
        columns=(
            Column(key="alliance", title=say("Alliance")),
            Column(key="wave", title=say("Wave"), width="nowrap"),
            Column(key="closed", title=say("Closed"), width="nowrap"),
            Column(key="settings", title=say("Limits in force")),
            Column(key="version", title=say("Made with")),
            Column(key="inputs", title=say("Inputs, SHA-256 of the list below")),
        ),
        rows=tuple(
            (
                Cell(text=view.alliance.name, target=("alliance", view.alliance.id, view.wave.id)),
                Cell(text=view.wave.id),
                Cell(text=words.date_of(view.wave)),
                Cell(text=view.settings_digest[:12]),
                Cell(text=view.tool_version),
                Cell(text=words.plural(len(view.inputs), "file"), detail=_inputs_digest(view)[:12]),
            )
            for view in views
        ),
        empty=say("No audit in this folder."),
    )


def _inputs_digest(view: AuditView) -> str:
    return data_digest([(input_file.file, input_file.sha256) for input_file in view.inputs])


def inputs(views: Sequence[AuditView]) -> Table:
    """Every file the audits were made from, each version once."""
    used: dict[InputFile, list[str]] = {}
    for view in views:
        for file in view.inputs:
            used.setdefault(file, []).append(f"{view.alliance.name}, {view.wave.id}")
    return Table(
        name="inputs",
        caption=say("Files the audits were made from"),
        columns=(
            Column(key="file", title=say("File")),
            Column(key="sha256", title="SHA-256", width="nowrap"),
            Column(key="audits", title=say("Read for"), width="wide"),
        ),
        rows=tuple(
            (
                Cell(text=file.file),
                Cell(text=file.sha256[:16]),
                Cell(
                    text=say("every audit") if len(names) == len(views) else "; ".join(names),
                    order=float(len(names)),
                ),
            )
            for file, names in sorted(used.items(), key=lambda entry: (entry[0].file, entry[0].sha256))
        ),
        empty=say("No inputs are shown to this reader."),
    )


def sponsors(views: Sequence[AuditView]) -> Table:
    """Sponsor coverage of every side of every alliance, the least covered first."""
    rows = [_sponsor_row(view, firm.id) for view in views for firm in view.alliance.firms]
    return Table(
        name="sponsor_sides",
        caption=say("Sponsors by alliance and side, the least covered first"),
        columns=(
            Column(key="alliance", title=say("Alliance")),
            Column(key="tier", title=say("Tier"), is_number=True),
            Column(key="firm", title=say("Side")),
            Column(key="score", title=say("Coverage"), is_number=True),
            Column(key="visibility", title=say("Seen by people"), is_number=True),
            Column(key="gaps", title=say("Gaps"), width="wide"),
        ),
        rows=tuple(sorted(rows, key=_risk)),
    )


def _sponsor_row(view: AuditView, firm: str) -> Row:
    gaps = [
        found
        for found in worst_first(view.findings)
        if found.family == SPONSORS and found.subject.id in {firm, view.alliance.id}
    ]
    first = gaps[0] if gaps else None
    return (
        Cell(text=view.alliance.name, target=("alliance", view.alliance.id, view.wave.id)),
        Cell(text=words.tier_of(view.alliance), order=view.alliance.tier or 9),
        Cell(text=view.firm_name(firm)),
        score_cell(view.score("sponsor_score", firm)),
        score_cell(view.score("sponsor_visibility", firm)),
        Cell(
            text="; ".join(dict.fromkeys(words.retold(found.title or found.sentence) for found in gaps)),
            order=-first.severity.rank if first else 1,
            mark=words.SEVERITY_MARK[first.severity] if first else "",
            tone=first.severity if first else "",
        ),
    )


def _risk(row: Row) -> tuple[float, float]:
    tier, score = row[1].order, row[3].order
    return (
        score if isinstance(score, float) else 1000.0,
        float(tier) if isinstance(tier, int | float) else 9.0,
    )


def sponsor_findings(views: Sequence[AuditView]) -> Table:
    """Findings about sponsors."""
    table = findings_of((view, found) for view, found in ranked_findings(views) if found.family == SPONSORS)
    return replace(table, name="sponsor_findings", caption=say("Findings about sponsors"))
