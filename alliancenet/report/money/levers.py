"""Programmes by goal and lever: heading and tiles."""

from alliancenet.model.levers import GOALS, LEVERS
from alliancenet.privacy.earnings_view import EarningsView
from alliancenet.report import words
from alliancenet.report.headlines import Headline
from alliancenet.report.home import Tile

_CELLS = len(GOALS) * len(LEVERS)


def levers_headline(view: EarningsView) -> Headline:
    """How much of the board is filled, and which programme to look at."""
    board = view.review.levers
    if board is None:
        return Headline(
            sentence="No programme is on record.", below="Enter programmes in economics/levers.csv: goal, lever, owner."
        )
    rows = [row for cell in board.cells for row in cell.programmes]
    filled = _CELLS - len(board.empty)
    said = (
        f"{words.counted(len(rows))} {'programme fills' if len(rows) == 1 else 'programmes fill'} "
        f"{words.counted(filled)} of {words.counted(_CELLS)} cells"
    )
    names = {row.id: row.name or row.id for row in rows}
    if board.flags:
        first = board.flags[0]
        said += f"; look at {names.get(first.programme, first.programme)}: it {_as_verb(first.flag)}"
    bare = [goal for goal in GOALS if all((goal, lever) in board.empty for lever in LEVERS)]
    if bare:
        said += f"; nothing is done to {words.listed(bare)}"
    below = "Goals down, levers across. To lower what does not pay is an aim too."
    return Headline(sentence=words.sentence(said), below=below)


def _as_verb(flag: str) -> str:
    return {"no owner": "has no owner"}.get(flag, flag if not flag.startswith("nobody") else f"is for nobody ({flag})")


def levers_tiles(view: EarningsView) -> tuple[Tile, ...]:
    """Programmes, empty cells, budget, tested."""
    board = view.review.levers
    if board is None:
        return ()
    rows = [row for cell in board.cells for row in cell.programmes]
    tested = sum(bool(row.test) for row in rows)
    odd = len({flag.programme for flag in board.flags})
    known = [row.budget for row in rows if row.budget is not None]
    return (
        Tile(
            title="Programmes",
            big=str(len(rows)),
            of="",
            moved=f"{odd} to look at" if odd else "nothing odd about any",
            tone="watch" if odd else "on-track",
            spark=None,
            anchor="#programmes",
        ),
        Tile(
            title="Empty cells",
            big=str(len(board.empty)),
            of=f"of {_CELLS}",
            moved="a goal without a lever; empty may be meant",
            tone="watch" if board.empty else "on-track",
            spark=None,
            anchor="#board",
        ),
        Tile(
            title="Budget",
            big=words.amount_parts(sum(known), view.review.currency)[0] if known else words.NONE,
            of=view.review.currency if known else "",
            moved=f"{board.without_budget} without a budget are not in it" if board.without_budget else "of all",
            tone="not-measured" if not known else "on-track",
            spark=None,
            anchor="#programmes",
        ),
        Tile(
            title="Tested",
            big=str(tested),
            of=f"of {len(rows)}",
            moved="what was not tested, nobody knows to work" if tested < len(rows) else "every one has a test",
            tone="watch" if tested < len(rows) else "on-track",
            spark=None,
            anchor="#programmes",
        ),
    )
