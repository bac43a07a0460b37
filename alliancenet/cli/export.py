"""`alliancenet export`: files to hand on, made for one reader."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from alliancenet.privacy import AuditView, Reader
    from alliancenet.privacy.review_view import ReviewView
    from alliancenet.privacy.rights import HandedOn

_ROLES = ("alliance_manager", "analyst", "facilitator", "hr", "executive", "partner")
_KINDS = ("one-page", "pdf", "xlsx", "pptx", "network", "graphml", "people-csv", "ties-csv")
_OF_ALL_PARTNERS = ("pdf", "xlsx", "pptx")
_OF_ALLIANCE = frozenset({"network", "graphml", "people-csv", "ties-csv"})


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("kind", type=click.Choice(_KINDS))
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="File to write.")
@click.option("--alliance", help="One alliance's last audit; the portfolio review by default.")
@click.option("--staffing", is_flag=True, help="The plan of staffing, for HR and the analyst (pdf, xlsx).")
@click.option("--execution", is_flag=True, help="How relationships are run, in place of the portfolio review.")
@click.option("--economics", is_flag=True, help="What relationships earn, in place of the portfolio review.")
@click.option("--wave", help="Another wave of the alliance.")
@click.option("--layer", default="", help="Only ties of this layer (network page).")
@click.option("--reader", type=click.Choice(_ROLES), default="alliance_manager", show_default=True, help="Made for.")
@click.option("--firm", default="", help="Firm of the reader; a partner needs one.")
def export(
    folder: Path,
    kind: str,
    output: Path,
    alliance: str | None,
    staffing: bool,
    execution: bool,
    economics: bool,
    wave: str | None,
    layer: str,
    reader: str,
    firm: str,
) -> None:
    """Write a file to hand on from FOLDER, which holds audits and a portfolio review.

    \b
    alliancenet export my_audits one-page -o portfolio.pdf
    alliancenet export my_audits pptx -o steering.pptx
    alliancenet export my_audits pdf --alliance north --reader partner --firm sole -o north.pdf
    alliancenet export my_audits pdf --economics --reader executive -o board.pdf
    alliancenet export my_audits pptx --execution -o how_we_work.pptx
    alliancenet export my_audits network --alliance north -o north.html

    The file holds what that reader may see, and says for whom it was made, as of when and from what.
    """  # noqa: D301 - \b is click's mark for lines that stay as they are
    from alliancenet.files.writing import write_whole
    from alliancenet.privacy import Reader, ReaderRole
    from alliancenet.privacy.rights import HandedOn, check_made_for

    who = Reader(role=ReaderRole(reader), firm=firm)
    if kind in _OF_ALLIANCE and alliance is None:
        raise click.UsageError(f"{kind} is about one alliance: give --alliance ID")
    if economics + staffing + execution > 1:
        raise click.UsageError("give one of --economics, --execution and --staffing")
    for is_asked, name in ((economics, "economics"), (execution, "execution")):
        if is_asked and (kind not in _OF_ALL_PARTNERS or alliance is not None):
            raise click.UsageError(f"--{name} is about all partners, as {', '.join(_OF_ALL_PARTNERS)}")
    if staffing and (alliance is not None or kind not in {"pdf", "xlsx"}):
        raise click.UsageError("the plan of staffing is of all alliances, as pdf or xlsx")
    held = HandedOn.ECONOMICS if economics else HandedOn.EXECUTION if execution else _held_by(kind, alliance, staffing)
    check_made_for(held, who)
    content: bytes | str
    if economics:
        content = _of_economics(kind, folder, who)
    elif execution:
        content = _of_execution(kind, folder, who)
    elif staffing:
        content = _of_staffing(kind, folder, who)
    elif alliance is None:
        content = _of_review(kind, _review(folder, who), folder)
    else:
        before, view = _audits(folder, alliance, wave, who)
        from alliancenet.export.one_page import of_alliance as one_page

        owner = _owner(folder, view, who) if kind == "one-page" else None
        content = one_page(view, before, owner) if kind == "one-page" else _of_audit(kind, view, layer)
    write_whole(output, content)
    click.echo(f"Wrote {output} for {reader.replace('_', ' ')}.")


def _held_by(kind: str, alliance: str | None, staffing: bool) -> "HandedOn":
    from alliancenet.privacy.rights import HandedOn

    if staffing:
        return HandedOn.STAFFING
    if alliance is None:
        return HandedOn.PORTFOLIO
    return HandedOn.NETWORK if kind in _OF_ALLIANCE else HandedOn.REPORT


def _review(folder: Path, who: "Reader") -> "ReviewView":
    from alliancenet.portfolio.review_file import read_review
    from alliancenet.privacy.review_view import review_for

    review = read_review(folder)
    if review is None:
        raise click.UsageError(
            f"{folder} holds no portfolio review: `alliancenet portfolio PROJECT -o {folder}` writes one,"
            " or name one alliance with --alliance"
        )
    return review_for(review, who)


def _audits(folder: Path, alliance: str, wave: str | None, who: "Reader") -> "tuple[AuditView | None, AuditView]":
    """The audit asked for, and the one before it."""
    from alliancenet.privacy import views_for
    from alliancenet.store.audit_folder import read_audits

    loaded = read_audits(folder)
    for problem in loaded.problems:
        click.echo(f"warning: {problem}", err=True)
    of_alliance = [view for view in views_for(loaded.audits, who) if view.alliance.id == alliance]
    places = [place for place, view in enumerate(of_alliance) if wave in (None, view.wave.id)]
    if not places:
        seen = sorted({view.alliance.id for view in views_for(loaded.audits, who)})
        raise click.BadParameter(
            f"no audit of '{alliance}' this reader may see; one of {', '.join(seen) or 'none'}", param_hint="--alliance"
        )
    return of_alliance[places[-1] - 1] if places[-1] else None, of_alliance[places[-1]]


def _of_execution(kind: str, folder: Path, who: "Reader") -> bytes:
    from alliancenet.export import execution_files
    from alliancenet.portfolio.home import check_home
    from alliancenet.privacy.execution_view import execution_for
    from alliancenet.store.execution_file import EXECUTION_FILE, read_execution_review

    review = read_execution_review(folder)
    if review is None:
        again = f"`alliancenet execution PROJECT --audits {folder} -o {folder}` writes one"
        raise click.UsageError(f"{folder} holds no review of execution: {again}")
    check_home(folder, review.mark, EXECUTION_FILE)
    view = execution_for(review, who)
    make = {"pdf": execution_files.to_pdf, "xlsx": execution_files.to_xlsx, "pptx": execution_files.to_pptx}
    return make[kind](view)


def _of_staffing(kind: str, folder: Path, who: "Reader") -> bytes:
    from datetime import date

    from alliancenet.export import staffing_report
    from alliancenet.portfolio.home import check_home
    from alliancenet.privacy.placement import proposal_for
    from alliancenet.store.staffing_file import STAFFING_FILE, read_staffing_file

    proposal = read_staffing_file(folder)
    check_home(folder, proposal.project if proposal else None, STAFFING_FILE)
    view = None if proposal is None else proposal_for(proposal, who, date.today())
    if view is None:
        found = "no plan of staffing" if proposal is None else "only a plan of staffing that is too old to be shown"
        raise click.UsageError(f"{folder} holds {found}: `alliancenet staffing PROJECT -o {folder}` makes one")
    return staffing_report.to_pdf(view) if kind == "pdf" else staffing_report.to_xlsx(view)


def _of_review(kind: str, view: "ReviewView", folder: Path) -> bytes:
    if kind == "one-page":
        from alliancenet.export.one_page import of_portfolio
        from alliancenet.privacy import views_for
        from alliancenet.store.audit_folder import read_audits

        return of_portfolio(views_for(read_audits(folder).audits, view.reader), view)
    if kind == "pptx":
        from alliancenet.export.slides import to_pptx

        return to_pptx(view)
    from alliancenet.export import portfolio_report

    return portfolio_report.to_xlsx(view) if kind == "xlsx" else portfolio_report.to_pdf(view)


def _of_economics(kind: str, folder: Path, who: "Reader") -> bytes:
    from alliancenet.export import economics_files
    from alliancenet.portfolio.home import check_home
    from alliancenet.portfolio.review_file import read_review
    from alliancenet.privacy import earnings_for, review_for
    from alliancenet.store.economics_file import ECONOMICS_FILE, read_economics

    earned, review = read_economics(folder), read_review(folder)
    if earned is None:
        raise click.UsageError(
            f"{folder} holds no review of economics: `alliancenet economics PROJECT -o {folder}` writes one"
        )
    check_home(folder, earned.project, ECONOMICS_FILE)
    makers = {"pdf": economics_files.to_pdf, "xlsx": economics_files.to_xlsx, "pptx": economics_files.to_pptx}
    return makers[kind](earnings_for(earned, who), review_for(review, who) if review else None)


def _owner(folder: Path, view: "AuditView", who: "Reader") -> str | None:
    """Who answers for an alliance by the review, for readers of the review."""
    from alliancenet.portfolio.review_file import read_review
    from alliancenet.privacy.review_view import review_for
    from alliancenet.privacy.rights import RUNS_PORTFOLIO

    review = read_review(folder) if who.role in RUNS_PORTFOLIO else None
    alliances = review_for(review, who).review.alliances if review else ()
    found = (alliance.action for alliance in alliances if alliance.id == view.alliance.id)
    action = next(found, None)
    return action.owner if action else None


def _of_audit(kind: str, view: "AuditView", layer: str) -> bytes | str:
    from alliancenet.export import alliance_report, graph_files, network_page

    makers: dict[str, Callable[[], bytes | str]] = {
        "pdf": lambda: alliance_report.to_pdf(view),
        "xlsx": lambda: alliance_report.to_xlsx(view),
        "network": lambda: network_page.to_network_html(view, layer),
        "graphml": lambda: graph_files.to_graphml(view),
        "people-csv": lambda: graph_files.people_csv(view),
        "ties-csv": lambda: graph_files.ties_csv(view),
    }
    if kind not in makers:
        raise click.UsageError(f"{kind} is made of the whole portfolio: leave --alliance out")
    return makers[kind]()
