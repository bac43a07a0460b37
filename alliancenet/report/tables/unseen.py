"""What could not be looked at, by the reason; the audit keeps one entry for each check."""

import re
from collections.abc import Sequence

from alliancenet.language import is_english, marked, say
from alliancenet.model.finding import NotLooked
from alliancenet.privacy.view import AuditView
from alliancenet.report import words
from alliancenet.report.table import Cell, Column, Table

_NOT_ASKED = re.compile(r"(?:[^:;]+: )?(?P<what>.+?) (was|were|is) not (asked|measured|answered)(?P<more> and .+)?")
_NOBODY = marked("nobody was asked")
NOT_ASKED = marked("not asked in this survey")


def not_looked(views: Sequence[AuditView]) -> Table:
    """Checks that could not be made, grouped by why; they are not passed."""
    checks: dict[str, dict[str, str]] = {}
    where: dict[str, dict[str, None]] = {}
    for view in views:
        for rule in view.not_looked:
            reason, what = _grouped(rule)
            checks.setdefault(reason, {})[rule.code] = what
            where.setdefault(reason, {})[view.alliance.name] = None
    order = sorted(checks, key=lambda reason: (not reason.startswith(NOT_ASKED), -len(checks[reason]), reason))
    return Table(
        name="not_looked",
        caption=say("What could not be looked at"),
        columns=(
            Column(key="reason", title=say("Why"), width="wide"),
            Column(key="checks", title=say("Checks"), is_number=True),
            Column(key="code", title=say("Codes"), width="wide"),
            Column(key="alliances", title=say("Alliances"), width="wide"),
        ),
        rows=tuple(
            (
                Cell(text=_sentence(reason, checks[reason])),
                Cell(text=str(len(checks[reason])), order=float(len(checks[reason]))),
                _codes(sorted(checks[reason])),
                Cell(text=", ".join(where[reason]), order=float(len(where[reason]))),
            )
            for reason in order
        ),
        empty=say("Every rule could look."),
    )


def _grouped(rule: NotLooked) -> tuple[str, str]:
    """The reason a check is grouped under, and what was not asked where that is the reason."""
    found = _NOT_ASKED.fullmatch(rule.reason)
    if rule.reason == _NOBODY:
        return NOT_ASKED, say("what people think of the alliance")
    if found is None or ";" in rule.reason:
        return rule.reason, ""
    what = found["what"]
    if not is_english():
        what = what.rpartition(": ")[2]
    if " " in what:
        return NOT_ASKED, words.retold(what)
    title = words.title_of(what.partition(".")[0])
    return NOT_ASKED, title.lower() if is_english() else title


def _sentence(reason: str, checks: dict[str, str]) -> str:
    asked = dict.fromkeys(what for what in checks.values() if what)
    if not asked:
        return words.retold(reason)
    return f"{say(NOT_ASKED)}: {', '.join(asked)}"


def _codes(codes: Sequence[str]) -> Cell:
    """The codes of a group; a single one leads to its page."""
    return Cell(text=", ".join(codes), target=("finding", codes[0]) if len(codes) == 1 else ())
