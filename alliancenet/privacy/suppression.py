"""Which cells of a table of people must not be shown."""

from collections.abc import Iterator, Mapping

Cell = tuple[str, str]


def hidden_cells(
    counts: Mapping[Cell, int], smallest: int, *, most: Mapping[Cell, int] | None = None
) -> frozenset[Cell]:
    """Cells that would tell about fewer than `smallest` people, and those hidden with them.

    Parameters
    ----------
    counts : people by row and column, every combination present.
    smallest : smallest group that may be shown; empty cells may be shown.
    most : what the reader knows a cell cannot exceed; a cell at that limit takes nobody in.

    Notes
    -----
    The reader is assumed to know every row total and every column total. A small cell is safe
    when it is a corner of a hidden rectangle in which a person could be moved along the sides
    without changing a total (Cox 1980): then it may be at least one more or one less. The
    rectangle that takes fewest people with it is hidden. Where none exists (one row, or totals
    that leave no choice) the whole table is hidden. Cost: cells², for tables of some dozen cells.

    References
    ----------
    Cox, L. H. (1980). Suppression methodology and statistical disclosure control. Journal of the
    American Statistical Association 75(370).
    """
    small = [cell for cell in sorted(counts) if 0 < counts[cell] < smallest]
    hidden = set(small)
    for cell in small:
        rectangles = list(_movable(cell, counts, most or {}))
        if not rectangles:
            return frozenset(counts)
        hidden |= min(
            (rectangle - hidden for rectangle in rectangles),
            key=lambda cells: (sum(counts[cell] for cell in cells), len(cells), sorted(cells)),
        )
    return frozenset(hidden)


def _movable(cell: Cell, counts: Mapping[Cell, int], most: Mapping[Cell, int]) -> Iterator[set[Cell]]:
    """The other three corners of each rectangle along which a person could be moved."""

    def takes_in(one: Cell) -> bool:
        return one not in most or counts[one] < most[one]

    own_row, own_column = cell
    for row, column in counts:
        if row == own_row or column == own_column:
            continue
        opposite, beside = (row, column), ((own_row, column), (row, own_column))
        leaves = counts[opposite] > 0 and all(map(takes_in, beside))
        joins = all(counts[neighbour] for neighbour in beside) and takes_in(cell) and takes_in(opposite)
        if leaves or joins:
            yield {*beside, opposite}
