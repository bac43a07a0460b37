"""What nobody reported, drawn many times: completed networks for intervals and probabilities."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from alliancenet.arrays import BoolArray, FloatArray, Int32Array, IntArray
from alliancenet.graph.donors import Donors, Kinds, Reported
from alliancenet.model.multiplex import Layer, Measure, Multiplex
from alliancenet.model.register import Level
from alliancenet.multiplex import ties
from alliancenet.settings import Settings


def completed(multiplex: Multiplex, settings: Settings, *, count: int = 200, seed: int = 0) -> tuple[Multiplex, ...]:
    """Draw networks in which every unanswered report is filled in.

    Each draw is a network as it may have looked had everybody answered; a number's spread over
    the draws is its interval, the share of draws in which a role holds its probability.

    Parameters
    ----------
    count : networks to draw.
    seed : the same seed gives the same networks.

    Returns
    -------
    Empty when nothing is missing: the observed value is then the value, without interval. Empty
    too when there is nothing to go by: contact was not asked about, fewer than two people
    answered, or there are more people than `resamples.most_people`.

    Notes
    -----
    A report is filled given the other side's report, the firms, seniority and how often the two
    are named, from a respondent's actual report, all layers together. Parts of a report that
    somebody left open are filled in the same way, given the contact reported. Pairs nobody
    could have named are drawn too. Cost: O(people² log people + count · unknown reports).
    """
    filling = Filling.of(multiplex, settings)
    if filling is None or count < 1:
        return ()
    return tuple(filling.draws(count, np.random.default_rng(seed)))


def silent_prominence(multiplex: Multiplex, close_by: Settings | None = None) -> float | None:
    """How often respondents report contact with silent people, over how often with each other.

    Above 1 the silent are more central than those who answered, and what is drawn for them from
    respondents falls short; see `alliancenet help uncertainty` for where that bites.

    Parameters
    ----------
    close_by : count reports of a core tie by these settings, and not of any contact.

    Returns
    -------
    None when nobody is silent, nobody answered, or contact was not reported person by person.
    """
    source = multiplex.source.get(Layer.COMMUNICATION)
    silent = ~multiplex.answered
    if source is None or source.measured_once or silent.all() or not silent.any():
        return None
    named_in = multiplex.reports[Layer.COMMUNICATION] > 0
    if close_by is not None:
        named_in = ties.core_reports(multiplex, close_by)[0] == 1
    named = np.zeros(len(silent))
    for side in (0, 1):
        np.add.at(named, multiplex.pairs[:, 1 - side], named_in[:, side])
    n_respondents = int((~silent).sum())
    asked = np.where(silent, n_respondents, max(n_respondents - 1, 1))
    rate = named / asked
    base = float(rate[~silent].mean())
    return float(rate[silent].mean()) / base if base > 0 else None


@dataclass(frozen=True, slots=True)
class Filling:
    """A multiplex laid out report by report, ready to be filled.

    Parameters
    ----------
    layers : those people reported on one by one.
    values : float array (2 · pairs + 1, layers); the last row is the report of nothing.
    row_of : int32 array (people²,), row of `values` by cell.
    cells : int array, unknown cells, flat.
    """

    multiplex: Multiplex
    layers: tuple[Layer, ...]
    values: FloatArray
    row_of: Int32Array
    cells: IntArray
    donors: Donors

    @classmethod
    def of(cls, multiplex: Multiplex, settings: Settings) -> "Filling | None":
        """Lay a multiplex out; None when nothing is missing, or there is nothing to go by."""
        layers = tuple(layer for layer in multiplex.reports if not multiplex.source[layer].measured_once)
        n = len(multiplex.people)
        contact = multiplex.reports.get(Layer.COMMUNICATION)
        was_asked = contact is not None and (multiplex.complete.any() or not np.isnan(contact).all())
        nothing_to_go_by = not layers or not was_asked or multiplex.answered.sum() < 2
        if nothing_to_go_by or n > settings.whole("resamples.most_people"):
            return None
        ends = np.concatenate([multiplex.pairs, multiplex.pairs[:, ::-1]])
        values = np.stack(
            [np.concatenate([multiplex.reports[layer][:, side] for side in (0, 1)]) for layer in layers], axis=1
        )
        is_open = np.isnan(values)
        if multiplex.answered.all() and not is_open.any():
            return None
        row_of = np.full(n * n, len(values), dtype=np.int32)
        row_of[ends[:, 0] * n + ends[:, 1]] = np.arange(len(values))
        reported = _reported(multiplex, settings, ends, is_open)
        rows, columns = np.nonzero((reported.code < 0) & ~np.eye(n, dtype=bool))
        if not len(rows):  # who did not finish told of everybody all the same
            return None
        return cls(
            multiplex=multiplex,
            layers=layers,
            values=np.vstack([values, np.zeros(len(layers))]),
            row_of=row_of,
            cells=rows * n + columns,
            donors=Donors(reported, rows, columns),
        )

    def draws(self, count: int, rng: np.random.Generator) -> Iterator[Multiplex]:
        """Draw completed networks, a few at a time."""
        chunk = max(1, int(4e6 / max(1, len(self.cells))))
        for begin in range(0, count, chunk):
            for taken in self.donors.draw(min(chunk, count - begin), rng):
                yield self.filled(taken)

    def filled(self, taken: IntArray) -> Multiplex:
        """Return the network in which each unknown report is that of another cell."""
        n_pairs, n = len(self.multiplex.pairs), len(self.multiplex.people)
        source = self.row_of[taken]
        target = self.row_of[self.cells]
        listed = target < 2 * n_pairs
        values = self.values.copy()
        values[target[listed]] = np.where(
            np.isnan(values[target[listed]]), self.values[source[listed]], values[target[listed]]
        )
        new = ~listed & (source < 2 * n_pairs)
        extra, reports = _new_pairs(self.cells[new], self.values[source[new]], n)
        both = np.concatenate([values[:-1].reshape(2, n_pairs, -1).transpose(1, 0, 2), reports])
        known = {layer: both[:, :, at] for at, layer in enumerate(self.layers)}
        # metrics look pairs up by their place in order
        pairs = np.concatenate([self.multiplex.pairs, extra])
        order = np.argsort(pairs[:, 0] * n + pairs[:, 1])
        known = {layer: values[order] for layer, values in known.items()}
        once = {
            layer: np.concatenate([values, np.zeros((len(extra), 2))])[order]
            for layer, values in self.multiplex.reports.items()
            if layer not in known
        }
        return replace(
            self.multiplex,
            answered=np.ones(n, dtype=bool),
            complete=np.ones(n, dtype=bool),
            pairs=pairs[order],
            reports={layer: known[layer] if layer in known else once[layer] for layer in self.multiplex.reports},
        )


def _new_pairs(cells: IntArray, values: FloatArray, n: int) -> tuple[IntArray, FloatArray]:
    """Pairs not listed before, and both reports on them (pairs, 2, layers)."""
    low, high = np.minimum(cells // n, cells % n), np.maximum(cells // n, cells % n)
    keys, place = np.unique(low * n + high, return_inverse=True)
    reports = np.zeros((len(keys), 2, values.shape[1]))
    reports[place, (cells // n != low).astype(np.int64)] = values
    return np.column_stack([keys // n, keys % n]), reports


def _reported(multiplex: Multiplex, settings: Settings, ends: IntArray, is_open: BoolArray) -> Reported:
    """Kind of every report: which of the audit's judgements it would support."""
    n = len(multiplex.people)
    kinds, hints = kinds_of_reports(multiplex, settings)
    code = np.repeat(np.where(multiplex.complete, 0, -1).astype(np.int32)[:, None], n, axis=1)
    seen, hint = code.copy(), np.maximum(code + 1, 0)
    code[ends[:, 0], ends[:, 1]] = np.where(is_open.any(axis=1), -1, kinds)
    seen[ends[:, 0], ends[:, 1]] = np.where(hints > 0, kinds, -1)
    hint[ends[:, 0], ends[:, 1]] = hints
    return Reported(
        code=code,
        seen=seen,
        hint=hint,
        kind=(multiplex.firm[:, None] != multiplex.firm[None, :]).astype(np.int32),
        bar=_bar(multiplex),
        group=multiplex.firm,
        label=np.unique(multiplex.level, return_inverse=True)[1],
        answered=multiplex.answered,
    )


