"""Sealed files: read by the one they are for, refused with a sentence when anything is not as it was."""

import os
import stat
import zlib

import pytest

from alliancenet.collect import sealing
from alliancenet.collect.handover import handover_from
from alliancenet.collect.sealing import (
    KEY_FILE,
    MAGIC,
    NotOpened,
    ReceivingKey,
    made_key,
    opened_seal,
    read_key,
    seal_into,
    sealed_for,
)

pytest.importorskip("cryptography", reason="the optional part 'handover' is not installed")
TEXT = b'{"what": "somebody said"}'


@pytest.fixture
def ours(tmp_path):
    return tmp_path / "ours"


@pytest.fixture
def sealed(ours, tmp_path):
    seal_into(tmp_path / "sealed", made_key(ours), TEXT)
    return tmp_path / "sealed"


def test_what_was_sealed_is_read_by_whom_it_is_for(ours, sealed):
    assert opened_seal(sealed, ours)[0] == TEXT
    assert TEXT not in sealed.read_bytes()


def test_the_same_text_is_never_sealed_twice_alike(ours):
    key = made_key(ours)
    assert sealed_for(key, TEXT) != sealed_for(key, TEXT)


def test_a_key_is_made_once_and_its_private_half_is_the_owners_alone(ours, tmp_path):
    key = made_key(ours)
    assert made_key(ours) == key
    assert stat.S_IMODE((ours / KEY_FILE).stat().st_mode) == 0o600
    (tmp_path / "sent").write_text(f"{key.text}\r\n", encoding="ascii")
    assert read_key(tmp_path / "sent") == key
    assert key.mark in {made_key(ours).mark}


def test_both_sides_see_the_same_mark(ours, tmp_path):
    mark = seal_into(tmp_path / "sealed", made_key(ours), TEXT)
    assert opened_seal(tmp_path / "sealed", ours)[1] == mark


@pytest.mark.parametrize("at", [*range(len(MAGIC), len(MAGIC) + 70, 7), -1])
def test_one_changed_bit_is_refused(ours, sealed, at):
    raw = bytearray(sealed.read_bytes())
    raw[at] ^= 1
    sealed.write_bytes(raw)
    with pytest.raises(NotOpened, match=r"changed|another key"):
        opened_seal(sealed, ours)


@pytest.mark.parametrize("left", [0, 5, len(MAGIC), len(MAGIC) + 31, len(MAGIC) + 40, -1])
def test_a_file_that_is_cut_off_is_refused(ours, sealed, left):
    sealed.write_bytes(sealed.read_bytes()[:left])
    with pytest.raises(NotOpened):
        opened_seal(sealed, ours)


def test_more_at_the_end_is_refused(ours, sealed):
    sealed.write_bytes(sealed.read_bytes() + b"\n")
    with pytest.raises(NotOpened, match="changed"):
        opened_seal(sealed, ours)


def test_a_file_for_somebody_else_is_refused_and_says_so(ours, tmp_path, sealed):
    made_key(tmp_path / "theirs")
    with pytest.raises(NotOpened, match="for another key"):
        opened_seal(sealed, tmp_path / "theirs")


def test_a_project_without_a_key_says_how_to_get_one(tmp_path, sealed):
    with pytest.raises(NotOpened, match="alliancenet collect key"):
        opened_seal(sealed, tmp_path / "nobody")


def test_a_file_that_was_not_sealed_is_refused(ours, tmp_path):
    made_key(ours)
    (tmp_path / "plain").write_bytes(TEXT)
    with pytest.raises(NotOpened, match="no sealed file"):
        opened_seal(tmp_path / "plain", ours)


def test_a_file_of_hostile_size_is_refused_before_it_is_read(ours, tmp_path):
    made_key(ours)
    with (tmp_path / "large").open("wb") as file:
        file.write(MAGIC)
        os.truncate(file.fileno(), 40_000_000_000)
    with pytest.raises(NotOpened, match="40,000,000,000 bytes"):
        opened_seal(tmp_path / "large", ours)


def test_a_file_that_unpacks_to_a_hostile_size_is_refused(ours, tmp_path, monkeypatch):
    monkeypatch.setattr(sealing, "MOST_PLAIN", 1_000)
    seal_into(tmp_path / "bomb", made_key(ours), b"0" * 1_000_000)
    with pytest.raises(NotOpened, match="unpacks to more than"):
        opened_seal(tmp_path / "bomb", ours)


@pytest.mark.parametrize("packed", [b"", b"nothing packed", zlib.compress(b"x")[:-1]])
def test_what_is_not_packed_as_it_should_be_is_refused(ours, tmp_path, packed, monkeypatch):
    monkeypatch.setattr(sealing.zlib, "compress", lambda *_: packed)
    (tmp_path / "odd").write_bytes(sealed_for(made_key(ours), TEXT))
    with pytest.raises(NotOpened):
        opened_seal(tmp_path / "odd", ours)


@pytest.mark.parametrize("text", ["", "x", "alliancenet-receiving-key-1:", "alliancenet-receiving-key-1:QUJD",
    "alliancenet-receiving-key-1:" + "A" * 500, "alliancenet-receiving-key-1:ä"])  # fmt: skip
def test_what_is_no_key_is_refused(tmp_path, text):
    (tmp_path / "key").write_text(text, encoding="utf-8")
    with pytest.raises(NotOpened, match="no such key"):
        read_key(tmp_path / "key")


def test_a_private_key_that_was_sent_by_mistake_is_told_apart(ours):
    made_key(ours)
    with pytest.raises(NotOpened, match="nobody may send"):
        read_key(ours / KEY_FILE)


def test_a_weak_key_is_refused(tmp_path):
    """The point of order one: everybody knows what would be agreed on."""
    with pytest.raises(NotOpened, match="no usable key"):
        sealed_for(ReceivingKey(b"\0" * 32), TEXT)


@pytest.mark.parametrize("text", [b"", b"null", b"[]", b"{}", b"[" * 100_000, b'{"format": "alliancenet-handover/1"}',
    b'{"format": "alliancenet-handover/9"}', b"\xff\xfe"])  # fmt: skip
def test_what_is_no_hand_over_is_refused(text):
    with pytest.raises(NotOpened):
        handover_from(text)
