"""What relationships earn as files: exact amounts, native charts, hostile text as text, the same bytes each time."""

import io
import re
import zipfile

import openpyxl
import pytest
from built_audits import HOSTILE
from built_earnings import hostile_earnings, some_earnings
from pptx import Presentation

from alliancenet.export import economics_files
from alliancenet.privacy import Reader, ReaderRole, earnings_for
from alliancenet.report.table import to_csv
from alliancenet.report.tables import economics as tables

EXECUTIVE = Reader(role=ReaderRole.EXECUTIVE)
MAKERS = (economics_files.to_pdf, economics_files.to_xlsx, economics_files.to_pptx)


@pytest.fixture(scope="module")
def view():
    return earnings_for(some_earnings(), EXECUTIVE)


@pytest.fixture(scope="module")
def hostile():
    return earnings_for(hostile_earnings(), EXECUTIVE)


@pytest.fixture(scope="module")
def book(view):
    return openpyxl.load_workbook(io.BytesIO(economics_files.to_xlsx(view)))


@pytest.fixture(scope="module")
def slides(view):
    return list(Presentation(io.BytesIO(economics_files.to_pptx(view))).slides)


@pytest.mark.parametrize("make", MAKERS)
def test_the_same_review_gives_the_same_bytes(view, make):
    assert make(view) == make(view)


@pytest.mark.parametrize("make", MAKERS)
def test_hostile_text_is_taken_as_text(hostile, make):
    assert len(make(hostile)) > 5_000


def test_the_workbook_holds_amounts_to_the_last_digit_with_their_currency(book):
    sheet = book["partners"]
    heads = [cell.value for cell in sheet[3]]
    assert "Contribution, EUR" in heads
    told = {row[0].value: row[heads.index("Contribution, EUR")].value for row in sheet.iter_rows(min_row=4)}
    assert told["Calder & Quill Optics"] == -62948.07


def test_the_first_sheet_has_the_charts(book):
    assert len(book["About"]._charts) == 5


def test_no_sheet_holds_a_formula_whatever_the_names_are(hostile):
    made = openpyxl.load_workbook(io.BytesIO(economics_files.to_xlsx(hostile)))
    cells = (cell for sheet in made for row in sheet.iter_rows() for cell in row)
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []


def test_the_title_of_a_slide_is_its_message(slides):
    titles = [slide.shapes.title.text_frame.text.replace("\N{NO-BREAK SPACE}", " ") for slide in slides]
    assert titles[1] == "20 of 22 partners earn 371 k EUR, and two partners give 76.3 k EUR of it back."
    assert titles[2] == "Two of 22 partners cost more to serve than their sales leave"


def test_charts_of_the_slides_are_native_and_have_an_alternative_text(slides):
    charts = [shape for slide in slides for shape in slide.shapes if shape.has_chart]
    assert len(charts) == 4
    assert all(shape._element.xpath(".//p:cNvPr")[0].get("descr") for shape in charts)


def test_the_curve_of_the_slides_holds_the_numbers_of_the_table(slides, view):
    (chart,) = [shape.chart for shape in slides[1].shapes if shape.has_chart]
    shares = [round(point.share, 1) for point in view.review.curve.points]
    assert list(chart.plots[0].series[0].values) == shares


def test_every_slide_says_that_it_is_confidential(slides):
    assert all(
        any("confidential" in shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        for slide in slides
    )


def test_a_saved_table_holds_amounts_to_the_last_digit(view):
    lines = to_csv(tables.partners(view)).splitlines()
    assert "contribution_EUR" in lines[0]
    assert "-62948.07" in next(line for line in lines if line.startswith("Calder"))


def test_a_negative_amount_in_a_saved_table_is_a_number_and_no_formula(view):
    cells = re.findall(r"(?:^|,)('?-[^,]*)", to_csv(tables.losses(view)), re.MULTILINE)
    assert [cell for cell in cells if not re.fullmatch(r"-\d+\.\d\d", cell)] == []


@pytest.mark.parametrize("make", MAKERS[1:])
def test_no_payload_stands_in_an_office_file_as_markup(hostile, make):
    with zipfile.ZipFile(io.BytesIO(make(hostile))) as parts:
        text = "\n".join(parts.read(name).decode(errors="replace") for name in parts.namelist())
    assert [payload for payload in HOSTILE if payload.startswith("<") and payload in text] == []
