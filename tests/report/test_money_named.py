"""Money is told with what it is counted in, as the project says."""

import shutil

import pytest

from alliancenet import resources
from alliancenet.errors import InputError
from alliancenet.report import words
from alliancenet.sources.project import read_project


@pytest.mark.parametrize(
    ("counted_in", "text"), [("million DKK", "−1.4 million DKK"), ("", "−1.4 (currency not on record)")]
)
def test_a_sum_names_its_currency_or_says_that_nobody_does(counted_in, text):
    assert words.money_in(-1.4, counted_in) == text


def project_with(folder, line):
    shutil.copytree(resources.examples() / "cold", folder)
    file = folder / "alliancenet.yaml"
    file.write_text(file.read_text("utf-8") + line, encoding="utf-8")
    return read_project(folder)


@pytest.mark.parametrize(
    ("line", "counted_in"), [("money: EUR\n", "EUR"), ("money: million DKK\n", "million DKK"), ("", "")]
)
def test_the_project_says_what_money_is_counted_in(tmp_path, line, counted_in):
    assert project_with(tmp_path / "p", line).records.money == counted_in


@pytest.mark.parametrize("line", ["money: 5\n", "money: euros and cents\n", "money: [EUR]\n"])
def test_what_is_no_currency_is_refused(tmp_path, line):
    with pytest.raises(InputError, match="a currency, such as EUR, or million EUR"):
        project_with(tmp_path / "p", line)