def _bar(multiplex: Multiplex) -> Kinds:
    """Int array (n, n): 1 where one of two is senior and contact is in steps, for less contact is frequent then."""
    in_steps = multiplex.source[Layer.COMMUNICATION].measure is Measure.STEPS
    senior = np.array([level == Level.SENIOR for level in multiplex.level], dtype=bool) & in_steps
    return (senior[:, None] | senior[None, :]).astype(np.int32)


def kinds_of_reports(multiplex: Multiplex, settings: Settings) -> tuple[IntArray, IntArray]:
    """Kind of each listed report by what is known of it, and what its contact answer tells."""
    alone = replace(
        multiplex,
        pairs=np.concatenate([multiplex.pairs, multiplex.pairs[:, ::-1]]),
        reports={
            layer: np.repeat(np.concatenate([both[:, 0], both[:, 1]])[:, None], 2, axis=1)
            for layer, both in multiplex.reports.items()
        },
    )
    close = ties.closeness(alone, settings)
    core, strong = ties.core_ties(alone, settings), ties.strong_communication(alone, settings)
    contact = ties.contact(alone)
    judged = [contact == 1, *([] if close is None else [close.holds]), strong.holds, core.holds]
    bits = sum((yes.astype(np.int64) << at for at, yes in enumerate(judged)), np.zeros(len(contact), np.int64))
    _, kinds = np.unique(np.concatenate([[0], bits]), return_inverse=True)
    frequent = ties.all_of(contact, (strong.state >= ties.TieState.ONE_SIDED).astype(np.int8))
    hints = np.where(contact < 0, 0, 1 + contact + (frequent == 1))
    return kinds[1:].astype(np.int64), hints.astype(np.int64)
