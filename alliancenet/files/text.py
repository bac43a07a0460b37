"""Text of a file whatever its encoding: UTF-8 with or without BOM, UTF-16, cp1252."""

import codecs
from pathlib import Path

from alliancenet.errors import Problem
from alliancenet.files.regular import TooLarge, read_regular

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def encoding_of(start: bytes) -> str:
    """Encoding of a file from its first bytes.

    Parameters
    ----------
    start : the first bytes of the file; a few kilobytes are enough.

    Notes
    -----
    UTF-16 without BOM is recognised by its zero bytes (every second byte of Latin text). What is
    not valid UTF-8 is read as cp1252, the encoding of western desktop programs.
    """
    for bom, name in _BOMS:
        if start.startswith(bom):
            return name
    if start[1:200:2].count(0) > len(start[1:200:2]) // 2:
        return "utf-16-le"
    if start[0:200:2].count(0) > len(start[0:200:2]) // 2:
        return "utf-16-be"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def read_text(path: Path, name: str, problems: list[Problem], most_bytes: int) -> str | None:
    """Whole text of a file, or None with a problem added.

    Parameters
    ----------
    path : the file.
    name : what the user calls it.
    problems : faults are appended here.
    most_bytes : larger files are refused.
    """
    try:
        raw = read_regular(path, most_bytes)
    except TooLarge as error:
        problems.append(_too_large(name, error.size, most_bytes))
        return None
    except OSError as error:
        problems.append(
            Problem(
                file=name,
                found=f"cannot be read ({error.strerror})",
                needed="a readable file is needed",
                action="check the path and its permissions",
            )
        )
        return None
    text = raw.decode(encoding_of(raw), errors="replace")
    if "\x00" in text:
        problems.append(
            Problem(
                file=name,
                line=text[: text.index("\x00")].count("\n") + 1,
                found="holds a NUL character",
                needed="a text file is needed",
                action="export the file again as CSV (UTF-8)",
            )
        )
        return None
    return text


def _too_large(name: str, size: int, most: int) -> Problem:
    return Problem(
        file=name,
        found=f"is {size:,} bytes",
        needed=f"at most {most:,} bytes are read",
        action="split the file or remove what is not needed",
    )
