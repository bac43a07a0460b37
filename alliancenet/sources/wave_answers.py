"""Answers of one alliance in one wave, sorted into what the wave record holds."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from alliancenet.arrays import FloatArray
from alliancenet.model.instrument import AnswerType, Implied, Item, Kind
from alliancenet.model.multiplex import Layer, LayerSource, Measure, Origin
from alliancenet.model.register import PersonId, Register
from alliancenet.model.wave import Opinions, OrganisationAnswer, Reports
from alliancenet.sources.answers import NOBODY, Asked

if TYPE_CHECKING:
    import pandas as pd

_SURVEY = LayerSource(measure=Measure.STEPS, origin=Origin.SURVEY)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveAnswers:
    """Answers of one alliance in one wave; people are positions on its roster."""

    frame: "pd.DataFrame"
    items: tuple[Asked, ...]
    people: tuple[PersonId, ...]

    def of_items(self, wanted: list[int]) -> "pd.DataFrame":
        """Rows that answer one of these items."""
        return self.frame[self.frame["item"].isin(wanted)]

    def codes(self, kinds: Collection[Kind], answer: AnswerType | None = None) -> list[int]:
        """Codes of the items of some kinds of instrument, and of one form of answer."""
        return [code for code, one in enumerate(self.items) if one.kind in kinds and answer in {None, one.item.answer}]


def reports_of(part: WaveAnswers) -> dict[Layer, Reports]:
    """Reports by layer; a gate question settles contact where that was not answered itself."""
    frame = part.frame[part.frame["alter"] != NOBODY]
    by_item = {part.items[code].item.id: rows for code, rows in _by_item(frame)}
    items = {one.item.id: one.item for one in part.items}
    found = {}
    for item, rows in by_item.items():
        layer = items[item].layer
        if items[item].direction is not None and layer is not None:
            found[layer] = _report(rows, rows["number"].to_numpy(np.float64))
    for gate, rows in by_item.items():
        for implied in items[gate].implies:
            layer = items[implied.item].layer
            if layer is not None:
                settled = _implied(rows, items[gate], implied)
                found[layer] = _with_gate(found.get(layer), settled, len(part.people))
    return found


def _by_item(frame: "pd.DataFrame") -> Iterator[tuple[int, "pd.DataFrame"]]:
    for code in np.unique(frame["item"].to_numpy()).tolist():
        yield code, frame[frame["item"] == code]


def _implied(rows: "pd.DataFrame", gate: Item, implied: Implied) -> Reports:
    """What the gate says: the settled value, or contact of unknown frequency."""
    point = gate.scale.point_of(implied.code) if gate.scale else None
    closed = rows["number"].to_numpy(np.float64) == (np.nan if point is None else point.value)
    return _report(rows, np.where(closed, implied.value, np.nan))


def _with_gate(told: Reports | None, implied: Reports, n_people: int) -> Reports:
    if told is None:
        return implied
    keys = [part.respondent * n_people + part.alter for part in (told, implied)]
    new = ~np.isin(keys[1], keys[0])
    return Reports(
        respondent=np.concatenate([told.respondent, implied.respondent[new]]),
        alter=np.concatenate([told.alter, implied.alter[new]]),
        value=np.concatenate([told.value, implied.value[new]]),
        source=_SURVEY,
    )


def _report(rows: "pd.DataFrame", value: FloatArray) -> Reports:
    return Reports(
        respondent=rows["respondent"].to_numpy(np.int64),
        alter=rows["alter"].to_numpy(np.int64),
        value=value,
        source=_SURVEY,
    )


def opinion_items(part: WaveAnswers) -> list[int]:
    """Codes of the questions about the alliance that are answered on a scale."""
    return part.codes({Kind.PEOPLE}, AnswerType.SCALE)


def opinions_of(part: WaveAnswers) -> Opinions | None:
    """Answers on scales about the alliance, or None when there are none."""
    frame = part.of_items(opinion_items(part))
    if frame.empty:
        return None
    codes, item = np.unique(frame["item"].to_numpy(), return_inverse=True)
    return Opinions(
        items=tuple(part.items[code].item.id for code in codes),
        respondent=frame["respondent"].to_numpy(np.int64),
        item=item.astype(np.int64),
        value=frame["number"].to_numpy(np.float64),
    )


def choices_of(part: WaveAnswers) -> dict[str, dict[PersonId, tuple[str, ...]]]:
    """What each respondent picked, by item."""
    frame = part.of_items(part.codes(set(Kind), AnswerType.PICK))
    found: dict[str, dict[PersonId, tuple[str, ...]]] = {}
    for item, person, text in zip(frame["item"], frame["respondent"], frame["text"], strict=True):
        picked = tuple(entry.strip() for entry in text.split(";") if entry.strip())
        found.setdefault(part.items[item].item.id, {})[part.people[person]] = picked
    return found


def texts_of(part: WaveAnswers) -> dict[str, tuple[tuple[PersonId, str], ...]]:
    """Open answers that hold text, by item."""
    frame = part.of_items(part.codes({Kind.PEOPLE}, AnswerType.TEXT))
    found: dict[str, list[tuple[PersonId, str]]] = {}
    for item, person, text in zip(frame["item"], frame["respondent"], frame["text"], strict=True):
        if text:
            found.setdefault(part.items[item].item.id, []).append((part.people[person], text))
    return {item: tuple(answers) for item, answers in found.items()}


def organisation_answers_of(part: WaveAnswers, register: Register) -> Iterator[OrganisationAnswer]:
    """Answers given for a firm, with their evidence."""
    frame = part.of_items(part.codes({Kind.ORGANISATION, Kind.CHECKLIST}))
    columns = (frame["item"], frame["respondent"], frame["text"], frame["evidence"])
    for item, position, text, evidence in zip(*columns, strict=True):
        person = part.people[position]
        yield OrganisationAnswer(
            organisation=register.people[person].organisation,
            respondent=person,
            item=part.items[item].item.id,
            value=text,
            evidence=evidence,
        )
