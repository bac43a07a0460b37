"""Goals × levers: which programmes there are, and which cells are empty (E21, S65)."""

from collections.abc import Iterator

from alliancenet.economics.entered.customers import LIVING
from alliancenet.economics.layout import in_columns
from alliancenet.economics.ledger import MoneyLedger
from alliancenet.economics.strength.states import states_of
from alliancenet.model.currencies import in_words
from alliancenet.model.levers import GOALS, LEVERS, LeverCell, LeversBoard, Programme, ProgrammeFlag


def levers_of(ledger: MoneyLedger) -> LeversBoard | None:
    """The board; None without levers.csv."""
    programmes = ledger.books.entered.programmes
    if programmes is None:
        return None
    cells = tuple(
        LeverCell(
            goal=goal,
            lever=lever,
            programmes=tuple(row for row in programmes if (row.goal, row.lever) == (goal, lever)),
        )
        for goal in GOALS
        for lever in LEVERS
    )
    without = sum(row.budget is None for row in programmes)
    return LeversBoard(
        cells=cells,
        flags=tuple(_flags(ledger, programmes)),
        budget=None if without else sum(row.budget or 0 for row in programmes),
        without_budget=without,
    )


def members_of(ledger: MoneyLedger, segment: str) -> tuple[str, ...]:
    """Partners of a segment: a category of categories.csv, a state now, or a partner's own id."""
    if segment in ledger.books.partners:
        return (segment,)
    by_category = tuple(row.partner for row in ledger.books.entered.categories or () if row.category == segment)
    if by_category or segment not in list(LIVING):
        return by_category
    table = states_of(ledger)
    if table is None:
        return ()
    wanted = list(LIVING).index(segment)  # type: ignore[arg-type]
    return tuple(partner for place, partner in enumerate(table.partners) if table.states[place, -1] == wanted)


def _flags(ledger: MoneyLedger, programmes: "tuple[Programme, ...]") -> Iterator[ProgrammeFlag]:
    totals = ledger.totals
    for row in programmes:
        if not row.owner:
            yield ProgrammeFlag(programme=row.id, flag="no owner")
        if row.end is not None and row.end < ledger.as_of:
            yield ProgrammeFlag(programme=row.id, flag=f"ended on {row.end}")
        if not row.segment:
            continue
        members = [ledger.place(partner) for partner in members_of(ledger, row.segment)]
        if not members:
            yield ProgrammeFlag(programme=row.id, flag=f"nobody is in its segment {row.segment}")
        elif row.aim == "raise" and row.goal != "retain" and all(totals.is_known[place] for place in members):
            high = sum(int(totals.contribution_high[place]) for place in members)
            if high < 0:
                flag = f"raises {row.goal} of a segment that loses {in_words(-high, ledger.currency)} at best"
                yield ProgrammeFlag(programme=row.id, flag=flag)
        elif row.aim == "raise" and all(totals.is_known[place] for place in members):
            high = sum(int(totals.contribution_high[place]) for place in members)
            if high < 0:
                yield ProgrammeFlag(programme=row.id, flag="retains a segment that loses money: repair first, or lower")


def lever_lines(board: LeversBoard, currency: str) -> Iterator[str]:
    """The board, empty cells, flags."""
    rows = [("goal", *(lever.replace("_", " ") for lever in LEVERS))]
    for goal in GOALS:
        cells = [cell for cell in board.cells if cell.goal == goal]
        rows.append(
            (
                goal,
                *(
                    ", ".join(f"{row.id}{' (lower)' if row.aim == 'lower' else ''}" for row in cell.programmes) or "-"
                    for cell in cells
                ),
            )
        )
    yield from in_columns(rows)
    if board.empty:
        empty = (f"{goal} by {lever.replace('_', ' ')}" for goal, lever in board.empty)
        yield f"Empty: {'; '.join(empty)}"
    for cell in board.cells:
        for row in cell.programmes:
            budget = "budget unknown" if row.budget is None else in_words(row.budget, currency)
            trigger = f"; when {row.trigger}" if row.trigger else ""
            test = f"test {row.test}" if row.test else "no test"
            who = f"{row.owner or 'no owner'}; {row.segment or 'all'}"
            yield f"  {row.id}, {row.name or 'no name'}: {who}{trigger}; {budget}; {test}"
    yield from (f"  look at {flag.programme}: {flag.flag}" for flag in board.flags)
