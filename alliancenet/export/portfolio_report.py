"""The portfolio review as a PDF and as a workbook."""

from alliancenet.export import document, workbook
from alliancenet.export.stamp import review_stamp
from alliancenet.privacy.review_view import ReviewView
from alliancenet.report.tables import review as review_tables


def to_pdf(view: ReviewView) -> bytes:
    """Bytes of the review; what each rule read is left to the workbook."""
    return document.to_pdf(review_tables.all_tables(view), review_stamp(view), view.review.headline)


def to_xlsx(view: ReviewView) -> bytes:
    """Bytes of the workbook, with what each rule read."""
    tables = (*review_tables.all_tables(view), review_tables.action_inputs(view))
    return workbook.to_xlsx(tables, review_stamp(view))
