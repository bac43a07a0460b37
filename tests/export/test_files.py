"""Files to hand on: whole, repeatable, made for one reader, and nothing in them runs."""

import csv
import io
import zipfile
from xml.etree import ElementTree as ET

import networkx as nx
import openpyxl
import pytest
from built_audits import HOSTILE, a_hostile_audit, a_hostile_review, an_audit
from built_portfolios import a_holding, a_register, an_alliance, audited, kpis
from click.testing import CliRunner
from pptx import Presentation

from alliancenet.cli import alliancenet
from alliancenet.errors import OutsideResource
from alliancenet.export import alliance_report, graph_files, network_page, portfolio_report
from alliancenet.export.document import to_pdf
from alliancenet.export.slides import to_pptx
from alliancenet.export.stamp import printable, review_stamp
from alliancenet.export.workbook import to_xlsx
from alliancenet.portfolio.review import review
from alliancenet.portfolio.review_file import write_review
from alliancenet.privacy import Reader, ReaderRole, view_for
from alliancenet.privacy.review_view import review_for
from alliancenet.report.table import Cell, Column, Table
from alliancenet.report.tables.review import all_tables
from alliancenet.store.audit_file import write_audits

MANAGER, EXECUTIVE = Reader(role=ReaderRole.ALLIANCE_MANAGER), Reader(role=ReaderRole.EXECUTIVE)


def a_review():
    register = a_register(an_alliance("north", objectives=kpis(80, 70, 90), tier=1), an_alliance("south"))
    scores = {"health": 82.0, **{f"integration.{level}": 70.0 for level in ("strategic", "tactical")}}
    return review(a_holding(register, audits=[audited(scores=scores)]), "0.1.0")


@pytest.fixture(scope="module")
def calm():
    return review_for(a_review(), EXECUTIVE)


@pytest.fixture(scope="module")
def hostile():
    return review_for(a_hostile_review(), MANAGER)


@pytest.fixture(scope="module")
def hostile_audit():
    return view_for(a_hostile_audit(), MANAGER)


def as_xlsx(view):
    return to_xlsx(all_tables(view), review_stamp(view))


def as_pdf(view):
    return to_pdf(all_tables(view), review_stamp(view), view.review.headline)


@pytest.mark.parametrize("make", [as_xlsx, as_pdf, to_pptx])
def test_same_review_gives_the_same_bytes(calm, make):
    assert make(calm) == make(calm)


def test_workbook_has_one_sheet_per_table_and_says_where_it_comes_from(calm):
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(calm)))
    assert len(book.sheetnames) == 1 + len(all_tables(calm))
    about = {row[0].value: row[1].value for row in book["About"].iter_rows(min_row=3)}
    assert about["Made for"] == "executive"
    assert about["Classification"] == "confidential"
    assert len(about["Made from (SHA-256)"]) == 64


def test_the_first_sheet_of_a_workbook_shows_points_on_their_band_and_as_a_chart(calm, hostile_audit):
    for made in (portfolio_report.to_xlsx(calm), alliance_report.to_xlsx(hostile_audit)):
        sheet = openpyxl.load_workbook(io.BytesIO(made)).worksheets[0]
        assert sheet.title == "Overview"
        assert len(sheet._charts) == 1
    sheet = openpyxl.load_workbook(io.BytesIO(portfolio_report.to_xlsx(calm)))["Overview"]
    grounds = {cell.fill.fgColor.rgb for row in sheet.iter_rows(min_row=4) for cell in row if cell.value == 70}
    assert grounds == {"FFFDF1D9"}


def test_why_each_proposal_stands_in_the_workbook_and_never_as_a_dump(calm):
    text = "".join(str(cell.text) + cell.detail for table in all_tables(calm) for row in table.rows for cell in row)
    assert "looked at:" not in text
    book = openpyxl.load_workbook(io.BytesIO(portfolio_report.to_xlsx(calm)))
    assert "Health, points 0-100" in [row[3].value for row in book["action inputs"].iter_rows(min_row=4)]


def test_number_is_a_number_and_what_is_withheld_is_text(calm):
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(calm)))["alliances"]
    head = [cell.value for cell in sheet[3]]
    health = [row[head.index("Health")].value for row in sheet.iter_rows(min_row=4)]
    assert health == [82, "not enough evidence"]


