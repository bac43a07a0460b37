"""XML of network programs as a stream of elements; document types and entities are refused.

Kept readers build the whole tree first, refuse files that mix directed and undirected ties, and expand
entities; they are the authority in the tests.
"""

from collections.abc import Callable
from xml.parsers import expat

from alliancenet.sources.network_files.network_file import FormatFault

MOST_ELEMENTS = 1_200_000  # 300,000 ties with three values each (own limit)
MOST_TIES, MOST_PEOPLE = 400_000, 60_000  # what stays within 300 MiB (own limits)
MOST_DEPTH = 40
_BLOCK = 1 << 16
_HOSTILE = "declares a document type or XML entities"


def check_size(people: int, ties: int, line: int) -> None:
    """Raise `FormatFault` when a file holds more people or ties than are read."""
    if people > MOST_PEOPLE or ties > MOST_TIES:
        found = f"more than {MOST_PEOPLE:,} people" if people > MOST_PEOPLE else f"more than {MOST_TIES:,} ties"
        raise FormatFault(found, f"at most {MOST_PEOPLE:,} people and {MOST_TIES:,} ties; larger ones as CSV", line)


def read_elements(
    raw: bytes, start: Callable[[str, dict[str, str], int], None], end: Callable[[str, str], None], what: str
) -> None:
    """Call `start(name, attributes, line)` and `end(name, text)` for every element, names without prefix.

    Parameters
    ----------
    raw : the file.
    what : the format's name, for messages.

    Raises
    ------
    FormatFault
        For XML that is damaged, hostile, deeper than 40 or of more than 1.2 million elements.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    state = {"left": MOST_ELEMENTS, "depth": 0}
    texts: list[list[str]] = []

    def refuse(*_: object) -> None:
        raise FormatFault(_HOSTILE, f"no {what} needs that; the file is not trusted", parser.CurrentLineNumber)

    def opened(name: str, attributes: dict[str, str]) -> None:
        state["left"] -= 1
        state["depth"] += 1
        if state["left"] < 0 or state["depth"] > MOST_DEPTH:
            found = f"more than {MOST_ELEMENTS:,} elements, or elements {MOST_DEPTH} deep"
            raise FormatFault(found, f"a plain {what} file", parser.CurrentLineNumber)
        texts.append([])
        start(name.rpartition(":")[2], attributes, parser.CurrentLineNumber)

    def closed(name: str) -> None:
        state["depth"] -= 1
        end(name.rpartition(":")[2], "".join(texts.pop()).strip())

    def said(text: str) -> None:
        if texts:
            texts[-1].append(text)

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.CharacterDataHandler = said
    try:
        for at in range(0, len(raw), _BLOCK):
            parser.Parse(raw[at : at + _BLOCK], False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        needed, action = f"a whole {what} file", "export it again"
        raise FormatFault(f"is damaged ({expat.ErrorString(error.code)})", needed, error.lineno, action) from None
    except (ValueError, LookupError) as error:
        raise FormatFault(f"cannot be read ({error})", f"a whole {what} file", action="export it again") from None
