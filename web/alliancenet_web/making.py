"""Files to hand on, made in a process of its own: what that needs of memory goes with it.

The libraries behind PDF, slides and network pages take several hundred megabytes. The child gets what the
reader may see, already through the privacy gate, and gives back the file. It ends when nobody has asked
for a file for a while, and with the viewer.
"""

import os
import pickle
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from alliancenet.errors import AllianceNetError
from alliancenet.privacy import AuditView, EarningsView, ReviewView
from alliancenet.privacy.execution_view import ExecutionView
from alliancenet.privacy.placement import StaffingProposalView

OnePage = tuple[AuditView, AuditView | None, str | None]
"""An audit, the one before it, and who answers for the alliance."""
Wanted = (
    AuditView
    | ReviewView
    | ExecutionView
    | StaffingProposalView
    | tuple[EarningsView, ReviewView | None]
    | OnePage
    | tuple[tuple[AuditView, ...], ReviewView]
)
"""What a file is made of, as its reader may see it."""

_SECONDS = 120.0  # for one file, and to wait for a turn (own limit)
_IDLE_SECONDS = 20.0  # a child that has nothing to do ends then (own limit)
_CHILD = "from alliancenet_web.making import answer; answer()"


class NotMade(AllianceNetError):
    """A file that could not be made."""


class _Workshop:
    """One child, started when it is needed; it makes one file after the other."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._closing: threading.Timer | None = None

    def make(self, kind: str, view: Wanted) -> bytes:
        if not self._turn.acquire(timeout=_SECONDS):
            raise NotMade("Too many files are being made at once; try again in a minute.")
        try:
            if self._closing is not None:
                self._closing.cancel()
            made, told = self._asked(kind, view)
            self._closing = _later(_IDLE_SECONDS, self._close)
        finally:
            self._turn.release()
        if made is None:
            raise RuntimeError(told)
        return made

    def _asked(self, kind: str, view: Wanted) -> tuple[bytes | None, str]:
        child = self._child if self._child and self._child.poll() is None else _started()
        self._child = child
        late = _later(_SECONDS, child.kill)
        try:
            pickle.dump((kind, view), child.stdin)  # type: ignore[arg-type]
            child.stdin.flush()  # type: ignore[union-attr]
            answered: tuple[bytes | None, str] = pickle.load(child.stdout)  # type: ignore[arg-type]
        except (OSError, EOFError, pickle.UnpicklingError):
            child.kill()
            raise NotMade("The program that makes files ended or took too long; try again.") from None
        finally:
            late.cancel()
        return answered

    def _close(self) -> None:
        with self._turn:
            if self._child is not None:
                self._child.stdin.close()  # type: ignore[union-attr]
                self._child.wait(_SECONDS)
                self._child.stdout.close()  # type: ignore[union-attr]
                self._child = None


def _started() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", _CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def _later(seconds: float, act: Callable[[], None]) -> threading.Timer:
    timer = threading.Timer(seconds, act)
    timer.daemon = True
    timer.start()
    return timer


_WORKSHOP = _Workshop()


def made(kind: str, view: Wanted) -> bytes:
    """Return a file of a kind, made in a child process.

    Raises
    ------
    NotMade
        When the child ended or took too long, or too many others wait.
    """
    return _WORKSHOP.make(kind, view)


def answer() -> None:
    """Make what the standard input asks for, until it ends; run by the child."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the viewer, which then ends this
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no part of an answer
    with suppress(EOFError):
        while True:
            kind, view = pickle.load(sys.stdin.buffer)
            try:
                content = MAKERS[kind](view)
                reply: tuple[bytes | None, str] = (content.encode() if isinstance(content, str) else content, "")
            except Exception:
                reply = (None, traceback.format_exc())
            pickle.dump(reply, out)
            out.flush()


def _report_pdf(view: AuditView) -> bytes:
    from alliancenet.export import alliance_report

    return alliance_report.to_pdf(view)


def _report_xlsx(view: AuditView) -> bytes:
    from alliancenet.export import alliance_report

    return alliance_report.to_xlsx(view)


def _report_one_page(about: OnePage) -> bytes:
    from alliancenet.export import one_page

    return one_page.of_alliance(*about)


def _portfolio_one_page(about: tuple[tuple[AuditView, ...], ReviewView]) -> bytes:
    from alliancenet.export import one_page

    return one_page.of_portfolio(*about)


def _network_html(view: AuditView) -> str:
    from alliancenet.export import network_page

    return network_page.to_network_html(view)


def _network_graphml(view: AuditView) -> str:
    from alliancenet.export import graph_files

    return graph_files.to_graphml(view)


def _people_csv(view: AuditView) -> str:
    from alliancenet.export import graph_files

    return graph_files.people_csv(view)


def _ties_csv(view: AuditView) -> str:
    from alliancenet.export import graph_files

    return graph_files.ties_csv(view)


def _portfolio_pdf(view: ReviewView) -> bytes:
    from alliancenet.export import portfolio_report

    return portfolio_report.to_pdf(view)


def _portfolio_xlsx(view: ReviewView) -> bytes:
    from alliancenet.export import portfolio_report

    return portfolio_report.to_xlsx(view)


def _portfolio_pptx(view: ReviewView) -> bytes:
    from alliancenet.export import slides

    return slides.to_pptx(view)


def _staffing_pdf(view: StaffingProposalView) -> bytes:
    from alliancenet.export import staffing_report

    return staffing_report.to_pdf(view)


def _staffing_xlsx(view: StaffingProposalView) -> bytes:
    from alliancenet.export import staffing_report

    return staffing_report.to_xlsx(view)


def _execution_xlsx(view: ExecutionView) -> bytes:
    from alliancenet.export import execution_files

    return execution_files.to_xlsx(view)


def _execution_pdf(view: ExecutionView) -> bytes:
    from alliancenet.export import execution_files

    return execution_files.to_pdf(view)


def _execution_pptx(view: ExecutionView) -> bytes:
    from alliancenet.export import execution_files

    return execution_files.to_pptx(view)


def _economics_pdf(views: tuple[EarningsView, ReviewView | None]) -> bytes:
    from alliancenet.export import economics_files

    return economics_files.to_pdf(*views)


def _economics_xlsx(views: tuple[EarningsView, ReviewView | None]) -> bytes:
    from alliancenet.export import economics_files

    return economics_files.to_xlsx(*views)


def _economics_pptx(views: tuple[EarningsView, ReviewView | None]) -> bytes:
    from alliancenet.export import economics_files

    return economics_files.to_pptx(*views)


MAKERS: dict[str, Callable[[Any], bytes | str]] = {
    "report.pdf": _report_pdf,
    "report.one-page.pdf": _report_one_page,
    "report.xlsx": _report_xlsx,
    "network.html": _network_html,
    "network.graphml": _network_graphml,
    "network.people.csv": _people_csv,
    "network.ties.csv": _ties_csv,
    "portfolio.pdf": _portfolio_pdf,
    "portfolio.one-page.pdf": _portfolio_one_page,
    "portfolio.xlsx": _portfolio_xlsx,
    "portfolio.pptx": _portfolio_pptx,
    "staffing.pdf": _staffing_pdf,
    "staffing.xlsx": _staffing_xlsx,
    "execution.xlsx": _execution_xlsx,
    "execution.pdf": _execution_pdf,
    "execution.pptx": _execution_pptx,
    "economics.pdf": _economics_pdf,
    "economics.xlsx": _economics_xlsx,
    "economics.pptx": _economics_pptx,
}
"""What can be made, by page and kind."""