def test_workbook_holds_no_formula_whatever_the_names_are(hostile, hostile_audit):
    for raw in (as_xlsx(hostile), alliance_report.to_xlsx(hostile_audit)):
        book = openpyxl.load_workbook(io.BytesIO(raw))
        kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
        assert "f" not in kinds
        assert not any(sheet.hyperlinks for sheet in book if hasattr(sheet, "hyperlinks"))


def test_hostile_name_stays_the_same_text_in_the_workbook(hostile_audit):
    book = openpyxl.load_workbook(io.BytesIO(alliance_report.to_xlsx(hostile_audit)))
    texts = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert any(HOSTILE[7] in text for text in texts if isinstance(text, str))


def test_document_is_tagged_for_readers_who_listen(calm):
    made = as_pdf(calm)
    assert b"pdfuaid" in made
    assert b"/Marked true" in made or b"/MarkInfo" in made


@pytest.mark.parametrize("make", [as_pdf, to_pptx])
def test_hostile_text_is_set_as_text(hostile, make):
    assert len(make(hostile)) > 5_000


def test_name_in_a_script_the_shipped_fonts_lack_does_not_stop_the_document(calm):
    table = Table(
        name="names", caption="株式会社", columns=(Column(key="n", title="Name"),), rows=((Cell(text="عربى 🙂"),),)
    )
    made = to_pdf((table,), review_stamp(calm))
    assert made.startswith(b"%PDF")
    assert b"pdfuaid" not in made


def test_report_of_an_alliance_takes_hostile_text(hostile_audit):
    assert alliance_report.to_pdf(hostile_audit).startswith(b"%PDF")


def test_every_figure_of_the_slides_has_an_alternative_text(calm):
    deck = Presentation(io.BytesIO(to_pptx(calm)))
    frames = [shape for slide in deck.slides for shape in slide.shapes if shape.has_chart or shape.has_table]
    assert any(frame.has_chart for frame in frames)
    assert all(frame._element.xpath(".//p:cNvPr")[0].get("descr") for frame in frames)


def test_the_slides_are_drawn_on_a_template_of_their_own(calm):
    with zipfile.ZipFile(io.BytesIO(to_pptx(calm))) as parts:
        told = b"".join(parts.read(name) for name in parts.namelist() if name.endswith((".xml", ".rels"))).lower()
        names = " ".join(parts.namelist()).lower()
    assert [word for word in ("canny", "macintosh", "office theme") if word.encode() in told] == []
    assert "thumbnail" not in names
    assert "printer" not in names


def test_each_alliance_has_a_slide_that_says_how_it_stands_and_what_is_asked(calm):
    titles = [slide.shapes.title.text_frame.text for slide in Presentation(io.BytesIO(to_pptx(calm))).slides]
    assert any("health 82, on track" in title for title in titles)
    assert any("health is not known" in title for title in titles)


def test_chart_of_the_slides_is_native_and_holds_the_numbers(calm):
    deck = Presentation(io.BytesIO(to_pptx(calm)))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    bubble = next(chart for chart in charts if chart.plots[0].series[0].name == "1 North")
    assert list(bubble.plots[0].series[0].values) == [82]


def test_every_slide_says_for_whom_and_how_confidential(calm):
    deck = Presentation(io.BytesIO(to_pptx(calm)))
    for slide in deck.slides:
        text = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        assert "confidential · 2026-04-24 · made for executive" in text


