"""What is an address of somebody, and what only stands where one was asked for."""

import re

from alliancenet.files.folding import folded
from alliancenet.files.nothing_known import says_nothing

_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"]+@[^\s@<>()\[\],;:\"]*[^\s@<>()\[\],;:\".]")
_LONGEST = 1000  # an address has at most 254 letters (RFC 5321); to search millions of them never ends
_NOBODYS = frozenset(
    word
    for line in """
none no noone no.one no-one nobody noreply no-reply no.reply donotreply do-not-reply na n.a n/a nil null unknown
tbd tba tbc placeholder nomail noemail no-email no-mail no_email missing empty keine leer inconnu anonymous
anonym anonyme unbekannt
""".splitlines()
    for word in line.split()
)

_EXAMPLES = frozenset({"test", "email", "mail", "example", "name", "address", "user"})


def is_placeholder(text: str) -> bool:
    """Whether a cell says that nothing is known: ``n/a``, ``-``, ``TBD``, ``none@…``, ``x@x.x``."""
    plain = folded(text)
    if says_nothing(plain):
        return True
    local, _, domain = plain.partition("@")
    # smith@smith.example may be a person's own firm; x@x.x and test@test.example are nobody's
    is_twice = local == domain.partition(".")[0] and (len(set(local)) == 1 or local in _EXAMPLES)
    return bool(domain) and (local in _NOBODYS or says_nothing(domain) or is_twice)


def address_in(text: str) -> str:
    """The address of somebody that a cell holds, in small letters; "" for anything else.

    Parameters
    ----------
    text : ``ada@north.example``, ``Ada Moss <ada@north.example>``, ``mailto:ada@north.example``.
    """
    if "@" not in text or len(text) > _LONGEST:
        return ""
    found = _ADDRESS.search(re.sub("^mailto:", "", text.strip(), flags=re.IGNORECASE))
    address = folded(found[0]) if found else ""
    return "" if is_placeholder(address) else address
