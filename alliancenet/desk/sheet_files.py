"""Rows of a form in the file they stand in: read from it, and written so that the rest of it stays."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import yaml

from alliancenet.desk.forms import EntryForm
from alliancenet.errors import InputError, Problem
from alliancenet.files.encodings import decode
from alliancenet.files.fields import parse_fields
from alliancenet.files.folding import column_key
from alliancenet.files.lines import table_text
from alliancenet.model.desk import FormField

Rows = Sequence[Mapping[str, str]]
ROW = "#"
"""Under this name a row says which one of the file it is; "" for a new one."""
_NUMBER = re.compile(r"[-+]?(\d+(\.\d+)?|\.\d+)")
_WHOLE = re.compile(r"[-+]?\d+")


def rows_in(form: EntryForm, raw: bytes | None) -> list[dict[str, str]]:
    """Rows of a form in the bytes of its file.

    Raises
    ------
    InputError
        When the file is no table, or no YAML, that can be changed here.
    """
    if raw is None:
        return []
    if form.part is None:
        head, body = _table(form, raw)
        names = _names(form, head)
        return [
            {ROW: str(at), **{name: _cell(row, names.get(name)) for name in (field.name for field in form.fields)}}
            for at, row in enumerate(body)
        ]
    return [
        {ROW: ".".join(map(str, path)), **cells} for path, cells in _parts(form, _alliances(_text(form, raw), form))
    ]


def bytes_with(form: EntryForm, raw: bytes | None, rows: Rows) -> bytes | None:
    """Bytes of the file with these rows in place of those it holds; None where it is not needed without any.

    Raises
    ------
    InputError
        See `rows_in`.
    """
    if not rows and not form.means_none and (form.part is None or raw is None):
        return None
    return _table_with(form, raw, rows) if form.part is None else _yaml_with(form, raw, rows)


def place_of(form: EntryForm, raw: bytes, rows: Rows, problem: Problem) -> tuple[int, str] | None:
    """Row of the form, from 1, and column a problem of the file just written is about; None where it is about none.

    Parameters
    ----------
    raw : the file as it was written.
    """
    if form.part is None:
        return None if problem.row is None else (problem.row - 1, problem.key)
    path = problem.key.split(".")
    if path[0] != "alliances" or len(path) < 2 or not path[1].isdigit():
        return None
    at = int(path[1])
    if form.part == "":
        return at + 1, path[2] if len(path) > 2 else ""
    if len(path) < 4 or path[2] != form.part:
        return None
    name = str(_alliances(_text(form, raw), form)[at].get("id", ""))
    inside = [number for number, row in enumerate(rows, start=1) if row.get("alliance") == name]
    if form.part == "sponsor_plans":
        found = [number for number in inside if rows[number - 1].get("organisation") == path[3]]
        return (found[0], "organisation" if "unknown" in problem.found else "date") if found else None
    position = int(path[3]) if path[3].isdigit() else -1
    return (inside[position], path[4] if len(path) > 4 else "") if 0 <= position < len(inside) else None


def _text(form: EntryForm, raw: bytes) -> str:
    found = decode(raw)
    if found.text is None or raw.startswith((b"PK\x03\x04", b"\x1f\x8b")):
        raise InputError([_other(form, "is no text")])
    return found.text.removeprefix("\ufeff")


def _other(form: EntryForm, found: str) -> Problem:
    needed = "a file that can be changed here; change this one where it was made, and upload it again"
    return Problem(file=form.file, found=found, needed=needed)


def _table(form: EntryForm, raw: bytes) -> tuple[list[str], list[list[str]]]:
    cut = table_text(_text(form, raw))
    try:
        rows = [row for row in csv.reader(cut.lines(), delimiter=cut.separator) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise InputError([_other(form, f"is no table ({error})")]) from None
    if not rows:
        return [], []
    missing = [field.name for field in form.fields[:1] if column_key(field.name) not in set(map(column_key, rows[0]))]
    if missing:
        raise InputError([_other(form, f"has no column {missing[0]}")])
    return rows[0], rows[1:]


def _names(form: EntryForm, head: Sequence[str]) -> dict[str, int]:
    """Position of each column of the form in the file."""
    keys = [column_key(name) for name in head]
    return {field.name: keys.index(key) for field in form.fields if (key := column_key(field.name)) in keys}


def _cell(row: Sequence[str], at: int | None) -> str:
    return row[at].strip() if at is not None and at < len(row) else ""


def _table_with(form: EntryForm, raw: bytes | None, rows: Rows) -> bytes:
    head, body = ([], []) if raw is None else _table(form, raw)
    names, is_new = _names(form, head), not head
    for field in form.fields:
        # a column an older file lacks is written where somebody filled it in
        if field.name not in names and (is_new or any(row.get(field.name) for row in rows)):
            names[field.name] = len(head)
            head = [*head, field.name]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    for row in rows:
        at = row.get(ROW, "")
        cells = list(body[int(at)]) if at.isdigit() and int(at) < len(body) else []
        cells += [""] * (len(head) - len(cells))
        for name, position in names.items():
            cells[position] = row.get(name, "").strip()
        writer.writerow(cells)
    return out.getvalue().encode()


def _alliances(text: str, form: EntryForm) -> list[dict[str, Any]]:
    value = parse_fields(text, form.file).value
    found = value.get("alliances") if isinstance(value, dict) else None
    if found is None:
        return []
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise InputError([_other(form, "is no list of alliances")])
    return found


def _parts(form: EntryForm, alliances: Sequence[Mapping[str, Any]]) -> list[tuple[tuple[int, ...], dict[str, str]]]:
    """Rows of a form in the list of alliances, with where each stands."""
    found: list[tuple[tuple[int, ...], dict[str, str]]] = []
    for at, entry in enumerate(alliances):
        name = str(entry.get("id", ""))
        if form.part == "":
            found.append(((at,), {field.name: _said(entry.get(field.name)) for field in form.fields}))
        elif form.part == "sponsor_plans":
            plans = entry.get("sponsor_plans")
            for number, (firm, day) in enumerate(plans.items() if isinstance(plans, dict) else ()):
                found.append(((at, number), {"alliance": name, "organisation": str(firm), "date": _said(day)}))
        else:
            parts = entry.get(str(form.part))
            for number, part in enumerate(parts if isinstance(parts, list) else ()):
                cells = {field.name: _said(part.get(field.name)) for field in form.fields[1:]}
                found.append(((at, number), {"alliance": name, **cells}))
    return found


def _said(value: Any) -> str:
    """A value of YAML as it stands in a form."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ";".join(map(_said, value))
    return value.isoformat() if isinstance(value, date) else str(value)


