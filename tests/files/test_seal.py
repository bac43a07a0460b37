"""A seal vouches for the text before it, whatever that text is."""

import json

from hypothesis import given
from hypothesis import strategies as st

from alliancenet.files.seal import has_seal, seal_fits, sealed

TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.text(), parts, max_size=3),
    max_leaves=12,
)


@given(TREES)
def test_sealed_text_is_the_same_json_and_its_seal_fits(tree):
    text = sealed(json.dumps({"a": tree}, ensure_ascii=True))
    assert json.loads(text)["a"] == tree
    assert seal_fits(text.encode()) is True


@given(TREES, st.data())
def test_any_byte_changed_breaks_the_seal(tree, data):
    raw = sealed(json.dumps({"a": tree})).encode()
    end = raw.rindex(b', "seal"')
    at = data.draw(st.integers(0, end - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != raw[at]))
    assert seal_fits(raw[:at] + bytes([other]) + raw[at + 1 :]) is False


@given(TREES)
def test_text_that_looks_like_a_seal_is_none(tree):
    text = json.dumps({"a": tree, "b": ', "seal": "sha256:0"}'})
    assert not has_seal(text.encode())
    assert seal_fits(sealed(text).encode()) is True


def test_text_without_a_seal_says_so():
    assert seal_fits(b'{"a": 1}\n') is None


def test_bytes_put_behind_the_seal_break_it():
    raw = sealed('{"a": 1}').encode()
    assert seal_fits(raw + raw) is False
    assert seal_fits(raw + b'{"a": 2}') is None
