"""Who on the other side's list is who on ours: found where id, address or name say one thing, asked where not."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from alliancenet.collect.handover import Stranger
from alliancenet.collect.survey import Invited, Survey
from alliancenet.files.folding import folded


class Fate(StrEnum):
    """What is known of somebody on the other side's list."""

    MATCHED = "matched"
    ASKED = "asked"  # several people it could be, or signs that say different things
    ONLY_THERE = "only there"
    LEFT_OUT = "left out"  # by the facilitator's word


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Somebody on the other side's list.

    Parameters
    ----------
    here : id on this side's roster, where it is known.
    could_be : ids it could be.
    why : the signs it was found by, or what speaks against.
    """

    there: Stranger
    fate: Fate
    here: str = ""
    could_be: tuple[str, ...] = ()
    why: str = ""


def matches_of(people: Sequence[Stranger], survey: Survey, decided: Mapping[str, str | None]) -> tuple[Match, ...]:
    """Everybody on the other side's list, in its order.

    Parameters
    ----------
    decided : by id there, what the facilitator said: an id here, or None for nobody.

    Notes
    -----
    Never by likeness: an address is the same or not, a name is the same words in any order in the same
    firm. An id counts where firm and name do not speak against it. Two signs that point to two people, or
    two people there that point to one here, are asked.
    """
    signs = _Signs(survey, people)
    found = [_decided(stranger, decided) or signs.match(stranger) for stranger in people]
    said = Counter(match.here for match in found if match.here and match.there.id in decided)
    claims = Counter(match.here for match in found if match.here)
    # what the facilitator said goes before what was found, and is asked again where it was said of two people
    return tuple(_asked_where_claimed_twice(match, said if match.there.id in decided else claims) for match in found)


def _decided(stranger: Stranger, decided: Mapping[str, str | None]) -> Match | None:
    if stranger.id not in decided:
        return None
    here = decided[stranger.id]
    if here is None:
        return Match(there=stranger, fate=Fate.LEFT_OUT, why="said to be nobody of this alliance")
    return Match(there=stranger, fate=Fate.MATCHED, here=here, why="said by the facilitator")


def _asked_where_claimed_twice(match: Match, claims: Mapping[str, int]) -> Match:
    if claims.get(match.here, 0) < 2:
        return match
    why = "somebody else on that side's list is taken for the same person"
    return Match(there=match.there, fate=Fate.ASKED, could_be=(match.here,), why=why)


class _Signs:
    """What tells people of this side's roster."""

    def __init__(self, survey: Survey, people: Iterable[Stranger]) -> None:
        self.survey = survey
        everybody = [person for person in survey.people if not person.is_gone]
        self.by_id = {person.id: person for person in everybody}
        self.by_address = _grouped((person.address.casefold(), person.id) for person in everybody)
        self.by_name = _grouped((f"{self._firm(person)}\0{_words(person.name)}", person.id) for person in everybody)
        self.twice = Counter(stranger.address.casefold() for stranger in people)

    def match(self, stranger: Stranger) -> Match:
        """Who a stranger is, by every sign there is."""
        found = dict(self._found(stranger))
        could_be = tuple(dict.fromkeys(person for people in found.values() for person in people))
        if not could_be:
            return Match(there=stranger, fate=Fate.ONLY_THERE, why="no id, address or name of this side's roster")
        against = self._against(stranger, found, could_be)
        if against:
            return Match(there=stranger, fate=Fate.ASKED, could_be=could_be, why=against)
        return Match(there=stranger, fate=Fate.MATCHED, here=could_be[0], why=" and ".join(found))

    def _found(self, stranger: Stranger) -> Iterator[tuple[str, tuple[str, ...]]]:
        here = self.by_id.get(stranger.id)
        if here is not None and self._is_firm(stranger, here):
            yield "id", (here.id,)
        if stranger.address and (people := self.by_address.get(stranger.address.casefold())):
            yield "address", people
        if stranger.name:
            firms = {folded(stranger.firm), folded(stranger.organisation)}
            people = tuple(
                dict.fromkeys(
                    person
                    for firm in sorted(firms)
                    for person in self.by_name.get(f"{firm}\0{_words(stranger.name)}", ())
                )
            )
            if people:
                yield "name", people

    def _against(self, stranger: Stranger, found: Mapping[str, tuple[str, ...]], could_be: tuple[str, ...]) -> str:
        if len(could_be) > 1:
            several = len(found) == 1
            return f"{next(iter(found))} fits several people" if several else "the signs point to different people"
        here = self.by_id[could_be[0]]
        if stranger.name and _words(stranger.name) != _words(here.name):
            return f"same {' and '.join(found)}, another name"
        if not self._is_firm(stranger, here):
            return f"same {' and '.join(found)}, another firm"
        if stranger.address and self.twice[stranger.address.casefold()] > 1 and "name" not in found:
            return "the address is somebody else's too"
        return ""

    def _is_firm(self, stranger: Stranger, here: Invited) -> bool:
        theirs = {folded(stranger.firm), folded(stranger.organisation)} - {""}
        return not theirs.isdisjoint({self._firm(here), folded(here.organisation)})

    def _firm(self, person: Invited) -> str:
        return folded(self.survey.firms.get(person.organisation, "") or person.organisation)


def _words(name: str) -> str:
    """A name's words in one order: family names stand first here and last there."""
    return " ".join(sorted(folded(name.replace(",", " ")).split()))


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for key, person in pairs:
        if key and not key.endswith("\0"):
            found.setdefault(key, []).append(person)
    return {key: tuple(people) for key, people in found.items()}
