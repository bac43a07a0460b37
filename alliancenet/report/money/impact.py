"""What matters to customers and how it is met: heading and tiles."""

from collections.abc import Sequence

from alliancenet.model.impact import ImpactReview, ImpactSegment, QualityCell
from alliancenet.privacy.earnings_view import EarningsView
from alliancenet.report import words
from alliancenet.report.headlines import Headline
from alliancenet.report.home import Tile
from alliancenet.report.tables.impact import by_impact


def impact_headline(view: EarningsView) -> Headline:
    """What to mend first, by what goes with a good outcome."""
    found = view.review.impact
    if found is None:
        return Headline(
            sentence="What matters to customers cannot be told yet: nobody was asked.",
            below="Enter answers in economics/qualities.csv.",
        )
    whole = found.segments[0]
    below = (
        f"{whole.people:,} people of {whole.partners:,} partners; impact is what goes with a good outcome, not proof "
        "that it makes one."
    )
    if not whole.kind:
        reason = whole.reason or "no impact is told"
        return Headline(sentence=words.sentence(f"What matters to customers cannot be told: {reason}"), below=below)
    bad, good = _in_cell(whole, "fix now"), _in_cell(whole, "keep and improve")
    if bad:
        points = words.listed([f"{cell.performance.value:.0f}" for cell in bad if cell.performance])
        both = "it matters to customers and is" if len(bad) == 1 else "they matter to customers and are"
        said = f"mend {_names(bad)} first: {both} met badly ({points} of 100)"
    elif good:
        said = f"what matters to customers is met: {_names(good)}"
    else:
        said = "no quality can be told to matter more than the others: all lie on the edge"
    if bad and good:
        said += f"; what else matters to them, {_names(good)}, is met well"
    return Headline(sentence=words.sentence(said), below=below)


def _in_cell(segment: ImpactSegment, name: str) -> list[QualityCell]:
    return [cell for cell in by_impact(segment) if cell.is_told and cell.cell == name]


def _names(cells: Sequence[QualityCell]) -> str:
    return words.listed([f"“{cell.quality}”" for cell in cells])


def impact_tiles(view: EarningsView) -> tuple[Tile, ...]:
    """To mend, told, explained, segments."""
    found = view.review.impact
    if found is None:
        return ()
    whole = found.segments[0]
    told = [cell for cell in whole.cells if cell.is_told and cell.cell]
    bad = _in_cell(whole, "fix now")
    shown = [segment for segment in found.segments[1:] if segment.cells]
    return (
        Tile(
            title="To mend now",
            big=str(len(bad)) if whole.kind else words.NONE,
            of=f"of {len(whole.cells)} qualities",
            moved=_names(bad) or "nothing that matters is met badly",
            tone="not-measured" if not whole.kind else "act" if bad else "on-track",
            spark=None,
            anchor="#cells",
        ),
        Tile(
            title="Told apart",
            big=str(len(told)),
            of=f"of {len(whole.cells)}",
            moved="the others lie on the edge of a cell" if len(told) < len(whole.cells) else "none lies on an edge",
            tone="on-track" if told else "not-measured",
            spark=None,
            anchor="#cells",
        ),
        Tile(
            title="Explained",
            big=words.NONE if whole.r2 is None else f"{100 * whole.r2:.0f}",
            of="" if whole.r2 is None else "%",
            moved="of the differences in the outcome" if whole.r2 is not None else whole.reason or f"by {whole.kind}",
            tone="not-measured" if whole.r2 is None else "on-track",
            spark=None,
            anchor="#segments",
        ),
        _segments_tile(found, shown),
    )


def _segments_tile(found: ImpactReview, shown: Sequence[ImpactSegment]) -> Tile:
    stands = sum(apart.is_told for apart in found.differences)
    return Tile(
        title="Segments with enough answers",
        big=str(len(shown)),
        of=f"of {len(found.segments) - 1}",
        moved=f"{stands} of {words.plural(len(found.differences), 'difference')} between them beyond chance",
        tone="on-track" if shown else "not-measured",
        spark=None,
        anchor="#differences",
    )
