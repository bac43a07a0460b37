"""Bytes of a file without one person: tables cell by cell, audits value by value, everything else as text."""

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

from alliancenet.erasing.own_lists import is_row_of, our_columns, without_person
from alliancenet.erasing.traces import Traces
from alliancenet.files.encodings import decode
from alliancenet.files.folding import column_key
from alliancenet.files.header import WantedColumns, row_of_headings
from alliancenet.files.lines import table_text
from alliancenet.files.seal import SEAL, has_seal, sealed
from alliancenet.files.table import MOST_COLUMNS
from alliancenet.files.table_map import TableMap

if TYPE_CHECKING:
    from openpyxl import Workbook

_GZIP, _ZIP, _NOT_TEXT = b"\x1f\x8b", b"PK\x03\x04", (b"PAR1", b"%PDF", b"Obj\x01", b"\xd0\xcf\x11\xe0")
_TABLES = (".csv", ".tsv")
_ROSTER = WantedColumns(
    required=("id", "organisation"),
    known=("id", "organisation"),
    aliases={},
    most_columns=MOST_COLUMNS,
    may_be_empty=True,
)
"""A list of people may have lines above its headings, in which case its rows are told by these."""
_DEEPEST = 3
_BLANK: dict[str, Any] = {
    **dict.fromkeys(("name", "level", "function", "site"), ""),
    **dict.fromkeys(("may_be_named", "public_role"), False),
    "roles": [],
    "leaves": None,
}


class NotRewritten(ValueError):
    """A file that cannot be rewritten; the text says why."""


def rewritten(
    name: str,
    raw: bytes,
    traces: Traces,
    own_rows: Collection[int] = (),
    depth: int = 0,
    mapped: TableMap | None = None,
) -> bytes:
    """Bytes of a file in which the person is not named and has said nothing.

    Parameters
    ----------
    name : of the file; its ending tells a table of text.
    own_rows : rows of the person's own answers, as a spreadsheet counts; they are left out.
    mapped : of a list of people with headings of its own: which column is which.

    Raises
    ------
    NotRewritten
        For files that are no text, table, archive or document of ours.
    """
    if depth > _DEEPEST:
        raise NotRewritten("archives lie too deep in one another")
    if raw.startswith(_NOT_TEXT):
        raise NotRewritten("is of a kind that only the program that made it can change")
    if raw.startswith(_GZIP):
        plain = gzip.decompress(raw)
        changed = rewritten(name.removesuffix(".gz"), plain, traces, own_rows, depth + 1, mapped)
        return raw if changed == plain else gzip.compress(changed, mtime=0)
    if raw.startswith(_ZIP):
        return _archive(raw, traces, own_rows, depth, mapped)
    if name.endswith(".json") and has_seal(raw):
        return _document(raw, traces)
    text, encoding = _text(raw)
    if name.lower().endswith(_TABLES):
        changed_text = _table(text, traces, own_rows, mapped)
    elif name.endswith(".jsonl"):
        changed_text = "".join(_line(line, traces) for line in text.splitlines(keepends=True))
    else:
        changed_text = traces.without_id(text)
    return raw if changed_text == text else changed_text.encode(encoding, "surrogateescape")


def without_rows(name: str, raw: bytes, rows: Collection[int]) -> bytes:
    """Bytes of a table without some rows, as a spreadsheet counts them; of a CSV all else stays sign by sign.

    Raises
    ------
    NotRewritten
        For what is neither text nor a workbook.
    """
    if raw.startswith(_GZIP):
        return gzip.compress(without_rows(name.removesuffix(".gz"), gzip.decompress(raw), rows), mtime=0)
    if raw.startswith(_ZIP):
        return _workbook(raw, None, rows)
    if raw.startswith(_NOT_TEXT):
        raise NotRewritten("is neither text nor a workbook")
    text, encoding = _text(raw)
    return _table(text, None, rows).encode(encoding, "surrogateescape")


def texts_of(name: str, raw: bytes, depth: int = 0) -> list[str]:
    """Every text a file holds, unpacked; for looking whether a name is left."""
    if raw.startswith(_GZIP):
        return texts_of(name, gzip.decompress(raw), depth + 1)
    if raw.startswith(_ZIP) and depth <= _DEEPEST:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return [text for member in archive.namelist() for text in texts_of(member, archive.read(member), depth + 1)]
    return [_text(raw)[0], raw.decode("utf-16-le", "ignore"), raw[1:].decode("utf-16-le", "ignore")]


def _text(raw: bytes) -> tuple[str, str]:
    """Text and the encoding that gives the same bytes back."""
    found = decode(raw)
    if found.text is not None:
        for encoding in (found.encoding, "utf-8"):
            text = raw.decode(encoding, "surrogateescape")
            if text.encode(encoding, "surrogateescape") == raw:
                return text, encoding
    return raw.decode("latin-1"), "latin-1"


def _table(text: str, traces: Traces | None, own_rows: Collection[int], mapped: TableMap | None = None) -> str:
    """Text of a table: what does not name the person stays as it was, sign by sign; without traces all of it."""
    cut = table_text(text)
    cut = cut.below(mapped.header if mapped else row_of_headings(cut, _ROSTER))
    above = cut.text[: cut.start]
    kept, at, headings = [traces.without(above) if traces else above], cut.first_row, list[str]()
    lines = _Recorded(cut.lines())
    for cells in csv.reader(lines, delimiter=cut.separator):
        written = lines.taken()
        if not headings:
            headings = cells
        elif at in own_rows:
            at += 1
            continue
        at += 1
        if traces is None:
            kept.append(written)
            continue
        changed = _row(cells, headings, traces, mapped)
        # a name of two parts in two cells is found in the row as it is written
        kept.append(traces.without(_joined(changed, cut.separator, written) if changed != cells else written))
    return "".join(kept)


