"""One reader for every table: line ends, hints, separators, workbooks, gzip; only files at rest."""

import gzip
import os

import pytest
import xlsxwriter

from alliancenet.files import opening
from alliancenet.files.dates import Order, day_of, order_of
from alliancenet.files.folding import column_key, folded
from alliancenet.files.lines import table_text
from alliancenet.files.table import FileSays, read_table, unread_columns
from alliancenet.files.yes_no import said

ROWS = [["id", "Share of time", "note"], ["a", "0.5", "x; y"], ["b", "", "é"]]


def text_of(separator=",", end="\n", head=""):
    quoted = [[f'"{cell}"' if separator in cell or '"' in cell else cell for cell in row] for row in ROWS]
    return head + "".join(separator.join(row) + end for row in quoted)


def workbook(path, **sheets):
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return path


def cells(table):
    return [(row, found["id"], found["share_of_time"], found["note"]) for row, found in table.rows()]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_way_of_writing_a_table_reads_the_same(tmp_path, end, separator, encoding):
    path = tmp_path / "t.csv"
    path.write_bytes(text_of(separator, end).encode(encoding))
    assert cells(read_table(path, [], known=("share_of_time",))) == [(2, "a", "0.5", "x; y"), (3, "b", "", "é")]


@pytest.mark.parametrize("head", ["sep=;\n", "sep=;\r\n", '"sep=;"\n', "SEP=;\n", "sep=;;;\n"])
def test_the_line_a_spreadsheet_writes_names_the_separator_and_counts_as_a_row(tmp_path, head):
    path = tmp_path / "t.csv"
    path.write_text(text_of(";", head=head), encoding="utf-8", newline="")
    assert cells(read_table(path, [], known=("share_of_time",)))[0] == (3, "a", "0.5", "x; y")


def test_a_packed_table_is_read(tmp_path):
    path = tmp_path / "t.csv.gz"
    path.write_bytes(gzip.compress(text_of().encode()) + gzip.compress(b"c,1,z\n"))
    assert [one for _, one, _, _ in cells(read_table(path, [], known=("share_of_time",)))] == ["a", "b", "c"]


def test_a_packed_table_that_is_cut_off_is_refused(tmp_path):
    path = tmp_path / "t.csv.gz"
    path.write_bytes(gzip.compress(text_of().encode())[:-12])
    problems = []
    assert read_table(path, problems) is None
    assert "cut off" in problems[0].found


def test_a_workbook_reads_as_its_csv(tmp_path):
    path = workbook(tmp_path / "t.xlsx", Data=ROWS)
    assert cells(read_table(path, [], known=("share_of_time",))) == [(2, "a", "0.5", "x; y"), (3, "b", "", "é")]


def test_the_only_sheet_with_the_columns_needed_is_read_and_said(tmp_path):
    path = workbook(tmp_path / "t.xlsx", Notes=[["by", "whom"], ["me", "you"]], Data=ROWS)
    problems = []
    assert len(read_table(path, problems, required=("id",)).frame) == 2
    assert "the sheet 'Data' is read" in problems[0].found


def test_two_sheets_that_fit_are_a_question_until_one_is_named(tmp_path):
    path = workbook(tmp_path / "t.xlsx", One=ROWS, Two=ROWS[:2])
    problems = []
    assert read_table(path, problems, required=("id",)) is None
    assert "2 of its sheets may be meant" in problems[0].found
    assert len(read_table(path, [], required=("id",), declared=FileSays(sheets=("Two",))).frame) == 1


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("<?xml version='1.0'?>\n<graphml xmlns='x'/>", "GraphML"),
        ("*Vertices 2\n1 a\n", "Pajek"),
        ("dl n=2 format=edgelist1\nlabels:\n", "UCINET DL"),
        ('{"nodes": []}', "JSON"),
        (",a,b\na,0,1\nb,0,0\n", "a matrix of who is tied to whom"),
    ],
)
def test_formats_of_other_programs_are_named_with_the_way_out(tmp_path, text, name):
    path = tmp_path / "t.csv"
    path.write_text(text)
    problems = []
    assert read_table(path, problems, required=("source", "target")) is None
    assert name in problems[0].found
    assert "as CSV" in problems[0].action


@pytest.mark.parametrize("written", ["WEIGHT", " Weight ", "Wei ght", "we_ight"])
def test_a_column_is_known_without_regard_to_case_and_spaces(tmp_path, written):
    path = tmp_path / "t.csv"
    path.write_text(f"id,{written}\na,3\n")
    assert read_table(path, [], known=("weight",)).column("weight") == ["3"]


