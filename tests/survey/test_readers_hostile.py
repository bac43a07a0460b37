"""Broken and hostile files are refused in words, within 2 s of CPU and 300 MiB."""

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alliancenet.errors import InputError
from alliancenet.survey.readers.detect import read_export

SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
FORMS = ("ID", "Start time", "Completion time", "Email", "Name", "Question")


def workbook(path: Path, sheet: str, *, strings: str = "", more: int = 0, book_head: str = "") -> Path:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/workbook.xml",
            f'{book_head}<workbook xmlns="{main}" xmlns:r="{relation}"><sheets>'
            '<sheet name="Form1" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        if strings:
            archive.writestr("xl/sharedStrings.xml", strings)
        for number in range(more):
            archive.writestr(f"xl/media/{number}.xml", "x")
    return path


def row(number: int, *cells: str) -> str:
    inline = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
    return f'<row r="{number}">{inline}</row>'


def unclosed_quote(path: Path) -> Path:
    head = "ResponseId,StartDate,Finished,Q1\n" * 2
    path.write_text(head + 'R_1,2026-03-01,True,"oh\n' + "R_2,2026-03-01,True,4\n" * 400_000, encoding="utf-8")
    return path


def nul(path: Path) -> Path:
    path.write_bytes(b"ResponseId,StartDate,Finished,Q1\nx,y,z,q\nR_1,2026-03-01,Tr\x00ue,4\n" * 1000)
    return path


def too_many_columns(path: Path) -> Path:
    path.write_text("ResponseId,StartDate," + ",".join(f"Q{n}" for n in range(10_000)) + "\n", encoding="utf-8")
    return path


def a_million_columns(path: Path) -> Path:
    path.write_text(",".join(f"Q{n}" for n in range(1_000_000)) + "\n", encoding="utf-8")
    return path


def wide_head_short_rows(path: Path) -> Path:
    path.write_text("respondent," + ",".join(f"Q{n}" for n in range(5_000)) + "\n" + "a\n" * 500_000, encoding="utf-8")
    return path


def bomb(path: Path) -> Path:
    return workbook(path, SHEET.format("<row/>" * 10_000_000))


def packed_bomb(path: Path) -> Path:
    return workbook(path, SHEET.format("<row/>" * 5_000_000))


def many_elements(path: Path) -> Path:
    rows = "".join(f'<row><c t="b"><v>{number * 7919 % 1_000_003}</v></c></row>' for number in range(501_000))
    return workbook(path, SHEET.format(rows))


def many_parts(path: Path) -> Path:
    return workbook(path, SHEET.format(row(1, *FORMS)), more=1_001)


def entities(path: Path) -> Path:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 8))
    return workbook(path, f'<!DOCTYPE x [<!ENTITY l0 "ha">{lol}]>' + SHEET.format(row(1, "&l7;")))


def outside_file(path: Path) -> Path:
    head = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    return workbook(path, SHEET.format(row(1, *FORMS)), book_head=head)


def far_column(path: Path) -> Path:
    return workbook(path, SHEET.format(row(1, *FORMS) + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))


def many_wide_rows(path: Path) -> Path:
    far = "".join(f'<row r="{n}"><c r="HAA{n}"><v>{n}</v></c></row>' for n in range(2, 8_000))
    return workbook(path, SHEET.format(row(1, *FORMS) + far))


def cut_short(path: Path) -> Path:
    whole = workbook(path, SHEET.format(row(1, *FORMS))).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    return path


def old_office(path: Path) -> Path:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4_000))
    return path


def noise(path: Path) -> Path:
    path.write_bytes(os.urandom(200_000))
    return path


def nothing(path: Path) -> Path:
    path.write_bytes(b"")
    return path


HOSTILE = {
    unclosed_quote: "cannot be read as CSV",
    nul: "NUL character",
    too_many_columns: "10,002 columns",
    a_million_columns: "1,000,000 columns",
    wide_head_short_rows: "of up to 5,001 columns",
    bomb: "unpacks to 60,0",
    packed_bomb: "times its size",
    many_elements: "XML elements",
    many_parts: "parts (at most",
    entities: "XML entities or a document type",
    outside_file: "XML entities or a document type",
    far_column: "16,384 columns",
    many_wide_rows: "of up to 5,435 columns",
    cut_short: "cannot be read as a workbook",
    old_office: "an old XLS file",
    noise: "",
    nothing: "the file is empty",
}
CHILD = """
import json, resource, sys, time
resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
from pathlib import Path
from alliancenet.errors import InputError
from alliancenet.survey.readers.detect import read_export
started = time.process_time()
try:
    read_export(Path(sys.argv[1]))
    said = None
except InputError as error:
    said = str(error)
used = time.process_time() - started
status = Path("/proc/self/status").read_text() if Path("/proc/self/status").exists() else "VmHWM: 0"
peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
print(json.dumps([said, used, peak / 1024]))
"""


