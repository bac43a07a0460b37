"""The facilitator's desk, forms: register, sponsors, touchpoints, KPIs and goals, row by row."""

import secrets
from collections.abc import Mapping, Sequence

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from alliancenet.errors import PlaceTaken
from alliancenet.model.desk import FormSheet, Saved
from alliancenet.store.changes import NotChanged, changing, read_changes
from alliancenet_web.desk import room
from alliancenet_web.links import page
from alliancenet_web.pages.project import who
from alliancenet_web.tongue import spoken

pages = Blueprint("sheets", __name__)
TITLES: Mapping[str, tuple[str, str]] = {
    "firms": ("Firms", "The firms of the alliances, and which one is your own."),
    "alliances": ("Alliances", "Which firms work together, since when, in which stage and tier."),
    "people": ("People", "Who there is, by pseudonym or name. Leave out what no audit needs."),
    "members": ("Members", "Who works for which alliance, and how much of their time it takes."),
    "waves": ("Waves", "When people were asked."),
    "sponsors": ("Sponsors and roles", "Each firm's executive sponsor, alliance manager and project leaders."),
    "plans": ("Sponsors' plans", "The day of each sponsor's written plan."),
    "touchpoints": ("Touchpoints", "Who met when, and for what kind of purpose."),
    "kpis": ("KPIs", "What an alliance is to reach; performance needs three that are measured, of two kinds."),
    "values": ("KPI values", "Where a KPI stood on a day."),
    "goals": ("Goals", "What your own firm wants of its alliances."),
    "serves": ("What alliances serve", "Which goal, market, technology or need an alliance serves."),
}
ROWS, BLANK = 25, 3
_LONGEST_CELL = 2_000
_ROW = "#"
Row = dict[str, str]


@pages.get("/project/forms")
@spoken
def forms() -> Response | str:
    """All forms."""
    return page("forms.html", (), titles=TITLES, project=room().project)


@pages.get("/project/forms/<name>")
def sheet(name: str) -> Response | str:
    """One form with its rows."""
    found = _sheet(name)
    first = _first(found)
    return _shown(found, [dict(row) for row in found.rows[first : first + ROWS]], first)


@pages.post("/project/forms/<name>")
def save(name: str) -> BaseResponse | tuple[Response | str, int]:
    """Write the rows of a form, or say every fault beside its field; nothing typed is lost."""
    found = _sheet(name)
    rows, first = _rows_sent(found), _whole("first")
    count, seen = _whole("count"), request.form.get("seen", "")
    if seen != found.digest:
        made = next((change for change in read_changes(room().project) if change.once == _once()), None)
        if made is not None:  # sent twice: it is written already
            return redirect(url_for("sheets.sheet", name=name, saved=made.id, first=first), 303)
        return _stale(found, rows, first)
    every = [*found.rows[:first], *rows, *found.rows[first + count :]]
    try:
        saved = room().save(name, [dict(row) for row in every], seen=seen, by=who(), once=_once())
    except PlaceTaken as error:
        saved = Saved(refused=str(error))
    if saved.is_stale:
        return _stale(_sheet(name), rows, first)
    if saved.faults or saved.refused:
        return _shown(found, rows, first, saved=saved, count=count), 400
    return redirect(url_for("sheets.sheet", name=name, saved=saved.change or "same", first=first), 303)


def _stale(now: FormSheet, rows: Sequence[Row], first: int) -> tuple[Response | str, int]:
    """Somebody else was faster: both versions, and the own one still in the form."""
    mine = [{**row, _ROW: _mark_of(now, row)} for row in rows]
    theirs = [dict(row) for row in now.rows[first : first + ROWS]]
    return _shown(now, mine, first, theirs=theirs, count=len(theirs)), 409


def _mark_of(now: FormSheet, row: Row) -> str:
    """Which row of the file as it is now a row of the form is: the one of the same first cell."""
    key = now.fields[0].name
    return next((old[_ROW] for old in now.rows if old[key] == row.get(key)), "")


@spoken
def _shown(
    found: FormSheet,
    rows: Sequence[Row],
    first: int,
    *,
    saved: Saved | None = None,
    theirs: Sequence[Row] | None = None,
    count: int | None = None,
) -> Response | str:
    blank = [dict.fromkeys((_ROW, *(field.name for field in found.fields)), "") for _ in range(BLANK)]
    faults: dict[tuple[int, str], list[str]] = {}
    elsewhere: list[str] = []
    for fault in saved.faults if saved else ():
        at = fault.row - 1 - first
        if 0 <= at < len(rows):
            known = {field.name for field in found.fields}
            faults.setdefault((at, fault.key if fault.key in known else ""), []).append(fault.text)
        else:
            row = f", row {fault.row}" if fault.row else ""
            elsewhere.append(f"{fault.file}{row}: {fault.text}")
    return page(
        "sheet.html",
        (),
        found=found,
        title=TITLES[found.name],
        rows=[*rows, *blank],
        count=len(found.rows[first : first + ROWS]) if count is None else count,
        first=first,
        faults=faults,
        elsewhere=elsewhere,
        refused=saved.refused if saved else "",
        theirs=theirs,
        saved=request.args.get("saved", ""),
        once=secrets.token_hex(8),
        turns=range(0, max(1, len(found.rows)), ROWS),
        per_page=ROWS,
    )


def _rows_sent(found: FormSheet) -> list[Row]:
    """Rows of the form as they were sent, but for those to be removed and those left blank."""
    rows = []
    for number in range(min(_whole("rows"), ROWS + BLANK + 1)):
        if request.form.get(f"r{number}.remove"):
            continue
        row = {_ROW: request.form.get(f"r{number}.{_ROW}", "")}
        for field in found.fields:
            parts = request.form.getlist(f"r{number}.{field.name}")
            row[field.name] = ";".join(part.strip() for part in parts if part.strip())[:_LONGEST_CELL]
        if row[_ROW] or any(cell for name, cell in row.items() if name != _ROW):
            rows.append(row)
    return rows


def _sheet(name: str) -> FormSheet:
    if name not in TITLES:
        abort(404)
    return room().sheet(name)


def _first(found: FormSheet) -> int:
    asked = request.args.get("first", "0")
    number = int(asked) if asked.isdecimal() and len(asked) < 7 else 0
    return min(number, max(0, len(found.rows) - 1)) // ROWS * ROWS


def _whole(name: str) -> int:
    text = request.form.get(name, "0")
    return int(text) if text.isdecimal() and len(text) < 7 else 0


def _once() -> str:
    return "".join(letter for letter in request.form.get("once", "") if letter.isalnum())[:64]


@pages.get("/project/changes")
@spoken
def changes() -> Response | str:
    """Everything that was changed in the browser: who, when, what; and undoing it."""
    found = read_changes(room().project)[::-1]
    return page("changes.html", (), changes=found, once=secrets.token_hex(8), fault="")


@pages.post("/project/changes/<int:number>/undo")
def undo(number: int) -> BaseResponse | tuple[Response | str, int]:
    """Take one change back; refused when its files were changed since."""
    try:
        with changing(room().project) as place:
            place.undo(number, by=who(), once=_once())
    except (NotChanged, PlaceTaken) as error:
        found = read_changes(room().project)[::-1]
        fault = f"Not undone: {error}."
        return page("changes.html", (), changes=found, once=secrets.token_hex(8), fault=fault), 409
    return redirect(url_for("sheets.changes"), 303)
