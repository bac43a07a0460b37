"""What the audits of a folder add to the review of execution: scores, histories, and what became of proposals."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

import click

from alliancenet.execution.record_files import CAPABILITY
from alliancenet.model.score import SubjectKind

if TYPE_CHECKING:
    from alliancenet.execution.looping import ProposalRound
    from alliancenet.execution.overview import AuditsBeside
    from alliancenet.model.audit import ProjectMark
    from alliancenet.model.review import PortfolioReview
    from alliancenet.model.score import Score
    from alliancenet.privacy import AuditView


def beside(folder: Path, as_of: date, mark: "ProjectMark | None" = None) -> "AuditsBeside":
    """What the audits a project has in a folder add, as every reader of the own firm may see it."""
    from alliancenet.execution.findings import TELLING
    from alliancenet.execution.looping import LoopInputs
    from alliancenet.execution.overview import AuditsBeside
    from alliancenet.model.catalogue import CARDS, card_of
    from alliancenet.privacy import Reader, ReaderRole, review_for, views_for
    from alliancenet.report.advice import for_alliance, for_portfolio
    from alliancenet.report.tables.overview import newest
    from alliancenet.store.actions import read_actions
    from alliancenet.store.audit_folder import read_audits

    loaded = read_audits(folder, project=mark.id if mark else "")
    for problem in loaded.problems:
        click.echo(f"warning: {problem}", err=True)
    reader = Reader(role=ReaderRole.EXECUTIVE)
    views = [view for view in views_for(loaded.audits, reader) if view.wave.closes is None or view.wave.closes <= as_of]
    latest = newest(views)
    review = _portfolio_review(folder, mark)
    advice = [
        *for_portfolio(latest, review_for(review, reader) if review else None),
        *(advised for view in latest for advised in for_alliance(view)),
    ]
    waves: dict[str, list[date]] = {}
    for view in views:
        if view.wave.closes is not None:
            waves.setdefault(view.alliance.id, []).append(view.wave.closes)
    return AuditsBeside(
        scores={view.alliance.id: [score for score in view.scores if _is_compared(view, score)] for view in latest},
        known={
            view.alliance.id: [
                score
                for score in view.scores
                if card_of(score.metric) is CARDS[TELLING] and score.subject.kind is SubjectKind.FIRM
            ]
            for view in latest
        },
        histories=_histories(views),
        moved=_moves(views),
        loop=LoopInputs(
            proposed=frozenset(advised.key for advised in advice) if latest else None,
            reviewed=review.as_of if review else None,
            actions=read_actions(folder).actions,
            waves=waves,
            rounds=tuple(_rounds(folder, views)),
        ),
    )


def _is_compared(view: "AuditView", score: "Score") -> bool:
    """Numbers of the alliance itself, and how capable the own firm is."""
    own = {firm.id for firm in view.alliance.firms if firm.own}
    of_own_firm = score.metric == CAPABILITY and score.subject.id in own
    return score.subject.kind is SubjectKind.ALLIANCE or of_own_firm


def _rounds(folder: Path, views: "Sequence[AuditView]") -> "Iterator[ProposalRound]":
    """A round for each quarter in which a wave closed: what the newest audits of its end propose."""
    from alliancenet.execution.looping import ProposalRound
    from alliancenet.report.advice import for_alliance
    from alliancenet.report.tables.overview import newest
    from alliancenet.store.actions import read_actions

    ends = {_quarter(day): day for day in sorted(view.wave.closes for view in views if view.wave.closes is not None)}
    days = sorted(ends.values())
    for day, until in zip_longest(days, days[1:]):
        known = newest([view for view in views if view.wave.closes is not None and view.wave.closes <= day])
        yield ProposalRound(
            day=day,
            until=until,
            proposed=frozenset(advised.key for view in known for advised in for_alliance(view)),
            actions=read_actions(folder, until or date.max).actions,
        )


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month - 1) // 3


def _portfolio_review(folder: Path, mark: "ProjectMark | None") -> "PortfolioReview | None":
    """The review of the folder; one that cannot be read or is of another project is told and left out."""
    from alliancenet.errors import AuditFormatError
    from alliancenet.portfolio.home import homes_of, is_strange
    from alliancenet.portfolio.review_file import REVIEW_FILE, read_review

    try:
        review = read_review(folder)
    except AuditFormatError as error:
        click.echo(f"warning: {error}", err=True)
        return None
    if is_strange(mark, homes_of(review, ())):
        click.echo(f"warning: {REVIEW_FILE}: is of another project; it is left out", err=True)
        return None
    return review


def _histories(views: "Sequence[AuditView]") -> dict[str, dict[str, dict[date, float]]]:
    """Every number of an alliance itself, wave by wave."""
    found: dict[str, dict[str, dict[date, float]]] = {}
    for view in views:
        for score in view.scores:
            if score.subject.kind is SubjectKind.ALLIANCE and score.value is not None and view.wave.closes is not None:
                of_alliance = found.setdefault(score.metric, {}).setdefault(view.alliance.id, {})
                of_alliance[view.wave.closes] = score.value
    return found


def _moves(views: "Sequence[AuditView]") -> Callable[[str, date, date], Iterator[str]]:
    """Health at the last wave before and the first after a stretch of days."""

    def moved(alliance: str, first: date, last: date) -> Iterator[str]:
        known = [
            (view.wave.closes, score.value)
            for view in views
            if view.alliance.id == alliance and view.wave.closes is not None
            for score in [view.score("health")]
            if score is not None and score.value is not None
        ]
        before = [value for day, value in known if day <= first]
        after = [value for day, value in known if day >= last]
        if before and after:
            yield f"health {before[-1]:.0f} before, {after[0]:.0f} after"

    return moved
