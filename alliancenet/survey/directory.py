"""Who a name, id or address belongs to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from alliancenet.model.addresses import is_placeholder
from alliancenet.model.register import Person, PersonId
from alliancenet.survey.names import same_text

AMBIGUOUS = "ambiguous"
UNKNOWN = "unknown"
NAMELESS = "no identity"


def in_plain_order(name: str) -> str:
    """``Moss, Ada`` as ``Ada Moss``: a comma in a name says that the last name stands first; else the name itself."""
    last, _, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if first.strip() and last.strip() and "," not in first else name


class PeopleDirectory:
    """Finds people by explicit rules: id, alias, address, the name as registered.

    Parameters
    ----------
    people : everybody on the roster.
    aliases : further names and the person ids they stand for (`people:` of a mapping file).

    Notes
    -----
    A text that fits two people fits nobody: it is ambiguous.
    """

    def __init__(self, people: Iterable[Person], aliases: Mapping[str, str] | None = None) -> None:
        self._rules: dict[str, dict[str, set[PersonId]]] = {
            rule: defaultdict(set) for rule in ("id", "alias", "address", "name")
        }
        self.people = {person.id: person for person in people}
        for person in self.people.values():
            self._enter("id", (person.id,), person.id)
            self._enter("alias", person.aliases, person.id)
            self._enter("address", person.addresses, person.id)
            self._enter("name", (person.name, in_plain_order(person.name)), person.id)
        for name, person_id in (aliases or {}).items():
            if person_id in self.people:
                self._enter("alias", (name,), PersonId(person_id))

    def _enter(self, rule: str, texts: Iterable[str], person: PersonId) -> None:
        for text in texts:
            if text and not is_placeholder(text):
                self._rules[rule][same_text(text)].add(person)

    def find(self, *texts: str) -> tuple[PersonId | None, str]:
        """The person these texts stand for, and the rule that said so.

        Returns
        -------
        The id as it is written, else the first rule of id, alias, address, name that fits decides;
        without one the person is None, and the rule is `AMBIGUOUS`, `UNKNOWN` or, when all texts are blank, `NAMELESS`.
        """
        if len(exact := self.people.keys() & set(texts)) == 1:
            return exact.pop(), "id"
        said = [text for text in texts if text and not is_placeholder(text)]
        keys = [same_text(way) for text in said for way in dict.fromkeys((text, in_plain_order(text)))]
        for rule, known in self._rules.items():
            found = set().union(*(known.get(key, set()) for key in keys))
            if len(found) == 1:
                return next(iter(found)), rule
            if found:
                return None, AMBIGUOUS
        return None, UNKNOWN if keys else NAMELESS
