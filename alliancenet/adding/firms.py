"""Firms of a project by every name they go by."""

import re
import unicodedata
from collections.abc import Mapping

from alliancenet.files.alike import plain_firm
from alliancenet.files.folding import folded


def id_of(name: str) -> str:
    """An id made of a name: letters, digits and underscores."""
    plain = unicodedata.normalize("NFKD", plain_firm(name).replace("ß", "ss"))
    ascii_only = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return re.sub(r"[^a-z0-9]+", "_", ascii_only).strip("_")[:40] or "firm"


class Firms:
    """Firms by id and name.

    Parameters
    ----------
    names : name of each firm by its id.
    may_grow : the project is new: a name nobody has yet is a firm of its own.
    """

    def __init__(self, names: Mapping[str, str], *, may_grow: bool) -> None:
        self.names, self.may_grow = dict(names), may_grow

    def find(self, name: str) -> str:
        """The id of a firm of this id or name, whatever its legal form; "" when there is none."""
        for said in (folded, plain_firm):
            for firm, known in self.names.items():
                if said(name) in {said(firm), said(known)}:
                    return firm
        return ""

    def like(self, name: str) -> tuple[str, ...]:
        """Firms whose names begin with the same word and that are not the same."""
        first = plain_firm(name).split()[0]
        return tuple(known for known in self.names.values() if plain_firm(known).split()[0] == first)

    def take(self, name: str) -> str:
        """The id of a firm, made where the project may still grow; else the name as it is."""
        known = self.find(name)
        if known or not self.may_grow:
            return known or name
        firm, number = id_of(name), 2
        while firm in self.names:
            firm, number = f"{id_of(name)}_{number}", number + 1
        self.names[firm] = name
        return firm
