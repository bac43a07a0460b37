"""Letters that are not seen and turn what stands beside them: none is shown, and no name of any writing is harmed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment
from markupsafe import Markup

from alliancenet.collect.answering import cleaned
from alliancenet.errors import Problem
from alliancenet.export.stamp import printable
from alliancenet.report.text import plain_line
from alliancenet.visible import visible, visible_value

DRAWN = {"\u0600", "\u0601", "\u0602", "\u0603", "\u0604", "\u0605", "\u06dd", "\u070f", "\u0890", "\u0891",
         "\u08e2", "\U000110bd", "\U000110cd"}  # fmt: skip # format letters that have a shape
TURNING = [chr(code) for code in (0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069, 0x200E,
                                  0x200F, 0x061C)]  # fmt: skip


def test_every_control_and_format_letter_of_unicode_goes_and_no_letter_of_a_writing_does():
    for code in range(0x110000):
        letter, kind = chr(code), unicodedata.category(chr(code))
        is_steering = kind in {"Cc", "Cf", "Cs"} and letter not in DRAWN | {"\n", "\t", "\u00ad"}
        if is_steering:
            assert visible(f"a{letter}b") == "ab", hex(code)
        elif kind[0] in "LMNPS" and not visible(letter):
            assert unicodedata.name(letter).split()[-1] in {"FILLER", "JOINER", "AQ", "AA", "BLANK"}, hex(code)


@pytest.mark.parametrize(
    "name",
    [
        "Zoë Müller-Łukasz",
        "מרים כהן",
        "محمد رضا",
        "می\u200cخواهم",
        "क्\u200dष",
        "👩\u200d👩\u200d👧",
        "葛\U000e0100城",
        "O’Brien",
    ],
)
def test_names_of_every_writing_stay_as_they_are(name):
    assert visible(name) == name


@pytest.mark.parametrize("turning", TURNING)
def test_no_way_out_shows_a_letter_that_turns(turning):
    text = f"Ann {turning}Berg"
    page = Environment(autoescape=True, finalize=visible_value).from_string("<p title='{{ a }}'>{{ a }}{{ m }}</p>")
    shown = (
        page.render(a=text, m=Markup("<b>{}</b>").format(text)),
        plain_line(text),
        printable(text),
        cleaned(text, 100),
        str(Problem(file="people.csv", found=f"'{text}' is no level", needed="a level", action="")),
    )
    assert [way for way in shown if turning in way] == []


@given(st.text())
def test_what_is_visible_stays_so_and_nothing_is_added(text):
    once = visible(text)
    assert visible(once) == once
    kept = iter(text)
    assert all(letter in kept for letter in once)
