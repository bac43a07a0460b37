"""Files for one reader only: sealed with a public key, opened with the private one, refused when anything was changed.

The seal is HPKE in its base mode (RFC 9180: X25519, HKDF-SHA256, ChaCha20-Poly1305) by the library
`cryptography`. It says that nobody read or changed the file on the way and whom it is for; it does not say
who sealed it: for that, the mark of the file is read to one another on the telephone.
"""

import base64
import hashlib
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from alliancenet.errors import AllianceNetError
from alliancenet.extras import is_installed, told
from alliancenet.files.regular import TooLarge, read_regular
from alliancenet.files.writing import write_whole

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
    from cryptography.hazmat.primitives.hpke import Suite

MAGIC = b"alliancenet-sealed/1\n"
_PUBLIC, _PRIVATE = "alliancenet-receiving-key-1:", "alliancenet-private-key-1:"
KEY_FILE = "receiving.key"
MOST_SEALED = 32_000_000  # bytes; the answers of 3,000 people are about a third (own limit)
MOST_PLAIN = 128_000_000
_DIGEST = 32
_LONGEST_KEY = 200
_ASK = "`alliancenet collect key PROJECT` on the receiving side makes one"


class NotOpened(AllianceNetError):
    """A sealed file, or a key, that is refused."""


@dataclass(frozen=True, slots=True)
class ReceivingKey:
    """Key others seal with; it may be known to everybody.

    Parameters
    ----------
    raw : of X25519.
    """

    raw: bytes

    @property
    def text(self) -> str:
        """One line, to be sent by mail."""
        return _PUBLIC + base64.urlsafe_b64encode(self.raw).decode()

    @property
    def mark(self) -> str:
        """What two people read to one another to see that they have the same key."""
        return mark_of(self.raw)

    def _point(self) -> "X25519PublicKey":
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

        return X25519PublicKey.from_public_bytes(self.raw)


def mark_of(raw: bytes) -> str:
    """Digest in groups that can be read aloud.

    Examples
    --------
    >>> mark_of(b"")
    'E3B0 C442 98FC 1C14 9AFB'
    """
    digest = hashlib.sha256(raw).hexdigest()[:20].upper()
    return " ".join(digest[at : at + 4] for at in range(0, 20, 4))


def made_key(folder: Path) -> ReceivingKey:
    """The key of a folder; made once, the private half readable by its owner only."""
    path = folder / KEY_FILE
    with told():
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

        if not path.exists():
            raw = X25519PrivateKey.generate().private_bytes_raw()
            write_whole(path, f"{_PRIVATE}{base64.urlsafe_b64encode(raw).decode()}\n")
        return ReceivingKey(_private(path).public_key().public_bytes_raw())


def key_in(folder: Path) -> ReceivingKey | None:
    """The key of a folder, where one was made and can be read."""
    path = folder / KEY_FILE
    if not path.is_file() or not is_installed("handover"):
        return None
    return ReceivingKey(_private(path).public_key().public_bytes_raw())


def key_from(line: str) -> ReceivingKey:
    """A receiving key somebody sent, as it was pasted.

    Raises
    ------
    NotOpened
        When the line is none; a private key is told apart, for it must not be sent.
    """
    return ReceivingKey(_raw(line.strip()[:_LONGEST_KEY], _PUBLIC, "what was pasted", _ASK))


def read_key(path: Path) -> ReceivingKey:
    """A receiving key somebody sent.

    Raises
    ------
    NotOpened
        When the file holds none; a private key is told apart, for it must not be sent.
    """
    return ReceivingKey(_read(path, _PUBLIC, _ASK))


def sealed_for(key: ReceivingKey, text: bytes) -> bytes:
    """Bytes that only the holder of the private half can read.

    Raises
    ------
    NotOpened
        For a key everybody could open.
    """
    head = MAGIC + hashlib.sha256(key.raw).digest()
    with told():
        try:
            return head + _suite().encrypt(zlib.compress(text, 9), key._point(), head)
        except ValueError:
            raise NotOpened("that is no usable key: ask the receiving side to make a new one") from None


def seal_into(path: Path, key: ReceivingKey, text: bytes) -> str:
    """Write a sealed file; its mark."""
    raw = sealed_for(key, text)
    write_whole(path, raw)
    return mark_of(raw)


def opened_seal(path: Path, folder: Path) -> tuple[bytes, str]:
    """What a sealed file holds, and its mark.

    Parameters
    ----------
    folder : where the private key lies.

    Raises
    ------
    NotOpened
        When it is no sealed file, was sealed for another key, was changed, is cut off, or too large.
    """
    raw = _bytes_of(path)
    if not raw.startswith(MAGIC):
        raise NotOpened(f"{path} is no sealed file of alliancenet; `alliancenet collect seal` makes one")
    if not (folder / KEY_FILE).is_file():
        raise NotOpened("this project has no key to open it with; `alliancenet collect key PROJECT` makes one")
    with told():
        from cryptography.exceptions import InvalidTag

        private = _private(folder / KEY_FILE)
        head, ours = raw[: len(MAGIC) + _DIGEST], private.public_key().public_bytes_raw()
        if head[len(MAGIC) :] != hashlib.sha256(ours).digest():
            raise NotOpened(
                f"{path} was sealed for another key than the one of this project ({mark_of(ours)}):"
                " send the key again that `alliancenet collect key` shows"
            )
        try:
            packed = _suite().decrypt(raw[len(head) :], private, head)
        except (InvalidTag, ValueError):
            raise NotOpened(
                f"{path} was changed after it was sealed, or is cut off: ask for it again, nothing was read"
            ) from None
    return _unpacked(path, packed), mark_of(raw)


def _bytes_of(path: Path) -> bytes:
    try:
        return read_regular(path, MOST_SEALED)
    except TooLarge as error:
        raise NotOpened(
            f"{path} is {error.size:,} bytes: no survey is larger than {MOST_SEALED:,}, nothing was read"
        ) from None


def _unpacked(path: Path, packed: bytes) -> bytes:
    """The text, never more of it than is allowed whatever the packing promises."""
    unpacking = zlib.decompressobj()
    try:
        text = unpacking.decompress(packed, MOST_PLAIN)
    except zlib.error:
        raise NotOpened(f"{path} holds something else than a hand-over, nothing was read") from None
    if unpacking.unconsumed_tail or not unpacking.eof:
        raise NotOpened(f"{path} unpacks to more than {MOST_PLAIN:,} bytes, nothing was read")
    return text


def _private(path: Path) -> "X25519PrivateKey":
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    return X25519PrivateKey.from_private_bytes(_read(path, _PRIVATE, "bring it back from a backup"))


def _read(path: Path, kind: str, way_out: str) -> bytes:
    try:
        line = read_regular(path, _LONGEST_KEY).decode("ascii").strip()
    except (TooLarge, UnicodeDecodeError):
        line = ""
    return _raw(line, kind, str(path), way_out)


def _raw(line: str, kind: str, place: str, way_out: str) -> bytes:
    if line.startswith(_PRIVATE) and kind == _PUBLIC:
        raise NotOpened(f"{place} is a private key, which nobody may send: make a new one, and send the other file")
    try:
        raw = base64.urlsafe_b64decode(line.removeprefix(kind)) if line.startswith(kind) else b""
    except ValueError:
        raw = b""
    if len(raw) != _DIGEST:
        raise NotOpened(f"{place} holds no such key: {way_out}")
    return raw


def _suite() -> "Suite":
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
