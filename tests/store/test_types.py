"""Columns: what goes in comes out, and takes little room."""

from hypothesis import given
from hypothesis import strategies as st

from engine.store.types import id_bytes, id_text, packed, unpacked

HEX = st.binary(max_size=20).map(bytes.hex)
TOKEN = st.tuples(st.binary(min_size=8, max_size=8), st.integers(0, 10**9)).map(
    lambda parts: f"{parts[0].hex()}.{parts[1]}"
)
IDS = st.one_of(HEX, TOKEN, st.uuids().map(str), st.text())


@given(IDS)
def test_an_id_comes_out_as_it_went_in(text):
    assert id_text(id_bytes(text)) == text


@given(IDS, IDS)
def test_different_ids_lie_apart(one, other):
    assert (id_bytes(one) == id_bytes(other)) is (one == other)


def test_an_id_of_hex_digits_takes_half_their_room():
    assert len(id_bytes("0123456789abcdef0123")) == 11


@given(st.binary(max_size=1000))
def test_packed_bytes_come_out_as_they_went_in(content):
    assert unpacked(packed(content)) == content


@given(st.binary(max_size=300).map(lambda tail: b"\x28\xb5\x2f\xfd" + tail))
def test_bytes_that_look_packed_come_out_as_they_went_in(content):
    assert unpacked(packed(content)) == content


def test_long_text_is_packed_small():
    assert len(packed(b"realisasi " * 200)) < 100
