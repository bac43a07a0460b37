"""Parts of a mail: is one of them an invitation. Only headers of parts are looked at, texts are passed over."""

import re

_TYPE = re.compile(rb"^content-type[ \t]*:[ \t]*([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)", re.IGNORECASE | re.MULTILINE)
_CALENDAR = b"text/calendar"
_PART = re.compile(
    rb"\n--[^\r\n]{1,200}\r?\n((?:[^\r\n]+\r?\n)*?content-type[ \t]*:[ \t]*text/calendar[^\r\n]*(?:\r?\n[^\r\n]+)*)"
)
_BEFORE, _AFTER = 2_000, 1_000  # bytes of a part's headers before and behind its type
_METHOD = re.compile(rb"\bmethod\s*=")
_MOST = 20  # mentions of the type that are looked at in one block

OVERLAP = _BEFORE + _AFTER
"""Bytes to keep when a body is read in blocks, so that no part's headers are cut."""


def multipart_type(block: bytes) -> bytes:
    """Type of a mail of several parts, lower case; empty for a mail of one part.

    Parameters
    ----------
    block : header block of the mail.
    """
    found = _TYPE.search(block)
    whole = found[1].lower() if found else b""
    return whole if whole.startswith(b"multipart/") else b""


def holds_invitation(body: bytes, whole: bytes) -> bool:
    """Is one of the parts calendar traffic; an attached calendar file is not.

    Parameters
    ----------
    body : the body, or a block of it.
    whole : type of the mail, see `multipart_type`.

    Notes
    -----
    RFC 6047: a scheduling message names its method. Beside a text of the same content
    (multipart/alternative) a calendar is the message itself even without one.
    """
    if not whole:
        return False
    body, at = b"\n" + body.lower(), 0
    for _ in range(_MOST):
        at = body.find(_CALENDAR, at + 1)
        if at < 0:
            return False
        part = _PART.search(body, max(at - _BEFORE, 0), at + _AFTER)
        if part and (_METHOD.search(part[1]) or (b"/alternative" in whole and b"attachment" not in part[1])):
            return True
    return False