def _value(field: FormField, text: str) -> Any:
    """What a form says, as YAML holds it; what is no number or day stays text, for the reader to refuse."""
    text = text.strip()
    if field.kind == "number" or field.choices == ("1", "2", "3"):
        number = text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
        return int(number) if _WHOLE.fullmatch(number) else float(number) if _NUMBER.fullmatch(number) else text
    if field.kind == "date":
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    if field.choices == ("yes", "no"):
        return {"yes": True, "no": False}.get(text, text)
    return text


def _yaml_with(form: EntryForm, raw: bytes | None, rows: Rows) -> bytes:
    text = "" if raw is None else _text(form, raw)
    alliances = _alliances(text, form) if text.strip() else []
    if form.part == "":
        alliances = _whole(form, alliances, rows)
    else:
        _lay_parts(form, alliances, rows)
    body = yaml.safe_dump({"alliances": alliances}, sort_keys=False, allow_unicode=True, width=110)
    return (_comments(text) + body).encode()


def _comments(text: str) -> str:
    """Lines of comment at the head of a file."""
    head: list[str] = []
    for line in text.split("\n"):
        if line.strip() and not line.startswith("#"):
            break
        head.append(line)
    return "".join(f"{line}\n" for line in head if line.startswith("#"))


def inner_comments(raw: bytes | None, form: EntryForm) -> int:
    """How many lines of comment inside the file would be lost when it is written."""
    if raw is None or form.part is None:
        return 0
    text = _text(form, raw)
    return sum(bool(re.search(r"(^|\s)#", line)) for line in text.split("\n")) - _comments(text).count("\n")


def _whole(form: EntryForm, alliances: Sequence[dict[str, Any]], rows: Rows) -> list[dict[str, Any]]:
    found = []
    for row in rows:
        at = row.get(ROW, "")
        entry = dict(alliances[int(at)]) if at.isdigit() and int(at) < len(alliances) else {}
        for field in form.fields:
            text = row.get(field.name, "").strip()
            if not text:
                entry.pop(field.name, None)
            elif field.many:
                entry[field.name] = [part.strip() for part in text.split(";") if part.strip()]
            elif _said(entry.get(field.name)) != text:
                entry[field.name] = _value(field, text)
        found.append(entry)
    return found


def _lay_parts(form: EntryForm, alliances: Sequence[dict[str, Any]], rows: Rows) -> None:
    """Put rows into the alliances they name."""
    before = dict(_parts(form, alliances))
    known = {str(entry.get("id", "")): at for at, entry in enumerate(alliances)}
    named: dict[int, list[Any]] = {}
    for row in rows:
        at = known.get(row.get("alliance", ""), -1)
        if at >= 0:
            named.setdefault(at, []).append(row)
    for at, entry in enumerate(alliances):
        inside = named.get(at, [])
        if form.part == "sponsor_plans":
            day = form.fields[2]
            value: Any = {row["organisation"]: _value(day, row["date"]) for row in inside}
        else:
            value = [_part(form, alliances, before, row) for row in inside]
        if value:
            entry[str(form.part)] = value
        else:
            entry.pop(str(form.part), None)


def _part(
    form: EntryForm,
    alliances: Sequence[Mapping[str, Any]],
    before: Mapping[tuple[int, ...], Mapping[str, str]],
    row: Mapping[str, str],
) -> dict[str, Any]:
    """One entry of a list inside an alliance; what nobody changed stays as it was written."""
    path = tuple(int(part) for part in row.get(ROW, "").split(".") if part.isdigit())
    entry = dict(alliances[path[0]][str(form.part)][path[1]]) if path in before else {}
    for field in form.fields[1:]:
        text = row.get(field.name, "").strip()
        if not text:
            entry.pop(field.name, None)
        elif _said(entry.get(field.name)) != text:
            entry[field.name] = _value(field, text)
    return entry
