"""Words of the letters: firms, days, names and counts as people write them, in both languages."""

import re
from dataclasses import replace
from datetime import date

import pytest

from alliancenet.collect.letters import Post
from alliancenet.collect.plan import Letter
from alliancenet.collect.rounds import DueLetter
from alliancenet.collect.survey import AskedAlliance, Invited, Survey
from alliancenet.collect.wave import WaveRecord, WaveState
from alliancenet.collect.words import phrases
from alliancenet.instruments.reading import shipped_instruments

NET = shipped_instruments()["net"].read_text(encoding="utf-8")
SURVEY = Survey(
    project="", wave="w", languages=("en", "de"), sources={"net": NET}, short=False, only={},
    mode="groups_only", notice={}, contact="Kim", firms={}, people=(), alliances=(), limits={}, reminders=1, url="https://s",
)  # fmt: skip


def asked_in(alliances, *, names=("Falk, Dora", "Carl Ostby", "Ann {link} Berg"), code="en"):
    """A letter to the first of three people of one firm each, about alliances of so many of them."""
    people = tuple(
        Invited(id=f"p{at}", name=name, organisation=f"firm{at}", language=code) for at, name in enumerate(names)
    )
    asked = tuple(
        AskedAlliance(id=f"a{at}", name=f"Alliance {at}", people=tuple(person.id for person in people[:count]))
        for at, count in enumerate(alliances)
    )
    survey = replace(SURVEY, people=people, alliances=asked)
    wave = WaveRecord(id="w", state=WaveState.OPEN, opens=date(2026, 3, 1), closes=date(2026, 3, 31), digest="")
    post = Post(
        store=None, survey=survey, wave=wave, letter=Letter(subject={}, text={}, reminder={}), today=date(2026, 3, 1)
    )
    return lambda person, number=0: post.words(
        DueLetter(respondent=person, address="", number=number, message=""), "TOKEN"
    )


@pytest.mark.parametrize(
    ("alliances", "code", "said"),
    [
        ([1], "en", "everybody who takes part."),
        ([1, 2], "en", "everybody who takes part, in both firms."),
        ([3], "en", "in all 3 firms."),
        ([1], "de", "die daran mitwirken."),
        ([2], "de", "in beiden Firmen."),
        ([3, 2], "de", "in allen 3 Firmen."),
    ],
)
def test_a_letter_speaks_of_as_many_firms_as_are_asked(alliances, code, said):
    assert said in asked_in(alliances, code=code)("p0")[1]


@pytest.mark.parametrize(("code", "said"), [("en", "by 31 March 2026"), ("de", "bis 31. März 2026")])
@pytest.mark.parametrize("number", [0, 1])
def test_a_letter_writes_the_last_day_as_people_do(code, said, number):
    subject, text = asked_in([2], code=code)("p0", number)
    assert said.partition(" ")[2] in text
    assert "2026-03-31" not in subject + text


def test_a_letter_begins_with_the_first_name_and_fills_in_nothing_twice():
    assert asked_in([2])("p0")[1].startswith("Dear Dora Falk,")
    assert asked_in([3])("p2")[1].startswith("Dear Ann {link} Berg,")


def test_a_letter_in_two_languages_has_a_subject_in_both():
    assert asked_in([2], code="")("p0")[0] == "Your view of Alliance 0 / Ihr Blick auf Alliance 0"


def test_no_shipped_wording_counts_without_a_word_for_one():
    counts = {name for name, texts in phrases().items() if re.match(r"(about |etwa )?\{n\} [A-Za-z]", texts["en"])}
    assert {name for name in counts if f"{name}_1" not in phrases()} <= {"answered_of", "own_at", "step_of", "ticked"}


def test_every_phrase_is_whole_in_both_languages():
    """A comma in YAML that stands without quotes cuts a sentence off and makes a language of the rest."""
    assert {name for name, texts in phrases().items() if set(texts) != {"en", "de"} or not all(texts.values())} == set()
    sentences = [(name, texts) for name, texts in phrases().items() if texts["en"].endswith((".", "?"))]
    assert [name for name, texts in sentences if not texts["de"].endswith((".", "?"))] == []
