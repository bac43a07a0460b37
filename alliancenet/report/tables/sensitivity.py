"""What hangs on the cuts, as a table."""

from collections import Counter
from collections.abc import Sequence

from alliancenet.language import say
from alliancenet.model.sensitivity import Sensitivity, Shift
from alliancenet.report import words
from alliancenet.report.table import Cell, Column, Table
from alliancenet.report.text import plain_line, table_lines


def sensitivity_table(found: Sensitivity) -> Table:
    """Cuts that change something, the one that changes most first."""
    shifts = sorted((shift for shift in found.shifts if shift.changes), key=lambda one: (-one.changes, one.setting))
    return Table(
        name="sensitivity",
        caption=say(
            "What changes in {alliance}, wave {wave}, when one cut moves by one step",
            alliance=found.alliance,
            wave=found.wave,
        ),
        columns=(
            Column(key="setting", title=say("Cut")),
            Column(key="from", title=say("From")),
            Column(key="to", title=say("To")),
            Column(key="roles", title=say("Roles"), is_number=True),
            Column(key="spanners", title=say("Spanners"), is_number=True),
            Column(key="bands", title=say("Colours"), is_number=True),
            Column(key="findings", title=say("Findings"), is_number=True),
            Column(key="which", title=say("Which"), width="wide"),
        ),
        rows=tuple(_row(shift) for shift in shifts),
        empty=say("No cut changes anything when it moves by one step."),
    )


def sensitivity_text(found: Sensitivity) -> str:
    """Table for the terminal, with what the counts are to be read against."""
    table = sensitivity_table(found)
    cuts = {shift.setting for shift in found.shifts}
    deciding = {shift.setting for shift in found.shifts if shift.changes}
    lines = [
        say(
            "{alliance}, wave {wave}: {persons}, {findings}; {count} of {count2} cuts decide something",
            alliance=found.alliance,
            wave=found.wave,
            persons=words.plural(found.people, "person", "people"),
            findings=words.plural(found.findings, "finding"),
            count=len(deciding),
            count2=len(cuts),
        ),
        "",
        *(map(str.rstrip, table_lines(table)) if table.rows else [table.empty]),
    ]
    if found.unread:
        lines += ["", plain_line(say("Not used by this audit: {names}", names=", ".join(found.unread)))]
    return "\n".join(lines) + "\n"


def _row(one: Shift) -> tuple[Cell, ...]:
    return (
        Cell(text=one.setting),
        Cell(text=one.was),
        Cell(text=one.moved_to),
        *(Cell(text=str(count), order=count) for count in (one.roles, one.spanners, one.bands, one.findings)),
        Cell(text=", ".join([*_codes("−", one.gone), *_codes("+", one.new)])),
    )


def _codes(sign: str, codes: Sequence[str]) -> list[str]:
    return [f"{sign}{code}" + (f" ×{count}" if count > 1 else "") for code, count in sorted(Counter(codes).items())]
