"""The process that works for the desk: reads what is asked, a line of JSON each, and answers with a line.

``python -m alliancenet.desk PROJECT [--limited [--taking-in]]``; with ``--limited`` it may use little memory and time.
"""

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from alliancenet.errors import AllianceNetError
from alliancenet.store.records import as_plain

LIMITED, TAKING_IN = "--limited", "--taking-in"
_TAKING_IN = 8  # times the memory of a look: libraries reserve far more than they use (own limit)


def main(words: list[str]) -> None:
    """Answer until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the viewer, which then ends this
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints is no part of an answer
    project, is_limited = Path(words[0]), LIMITED in words
    if is_limited:
        from alliancenet.desk.looking import limit_memory
        from alliancenet.desk.standing import limits_of

        limit_memory(limits_of(project), _TAKING_IN if TAKING_IN in words else 1)
    for line in sys.stdin:
        out.write(json.dumps(_answer(project, json.loads(line)), ensure_ascii=False) + "\n")
        out.flush()


def _answer(project: Path, asked: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return {"answer": as_plain(_ANSWERS[str(asked["do"])](project, asked))}
    except AllianceNetError as error:
        return {"refused": str(error)}
    except MemoryError:
        return {"ended": "memory"}
    except Exception:
        return {"failed": traceback.format_exc()}


def _standing(project: Path, asked: Mapping[str, Any]) -> object:
    from alliancenet.desk.standing import standing_of

    del asked
    return standing_of(project)


def _look(project: Path, asked: Mapping[str, Any]) -> object:
    from alliancenet.desk.looking import look
    from alliancenet.desk.standing import limits_of

    return look(Path(asked["file"]), limits_of(project))


def _propose(project: Path, asked: Mapping[str, Any]) -> object:
    from alliancenet.desk.looking import limit_time
    from alliancenet.desk.standing import limits_of
    from alliancenet.desk.taking_in import proposed

    files = [Path(file) for file in asked["files"]]
    limit_time(limits_of(project), len(files))
    return proposed(project, files, asked["answers"], asked["unknown"])


def _take_in(project: Path, asked: Mapping[str, Any]) -> object:
    from alliancenet.desk.looking import limit_time
    from alliancenet.desk.standing import limits_of
    from alliancenet.desk.taking_in import taken_in

    files = [Path(file) for file in asked["files"]]
    limit_time(limits_of(project), len(files))
    return taken_in(project, files, asked["answers"], asked["unknown"], by=asked["by"], once=asked["once"])


def _sheet(project: Path, asked: Mapping[str, Any]) -> object:
    from alliancenet.desk.sheets import sheet_of

    return sheet_of(project, asked["name"])


def _save(project: Path, asked: Mapping[str, Any]) -> object:
    from alliancenet.desk.sheets import save

    return save(project, asked["name"], asked["rows"], seen=asked["seen"], by=asked["by"], once=asked["once"])


_ANSWERS: Mapping[str, Callable[[Path, Mapping[str, Any]], object]] = {
    "standing": _standing,
    "look": _look,
    "propose": _propose,
    "take in": _take_in,
    "sheet": _sheet,
    "save": _save,
}

if __name__ == "__main__":
    main(sys.argv[1:])
