"""Pages of a PDF as they are read: nothing over the foot of a page, no last page with two lines."""

import re
import shutil
import subprocess

import pytest
from built_audits import a_hostile_review

from alliancenet.export.document import to_pdf
from alliancenet.export.stamp import review_stamp
from alliancenet.privacy import Reader, ReaderRole
from alliancenet.privacy.review_view import review_for
from alliancenet.report.table import Cell, Column, Table

pytestmark = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="there is no pdftotext")

FOOT = 595 - 1.8 / 2.54 * 72  # points from the top of a lying A4 page to its lower margin


@pytest.fixture(scope="module")
def stamp():
    return review_stamp(review_for(a_hostile_review(), Reader(role=ReaderRole.EXECUTIVE)))


def a_table(rows, text, name="t"):
    columns = (Column(key="a", title="What"), Column(key="b", title="Why", width="wide"))
    made = tuple((Cell(text=f"row{row}"), Cell(text=f"{text} end{row}")) for row in range(rows))
    return Table(name=name, caption=f"caption of {name}", columns=columns, rows=made)


def words_by_page(made, folder):
    """Of each page its words, with the place of their lower edge."""
    (folder / "made.pdf").write_bytes(made)
    told = subprocess.run(
        ["pdftotext", "-bbox", folder / "made.pdf", "-"], check=True, capture_output=True, text=True
    ).stdout
    word = re.compile(r'yMax="([\d.]+)">([^<]*)</word>')
    return [[(text, float(low)) for low, text in word.findall(page)] for page in told.split("<page ")[1:]]


@pytest.mark.parametrize("rows", [1, 3, 8, 12, 13])
@pytest.mark.parametrize("length", [10, 120, 500])
def test_no_row_runs_over_the_foot_of_a_page(rows, length, stamp, tmp_path):
    pages = words_by_page(to_pdf((a_table(rows, "word " * length),), stamp), tmp_path)
    low = {text: edge for page in pages for text, edge in page if re.fullmatch(r"(row|end)\d+", text)}
    assert len(low) == 2 * rows
    assert max(low.values()) < FOOT


@pytest.mark.parametrize("rows", [2, 5, 11])
def test_a_short_table_stays_on_one_page(rows, stamp, tmp_path):
    tables = (a_table(30, "first", "first"), a_table(rows, "second", "second"))
    pages = words_by_page(to_pdf(tables, stamp), tmp_path)
    holding = [page for page in pages if any(text == "second" for text, _ in page)]
    assert len(holding) == 1


@pytest.mark.parametrize("rows", range(20, 61, 2))
def test_the_last_page_holds_more_than_a_few_lines(rows, stamp, tmp_path):
    pages = words_by_page(to_pdf((a_table(rows, "a cell"),), stamp), tmp_path)
    assert len(pages) == 1 or max(edge for _, edge in pages[-1] if edge < FOOT) > 130
