"""A seal at the end of a JSON file: shows that the text before it is the text that was written.

A plain digest finds accidents and careless edits. Whoever makes a new one after a change is not found.
"""

import hashlib
import re

SEAL = "seal"
_AT_END = re.compile(rb',\s*"seal":\s*"([^"]{0,200})"\s*\}\s*\Z')
_LONGEST = 400  # bytes from the end in which a seal stands


def sealed(text: str) -> str:
    """Text of a JSON object with a seal as its last key.

    Parameters
    ----------
    text : a JSON object that has at least one key, and no key "seal".
    """
    body = text.rstrip().removesuffix("}").rstrip()
    return f'{body}, "{SEAL}": "{_seal(body.encode(errors="surrogatepass"))}"}}\n'


def seal_fits(raw: bytes) -> bool | None:
    """Whether the bytes before the seal are those it was made of; None without a seal at the end."""
    found = _at_end(raw)
    if found is None:
        return None
    return found[1].decode(errors="replace") == _seal(memoryview(raw)[: found.start()])


def has_seal(raw: bytes) -> bool:
    """Whether a seal stands at the end, fitting or not; reads the last bytes only."""
    return _at_end(raw) is not None


def _at_end(raw: bytes) -> re.Match[bytes] | None:
    return _AT_END.search(raw, max(0, len(raw) - _LONGEST))


def _seal(body: bytes | memoryview) -> str:
    return f"sha256:{hashlib.sha256(body).hexdigest()}"
