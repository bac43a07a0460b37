"""What is told of the cells of an export that cannot be read as they stand."""

from collections.abc import Collection, Mapping, Sequence

from alliancenet.errors import Problem
from alliancenet.model.instrument import Item, Scale
from alliancenet.survey.mapping import Placement


def strange_ticks(file: str, line: Placement, words: Sequence[str]) -> Problem:
    """Words in columns of ticks of which nobody knows whether they mean chosen."""
    shown = ", ".join(f"'{word[:40]}'" for word in words[:6])
    return Problem(
        file=file,
        key=f"{line.where} ({line.item})",
        found=f"columns of ticks hold words that may mean chosen or not chosen: {shown}",
        needed="which of them means chosen",
        action="say under `answers:` of this line what each stands for, such as {Oui: yes, Non: no}",
    )


def off_scale(
    file: str, line: Placement, scale: Scale, off: Mapping[str, int], total: int, is_other_scale: bool
) -> Problem:
    """Answers that are not on the scale.

    Parameters
    ----------
    off : how often each word stands there.
    total : answers to the item.
    is_other_scale : so many that the question was asked with another scale.
    """
    most_often = sorted(off, key=lambda word: (-off[word], word))[:6]
    shown = ", ".join(f"'{word[:40]}' ({off[word]}×)" for word in most_often)
    return Problem(
        file=file,
        key=f"{line.where} ({line.item})",
        found=f"{sum(off.values())} of {total} answers are not on the scale: {shown}",
        needed=f"one of: {_codes(scale)}, or their labels",
        action="say what the words stand for under `answers:` of the mapping, or ask with the item's own scale"
        if is_other_scale
        else "these answers are left out",
        fatal=is_other_scale,
    )


def counted_otherwise(file: str, line: Placement, scale: Scale, other: str, is_certain: bool) -> Problem:
    """Numbers counted otherwise than the scale's."""
    return Problem(
        file=file,
        key=f"{line.where} ({line.item})",
        found=f"the numbers are those of another scale: {other}" if is_certain else f"only numbers, and {other}",
        needed=f"the item's own steps: {_codes(scale)}",
        action="export words instead of numbers, or say what each number stands for under `answers:` of this line",
        fatal=is_certain,
    )


def worded_otherwise(file: str, line: Placement, asked: str, item: Item) -> Problem:
    """A question that was asked in other words than the item's."""
    return Problem(
        file=file,
        key=f"{line.where} ({line.item})",
        found=f"asked as '{asked[:160]}'",
        needed=f"the item's wording: '{next(iter(item.text.values()))[:160]}'",
        action="used as the mapping says; write the wording under `text:` to accept it",
        fatal=False,
    )


def not_on_the_roster(file: str, strangers: Sequence[str]) -> Problem:
    """Names somebody was asked about that nobody of the roster has."""
    names = ", ".join(f"'{name}'" for name in strangers[:8])
    return Problem(
        file=file,
        found=f"names asked about that are not on the roster ({len(strangers)}): {names}",
        needed="ids, addresses, aliases or registered names of the roster",
        action="add them under `people:` of the mapping, or to the roster; `nobody` for nobody of it",
        fatal=False,
    )


def _codes(scale: Scale) -> str:
    return ", ".join(point.code for point in scale.points)


def nobody_named(file: str, responses: Collection[int]) -> Problem:
    """Lists of names that are blank: a finished response says by it that there is no contact."""
    who = "response names" if len(responses) == 1 else "responses name"
    return Problem(
        file=file,
        found=f"{len(responses):,} {who} nobody in a list of names",
        needed="nothing, if these people are in contact with nobody of the roster",
        action="where the question was skipped, write N/A into the cell: then it is unknown",
        fatal=False,
    )
