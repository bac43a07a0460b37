"""Pages of the manual fit a terminal, and say the same words as they do elsewhere."""

import re

import pytest
from click import unstyle

from alliancenet.cli import manual_text
from alliancenet.report import manual


def for_terminal(text, width):
    return unstyle(manual_text.for_terminal(text, width))


PAGES = [name for name in manual.pages() if not name.startswith("findings/")]


@pytest.mark.parametrize("width", [50, 80, 100])
def test_no_line_of_a_page_is_wider_than_the_terminal_but_code(width):
    for name in PAGES:
        text = re.sub(r"^```.*?^```", "", manual.page(name), flags=re.DOTALL | re.MULTILINE)
        longest_word = max(len(word) for word in text.split())
        assert max(map(len, for_terminal(text, width).splitlines())) <= max(width, longest_word + 8), name


@pytest.mark.parametrize("name", PAGES)
def test_no_word_of_a_page_is_lost_or_cut(name):
    def words(text):
        return sorted(re.findall(r"\w+", re.sub(r"\]\([^)]*\)", "]", text)))

    plain = re.sub(r"^```.*$", "", manual.page(name), flags=re.MULTILINE)
    told = for_terminal(manual.page(name), 100)
    assert set(words(plain)) - set(words(told)) == set()


def test_a_table_keeps_its_columns():
    told = for_terminal("| key | means |\n|---|---|\n| a | one |\n| bb | **two** \\| three |\n", 60)
    assert told.splitlines() == ["key  means", "───  ───────────", "a    one", "bb   two | three"]


def test_a_table_too_wide_for_its_words_is_told_row_by_row():
    told = for_terminal(f"| key | means |\n|---|---|\n| {'k' * 40} | {'m' * 40} |\n", 50)
    assert told.splitlines() == ["key · means", "k" * 40, f"  means: {'m' * 40}"]