@pytest.mark.parametrize("make", HOSTILE, ids=lambda make: make.__name__)
def test_hostile_file_is_refused_in_time_and_memory(make, tmp_path):
    path = make(tmp_path / "export.any")
    done = subprocess.run([sys.executable, "-c", CHILD, str(path)], capture_output=True, text=True, check=True)
    said, seconds, mebibytes = json.loads(done.stdout)
    assert said is not None
    assert HOSTILE[make] in said
    assert seconds <= 2, said
    assert mebibytes <= 300


def test_far_row_is_read_without_the_blank_ones_between(tmp_path):
    sheet = row(1, *FORMS) + row(1_048_576, "1", "46085", "46085", "a@b.example", "A", "yes")
    export = read_export(workbook(tmp_path / "far.xlsx", SHEET.format(sheet)))
    assert [respondent.row for respondent in export.respondents] == [1_048_576]


def test_shared_strings_leave_out_formatting_and_phonetic_hints(tmp_path):
    strings = "<sst><si><r><t>An</t></r><r><t>na</t></r><rPh sb='0' eb='1'><t>x</t></rPh></si></sst>"
    cells = '<row r="2"><c t="inlineStr"><is><t>1</t></is></c><c r="B2"><v>46085</v></c><c r="C2"><v>46085</v></c>'
    sheet = row(1, *FORMS) + cells + '<c r="E2" t="s"><v>0</v></c></row>'
    export = read_export(workbook(tmp_path / "shared.xlsx", SHEET.format(sheet), strings=strings))
    assert export.respondents[0].name == "Anna"


def test_row_wider_than_the_header_is_named(tmp_path):
    path = tmp_path / "wide.csv"
    path.write_text("ResponseId,StartDate,Q1\na,b,c\nx,y,z\nR_1,2026-03-01,4,5\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"row 4.*4 cells"):
        read_export(path)


def test_unclosed_quote_names_the_line_it_opens_on(tmp_path):
    path = tmp_path / "quote.csv"
    path.write_text('ResponseId,StartDate,Q1\na,b,c\nR_1,2026-03-01,"oh\nR_2,2026-03-01,4\n', encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_export(path)
    assert raised.value.problems[0].line == 3


def test_unknown_header_names_what_was_found_and_every_platform(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("Wer,Was\na,b\n", encoding="utf-8")
    with pytest.raises(InputError, match="Wer, Was") as raised:
        read_export(path)
    assert "qualtrics" in raised.value.problems[0].needed


def test_export_without_a_response_is_refused(tmp_path):
    path = tmp_path / "empty.csv"
    path.write_text("Timestamp,Email Address,Q1\n", encoding="utf-8")
    with pytest.raises(InputError, match="no response"):
        read_export(path)


def test_declared_size_that_lies_is_found_out(tmp_path):
    path = workbook(tmp_path / "lie.xlsx", SHEET.format("".join(row(n, "x") for n in range(1, 20_000))))
    raw = bytearray(path.read_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(raw))) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    raw = raw.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    path.write_bytes(bytes(raw))
    with pytest.raises(InputError, match="cannot be read as a workbook"):
        read_export(path)


SAMPLES = [path for path in (Path(__file__).parent / "samples").iterdir() if path.suffix in {".csv", ".xlsx"}]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(SAMPLES), st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=12)), min_size=1, max_size=5))
def test_damaged_export_is_read_or_refused_never_a_crash(tmp_path, sample, patches):
    raw = bytearray(sample.read_bytes())
    for share, patch in patches:
        at = int(share * (len(raw) - 1))
        raw[at : at + 6] = patch
    path = tmp_path / "damaged"
    path.write_bytes(bytes(raw))
    problems = []
    try:
        assert read_export(path).respondents
    except InputError as error:
        problems = error.problems
    assert all(problem.file and problem.found for problem in problems)
