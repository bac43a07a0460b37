"""Code pages are told by the letters their words would have; what is open is asked, never guessed in silence."""

import pytest

from alliancenet.files.encodings import decode, encoding_of, garbled, is_ebcdic, written_as_html
from alliancenet.files.table import FileSays, read_table

NAMES = {
    "cp1250": "id,name\n1,Jiří Dvořák\n2,Łukasz Żak\n3,Věra Kučerová\n",
    "cp1252": "id,name\n1,Jürgen Müller\n2,Åsa Björk\n3,Søren Núñez\n",
    "cp850": "id,name\n1,Jürgen Müller\n2,Günther Strauß\n3,José Peña\n",
    "mac_roman": "id,name\n1,Jörg Müller\n2,François Lefèvre\n3,José Núñez\n",
    "cp932": "id,name\n1,山田太郎\n2,鈴木一郎\n",
    "iso8859_2": "id,name\n1,Łukasz Żak\n2,Šárka Černá\n",
    "cp852": "id,name\n1,Jiří Dvořák\n2,Łukasz Żak\n",
    "cp1251": "id,name\n1,Иван Петров\n2,Анна Смирнова\n",
    "cp1254": "id,name\n1,Gülşen Işık\n2,Çağlar Öz\n",
    "gb18030": "id,name\n1,张伟\n2,王芳\n3,李娜\n",
}


@pytest.mark.parametrize("page", NAMES)
def test_names_come_back_and_the_code_page_is_said(tmp_path, page):
    path = tmp_path / "t.csv"
    path.write_bytes(NAMES[page].encode(page))
    problems = []
    table = read_table(path, problems)
    assert table.column("name") == [
        line.split(",")[1] for line in NAMES[page].split()[0:0] or NAMES[page].splitlines()[1:]
    ]
    assert [f"read as {page}" in problem.found for problem in problems if not problem.fatal] == [True]


@pytest.mark.parametrize(
    ("text", "page"),
    [("Hélène", "cp1252"), ("Jörg", "mac_roman"), ("Strauß", "cp850"), ("Łukasz", "cp1250"), ("Dvořák", "cp852")],
)
def test_a_single_word_that_reads_well_in_two_code_pages_is_a_question(tmp_path, text, page):
    path = tmp_path / "t.csv"
    path.write_bytes(f"id,name\n1,{text}\n".encode(page))
    problems = []
    assert read_table(path, problems) is None
    assert problems[0].fatal
    assert f"{page}: {text}" in problems[0].found
    assert read_table(path, [], declared=FileSays(encoding=page)).column("name") == [text]


def test_one_bad_row_in_utf_8_is_named_and_read(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes("id,name\n1,Łukasz Żak\n2,Zoë\n".encode() + "3,Günther\n".encode("cp1252"))
    problems = []
    assert read_table(path, problems).column("name") == ["Łukasz Żak", "Zoë", "Günther"]
    assert "line 4 is not UTF-8; read as cp1252: Günther" in problems[0].found


def test_a_declared_encoding_leaves_utf_8_files_alone():
    assert decode("Łukasz".encode(), "cp1250").text == "Łukasz"


def test_an_encoding_that_does_not_exist_is_a_sentence(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes("id,name\n1,Zoë\n".encode("cp1252"))
    problems = []
    assert read_table(path, problems, declared=FileSays(encoding="klingon")) is None
    assert "'klingon' is no encoding" in problems[0].found


def test_words_garbled_before_they_came_are_told_with_what_they_were():
    assert garbled("a,MÃ¼ller\nb,JiÅ™Ã\xad") == [("MÃ¼ller", "Müller"), ("JiÅ™Ã\xad", "Jiří")]


@pytest.mark.parametrize("text", ["Ângela Ãlvares", "Ålesund", "Ñandú"])
def test_plain_names_are_not_taken_for_garbled(text):
    assert garbled(text) == []


def test_mainframe_text_is_named_and_can_be_declared(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes("id,name\n1,Ada Moss\n".encode("cp037"))
    problems = []
    assert read_table(path, problems) is None
    assert "EBCDIC" in problems[0].found
    assert is_ebcdic(path.read_bytes())
    assert read_table(path, [], declared=FileSays(encoding="cp037")).column("name") == ["Ada Moss"]


def test_the_first_bytes_of_a_stream_may_end_inside_a_letter():
    assert encoding_of("1,山田太郎\n2,鈴木一郎\n".encode("cp932")[:-2]) == "cp932"


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("mac_cyrillic", "Иван Петров"),
        ("iso8859_5", "Ольга Смирнова"),
        ("cp1255", "דוד כהן"),
        ("cp1256", "محمد علي"),
        ("cp874", "สมชาย ใจดี"),
        ("iso2022_jp", "田中太郎"),
    ],
)
def test_a_code_page_is_among_the_readings_or_read(page, name):
    found = decode(f"id,name\nn1,{name}\nn2,Bo Reed\n".encode(page))
    words = [word for reading in found.readings for word in reading.words]
    assert name.split()[0] in words or (not found.readings and found.text is not None and name in found.text)


def test_letters_written_as_html_are_told():
    assert written_as_html("Ji&#345;&iacute;,M&uuml;ller;R&amp;D;AT&T;x") == ["Ji&#345;&iacute;", "M&uuml;ller"]
