"""Counts in which nothing is lost: every row has exactly one fate, and the sum is asserted."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RowTally:
    """What became of the rows of one source.

    Parameters
    ----------
    source : file, and what is counted in it.
    total : rows that were there.
    fates : rows by what became of them; they add up to `total`.
    """

    source: str
    total: int
    fates: Mapping[str, int]

    def __post_init__(self) -> None:
        """Refuse a count in which a row was lost or doubled."""
        if sum(self.fates.values()) != self.total:
            raise AssertionError(f"{self.source}: {self.total} rows, fates {dict(self.fates)}")

    @property
    def of_rows(self) -> str:
        """The same without the source: ``40 rows = 37 new + 3 matched by address``."""
        return f"{self.total:,} rows = {self._parts}"

    @property
    def sentence(self) -> str:
        """One line: ``people.csv: 40 = 37 new + 3 matched by address``."""
        return f"{self.source}: {self.total:,} = {self._parts}"

    @property
    def _parts(self) -> str:
        return " + ".join(f"{count:,} {fate}" for fate, count in self.fates.items()) or "0"


def tally_of(source: str, total: int, fates: Iterable[str]) -> RowTally:
    """Tally of one fate per row, the most frequent first."""
    counts = Counter(fates)
    return RowTally(
        source=source, total=total, fates=dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
    )
