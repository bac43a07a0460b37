"""Which cells of a table of people must not be shown."""

from collections.abc import Iterator, Mapping

Cell = tuple[str, str]


def hidden_cells(counts: Mapping[Cell, int], smallest: int) -> frozenset[Cell]:
    """Cells that would tell about fewer than `smallest` people, and those hidden with them.

    Parameters
    ----------
    counts : people by row and column, every combination present.
    smallest : smallest group that may be shown; empty cells may be shown.

    Notes
    -----
    The reader is assumed to know every row total and column total. A hidden cell can then be
    worked out exactly when, with rows and columns as points and hidden cells as lines between
    them, its line is a bridge (Gusfield 1988). Each such cell is hidden together with the other
    corners of the rectangle that takes fewest people with it; a table of one row or one column
    with a small cell is hidden whole. Cost: cells³, for tables of a few dozen cells.

    References
    ----------
    Gusfield, D. (1988). A graph theoretic approach to statistical data security. SIAM Journal on
    Computing 17(3).
    """
    hidden = {cell for cell, count in counts.items() if 0 < count < smallest}
    while open_to_guess := [cell for cell in sorted(hidden) if _is_bridge(cell, hidden)]:
        rectangles = list(_rectangles(open_to_guess[0], counts))
        if not rectangles:
            return frozenset(counts)
        added = (rectangle - hidden for rectangle in rectangles)
        hidden |= min(
            added, key=lambda cells: (sum(counts[cell] for cell in cells), len(cells), sorted(cells))
        )
    return frozenset(hidden)


def _rectangles(cell: Cell, counts: Mapping[Cell, int]) -> Iterator[set[Cell]]:
    """The other three corners of every rectangle of the table that has this corner."""
    rows = {row for row, _ in counts} - {cell[0]}
    columns = {column for _, column in counts} - {cell[1]}
    for row in rows:
        for column in columns:
            yield {(cell[0], column), (row, cell[1]), (row, column)}


def _is_bridge(cell: Cell, hidden: set[Cell]) -> bool:
    """True when the cell's row and column hang together through this cell alone."""
    rest = hidden - {cell}
    reached = {("row", cell[0])}
    grew = True
    while grew:
        grew = False
        for row, column in rest:
            ends = {("row", row), ("column", column)}
            if ends & reached and not ends <= reached:
                reached |= ends
                grew = True
    return ("column", cell[1]) not in reached
