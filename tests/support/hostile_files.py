"""Files that are meant to cost whoever reads them: time, memory, or a name that leads elsewhere."""

import gzip
import io
import random
import zipfile

import openpyxl

MAIL = b"From: a@x.example\nTo: b@y.example\nDate: Mon, 2 Mar 2026 10:00:00 +0000\nMessage-ID: <1@x>\n"
CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"


def _zip(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in members.items():
            archive.writestr(name, raw)
    return out.getvalue()


def _workbook(rows, far=None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if far:
        book.active[far] = "x"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _with_sheet(xml):
    """A workbook whose sheet is this XML."""
    raw = _workbook([["id", "organisation"], ["1", "a"]])
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["xl/worksheets/sheet1.xml"] = xml
    return _zip(members)


def _sheet_of(rows):
    head = (
        b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    return head + rows + b"</sheetData></worksheet>"


def _many_cells(count):
    row = b'<row r="%d">' + b"".join(b'<c t="inlineStr"><is><t>x</t></is></c>' for _ in range(100)) + b"</row>"
    return _sheet_of(b"".join(row % at for at in range(1, count // 100 + 1)))


_LAUGHS = b"".join(b'<!ENTITY a%d "%s">' % (at, (b"&a%d;" % (at - 1) if at > 1 else b"&a;") * 10) for at in range(1, 9))
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "%s">%s]>' % (b"lol" * 10, _LAUGHS)


HOSTILE = {
    "columns.csv": lambda: b",".join(b"c%d" % at for at in range(1_000_000)) + b"\n" + b"," * 999_999 + b"\n",
    "one_cell.csv": lambda: b"id,organisation\n1," + b"x" * 90_000_000 + b"\n",
    "quote.csv": lambda: b'id,organisation\n1,"' + b"a,b\n" * 10_000_000,
    "no_line_end.csv": lambda: b"x" * 60_000_000,
    "commas.csv": lambda: b"," * 60_000_000,
    "quotes.csv": lambda: b'"' * 20_000_000,
    "nul.csv": lambda: b"\0" * 50_000_000,
    "lines.csv": lambda: b"\n" * 60_000_000,
    "semicolons.csv": lambda: (b";".join([b"a"] * 4000) + b"\n") * 2000,
    "letters.csv": lambda: bytes(random.Random(1).choices(range(32, 255), k=3_000_000)),
    "utf16.csv": lambda: "id,organisation\n".encode("utf-16") + "1,a\n".encode("utf-16-le") * 3_000_000,
    "bomb.xlsx": lambda: _with_sheet(_sheet_of(b"<row/>" * 15_000_000)),
    "cells.xlsx": lambda: _with_sheet(_many_cells(260_000)),
    "far.xlsx": lambda: _workbook([["id", "organisation"], ["1", "a"]], far="XFD1048576"),
    "entities.xlsx": lambda: _with_sheet(ENTITIES + b"<worksheet>&a8;</worksheet>"),
    "shared.xlsx": lambda: _workbook([["id", "organisation"], ["x" * 30_000, "y" * 30_000]]),
    "no_zip.xlsx": lambda: b"PK\x03\x04" + b"\0" * 1_000_000,
    "nested.zip": lambda: _zip({"a.zip": _zip({"b.zip": _zip({"c.csv": b"0" * 90_000_000})})}),
    "bomb.zip": lambda: _zip({"users.json": b"[" + b" " * 300_000_000 + b"]", "channels.json": b"[]"}),
    "path.zip": lambda: _zip({"../../evil.json": b"[]", "users.json": b"[]", "channels.json": b"[]"}),
    "members.zip": lambda: _zip({f"{at}.json": b"" for at in range(60_000)}),
    "bomb.csv.gz": lambda: gzip.compress(b"a,b\n" + b"1,2\n" * 75_000_000, 1),
    "deep.json": lambda: b"[" * 2_000_000,
    "wide.json": lambda: b"[" + b"1," * 20_000_000 + b"1]",
    "laughs.graphml": lambda: ENTITIES + b"<graphml>&a8;</graphml>",
    "outside.graphml": lambda: b'<!DOCTYPE g [<!ENTITY x SYSTEM "file:///etc/passwd">]><graphml>&x;</graphml>',
    "edges.graphml": lambda: (
        b'<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="directed">'
        + b'<node id="a"/><node id="b"/>'
        + b'<edge source="a" target="b"/>' * 2_000_000
        + b"</graph></graphml>"
    ),
    "laughs.gexf": lambda: ENTITIES + b"<gexf>&a8;</gexf>",
    "vertices.net": lambda: b"*Vertices 900000000\n1 a\n*Arcs\n1 2 1\n",
    "matrix.dl": lambda: b"dl n=200000\nformat = fullmatrix\ndata:\n0 1\n1 0\n",
    "seconds.ics": lambda: (
        CALENDAR
        + (
            b"BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260101T000000Z\r\nRRULE:FREQ=SECONDLY;UNTIL=99991231T235959Z\r\n"
            b"ORGANIZER:mailto:a@x.example\r\nATTENDEE:mailto:b@y.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        )
    ),
    "header.mbox": lambda: (
        b"From a@x Mon Mar  2 10:00:00 2026\n" + MAIL + b"X-Long: " + b"x" * 90_000_000 + b"\n\nbody\n"
    ),
    "parts.eml": lambda: MAIL + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 2_000_000,
    "headers.eml": lambda: MAIL + b"X-A: b\n" * 8_000_000 + b"\n",
}
"""What makes the bytes of each, by name; some are large."""
