"""One engine for every instrument: answers to numbers, by person and dimension.

Means of firms, and what of them may be shown, are made where scores are made, not here.
"""

import numpy as np

from alliancenet.arrays import FloatArray
from alliancenet.model.instrument import Instrument, Item, Scale, View
from alliancenet.model.wave import Opinions
from alliancenet.settings import Settings


def to_unit(scale: Scale, values: FloatArray) -> FloatArray:
    """Values on 0-1: lowest step 0, highest 1; NaN stays NaN."""
    return (np.asarray(values, dtype=np.float64) - scale.low) / scale.span


def to_hundred(scale: Scale, values: FloatArray) -> FloatArray:
    """Values on 0-100: lowest step 0, highest 100; NaN stays NaN."""
    return 100.0 * to_unit(scale, values)


def turned(item: Item, values: FloatArray) -> FloatArray:
    """Values with a reversed item turned round, so that higher is better."""
    if item.scale is None or not item.reversed:
        return values
    return item.scale.low + item.scale.high - values


def answer_table(instrument: Instrument, opinions: Opinions, n_people: int) -> FloatArray:
    """Answers of one instrument as a table.

    Parameters
    ----------
    opinions : answers of a wave; items of other instruments are passed over.
    n_people : people of the wave; `opinions.respondent` indexes them.

    Returns
    -------
    Float array (n_people, n_items), columns in the instrument's order, reversed items turned
    round, NaN where there is no number.

    Raises
    ------
    ValueError
        When one person has two answers to one item: a reader has to settle that before.
    """
    column = {item.id: position for position, item in enumerate(instrument.items)}
    place = np.array([column.get(item_id, -1) for item_id in opinions.items] or [-1], dtype=np.int64)
    where = place[opinions.item]
    ours = where >= 0
    cells = opinions.respondent[ours] * len(column) + where[ours]
    if np.unique(cells).size < cells.size:
        raise ValueError(f"{instrument.id}: two answers of one person to one item")
    table = np.full((n_people, len(column)), np.nan)
    table.flat[cells] = opinions.value[ours]
    for position, item in enumerate(instrument.items):
        table[:, position] = turned(item, table[:, position])
    return table


def items_of(instrument: Instrument, dimension: str, *, facet: str = "", view: View | None = None) -> tuple[Item, ...]:
    """Measured items of a dimension; of one view, when given."""
    return tuple(
        item
        for item in instrument.items
        if item.is_measured
        and (item.dimension, item.facet) == (dimension, facet)
        and (view is None or item.view is view)
    )


def dimension_scale(instrument: Instrument, dimension: str, *, facet: str = "") -> Scale:
    """Scale the items of a dimension share.

    Raises
    ------
    KeyError
        When the instrument does not measure the dimension.
    """
    scale = next((item.scale for item in items_of(instrument, dimension, facet=facet)), None)
    if scale is None:
        raise KeyError(f"{instrument.id} does not measure {dimension}{facet and '.' + facet}")
    return scale


def person_values(
    instrument: Instrument,
    table: FloatArray,
    dimension: str,
    *,
    facet: str = "",
    view: View | None = None,
    settings: Settings,
) -> FloatArray:
    """Each person's mean over the items of a dimension, in steps of the scale.

    Parameters
    ----------
    table : what `answer_table` gives, (n_people, n_items).
    dimension, facet, view : which items count.

    Returns
    -------
    Float array (n_people,); NaN for people who answered fewer than half (own limit) of the items
    asked. An item nobody answered was not asked: a short form leaves items out.
    """
    wanted = {item.id for item in items_of(instrument, dimension, facet=facet, view=view)}
    columns = [position for position, item in enumerate(instrument.items) if item.id in wanted]
    values = table[:, columns]
    known = ~np.isnan(values)
    asked = int(known.any(axis=0).sum())
    count = known.sum(axis=1)
    least = settings.number("said.answered_share") * asked
    total = np.where(known, values, 0.0).sum(axis=1)
    return np.where((count > 0) & (count >= least), total / np.maximum(count, 1), np.nan)
