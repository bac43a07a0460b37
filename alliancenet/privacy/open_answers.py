"""Which open answers may be told, and with whose firm."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from alliancenet.model.audit import OpenAnswer


def tellable(answers: Iterable[OpenAnswer], smallest: int) -> tuple[OpenAnswer, ...]:
    """Answers to questions enough people answered; all firms named or none, so that none is left over.

    Parameters
    ----------
    smallest : answers a question needs, and each firm needs to be named.
    """
    by_item: dict[str, list[OpenAnswer]] = {}
    for answer in answers:
        by_item.setdefault(answer.item, []).append(answer)
    shown: list[OpenAnswer] = []
    for told in by_item.values():
        if len(told) >= smallest:
            fewest = min(Counter(answer.firm for answer in told).values())
            shown += told if fewest >= smallest else [replace(answer, firm="") for answer in told]
    return tuple(shown)
