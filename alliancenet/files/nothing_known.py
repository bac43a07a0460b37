"""Words for "nothing is known" or "there is none", as people and programs of several languages write them in a cell."""

from alliancenet.files.folding import folded

_WORDS = """
n/a | na | n.a. | n. a. | n / a | #n/a | none | no | nil | null | nan | - | -- | --- | – | — | . | .. | ... | … | ?
?? | ??? | x | xx | xxx | tbd | t.b.d. | tba | tbc | tbn | todo | unknown | not known | not available | not applicable
no email | no mail | no address | empty | missing | anonymous | #ref! | #value! | 0 | same | pending
unbekannt | keine | kein | keine angabe | k.a. | k. a. | anonym | leer | inconnu | aucun | aucune | anonyme | vide
desconocido | ninguno | sconosciuto | nessuno | onbekend | geen | nieznany | brak
"""
_NOT_KNOWN = frozenset(word.strip() for line in _WORDS.splitlines() for word in line.split(" | "))


def says_nothing(text: str) -> bool:
    """Whether a cell only says that nothing is known: ``n/a``, ``-``, ``TBD``, ``k.A.``."""
    return folded(text) in _NOT_KNOWN
