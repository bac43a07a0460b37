"""The reader of sentences finds what it is to find."""

import pytest
from told_sentences import FORBIDDEN, faults_of

from alliancenet.report import words


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("8 alliances: 1 next step of the ladder, 1 defend.", "private words"),
        ("Tier 1 holds 5 for 2 places.", "private words"),
        ("It holds in 99 % of completed networks.", "private words"),
        ("3 are a load, 5 the limit.", "private words"),
        ("Limit .6: own limit", "an own limit"),
        ("Two  spaces.", "a doubled space"),
        ("1 registered role pairs are not in contact.", "one of many"),
        ("One alliance are late.", "one and are"),
        ("G-FLOOR is found.", "a code in front"),
        ("It moved by −0.", "minus zero"),
        ("Build, buy or partner?.", "two ends"),
    ],
)
def test_a_faulty_sentence_is_found(sentence, fault):
    assert fault in {name for name, _ in faults_of([sentence])}


@pytest.mark.parametrize("fault", ["private words", "a doubled space"])
def test_a_sentence_made_readable_has_no_such_fault(fault):
    told = words.sentence("the said half  cannot be told in 9 of 10 completed networks")
    assert fault in FORBIDDEN
    assert fault not in {name for name, _ in faults_of([told])}
