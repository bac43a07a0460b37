"""Text of a file whatever its encoding, with a word on every letter that is not certain."""

import re
from pathlib import Path

from alliancenet.errors import Problem
from alliancenet.files.encodings import Decoded, decode, encoding_of, garbled, is_ebcdic, written_as_html
from alliancenet.files.opening import read_bytes

__all__ = ["encoding_of", "read_text", "text_of"]

_MOST_SHOWN = 6
_DECLARE = "write `encoding: {page}` beside the file under `files:` of alliancenet.yaml, or give --encoding {page}"


def read_text(path: Path, name: str, problems: list[Problem], most_bytes: int, encoding: str = "") -> str | None:
    """Whole text of a file, or None with a problem added.

    Parameters
    ----------
    path : the file; only regular files are opened, gzip is unpacked.
    name : what the user calls it.
    problems : faults are appended here, and counted warnings on letters that are not certain.
    most_bytes : larger files are refused.
    encoding : where somebody said it; "" to find out.
    """
    raw = read_bytes(path, name, problems, most_bytes)
    return None if raw is None else text_of(raw, name, problems, encoding)


def text_of(raw: bytes, name: str, problems: list[Problem], encoding: str = "") -> str | None:
    """Text of a file's bytes; see `read_text`."""
    try:
        found = decode(raw, encoding)
    except LookupError:
        problems.append(_cannot(name, f"'{encoding}' is no encoding", "a name such as cp1250, shift_jis or mac_roman"))
        return None
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problems.append(_cannot(name, f"is no {encoding} (line {line})", "the encoding it was written in"))
        return None
    if found.text is None or (found.readings and is_ebcdic(raw)):
        problems.append(_unreadable(name, raw, found))
        return None
    if found.readings:
        problems.append(_shown(name, found))
        if len(found.readings) > 1:
            return None
    text = found.text.removeprefix("\ufeff")
    if "\x00" in text:
        line = text[: text.index("\x00")].count("\n") + 1
        problems.append(
            Problem(
                file=name,
                line=line,
                found="holds a NUL character",
                needed="a text file is needed",
                action="export the file again as CSV (UTF-8)",
            )
        )
        return None
    problems.extend(_lost_letters(name, text))
    return text


def _cannot(name: str, found: str, needed: str) -> Problem:
    return Problem(file=name, found=found, needed=needed, action="correct `encoding`, or leave it out to find out")


def _unreadable(name: str, raw: bytes, found: Decoded) -> Problem:
    if is_ebcdic(raw):
        what, action = "looks like EBCDIC, the code of mainframes", _DECLARE.format(page="cp037")
    elif found.bad_lines:
        what, action = f"{_lines(found.bad_lines)} not UTF-8, nor any code page known here", "correct the line"
    else:
        what, action = "is no text in any code page known here", "export the file again as CSV (UTF-8)"
    return Problem(file=name, found=what, needed="a text file is needed", action=action)


def _lines(numbers: tuple[int, ...]) -> str:
    shown = ", ".join(map(str, numbers[:_MOST_SHOWN])) + (" …" if len(numbers) > _MOST_SHOWN else "")
    return f"line {shown} is" if len(numbers) == 1 else f"{len(numbers)} lines ({shown}) are"


def _shown(name: str, found: Decoded) -> Problem:
    """What was assumed; a question when two readings differ in letters."""
    where = f"{_lines(found.bad_lines)} not UTF-8" if found.bad_lines else "is not UTF-8"
    ways = [f"{reading.encoding}: {', '.join(reading.words)}" for reading in found.readings[:4]]
    if len(ways) == 1:
        return Problem(
            file=name,
            found=f"{where}; read as {ways[0]}",
            needed="nothing, if these words are right",
            action=f"else {_DECLARE.format(page='NAME')}",
            fatal=False,
        )
    return Problem(
        file=name,
        found=f"{where}, and can be read in {len(found.readings)} ways ({'; '.join(ways)})",
        needed="the one whose words are right",
        action=_DECLARE.format(page=found.readings[0].encoding) + ", or export it again as UTF-8",
    )


def _lost_letters(name: str, text: str) -> list[Problem]:
    found = []
    if "\ufffd" in text:
        at = text.index("\ufffd")
        word = re.findall(r"[^\s,;\t|\"]*$", text[:at])[0] + re.findall(r"^[^\s,;\t|\"]*", text[at:])[0]
        found.append(
            Problem(
                file=name,
                line=text.count("\n", 0, at) + 1,
                found=f"{text.count(chr(0xFFFD)):,} letters were lost before it came here ('{word[:40]}')",
                needed="the file as it was before it was saved in another encoding",
                action="export it again as CSV (UTF-8); names that lost letters match nobody",
                fatal=False,
            )
        )
    if marked := written_as_html(text):
        found.append(
            Problem(
                file=name,
                found=f"{len(marked):,} words hold letters written as HTML ({', '.join(marked[:3])})",
                needed="the letters themselves",
                action="export the file again as CSV (UTF-8); such names match nobody",
                fatal=False,
            )
        )
    if words := garbled(text):
        shown = ", ".join(f"'{wrong}' was '{right}'" for wrong, right in words[:3])
        found.append(
            Problem(
                file=name,
                found=f"{len(words):,} words were once read in a wrong encoding and saved so ({shown})",
                needed="the words as they were",
                action="export the file again as CSV (UTF-8); such names match nobody",
                fatal=False,
            )
        )
    return found
