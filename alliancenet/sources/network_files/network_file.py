"""What a file of a network program holds: its people, and its ties with everything said of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from alliancenet.errors import Problem

MOST_TIES = 2_000_000
"""Own limit: a matrix of 1,400 people that all name each other."""
WEIGHT_NAMES = ("weight", "value", "strength", "edge weight", "edgeweight", "line value")
LAYER_NAMES = ("layer", "relation", "relationship", "network layer", "networkcanvastype")
WAVE_NAMES = ("wave", "round", "time point")


class FormatFault(Exception):
    """What cannot be read of a file, where, and what is needed."""

    def __init__(self, found: str, needed: str, line: int | None = None, action: str = "") -> None:
        super().__init__(found)
        self.found, self.needed, self.line, self.action = found, needed, line, action

    def problem(self, file: str) -> Problem:
        """The fault with the file's name."""
        return Problem(file=file, found=self.found, needed=self.needed, line=self.line, action=self.action)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTie:
    """One tie as a file tells it.

    Parameters
    ----------
    weight : as written, "" where nothing is said.
    is_undirected : None where the file does not say.
    is_unknown : the file says that nobody knows of this pair.
    line : line, row or number of the tie in the file.
    """

    source: str
    target: str
    weight: str = ""
    layer: str = ""
    wave: str = ""
    is_undirected: bool | None = None
    is_unknown: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkFile:
    """People and ties of one file.

    Parameters
    ----------
    format : name of the format, for people.
    people : attributes of each person by id, `name` among them where the file has labels; empty
        where it only lists ties.
    ties : in the order of the file.
    notes : what was assumed or not read, in counted sentences.
    """

    format: str
    people: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    ties: Sequence[FileTie] = ()
    notes: tuple[str, ...] = ()


def first_of(about: Mapping[str, str], names: Iterable[str]) -> str:
    """The first attribute of these names that is filled, whatever its case; else ""."""
    folded = {key.casefold().replace("_", " "): value for key, value in about.items()}
    return next((folded[name] for name in names if folded.get(name)), "")


def unused(attributes: Iterable[Iterable[str]], used: Iterable[str]) -> tuple[str, ...]:
    """A sentence about what ties say beside and nobody reads here; empty when there is nothing."""
    known = set(used)
    rest = sorted({name for names in attributes for name in names if name.casefold().replace("_", " ") not in known})
    return (f"said of ties and not read: {', '.join(rest[:12])}{' …' if len(rest) > 12 else ''}",) if rest else ()
