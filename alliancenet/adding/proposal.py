"""What is proposed for a file: its map, what was settled and why, and what is open."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from alliancenet.adding.question import OpenQuestion
from alliancenet.files.table_map import FORMAT, TableMap


@dataclass(frozen=True, slots=True, kw_only=True)
class FileProposal:
    """A file of a project, ready or with questions.

    Parameters
    ----------
    file : its name.
    kind : kind of file of a project.
    what : what the file is, in words, with the confidence and the reason.
    map_text : text of its map file, "" where it needs none.
    told : what was settled, a line each.
    questions : what is open; while there are any, the map holds `?` and is refused.
    """

    file: str
    kind: str
    what: str
    map_text: str = ""
    told: tuple[str, ...] = ()
    questions: tuple[OpenQuestion, ...] = ()


def table_map_text(found: TableMap, reasons: Mapping[str, str], file: str) -> str:
    """YAML of a table's map, each column with its reason.

    Parameters
    ----------
    reasons : why a column of ours is what it is, by its name.
    """
    lines = [
        f"# How {file} is read; `alliancenet help adding` says what each line means. A '?' is a question to answer.",
        f"format: {FORMAT}",
        f"kind: {found.kind}",
    ]
    lines += [f"sheet: {_quoted(found.sheet)}"] if found.sheet else []
    lines += [f"header: {found.header}"] if found.header else []
    for key in ("alliance", "wave", "layer", "blank"):
        lines += [f"{key}: {_quoted(getattr(found, key))}"] if getattr(found, key) else []
    lines += [] if found.directed is None else [f"directed: {str(found.directed).lower()}"]
    headings = {ours: names[0] if len(names) == 1 else list(names) for ours, names in found.columns.items()}
    lines += _block("columns", headings, reasons)
    lines += _block("fixed", found.fixed, reasons)
    if any(found.words.values()):
        lines.append("words:")
        for ours, words in found.words.items():
            lines += [f"  {ours}:", *(f"    {_quoted(said)}: {_quoted(means)}" for said, means in words.items())]
    lines += _block("leave_out", {heading: list(words) for heading, words in found.leave_out.items()}, {})
    lines += _block("people", found.people, {})
    lines += [f"ignore: {_quoted(list(found.ignore))}"] if found.ignore else []
    return "\n".join(lines) + "\n"


def _block(name: str, entries: Mapping[str, object], reasons: Mapping[str, str]) -> list[str]:
    if not entries:
        return []
    told = {key: f"  # {reasons[key]}" if reasons.get(key) else "" for key in entries}
    return [f"{name}:", *(f"  {_key(key)}: {_quoted(value)}{told[key]}" for key, value in entries.items())]


def _key(name: str) -> str:
    return name if name.replace("_", "").isalnum() and name.isascii() and not name.isdigit() else _quoted(name)


def _quoted(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def few(words: Iterable[str], most: int = 4) -> str:
    """Some of many, for a line."""
    listed: Sequence[str] = list(words)
    return ", ".join(listed[:most]) + (f" … ({len(listed)})" if len(listed) > most else "")
