"""The plan of staffing as a PDF and as a workbook, for HR and the analyst."""

from alliancenet.export import document, workbook
from alliancenet.export.stamp import staffing_stamp
from alliancenet.privacy.placement import StaffingProposalView
from alliancenet.report import placement


def to_pdf(view: StaffingProposalView) -> bytes:
    """Bytes of the plan with its reasons."""
    headline = f"{placement.heading(view)} {placement.NOT_A_DECISION}"
    return document.to_pdf(placement.all_tables(view), staffing_stamp(view), headline)


def to_xlsx(view: StaffingProposalView) -> bytes:
    """Bytes of a workbook: the plan, a sheet per table."""
    return workbook.to_xlsx(placement.all_tables(view), staffing_stamp(view))
