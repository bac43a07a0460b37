"""The report of one alliance as a PDF and as a workbook."""

from alliancenet.export import document, workbook
from alliancenet.export.stamp import audit_stamp
from alliancenet.model.finding import Severity
from alliancenet.privacy import AuditView
from alliancenet.report import words
from alliancenet.report.figures import cards
from alliancenet.report.figures import logs as log_trend
from alliancenet.report.table import Table
from alliancenet.report.tables import alliance as alliance_tables
from alliancenet.report.tables import overview as tables
from alliancenet.report.tables import units, unseen, voices


def to_pdf(view: AuditView) -> bytes:
    """Bytes of the alliance's report; ties are left to the workbook and the network page."""
    return document.to_pdf(_tables(view), audit_stamp(view), _headline(view))


def to_xlsx(view: AuditView) -> bytes:
    """Bytes of the alliance's workbook, with people and ties this reader may see."""
    more = (alliance_tables.people(view), alliance_tables.ties(view)) if view.people else ()
    return workbook.to_xlsx((*_tables(view), *more), audit_stamp(view))


def _headline(view: AuditView) -> str:
    high = sum(found.severity is Severity.HIGH and not found.to_check for found in view.findings)
    findings = words.plural(len(view.findings), "finding")
    return f"{findings}, {high} of high severity; confidence {view.confidence}, wave {view.wave.id}."


def _tables(view: AuditView) -> tuple[Table, ...]:
    """What the alliance's pages hold; parts nobody asked about are left out, not shown empty."""
    always = (
        tables.findings([view]).without("alliance"),
        alliance_tables.levels(view),
    )
    where_known = (
        cards.perception_card(view).table,
        *voices.told(view),
        units.missing(view),
        *units.matrices(view),
        units.introductions(view),
        alliance_tables.structure(view),
        alliance_tables.counterparts(view),
        alliance_tables.seen_parts(view),
        alliance_tables.said_parts(view),
        alliance_tables.sponsors(view),
        alliance_tables.silence(view),
        log_trend.months(view),
        log_trend.pace(view),
        alliance_tables.other_measures(view),
    )
    last = (
        alliance_tables.role_counts(view),
        alliance_tables.spanner_counts(view),
        voices.quality(view),
        tables.quality([view]).without("alliance"),
        unseen.not_looked([view]).without("alliances"),
    )
    return (*always, *(table for table in where_known if table.rows), *last)
