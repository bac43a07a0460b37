"""Names of people on record do not stand in open answers."""

import pytest

from alliancenet.model.register import OrganisationId, Person, PersonId
from alliancenet.survey.redaction import redacted

PEOPLE = [
    Person(id=PersonId("nw-7"), organisation=OrganisationId("a"), name="Will Ødegård", aliases=("willi",)),
    Person(id=PersonId("lead"), organisation=OrganisationId("b"), name="Mary Ann Li"),
    Person(
        id=PersonId("gr-1"),
        organisation=OrganisationId("b"),
        name="Kaethe Roeschenthal",
        aliases=("40018", "Röschenthal, Käthe", "einkauf"),
    ),
    Person(id=PersonId("gr-2"), organisation=OrganisationId("b"), name="Zoé Süßapfel"),
]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Will Ødegård decides alone.", "[name] decides alone."),
        ("ask WILL ØDEGÅRD", "ask [name]"),
        ("Ødegård and Mary talk", "[name] and [name] talk"),
        ("it will work, in a list", "it will work, in a list"),
        ("write to nw-7 or Willi", "write to [name] or [name]"),
        ("m.li@beta.example.com is slow", "[name] is slow"),
        ("we lack a lead", "we lack a lead"),
        ("Frau Röschenthal hilft immer", "Frau [name] hilft immer"),
        ("Kaethes Liste, nicht Käthe Röschenthal selbst", "[name] Liste, nicht [name] [name] selbst"),
        ("Mit Suessapfel und ZOE reden", "Mit [name] und [name] reden"),
        ("Besonders der Einkauf bremst", "Besonders der [name] bremst"),
        ("Was das soll, weiß niemand", "Was das soll, weiß niemand"),
    ],
)
def test_names_go_and_words_stay(text, left):
    assert redacted([text], PEOPLE) == [left]


SHORT = [
    Person(id=PersonId(f"aa-{number}"), organisation=OrganisationId("a"), name=name)
    for number, name in enumerate(
        ["Li Xu", "Bo Ek", "Jürgen Müllerhoff", "Maria Keller", "Cleo O'Neil", "李伟", "An Mark"]
    )
]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Xu and Bo decide", "[name] and [name] decide"),
        ("ask li, bo or ek's team", "ask [name], [name] or [name]'s team"),
        ("muellerhoff and cleo know", "[name] and [name] know"),
        ("an idea will mark a start", "an idea will mark a start"),
        ("M.K. and MK, or M. Keller", "[name] and [name], or [name]"),
        ("Maria K. said so", "[name] said so"),
        ("the IT of the U.S., e.g. this", "the IT of the U.S., e.g. this"),
        ("oneil decides", "[name] decides"),
        ("问李伟吧", "问[name]吧"),
        ("call +49 30 123456-7", "call [name]"),
        ("call (030) 1234567 or 555-123-4567", "call [name] or [name]"),
        ("on ext. 4711", "on ext. [name]"),
        ("by 2026-03-31 or 31.12.2026, 1.000.000 in 2024/2025", "by 2026-03-31 or 31.12.2026, 1.000.000 in 2024/2025"),
    ],
)
def test_short_and_small_names_initials_and_telephones_go_and_dates_stay(text, left):
    assert redacted([text], SHORT) == [left]
