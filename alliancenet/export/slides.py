"""PPTX for the steering meeting: native charts that can be edited, alt text on every figure."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from alliancenet.export.deck import cut, new_slide, open_deck, put_chart, put_text, saved, table_slide
from alliancenet.export.stamp import printable, review_stamp
from alliancenet.model.review import AllianceReview
from alliancenet.model.score import Band, Score
from alliancenet.privacy.review_view import ReviewView
from alliancenet.report import manual, words
from alliancenet.report.tables import governance as review_governance
from alliancenet.report.tables import review as review_tables
from alliancenet.report.tables.review_cells import in_tier_order

if TYPE_CHECKING:
    from pptx.presentation import Presentation

_MOST_ROWS = 10
_MOST_SLIDES = 20  # alliances with a slide of their own
_MOST_NAMES = 16  # beside the chart in the usual size; twice as many in a smaller one
_NEAR = 12.0  # points


def to_pptx(view: ReviewView, most_actions: int = 5) -> bytes:
    """Bytes of a presentation of the review.

    Parameters
    ----------
    most_actions : actions shown, most urgent first.

    Notes
    -----
    The same review gives the same bytes. A table that is longer than a slide is cut and says so.
    """
    deck = open_deck()
    _title_slide(deck, view)
    _scatter_slide(deck, view)
    _levels_slide(deck, view)
    actions = review_tables.actions(view)
    table_slide(deck, cut(actions, most_actions, ("alliance", "proposal", "why", "owner")))
    for alliance in in_tier_order(view)[:_MOST_SLIDES]:
        _alliance_slide(deck, alliance)
    table_slide(deck, cut(review_tables.alliances(view), _MOST_ROWS, _OVERVIEW))
    table_slide(deck, cut(review_governance.sponsor_ratios(view), _MOST_ROWS))
    table_slide(deck, cut(review_governance.sponsor_gaps(view), _MOST_ROWS))
    table_slide(deck, cut(review_tables.movers(view), _MOST_ROWS))
    return saved(deck, review_stamp(view))


_OVERVIEW = ("alliance", "tier", "health", "performance", "value", "sponsors", "action")


def _title_slide(deck: "Presentation", view: ReviewView) -> None:
    stamp = review_stamp(view)
    slide = new_slide(deck, stamp.title)
    lines = "\n".join(f"{label}: {value}" for label, value in stamp.lines)
    put_text(slide, view.review.headline, (0.6, 1.6, 12.1, 2.2), 24)
    put_text(slide, lines, (0.6, 4.4, 12.1, 2.2), 14)


def _scatter_slide(deck: "Presentation", view: ReviewView) -> None:
    """Performance across, health up, bubble by value; a number leads from each bubble to its name."""
    from pptx.chart.data import BubbleChartData
    from pptx.enum.chart import XL_CHART_TYPE

    known = [alliance for alliance in view.review.alliances if alliance.health.is_ok and alliance.performance.is_ok]
    missing = [alliance.name for alliance in view.review.alliances if alliance not in known]
    slide = new_slide(deck, _who_is_red(view))
    if known:
        data = BubbleChartData()
        for number, one in enumerate(known, start=1):
            series = data.add_series(f"{number} {printable(one.name)}")
            series.add_data_point(_read(one.performance), _read(one.health), max(one.value.value or 0.0, 0.1))
        chart = put_chart(slide, XL_CHART_TYPE.BUBBLE, data, _alt_of(known), width=8.4)
        _axis(chart.category_axis, "Performance")
        _axis(chart.value_axis, "Health")
        chart.plots[0].bubble_scale = 40
        _number_bubbles(chart, known)
        put_text(slide, _names_of(known), (9.2, 1.35, 3.6, 5.0), 12 if len(known) <= _MOST_NAMES else 8)
    note = f"Not shown, health or performance unknown: {', '.join(missing)}." if missing else "Every alliance is shown."
    put_text(slide, f"{note} The bubble's area is the value on record.", (0.6, 6.35, 12.1, 0.5), 12)


def _who_is_red(view: ReviewView) -> str:
    """The message of the first picture."""
    red = [words.short(alliance.name) for alliance in view.review.alliances if alliance.health_band == Band.RED]
    total = words.counted(len(view.review.alliances))
    if not red:
        return "No alliance is red in health"
    more = f" and {len(red) - 4} more" if len(red) > 4 else ""
    verb = "is" if len(red) == 1 else "are"
    return f"{words.capital(words.counted(len(red)))} of {total} {verb} red in health: {words.listed(red[:4])}{more}"


def _lowest_level(chosen: Sequence[AllianceReview]) -> str:
    """The message of the picture of levels."""
    known = [
        (level.value, words.short(alliance.name), level.metric.rpartition(".")[2])
        for alliance in chosen
        for level in alliance.levels
        if level.value is not None
    ]
    if not known:
        return "Integration levels, 0-100"
    value, name, level = min(known)
    return f"The weakest level of all is {level} integration of {name}: {value:.0f} of 100"


def _alliance_slide(deck: "Presentation", one: AllianceReview) -> None:
    """One alliance: its levels as bars, and beside them what is asked of the meeting."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    name, health = words.short(one.name), one.health.value
    stands = "health is not known" if health is None else f"health {health:.0f}, {words.BAND_WORD[_band(one)]}"
    slide = new_slide(deck, f"{name}: {stands}")
    known = [level for level in one.levels if level.is_ok]
    if known:
        data = CategoryChartData()
        data.categories = [level.metric.rpartition(".")[2].capitalize() for level in known]
        data.add_series("integration, points 0-100", [_read(level) for level in known])
        told = ", ".join(f"{level.metric.rpartition('.')[2]} {level.value:.0f}" for level in known)
        chart = put_chart(slide, XL_CHART_TYPE.COLUMN_CLUSTERED, data, f"Column chart of {name}: {told}", width=6.8)
        _axis(chart.value_axis, "Integration, points 0-100")
        chart.plots[0].has_data_labels = True
    else:
        put_text(slide, "No level of integration is known.", (0.6, 1.6, 6.8, 1), 16)
    put_text(slide, "\n".join(_facts_of(one)), (7.8, 1.4, 5.0, 5.0), 16)


