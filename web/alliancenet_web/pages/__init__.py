"""One file per page; a new page is one line here and one in the guard's rights."""

from flask import Flask

from alliancenet_web.pages import (
    actions,
    alliance,
    economics,
    entry,
    execution,
    files,
    finding,
    handover,
    manual,
    network,
    portfolio,
    privacy,
    programmes,
    project,
    quality,
    review,
    sheets,
    sponsors,
    staffing,
    surveys,
    what_if,
    work,
)


def register(app: Flask) -> None:
    """Register every page."""
    for room in (
        entry,
        portfolio,
        actions,
        review,
        economics,
        programmes,
        alliance,
        network,
        what_if,
        finding,
        sponsors,
        staffing,
        execution,
        quality,
        project,
        sheets,
        work,
        surveys,
        handover,
        privacy,
        manual,
        files,
    ):
        app.register_blueprint(room.pages)
