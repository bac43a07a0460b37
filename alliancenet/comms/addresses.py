"""Addresses to people: aliases, changed domains, shared mailboxes, lists, and who opted out."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from alliancenet.comms.events import Fate

_AUTOMATIC = frozenset(
    {
        "noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "do_not_reply", "mailer-daemon",
        "postmaster", "bounce", "bounces", "notification", "notifications", "newsletter", "calendar-notification",
    }
)  # fmt: skip
"""Local parts nobody writes from by hand (RFC 2142 for the mail system's own, else own limit)."""


def normal(address: str) -> str:
    """Address as directories hold it: lower case, no plus-tag, no space around it."""
    address = address.strip().lower()
    if "+" not in address:
        return address
    local, at, domain = address.rpartition("@")
    return local.partition("+")[0] + at + domain if at and not local.startswith("+") else address


def addresses_in(text: str) -> tuple[str, ...]:
    """Everybody a header or cell names, each once, in order: addresses, else the name or path as it stands.

    Parameters
    ----------
    text : ``"Smith; Jo" <jo@a.example>, kim@b.example (Kim), </O=EX/CN=LEE>, Bo Elm``; commas and
        semicolons separate, quoted names may hold either. Linear in its length whatever it holds.

    Notes
    -----
    RFC 5322: comments (round brackets, nested) are no address, names of groups are none either.
    An entry without an address was reached all the same: it counts in the size of the list, and an
    alias on the roster may name it.
    """
    text = text.replace('\\"', "")
    if "(" in text:
        text = _without_comments(text)
    found = (_entry(piece) for piece in _pieces(text))
    return tuple(dict.fromkeys(entry for entry in found if entry))


def _pieces(text: str) -> Iterator[str]:
    if ";" not in text:
        yield from _PIECE.findall(text)
        return
    for part in _PART.findall(text):
        pieces = _PIECE.findall(part)
        ends_in_one = len(pieces) > 1 and "<" in pieces[-1] and not any("@" in piece for piece in pieces[:-1])
        yield from pieces[-1:] if ends_in_one and ":" not in part else pieces  # Smith, Jo <jo@a.example>; …


_PIECE = re.compile(r'(?:"[^"]*+"|<[^<>@"]*+>|[^,;"<]++|["<])++')
_PART = re.compile(r'(?:"[^"]*+"|<[^<>@"]*+>|[^;"<]++|["<])++')
_COMMENT_PARTS = re.compile(r'["()]|[^"()]+')
_QUOTED_LOCAL_PART = re.compile(r'"([^"]*)"(?=@)')
_NOBODY = re.compile(r"undisclosed.recipients?")


def _without_comments(text: str) -> str:
    kept: list[str] = []
    depth, opened, quoted = 0, 0, False
    for part in _COMMENT_PARTS.findall(text):
        if part == "(" and not quoted:
            opened = opened if depth else len(kept)
            depth += 1
        kept.append(part)
        if part == '"' and not depth:
            quoted = not quoted
        elif part == ")" and depth:
            depth -= 1
            if not depth:
                del kept[opened:]
    return "".join(kept)


def _entry(piece: str) -> str:
    if '"' in piece:
        piece = _QUOTED_LOCAL_PART.sub(lambda quoted: "_".join(quoted[1].split()), piece)
    inside = piece.rpartition("<")[2].partition(">")[0].strip() if "<" in piece else ""
    if inside.startswith("@"):
        inside = inside.rpartition(":")[2]  # a route, RFC 5322 4.4
    outside = inside or re.sub('"[^"]*"|[<>]', " ", piece).rpartition(":")[2]  # without the name of a group
    words = [word for word in outside.split() if "@" in word]
    if words:
        return normal(words[-1].strip("<>()[]'"))
    name = inside or re.sub("[<>]", " ", piece).rpartition(":")[2]
    name = " ".join(name.replace('"', " ").split()).strip("' ").lower()
    return "" if _NOBODY.fullmatch(name) else name


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A person as logs need them.

    Parameters
    ----------
    zone : name of the time zone (IANA) the person works in, "" when unknown.
    opted_out : nothing about this person may be counted.
    """

    id: str
    firm: str = ""
    level: str = ""
    zone: str = ""
    opted_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """Who is behind an address.

    Parameters
    ----------
    people : everybody with an address, opted-out people left out; the place is the number that
        pair tables carry, so keep people of one alliance together.
    person_of : number of the person, or minus the code of a `Fate` for addresses that must
        not count, by normal address.
    lists : members' addresses by distribution list.
    silent : ids of people who opted out.
    clashes : addresses claimed by two people; they count for nobody.
    """

    people: tuple[Member, ...]
    person_of: Mapping[str, int]
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    silent: frozenset[str] = frozenset()
    clashes: tuple[str, ...] = ()

    @property
    def firms(self) -> tuple[str, ...]:
        """Firms, sorted; pair tables carry their place."""
        return tuple(sorted({person.firm for person in self.people}))


def build_directory(
    people: Iterable[Member],
    addresses: Iterable[tuple[str, str]],
    *,
    alias_domains: Mapping[str, str] | None = None,
    shared: Iterable[str] = (),
    lists: Mapping[str, Iterable[str]] | None = None,
) -> Directory:
    """Join people and their addresses.

    Parameters
    ----------
    people : in the order pair tables number them.
    addresses : (address, person id); ids logs use in place of addresses are given the same way.
    alias_domains : old domain → domain in use; every address of the domain in use is known under
        the old one as well.
    shared : mailboxes several people write from; dropped and counted.
    lists : distribution list → addresses of its members, or nothing when unknown.

    Notes
    -----
    An address claimed by two people counts for nobody and is listed in `clashes`.
    """
    everybody = tuple(people)
    kept = tuple(person for person in everybody if not person.opted_out)
    number = {person.id: place for place, person in enumerate(kept)}
    person_of, clashes = _numbered(addresses, number, {person.id for person in everybody})
    person_of |= {normal(address): -Fate.SHARED_MAILBOX.code for address in shared}
    _add_old_domains(person_of, alias_domains or {})
    members = {normal(name): tuple(map(normal, inside)) for name, inside in (lists or {}).items()}
    for name, inside in members.items():
        if not inside:
            person_of[name] = -Fate.DISTRIBUTION_LIST.code
    return Directory(
        people=kept,
        person_of=person_of,
        lists={name: inside for name, inside in members.items() if inside},
        silent=frozenset(person.id for person in everybody if person.opted_out),
        clashes=clashes,
    )


def _numbered(
    addresses: Iterable[tuple[str, str]], number: Mapping[str, int], known: set[str]
) -> tuple[dict[str, int], tuple[str, ...]]:
    person_of: dict[str, int] = {}
    clashes: set[str] = set()
    opted_out, automatic = -Fate.OPTED_OUT.code, -Fate.AUTOMATIC.code
    for address, person in addresses:
        key = normal(address)
        if person not in known or not key:
            continue
        code = automatic if _is_automatic(key) else number.get(person, opted_out)
        if person_of.setdefault(key, code) != code:
            clashes.add(key)
    for key in clashes:
        person_of[key] = -Fate.SHARED_MAILBOX.code
    return person_of, tuple(sorted(clashes))


def _is_automatic(address: str) -> bool:
    return address.partition("@")[0] in _AUTOMATIC


def _add_old_domains(person_of: dict[str, int], alias_domains: Mapping[str, str]) -> None:
    old_of: dict[str, list[str]] = {}
    for old, new in alias_domains.items():
        old_of.setdefault(new.lower(), []).append(old.lower())
    for address, code in list(person_of.items()) if old_of else ():
        local, _, domain = address.rpartition("@")
        for old in old_of.get(domain, ()):
            person_of.setdefault(f"{local}@{old}", code)