def test_one_column_written_two_ways_stands_twice(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("id,Weight,weight\na,3,4\n")
    problems = []
    assert read_table(path, problems, known=("weight",)) is None
    assert "stands twice" in problems[0].found


def test_a_column_nobody_reads_is_named_with_the_one_it_may_be_meant_for(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("id,wieght,colour\na,3,red\n")
    table = read_table(path, [], known=("weight",))
    assert [
        (problem.key, "did you mean 'weight'" in problem.action) for problem in unread_columns(table, ("id", "weight"))
    ] == [
        ("wieght", True),
        ("colour", False),
    ]


def test_blank_cells_beyond_the_header_are_no_fault(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("id,note;\n".replace(";", "") + "a,x,,\nb,y,\n")
    assert read_table(path, []).column("note") == ["x", "y"]


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: os.symlink("/dev/zero", path), os.mkdir])
def test_what_is_no_file_at_rest_is_refused_before_it_is_opened(tmp_path, make):
    path = tmp_path / "t.csv"
    make(path)
    problems = []
    assert read_table(path, problems) is None
    assert problems[0].found in {"is a pipe", "is a device", "is a folder"}


def test_a_lone_quote_in_the_header_is_a_sentence(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text('"id,name\n' + "1,x\n" * 60_000)
    problems = []
    assert read_table(path, problems) is None
    assert "lone double quote" in problems[0].action


def test_a_cell_without_end_is_refused_while_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "LONGEST_LINE", 3_000_000)
    path = tmp_path / "t.csv"
    path.write_text('id,name\n1,"' + ("x" * 99 + "\n") * 60_000)
    problems = []
    assert read_table(path, problems) is None
    assert "holds a cell of more than" in problems[0].found


def test_inch_marks_inside_cells_open_no_cell(tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "LONGEST_LINE", 2_000_000)
    path = tmp_path / "t.csv"
    path.write_text('id,name\n1,5" pipe\n' + "2,plain text without any mark\n" * 100_000)
    assert len(read_table(path, []).frame) == 100_001


def test_a_file_that_changes_while_it_is_read_is_read_again(tmp_path, monkeypatch):
    path = tmp_path / "t.csv"
    path.write_text("id\na\n")
    real, times = opening._read, []

    def slow(file, size, most):
        raw = real(file, size, most)
        if not times:
            path.write_text("id\na\nb\n")
        times.append(size)
        return raw

    monkeypatch.setattr(opening, "_read", slow)
    assert read_table(path, []).column("id") == ["a", "b"]
    assert len(times) == 2


def test_a_file_that_never_rests_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "t.csv"
    path.write_text("id\na\n")
    real = opening._read

    def busy(file, size, most):
        raw = real(file, size, most)
        path.write_text(path.read_text() + "b\n")
        return raw

    monkeypatch.setattr(opening, "_read", busy)
    problems = []
    assert read_table(path, problems) is None
    assert "is being written to" in problems[0].found


@pytest.mark.parametrize(
    ("one", "other"),
    [("Zoe\u0308", "Zoë"), ("North", "north"), ("a\u200bb", "ab"), ("North  West", "north west"), ("Ｎ1", "N1")],
)
def test_spellings_nobody_can_tell_apart_fold_together(one, other):
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), [("Müller", "Muller"), ("001", "1"), ("a-b", "ab")])
def test_spellings_that_differ_visibly_stay_apart(one, other):
    assert folded(one) != folded(other)


def test_columns_fold_over_what_stands_between_words():
    assert column_key("Share of-time") == column_key("share_of_time")


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["03/04/2026", "25/04/2026"], Order.DAY),
        (["03/04/2026", "04/25/2026"], Order.MONTH),
        (["03/04/2026", "05/04/2026"], Order.OPEN),
        (["25/04/2026", "04/25/2026"], Order.BOTH),
        (["04/04/2026", "2026-03-05"], Order.NONE),
        (["3.4.26"], Order.DAY),
    ],
)
def test_day_or_month_is_settled_by_all_dates_of_the_file(cells, order):
    assert order_of(cells) is order


@pytest.mark.parametrize(
    "cell", ["31.03.26", "31/3/2026", "2026/03/31", "46112", "31.03.2026 09:15", "2026-03-31T09:15:00Z"]
)
def test_a_day_is_read_however_it_is_written(cell):
    assert str(day_of(cell, day_first=True, whole=True)) == "2026-03-31"


@pytest.mark.parametrize("word", ["Non", "Unchecked", "Nein", "0", "Not Selected", "não", "Nie", "Nee", "FALSE", "☐"])
def test_words_for_no_are_no_ticks(word):
    assert said(word) is False


@pytest.mark.parametrize("word", ["Oui", "Checked", "Ja", "1", "X", "Sí", "Tak", "✓", "TRUE", "Selected"])
def test_words_for_yes_are_ticks(word):
    assert said(word) is True


def test_text_without_line_ends_is_one_line():
    assert table_text("id,name").rows().__next__() == ["id", "name"]


def test_what_a_workbook_shows_as_a_day_is_no_number(tmp_path):
    import xlsxwriter

    path = tmp_path / "days.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        day, time, share, custom = (
            book.add_format({"num_format": code}) for code in ("dd.mm.yyyy", "h:mm", "0.00%", '"day" 0" d" [Red]')
        )
        sheet.write_row(0, 0, ["day", "time", "share", "custom", "plain", "moment", "wrong"])
        for column, (value, form) in enumerate(
            ((46084, day), (0.5, time), (0.03, share), (3, custom), (46084, None), (46084.375, day))
        ):
            sheet.write_number(1, column, value, form)
        sheet.write_formula(1, 6, "=1/0", None, "#DIV/0!")
    table = read_table(path, [])
    assert table.frame.iloc[0].tolist() == [
        *("2026-03-03", "0.5", "0.03", "3", "46084", "2026-03-03 09:00:00", "#DIV/0!"),
    ]
