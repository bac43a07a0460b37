"""Sentences, plurals, numbers and days in the language that is spoken."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from markupsafe import Markup

from alliancenet.language import (
    Catalogue,
    is_english,
    language,
    long_day,
    month_of_year,
    retold,
    say,
    say_html,
    say_n,
    short_day,
    speaking,
    stored,
    stored_n,
)
from alliancenet.language.catalogue import Translation
from alliancenet.language.numerals import digits_in
from alliancenet.model.catalogue import Unit
from alliancenet.model.numbers import difference, money, number
from alliancenet.report import words


def entry(message, *forms, plural="", context=""):
    return Translation(context=context, message=message, plural=plural, forms=forms)


TOY = Catalogue(
    "de",
    (
        entry("of {total}", "von {total}"),
        entry("{n} of our firms has it", "eines unserer Unternehmen hat es", "{n} haben es", plural="{n} have it"),
        entry("{first} and {last}", "{first} und {last}"),
        entry("act", "Handlung"),
        entry("act", "handeln", context="standing"),
        entry("no tie joins {firms_pair}", "nichts verbindet {firms_pair}", context="stored"),
        entry("{met_said}; asked for: {days}", "{met_said}; verlangt: {days}", context="stored"),
        entry("never met", "nie getroffen", context="stored"),
        entry("{n} line is open", "eine Zeile", "{n} Zeilen", plural="{n} lines are open", context="stored"),
        entry("poor: {parts_words}", "schlecht: {parts_words}", context="stored"),
        entry("trust", "Vertrauen", context="stored"),
    ),
)


def test_in_english_a_sentence_is_what_stands_in_the_code():
    assert (say("of {total}", total=3), is_english(), language()) == ("of 3", True, "en")


def test_in_another_language_it_is_what_stands_in_its_catalogue():
    with speaking(TOY):
        assert (say("of {total}", total=3), is_english(), language()) == ("von 3", False, "de")


def test_context_tells_sentences_apart_that_are_spelt_alike():
    with speaking(TOY):
        assert [say("act"), say("act", context="standing")] == ["Handlung", "handeln"]


@pytest.mark.parametrize(
    ("count", "english", "german"),
    [
        (1, "1 of our firms has it", "eines unserer Unternehmen hat es"),
        (2, "2 have it", "2 haben es"),
        (0, "0 have it", "0 haben es"),
        (21, "21 have it", "21 haben es"),
    ],
)
def test_one_and_several_have_their_own_form(count, english, german):
    told = [("{n} of our firms has it", "{n} have it", count)]
    assert say_n(*told[0]) == english
    with speaking(TOY):
        assert say_n(*told[0]) == german


def test_what_no_catalogue_has_is_said_in_english_and_remembered():
    with speaking(TOY) as speaker:
        assert [say("new"), say_n("a", "b", 2), retold("of old")] == ["new", "b", "of old"]
    assert speaker.missing == {"new", "a", "of old"}


def test_what_is_no_markup_is_escaped_and_links_stay_links():
    with speaking(TOY):
        assert say_html("of {total}", total="<b>") == Markup("von &lt;b&gt;")
        assert say_html("of {total}", total=Markup("<b>3</b>")) == Markup("von <b>3</b>")


@pytest.mark.parametrize("hostile", ["{0}", "{total.__class__}", "%s", "{", "}{"])
def test_a_name_is_never_read_as_a_pattern(hostile):
    with speaking(TOY):
        assert say("of {total}", total=hostile) == f"von {hostile}"
        assert retold(stored("no tie joins {firms_pair}", firms_pair=hostile)) == f"nichts verbindet {hostile}"


def test_threads_speak_each_their_own_language():
    def told(tongue):
        with speaking(tongue):
            return [say("of {total}", total=i) for i in range(2000)]

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(told, [TOY, "en"] * 8))
    assert {tuple(told[:1]) for told in found[::2]} == {("von 0",)}
    assert {tuple(told[:1]) for told in found[1::2]} == {("of 0",)}


@pytest.mark.parametrize(
    ("english", "german"),
    [
        (stored("no tie joins {firms_pair}", firms_pair="Fjord and Nordwind"), "nichts verbindet Fjord und Nordwind"),
        (stored("no tie joins {firms_pair}", firms_pair="Fjord"), "nichts verbindet Fjord"),
        (
            stored("{met_said}; asked for: {days}", met_said="never met", days="1,234.5"),
            "nie getroffen; verlangt: 1.234,5",
        ),
        (
            stored("{met_said}; asked for: {days}", met_said="never met", days="35%"),
            "nie getroffen; verlangt: 35\u00a0%",
        ),
        (stored_n("{n} line is open", "{n} lines are open", 1), "eine Zeile"),
        (stored_n("{n} line is open", "{n} lines are open", 12), "12 Zeilen"),
        (stored("poor: {parts_words}", parts_words="trust, trust"), "schlecht: Vertrauen, Vertrauen"),
    ],
)
def test_a_sentence_of_a_file_is_said_again(english, german):
    assert retold(english) == english.replace("35%", "35\u00a0%")
    with speaking(TOY) as speaker:
        assert retold(english) == german
    assert not speaker.missing


@pytest.mark.parametrize(
    "text", ["poor: trust, luck", "often met; asked for: 3", "no tie joins", "No tie joins A and B"]
)
def test_a_sentence_with_a_part_nobody_knows_is_not_half_said(text):
    with speaking(TOY) as speaker:
        assert retold(text) == text
    assert speaker.missing == {text}


DAYS = [date(2024, 2, 29) + timedelta(days=31 * step) for step in range(26)]


@pytest.mark.parametrize("day", DAYS)
def test_days_are_written_as_cldr_writes_them(day):
    with speaking("de"):
        assert long_day(day) == format_date(day, "long", locale="de")
        assert short_day(day) == format_date(day, "medium", locale="de")
        assert month_of_year(day) == format_date(day, "MMMM y", locale="de")
    assert (long_day(day), short_day(day)) == (format_date(day, "d MMMM y", locale="en"), day.isoformat())


@pytest.mark.parametrize("value", [0, 7, 999, 1234, 1234567, 0.5, 62.5, 1234.25, -3.5])
def test_numbers_are_written_as_cldr_writes_them(value):
    assert digits_in("de", f"{value:,}") == format_decimal(value, locale="de")


@pytest.mark.parametrize("share", [0, 0.07, 0.5, 1])
def test_percent_is_written_one_way_in_english(share):
    assert digits_in("en", f"{share:.0%}") == number(share, Unit.SHARE)
    assert retold(f"{share:.0%} of 5") == f"{number(share, Unit.SHARE)} of 5"


@pytest.mark.parametrize("share", [0, 0.07, 0.5, 1, 12.34])
def test_percent_is_written_as_cldr_writes_it(share):
    assert digits_in("de", f"{share:,.0%}") == format_percent(share, locale="de")
    with speaking("de"):
        assert number(share, Unit.SHARE) == format_percent(share, locale="de", group_separator=False)


@pytest.mark.parametrize(
    ("say_it", "english", "german"),
    [
        (lambda: number(62.5, Unit.POINTS), "62.5", "62,5"),
        (lambda: money(1_234_567), "1,230,000", "1.230.000"),
        (lambda: money(-1.4), "−1.4", "−1,4"),
        (lambda: difference(0.01, Unit.SHARE), "1 percentage point", "1 Prozentpunkt"),
        (lambda: difference(-0.12, Unit.SHARE), "12 percentage points", "12 Prozentpunkte"),
        (lambda: words.plural(1, "finding"), "1 finding", "1 Befund"),
        (lambda: words.plural(1234, "finding"), "1,234 findings", "1.234 Befunde"),
        (lambda: words.listed(["A", "B", "C"]), "A, B and C", "A, B und C"),
        (lambda: words.listed([]), "", ""),
        (lambda: words.counted(3), "three", "drei"),
        (lambda: words.counted(1300), "1,300", "1.300"),
        (
            lambda: words.under_name("Kestrel", "Meet the partner"),
            "Kestrel: meet the partner",
            "Kestrel: Meet the partner",
        ),
        (lambda: words.day(date(2026, 3, 1)), "1 March 2026", "1. März 2026"),
    ],
)
def test_the_words_of_pages_follow_the_language(say_it, english, german):
    assert say_it() == english
    with speaking("de"):
        assert say_it() == german
