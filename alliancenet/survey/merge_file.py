"""The merge file: likely matches of people, proposed by the program, decided by a person."""

import json
from collections.abc import Iterable
from pathlib import Path

from alliancenet.errors import InputError, Problem
from alliancenet.files.entry import Entry
from alliancenet.files.fields import read_fields
from alliancenet.survey.people import Decisions, Key, LikelyMatch, in_order

FORMAT = "alliancenet-merge/1"
_PAIR_KEYS = ("first", "second", "names", "likeness", "why", "same")
_HEAD = """\
# People who may be the same, found by their names. Nothing is joined until you say so:
# write `same: yes` or `same: no` in place of `same: "?"`. Lines left at "?" are not applied.
"""


def merge_text(likely: Iterable[LikelyMatch]) -> str:
    """Text of a new merge file, likeliest pairs first."""
    pairs = pair_lines(likely)
    return f"{_HEAD}format: {FORMAT}\n" + (f"pairs:\n{pairs}" if pairs else "pairs: []\n")


def pair_lines(likely: Iterable[LikelyMatch]) -> str:
    """Lines of undecided pairs, to stand under `pairs:`."""
    lines: list[str] = []
    for match in likely:
        lines += [
            f"  - first: {_entry(match.first)}",
            f"    second: {_entry(match.second)}",
            f"    names: [{_quoted(match.names[0])}, {_quoted(match.names[1])}]",
            f"    likeness: {match.likeness:g}",
            f"    why: {_quoted(match.why)}",
            '    same: "?"',
        ]
    return "\n".join(lines) + "\n" if lines else ""


def _entry(key: Key) -> str:
    return f"{{file: {_quoted(key[0])}, id: {_quoted(key[1])}}}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def read_merge_file(path: Path, problems: list[Problem], name: str | None = None) -> Decisions:
    """Decisions of a merge file.

    Parameters
    ----------
    problems : a counted warning is added for pairs still undecided.

    Raises
    ------
    InputError
        All faults at once.
    """
    fields = read_fields(path, name)
    faults: list[Problem] = []
    top = Entry(fields, (), fields.value, ("format", "pairs"), faults)
    if top.data.get("format") != FORMAT:
        top.fault(("format",), f"{top.data.get('format')!r}", f"`format: {FORMAT}`")
    decided: dict[bool | str, set[tuple[Key, Key]]] = {True: set(), False: set(), "?": set()}
    for entry in top.entries("pairs", _PAIR_KEYS):
        pair = in_order(_key(entry, "first"), _key(entry, "second"))
        same = entry.data.get("same")
        if (same in decided and not isinstance(same, int | float)) or isinstance(same, bool):
            decided[same].add(pair)
        else:
            entry.fault(("same",), f"{same!r}", 'yes, no or "?"')
    both = decided[True] & decided[False]
    if both:
        top.fault(("pairs",), f"{len(both)} pairs stand with both yes and no", "one answer for each pair")
    if faults:
        raise InputError(faults)
    if decided["?"]:
        found = f"{len(decided['?'])} likely matches are not decided"
        problems.append(Problem(file=fields.file, found=found, needed="yes or no for each", fatal=False))
    return Decisions(
        same=frozenset(decided[True]), different=frozenset(decided[False]), undecided=frozenset(decided["?"])
    )


def _key(entry: Entry, which: str) -> Key:
    found = entry.entry(which, ("file", "id"))
    for part in ("file", "id"):
        if not str(found.data.get(part) or ""):
            found.fault((part,), "nothing", "the file and the id there, as the program wrote them")
    return str(found.data.get("file", "")), str(found.data.get("id", ""))