def test_office_files_do_not_tell_when_they_were_written(calm):
    with zipfile.ZipFile(io.BytesIO(to_pptx(calm))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = ET.fromstring(archive.read("docProps/core.xml"))
        assert {element.text for element in core if element.tag.endswith(("created", "modified"))} == {
            "2026-04-24T12:00:00Z"
        }


def test_network_page_loads_nothing_from_elsewhere():
    page = network_page.to_network_html(view_for(an_audit(), MANAGER))
    assert network_page.outside_resources(page) == set()
    assert "default-src 'none'" in page


@pytest.mark.parametrize(
    "left",
    [
        "<img src='https://elsewhere.test/x.png'>",
        "<link href='//elsewhere.test/x.css'>",
        "<p style='background: url(http://elsewhere.test/x)'>",
        "<style>@import 'https://elsewhere.test/x.css'</style>",
        "<script src=lib/vis.js></script>",
    ],
)
def test_network_page_with_an_outside_resource_is_refused(monkeypatch, left):
    monkeypatch.setattr(network_page, "_table", lambda table: left)
    with pytest.raises(OutsideResource, match="was not written"):
        network_page.to_network_html(view_for(an_audit(), MANAGER))


def test_address_in_somebodys_name_is_no_resource(hostile_audit):
    assert network_page.outside_resources(network_page.to_network_html(hostile_audit)) == set()


def test_reader_of_groups_gets_a_page_without_people():
    page = network_page.to_network_html(view_for(an_audit(), EXECUTIVE))
    assert "own-00" not in page
    assert "Person 0 of own" not in page


def test_graphml_is_read_by_networkx_with_unknown_left_out():
    audit = an_audit()
    graph = nx.parse_graphml(graph_files.to_graphml(view_for(audit, MANAGER)))
    assert len(graph) == len(audit.people)
    assert graph.number_of_edges() == len(audit.ties)
    unknown = [data for _, data in graph.nodes(data=True) if "spanner" not in data]
    assert len(unknown) == sum(person.spanner is None for person in audit.people)


def test_hostile_graph_files_are_well_formed_and_hold_no_formula(hostile_audit):
    ET.fromstring(graph_files.to_graphml(hostile_audit))
    for text in (graph_files.people_csv(hostile_audit), graph_files.ties_csv(hostile_audit)):
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert any(cell.startswith("'=") for cell in cells)
        assert not any(cell.startswith(("=", "+", "@")) for cell in cells)


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\u202eb", "a\ud800b"])
def test_control_characters_are_taken_out(text):
    assert printable(text) == "ab"


@pytest.fixture
def folder(tmp_path):
    write_audits(tmp_path, [an_audit()])
    write_review(tmp_path, a_review())
    return tmp_path


def run(folder, *words):
    return CliRunner().invoke(alliancenet, ["export", str(folder), *words])


def test_rows_are_as_high_as_their_longest_text(calm):
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(calm)))["actions"]
    width = {
        at: column.width for column in sheet.column_dimensions.values() for at in range(column.min, column.max + 1)
    }
    lines = [[len(str(cell.value or "")) / width[cell.column] for cell in row] for row in sheet.iter_rows(min_row=4)]
    heights = [sheet.row_dimensions[row].height for row in range(4, sheet.max_row + 1)]
    assert max(heights) > 15
    assert all(max(row) * 15 <= height for row, height in zip(lines, heights, strict=True))


@pytest.mark.parametrize("kind", ["one-page", "pdf", "xlsx", "pptx"])
def test_command_writes_the_portfolio(folder, kind):
    result = run(folder, kind, "-o", str(folder / "out"), "--reader", "executive")
    assert result.exit_code == 0, result.output
    assert (folder / "out").stat().st_size > 5_000


@pytest.mark.parametrize("kind", ["one-page", "pdf", "xlsx", "network", "graphml", "people-csv", "ties-csv"])
def test_command_writes_one_alliance(folder, kind):
    result = run(folder, kind, "--alliance", "nordwind", "-o", str(folder / "out"))
    assert result.exit_code == 0, result.output
    assert (folder / "out").stat().st_size > 500


def test_partner_gets_no_portfolio_and_no_file(folder):
    result = run(folder, "pdf", "-o", str(folder / "out"), "--reader", "partner", "--firm", "partner")
    assert "not for partner" in str(result.exception)
    assert not (folder / "out").exists()


def test_unknown_alliance_names_those_the_reader_may_see(folder):
    result = run(folder, "pdf", "--alliance", "nowhere", "-o", str(folder / "out"))
    assert result.exit_code == 2
    assert "nordwind" in result.output


def test_every_bubble_carries_the_number_that_stands_before_its_name(calm):
    deck = Presentation(io.BytesIO(to_pptx(calm)))
    slide = deck.slides[1]
    chart = next(shape.chart for shape in slide.shapes if shape.has_chart)
    text = "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    for series in chart.plots[0].series:
        number = series.points[0].data_label.text_frame.text
        assert f"{number}  {series.name.partition(' ')[2]}: " in text


def test_a_space_that_does_not_break_stays_a_space():
    assert printable("n\u00a04") == "n\u00a04"


def test_columns_are_as_wide_as_what_they_hold(calm):
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(all_tables(calm), review_stamp(calm))))
    sheet = book["actions"]
    widths = {sheet.cell(3, number).value: sheet.column_dimensions["ABCD"[number - 1]].width for number in (2, 4)}
    assert widths["Why"] > widths["Proposal"]
    assert max(widths.values()) < 64
