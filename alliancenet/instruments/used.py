"""Which items something is made of: every reader says so beside itself, and what nobody reads is told."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from alliancenet.model.instrument import AnswerType, ExtraField, Instrument, Item
from alliancenet.model.wave import Wave

Reads = Callable[[Instrument, Item], bool]
_MOST_NAMED = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemReader:
    """Something made of answers.

    Parameters
    ----------
    made : what is made of them, in words.
    which : whether it reads an item of an instrument.
    fields : free fields beside these items it reads too.
    of_waves : reads the answers of a wave; what fills a file of its own does not.
    """

    made: str
    which: Reads
    fields: frozenset[ExtraField] = frozenset()
    of_waves: bool = True


READERS: list[ItemReader] = []
"""Filled by importing the rooms that read answers."""


def reads(made: str, which: Reads, fields: Collection[ExtraField] = (), *, of_waves: bool = True) -> None:
    """Say of which items something is made; stands beside the code that reads them."""
    READERS.append(ItemReader(made=made, which=which, fields=frozenset(fields), of_waves=of_waves))


def items(*ids: str) -> Reads:
    """These items, in whichever instrument they stand."""
    return lambda _, item: item.id in ids


def measured(*instruments: str) -> Reads:
    """Items of these instruments that are answered on an ordered scale and measure something."""
    return lambda instrument, item: instrument.id in instruments and item.is_measured


def made_of(instrument: Instrument, item: Item) -> tuple[str, ...]:
    """What is made of the answers to an item; nothing where nobody reads them yet."""
    return tuple(dict.fromkeys(reader.made for reader in READERS if reader.which(instrument, item)))


def read_in_waves(instrument: Instrument, item: Item) -> bool:
    """Whether something is made of the answers a wave holds to an item."""
    return any(reader.of_waves and reader.which(instrument, item) for reader in READERS)


def unread(instruments: Iterable[Instrument], wave: Wave) -> tuple[str, ...]:
    """Items, and fields beside items, that were answered in a wave and that nobody reads yet."""
    answered = {
        *(wave.opinions.items if wave.opinions is not None else ()),
        *wave.choices,
        *wave.texts,
        *(answer.item for answer in wave.organisation_answers),
    }
    asked = ((instrument, item) for instrument in instruments for item in instrument.items)
    return tuple(name for pair in asked for name in _unread_columns(*pair) if name in answered)


def _unread_columns(instrument: Instrument, item: Item) -> Iterator[str]:
    if not read_in_waves(instrument, item):
        yield item.id
    yield from (f"{item.id}_{field}" for field in item.fields if not _reads_field(instrument, item, field))


def _reads_field(instrument: Instrument, item: Item, field: ExtraField) -> bool:
    return any(field in reader.fields and reader.which(instrument, item) for reader in READERS)


def told(names: Collection[str]) -> str:
    """A sentence about items nobody reads, or "" for none."""
    if not names:
        return ""
    listed = ", ".join(list(names)[:_MOST_NAMED])
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return f"Collected, used by nothing yet: {listed}{more}."


def is_text(_: Instrument, item: Item) -> bool:
    """An open question."""
    return item.answer is AnswerType.TEXT
