"""How each firm of the example `economics` rates the relationship: drivers of value, and what leaving would take."""

from collections.abc import Iterator

from people import Actor

DRIVERS = {
    0: ((4, 4, 5, 5, 5, 3, 3, 3, 3), (1, 1, 2, 2, 2, 1, 0, 0, 0)),
    1: ((4, 5, 5, 5, 3, 3, 5, 3, 3), (1, 1, 2, 2, 0, 1, 0, 0, 1)),
}
"""Importance and performance of nine drivers by firm, the own one first: only we believe that our know-how is ahead."""
BONDS = {0: (2, 2, 2, 1, 2, 1, 1), 1: (3, 3, 4, 3, 3, 3, 2)}
"""Seven switching costs by firm: the partner is the more bound."""


def ratings_of_firms(actors: list[Actor]) -> Iterator[tuple[int, str, str]]:
    """Answers of each firm's alliance manager: respondent, item, value."""
    for firm, bonds in BONDS.items():
        place = next(at for at, actor in enumerate(actors) if actor.firm == firm and actor.roles)
        for item, value in (_drivers(firm) | _numbered("SWC", bonds)).items():
            yield place, item, value


def _drivers(firm: int) -> dict[str, str]:
    importance, performance = DRIVERS[firm]
    return _numbered("VAL", importance, "-IMP") | _numbered("VAL", performance, "-PERF")


def _numbered(before: str, values: tuple[int, ...], after: str = "") -> dict[str, str]:
    return {f"{before}{number}{after}": str(value) for number, value in enumerate(values, start=1)}