def _band(one: AllianceReview) -> Band:
    return Band(one.health_band) if one.health_band else Band.GREY


def _facts_of(one: AllianceReview) -> Iterator[str]:
    """What is known of an alliance, then the decision asked for."""
    yield f"Tier {one.tier.in_force or 'not given'}, with {words.listed(list(one.partners)) or 'no partner on record'}"
    if one.performance.value is not None:
        yield f"Performance {one.performance.value:.0f} of 100"
    yield from (words.sentence(gap) for gap in one.sponsors.gaps[:2])
    if one.change and one.change.movers:
        yield words.sentence(one.change.movers[0].sentence)
    yield ""
    if one.action is None:
        yield "No decision is asked for."
        return
    yield f"Decision asked for: {one.action.proposal}"
    yield words.sentence(one.action.sentence)
    yield from (f"· {manual.finding_title(code)}" for code in one.action.codes[:3])
    yield f"Owner: {one.action.owner or 'nobody on record'}"


def _names_of(known: Sequence[AllianceReview]) -> str:
    """Numbers and names, with performance and health; the rest counted where there are too many."""
    lines = [
        f"{number}  {one.name}: {one.performance.value:.0f} / {one.health.value:.0f}"
        for number, one in enumerate(known, start=1)
    ]
    left = len(lines) - 2 * _MOST_NAMES
    more = [f"and {left} more, by their numbers in the chart's data"] if left > 0 else []
    return "\n".join(["Performance / health", *lines[: 2 * _MOST_NAMES], *more])


def _read(score: Score) -> float | None:
    """A number with the digits that are read; the chart's workbook holds no more."""
    return None if score.value is None else round(score.value, 1)


def _alt_of(known: Sequence[AllianceReview]) -> str:
    points = "; ".join(
        f"{alliance.name}: performance {alliance.performance.value:.0f}, health {alliance.health.value:.0f}"
        for alliance in known
    )
    return f"Bubble chart. {points}"


def _levels_slide(deck: "Presentation", view: ReviewView) -> None:
    """The five levels of each alliance, as bars."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    chosen = [alliance for alliance in view.review.alliances if any(level.is_ok for level in alliance.levels)][
        :_MOST_ROWS
    ]
    slide = new_slide(deck, _lowest_level(chosen))
    if not chosen:
        put_text(slide, "No alliance has a level that can be told.", (0.6, 1.6, 12.1, 1), 18)
        return
    data = CategoryChartData()
    data.categories = [printable(alliance.name) for alliance in chosen]
    names = [level.metric.partition(".")[2] for level in chosen[0].levels]
    for position, name in enumerate(names):
        data.add_series(name, [_read(alliance.levels[position]) for alliance in chosen])
    text = "; ".join(
        f"{alliance.name}: " + ", ".join(f"{name} {_points(alliance, n)}" for n, name in enumerate(names))
        for alliance in chosen
    )
    chart = put_chart(slide, XL_CHART_TYPE.COLUMN_CLUSTERED, data, f"Column chart. {text}")
    _axis(chart.value_axis, "Points")
    chart.has_legend = True
    chart.legend.include_in_layout = False


def _points(one: AllianceReview, position: int) -> str:
    value = one.levels[position].value
    return "unknown" if value is None else f"{value:.0f}"


def _axis(axis: Any, title: str) -> None:
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = 0, 100, 25
    axis.has_title = True
    axis.axis_title.text_frame.text = title
    axis.has_major_gridlines = True


def _number_bubbles(chart: Any, known: Sequence[AllianceReview]) -> None:
    """Each bubble carries its number, so that colour is never alone and names do not cover each other."""
    from pptx.enum.chart import XL_LABEL_POSITION as PLACE
    from pptx.util import Pt

    places = (PLACE.RIGHT, PLACE.LEFT, PLACE.ABOVE, PLACE.BELOW, PLACE.CENTER)
    for position, series in enumerate(chart.plots[0].series):
        before = sum(_is_near(known[position], other) for other in known[:position])
        label = series.points[0].data_label
        label.text_frame.text = str(position + 1)
        run = label.text_frame.paragraphs[0].runs[0]
        run.font.size, run.font.bold = Pt(11), True
        label.position = places[before % len(places)]


def _is_near(one: AllianceReview, other: AllianceReview) -> bool:
    """Two bubbles whose numbers would lie on each other in the same place."""
    sides = ((one.performance, other.performance), (one.health, other.health))
    return all(abs((first.value or 0.0) - (second.value or 0.0)) < _NEAR for first, second in sides)