def _row(cells: list[str], headings: list[str], traces: Traces, mapped: TableMap | None) -> list[str]:
    """Cells of a row without the person; of the own row of a roster nothing but the new id and the firm stays."""
    wide = [*headings, *[""] * max(0, len(cells) - len(headings))]
    if mapped is not None and is_row_of(cells, wide, mapped, traces.id):
        return without_person(cells, wide, mapped, traces.token)
    names = our_columns(wide, mapped) if mapped else [column_key(heading) for heading in wide]
    given = dict(zip(names, cells, strict=False))
    if "organisation" in given and given.get("id", "").strip() == traces.id:
        keeps = {"id": traces.token, "organisation": given["organisation"]}
        return [keeps.get(name, "") for name in names[: len(cells)]]
    return [traces.cell(cell, column) for cell, column in zip(cells, names, strict=False)]


class _Recorded:
    """Lines as they are read, kept until somebody takes them: a record may stand in several."""

    def __init__(self, lines: Any) -> None:
        self._lines, self._read = lines, list[str]()

    def __iter__(self) -> "_Recorded":
        return self

    def __next__(self) -> str:
        line: str = next(self._lines)
        self._read.append(line)
        return line

    def taken(self) -> str:
        """Everything read since the last time."""
        text = "".join(self._read)
        self._read.clear()
        return text


def _joined(cells: list[str], separator: str, written: str) -> str:
    ending = "\r\n" if written.endswith("\r\n") else "\n" if written.endswith("\n") else ""
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=ending).writerow(cells)
    return out.getvalue()


def _archive(raw: bytes, traces: Traces, own_rows: Collection[int], depth: int, mapped: TableMap | None) -> bytes:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        if "xl/workbook.xml" in archive.namelist():
            return _workbook(raw, traces, own_rows, mapped)
        members = {info: archive.read(info) for info in archive.infolist()}
    changed = {info: rewritten(info.filename, data, traces, (), depth + 1) for info, data in members.items()}
    names = {info: traces.without_id(info.filename) for info in members}
    if changed == members and all(names[info] == info.filename for info in members):
        return raw
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, data in changed.items():
            archive.writestr(zipfile.ZipInfo(names[info], info.date_time), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _workbook(raw: bytes, traces: Traces | None, own_rows: Collection[int], mapped: TableMap | None = None) -> bytes:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(raw))
    is_changed = traces is not None and _reword(book, traces, mapped)
    for sheet in book.worksheets:
        for number in sorted(own_rows, reverse=True):
            sheet.delete_rows(number)
            is_changed = True
    if not is_changed:
        return raw
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _reword(book: "Workbook", traces: Traces, mapped: TableMap | None) -> bool:
    """Take a person out of the cells and properties of a workbook; True when something was changed."""
    is_changed = False
    for sheet in book.worksheets:
        rows = list(sheet.iter_rows())
        here = mapped if mapped and mapped.sheet in {"", sheet.title} else None
        at = _heading_row(rows, here)
        headings = [str(cell.value or "") for cell in rows[at]] if rows else []
        for row in rows:
            written = [str(cell.value) if cell.value is not None else "" for cell in row]
            for cell, before, text in zip(row, written, _row(written, headings, traces, here), strict=True):
                if text != before:
                    cell.value, is_changed = text or None, True
    properties = book.properties
    for field in ("creator", "lastModifiedBy", "title", "subject", "description", "keywords"):
        text = getattr(properties, field) or ""
        if traces.is_named_in(text):
            setattr(properties, field, traces.token)
            is_changed = True
    return is_changed


def _heading_row(rows: list[Any], mapped: TableMap | None) -> int:
    """Where the headings stand: where the map says, else in the first row that is filled."""
    if mapped and mapped.header:
        return min(mapped.header, len(rows)) - 1
    return next((at for at, row in enumerate(rows) if any(cell.value is not None for cell in row)), 0)


def _document(raw: bytes, traces: Traces) -> bytes:
    """A sealed document of ours: ids and names in every value, and a seal of its own."""
    document = json.loads(raw)
    document.pop(SEAL, None)
    changed = _plain(document, traces)
    if changed == document:
        return raw
    return sealed(json.dumps(changed, sort_keys=True, ensure_ascii=False)).encode()


def _plain(data: Any, traces: Traces) -> Any:
    """Plain data without the person; the person's own row keeps its firm and nothing that tells who it was."""
    put: Callable[[str], str] = lambda text: traces.token if text == traces.id else traces.without(text)  # noqa: E731
    if isinstance(data, str):
        return put(data)
    if isinstance(data, list):
        return [_plain(part, traces) for part in data]
    if not isinstance(data, dict):
        return data
    changed = {put(key): _plain(part, traces) for key, part in data.items()}
    if data.get("id") == traces.id and "may_be_named" in data:
        changed |= {key: blank for key, blank in _BLANK.items() if key in data}
    return changed


def _line(line: str, traces: Traces) -> str:
    """A line of a journal: data where it is whole, else text."""
    try:
        data = json.loads(line)
    except ValueError:
        return traces.without_id(line)
    changed = _plain(data, traces)
    if changed == data:
        return traces.without_id(line)
    return traces.without_id(json.dumps(changed, ensure_ascii=False)) + "\n"
