"""The portfolio review as a PDF and as a workbook."""

from alliancenet.export import document, workbook
from alliancenet.export.document import Drawing
from alliancenet.export.stamp import review_stamp
from alliancenet.export.workbook import Bars
from alliancenet.privacy.review_view import ReviewView
from alliancenet.report.drawing import drawn
from alliancenet.report.figures import review as review_figures
from alliancenet.report.tables import review as review_tables


def to_pdf(view: ReviewView) -> bytes:
    """Bytes of the review; what each rule read is left to the workbook."""
    seen = (
        Drawing(
            says="",
            caption="Health and performance",
            svg=scatter(view),
            alt="Health and performance of each alliance; the table of alliances holds the numbers",
        ),
    )
    return document.to_pdf(review_tables.all_tables(view), review_stamp(view), view.review.headline, top=seen)


def to_xlsx(view: ReviewView) -> bytes:
    """Bytes of the workbook, with what each rule read."""
    tables = (*review_tables.all_tables(view), review_tables.action_inputs(view))
    bars = Bars(headline=view.review.headline, table=review_tables.levels(view))
    return workbook.to_xlsx(tables, review_stamp(view), bars=bars)


def scatter(view: ReviewView) -> str:
    """SVG of the alliances by performance and health."""
    found = review_figures.bubbles(view)
    return drawn("pictures.html", "bubbles", found, review_figures.SIDE, review_figures.MARGIN, links=True)
