"""The terminal summary."""

from built_audits import a_hostile_audit, an_audit

from alliancenet.privacy import LOCAL_READER, views_for
from alliancenet.report.text import plain_line, summary


def summary_of(*audits):
    return summary(views_for(audits, LOCAL_READER))


def test_it_begins_with_what_to_do_and_fits_a_screen():
    text = summary_of(*(an_audit(f"a{i}", f"Alliance {i}") for i in range(40)))
    assert text.startswith("40 of 40 alliances need attention now")
    assert len(text.splitlines()) <= 60


def test_it_names_findings_with_what_is_proposed():
    assert "→ Introduce a second pair of people" in summary_of(an_audit())


def test_it_counts_what_could_not_be_looked_at():
    assert "1 check could not be made" in summary_of(an_audit())


def test_no_character_steers_the_terminal():
    text = summary_of(a_hostile_audit())
    assert not [mark for mark in text if ord(mark) < 32 and mark != "\n"]
    assert "\u202e" not in text


def test_wide_characters_keep_the_columns_straight():
    lines = summary_of(an_audit(name="日本アライアンス"), an_audit("b", "Plain")).splitlines()
    assert any("日本アライアンス" in line for line in lines)


def test_line_breaks_in_a_name_become_spaces():
    assert plain_line("a\nb\x1b[31mc") == "a b[31mc"


def test_an_empty_folder_says_what_to_do():
    assert "alliancenet audit" in summary_of()
