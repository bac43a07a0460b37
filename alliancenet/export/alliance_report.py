"""The report of one alliance as a PDF and as a workbook."""

from collections.abc import Iterator

from alliancenet.export import document, workbook
from alliancenet.export.document import Drawing
from alliancenet.export.stamp import audit_stamp
from alliancenet.export.workbook import Bars
from alliancenet.model.finding import Severity
from alliancenet.privacy import AuditView
from alliancenet.report import headlines, words
from alliancenet.report.drawing import drawn
from alliancenet.report.figures import cards
from alliancenet.report.figures import logs as log_trend
from alliancenet.report.figures.bridge import bridge
from alliancenet.report.figures.dial import dial
from alliancenet.report.figures.ladder import ladder
from alliancenet.report.table import Table
from alliancenet.report.tables import alliance as alliance_tables
from alliancenet.report.tables import overview as tables
from alliancenet.report.tables import units, unseen, voices


def to_pdf(view: AuditView) -> bytes:
    """Bytes of the alliance's report; ties are left to the workbook and the network page."""
    return document.to_pdf(_tables(view), audit_stamp(view), _headline(view), top=tuple(_pictures(view)))


def to_xlsx(view: AuditView) -> bytes:
    """Bytes of the alliance's workbook, with people and ties this reader may see."""
    more = (alliance_tables.people(view), alliance_tables.ties(view)) if view.people else ()
    bars = Bars(headline=headlines.alliance(view).sentence, table=alliance_tables.levels(view))
    return workbook.to_xlsx((*_tables(view), *more), audit_stamp(view), bars=bars)


def _pictures(view: AuditView) -> Iterator[Drawing]:
    """What the first page shows: health, levels, and the bridge where there is one."""
    found, carried = dial(view), bridge(view)
    yield Drawing(
        says="", caption="Health", svg=drawn("pictures.html", "dial", found), alt=f"Health {found.text} of 100"
    )
    levels = "Five levels, said (circle) and seen (tick)"
    yield Drawing(
        says="",
        caption=levels,
        svg=drawn("pictures.html", "ladder", ladder(view)),
        alt=f"{levels}; the table holds the numbers",
    )
    if carried is not None:
        yield Drawing(
            says="",
            caption="The bridge",
            svg=drawn("pictures.html", "bridge", carried),
            alt="The people all core ties run through",
        )


def _headline(view: AuditView) -> str:
    said = headlines.alliance(view)
    high = sum(found.severity is Severity.HIGH and not found.to_check for found in view.findings)
    findings = words.plural(len(view.findings), "finding")
    return f"{said.sentence} {findings}, {high} of them high; confidence {view.confidence}. {said.below}."


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
