"""Lines of a report above the headings: every table of the product is read from its headings on."""

import openpyxl
import pytest

from alliancenet.files.table import FileSays, read_table
from alliancenet.files.table_map import TableMap

ABOVE = ["Report created on 3 March 2026, 09:12", "Confidential; HR only", ""]
BELOW = [["id", "organisation", "level"], ["n1", "north", "senior"], ["s1", "south", "operating"]]
KNOWN = {"required": ("id", "organisation"), "known": ("level",)}


def written(folder, kind, above=ABOVE, below=BELOW):
    if kind == "xlsx":
        book = openpyxl.Workbook()
        for row in ([line] for line in above):
            book.active.append(row)
        for row in below:
            book.active.append(row)
        book.save(folder / "people.xlsx")
        return folder / "people.xlsx"
    mark = {"semicolon": ";", "tab": "\t"}.get(kind, ",")
    quoted = [f'"{line}"' if mark in line and line else line for line in above]
    path = folder / "people.csv"
    path.write_text("\n".join([*quoted, *(mark.join(row) for row in below)]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", ["comma", "semicolon", "tab", "xlsx"])
def test_headings_below_a_title_are_found_and_said(tmp_path, kind):
    problems = []
    table = read_table(written(tmp_path, kind), problems, **KNOWN)
    assert table.column("id") == ["n1", "s1"]
    assert table.column("level") == ["senior", "operating"]
    assert [row for row, _ in table.rows()] == [5, 6]
    (remark,) = problems
    assert not remark.fatal
    assert remark.row == 4


@pytest.mark.parametrize("kind", ["comma", "xlsx"])
def test_headings_a_map_names_are_found_below_a_title(tmp_path, kind):
    path = written(tmp_path, kind, below=[["Personnel No.", "Firm"], ["n1", "north"]])
    mapped = TableMap(file="m", kind="people", columns={"id": ("personnel no.",), "organisation": ("Firm",)})
    table = read_table(path, problems := [], declared=FileSays(columns=mapped), **KNOWN)
    assert table.column("id") == ["n1"]
    assert not [problem for problem in problems if problem.fatal]


@pytest.mark.parametrize("kind", ["comma", "xlsx"])
def test_a_table_without_its_headings_is_refused_at_its_first_row(tmp_path, kind):
    path = written(tmp_path, kind, below=[["id", "firm"], ["n1", "north"]])
    assert read_table(path, problems := [], **KNOWN) is None
    assert {problem.row for problem in problems if problem.fatal} == {1}


def test_headings_in_the_first_row_are_not_sought_further_down(tmp_path):
    path = written(tmp_path, "comma", above=[], below=[*BELOW, ["id", "organisation", "level"]])
    assert read_table(path, problems := [], **KNOWN).column("id") == ["n1", "s1", "id"]
    assert problems == []
