"""From the words of an export to the steps of an item's scale."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from alliancenet.files.yes_no import said
from alliancenet.instruments.phrases import shipped_phrases
from alliancenet.model.instrument import Escape, Instrument, Item, Scale

_NUMBER = re.compile(r"[-−]?\d+(?:[.,]0+)?")
_NUMBERED = re.compile(r"([-−]?\d+)(?:\s*[-–—=:.)|]\s*|\s+\(?)(.+?)\)?$", re.DOTALL)
_LABELLED = re.compile(r"(.+?)\s*\(([-−]?\d+)\)$", re.DOTALL)
_SWITCH = {"yes": ("yes", "1"), "no": ("no", "0")}


class WordReading(Enum):
    """What became of one word."""

    STEP = "a step of the scale"
    DECLINED = "declined"
    UNREADABLE = "not on the scale"
    OPEN = "nothing was said"


@dataclass(frozen=True, slots=True)
class Step:
    """A word as read: value and code of the scale's step; NaN and the way of declining for a refusal."""

    reading: WordReading
    value: float = math.nan
    code: str = ""


def _key(word: str) -> str:
    return " ".join(word.casefold().replace("’", "'").split()).strip(" .")


class ScaleWords:
    """All words an item's scale goes by: codes, values, and labels in every language.

    Parameters
    ----------
    item : has a scale.
    instrument : brings the words for declining.
    answers : the mapping file's own words, each with the code it stands for.
    """

    def __init__(self, item: Item, instrument: Instrument, answers: Mapping[str, str]) -> None:
        assert item.scale is not None, "only scales have steps"
        self.steps: dict[str, Step] = {}
        self.label_at: dict[str, set[str]] = {}
        for point in item.scale.points:
            step = Step(WordReading.STEP, point.value, point.code)
            labels = [_key(label) for label in point.label.values()]
            self.label_at[f"{point.value:g}"] = set(labels)
            for name in (point.code, f"{point.value:g}", *_SWITCH.get(point.code, ()), *labels):
                self.steps.setdefault(_key(name), step)
        for name, escape in self._ways_to_decline(instrument):
            self.steps.setdefault(_key(name), Step(WordReading.DECLINED, code=escape))
        for word, code in answers.items():
            point_named = item.scale.point_of(code)
            if point_named is not None:
                self.steps[_key(word)] = Step(WordReading.STEP, point_named.value, point_named.code)
            elif code in set(Escape):
                self.steps[_key(word)] = Step(WordReading.DECLINED, code=code)

    @staticmethod
    def _ways_to_decline(instrument: Instrument) -> Iterable[tuple[str, Escape]]:
        own = instrument.phrases or {}
        for escape in Escape:
            yield escape, escape
            for texts in (shipped_phrases().get(escape, {}), own.get(escape, {})):
                yield from ((text, escape) for text in texts.values())

    def read(self, word: str) -> Step:
        """A word as a step: by code, value or label, also ``4 - agree`` and ``agree (4)``.

        Notes
        -----
        A number with a label counts only when the label is the one of that step, or the step has
        no label: a scale that runs the other way round is not read.
        """
        key = _key(word)
        if key in self.steps:
            return self.steps[key]
        if _NUMBER.fullmatch(key):
            return self._at(key) or Step(WordReading.UNREADABLE)
        if said(word) is not None and {"yes", "no"} <= self.steps.keys():
            return self.steps["yes" if said(word) else "no"]
        for match, number, label in ((_NUMBERED.match(key), 1, 2), (_LABELLED.match(key), 2, 1)):
            if match and (step := self._at(match[number])) and self._may_be_called(match[number], match[label]):
                return step
        return Step(WordReading.UNREADABLE)

    def _at(self, number: str) -> Step | None:
        value = float(number.replace("−", "-").replace(",", "."))
        return self.steps.get(f"{value:g}")

    def _may_be_called(self, number: str, label: str) -> bool:
        labels = self.label_at.get(f"{float(number.replace('−', '-')):g}", set())
        elsewhere = set().union(*self.label_at.values()) - labels
        return _key(label) in labels or (not labels and _key(label) not in elsewhere)


def renumbered(scale: Scale, counts: Mapping[str, int], enough: int, many: int) -> tuple[str, bool]:
    """What speaks for answers that are numbers of another count than the scale's, or ""; and is it certain.

    Parameters
    ----------
    counts : how often each word was given.
    enough : numbers from which one beyond an end of the scale, and none at the other, is no slip.
    many : numbers from which it tells something that a lowest step of 0 or less was never chosen.

    Notes
    -----
    A platform that numbers the choices from 1 writes 1-6 for a scale 0-5, one that numbers them
    from 0 writes 0-4 for a scale 1-5: then there are numbers beyond one end, and none at the other.
    """
    numbers = {
        float(word.replace("−", "-").replace(",", ".")): n for word, n in counts.items() if _NUMBER.fullmatch(word)
    }
    n_answers = sum(numbers.values())
    shift = 1 - scale.low if scale.low < 1 else -scale.low
    beyond = [value for value in numbers if not scale.low <= value <= scale.high]
    moved = {scale.low + shift, scale.high + shift}
    words = f"{min(moved):g}-{max(moved):g} in place of {scale.low:g}-{scale.high:g}"
    if beyond and n_answers >= enough and all(min(moved) <= value <= max(moved) for value in numbers):
        return f"they look like {words}", True
    is_short = scale.low < 1 and not beyond and scale.low not in numbers and n_answers >= many
    return (f"nobody chose {scale.low:g}: they may be {words}" if is_short else ""), False


def read_number(text: str) -> float:
    """A measured value, 0 or more; NaN for anything else."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return math.nan
    return value if math.isfinite(value) and value >= 0 else math.nan
