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
